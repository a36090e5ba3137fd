import { describe, expect, it } from "vitest";
import { barsOf } from "../../bench/experiment/bars.js";
import { compareMethods, onsetOf, successWithin } from "../../bench/experiment/comparison.js";
import { defenceRows } from "../../bench/experiment/defences.js";
import type { Attacked, Trained } from "../../bench/experiment/jobs.js";
import { csv, markdownTable, plainTable } from "../../bench/experiment/markdown.js";
import { type AttackSet, planOf } from "../../bench/experiment/parts.js";
import type { Outcome } from "../../bench/experiment/run.js";
import { tableOne } from "../../bench/experiment/tableOne.js";
import { vocabularyOf } from "../../examples/text-recovery/corpus/vocabulary.js";
import type { AttackResult } from "../../src/transformer/attackResult.js";
import { resultOf, traceOf } from "./attackResults.js";

function outcome(name: string, results: AttackResult[], change: Partial<AttackSet> = {}, seconds = 1): Outcome {
  const set: AttackSet = {
    name,
    part: "main",
    attack: { model: "main", seed: 0, options: {} },
    repeats: results.length,
    chunk: 32,
    ...change,
  };
  const attacks = results.map((result, k): Attacked => ({ sentence: k, trueLoss: 0.1, memorised: false, result }));
  return { set, attacks, seconds };
}

const right = resultOf(traceOf([9, 4, 1], [0, 2, 2], 10), {});
const wrong = resultOf(traceOf([9, 8, 7], [0, 1, 1], 10), {});

describe("success within a number of gradients", () => {
  it("of one start is where its trace stood by then", () => {
    const both = outcome("mirror", [right, wrong]);
    expect([0, 9, 10, 19, 20, 100].map((budget) => successWithin(both, budget))).toEqual([0, 0, 0.5, 0.5, 0.5, 0.5]);
  });

  it("of restarts is that of the lowest loss among those that fit", () => {
    const [good] = right.restarts;
    const [bad] = wrong.restarts;
    const several = outcome("refined", [
      resultOf(traceOf([1], [2]), {}, [bad, { ...good, loss: 3 }, { ...bad, loss: 2 }]),
    ]);
    // Starts of 20 gradients each: the second is right, the third wrong with a lower loss.
    expect([20, 39, 40, 59, 60].map((budget) => successWithin(several, budget))).toEqual([0, 0, 1, 1, 0]);
  });
});

describe("the comparison", () => {
  it("takes means of an attack, and success in the reference's time", () => {
    const fast = outcome("mirror + refine", [right, right], {}, 2);
    const slow = outcome("adam", [right, wrong], {}, 8);
    const [one, two] = compareMethods([fast, slow], "mirror + refine");
    expect(one).toMatchObject({ gradients: 20, seconds: 1, inTime: 1, success: { rate: 1 } });
    // Four times slower: five gradients in the time, which are not yet enough.
    expect(two).toMatchObject({ gradients: 20, seconds: 4, inTime: 0, success: { rate: 0.5 } });
    // The failure's loss is 7, the true sentence's 0.1.
    expect([one, two].map(({ failures, worse }) => [failures, worse])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});

describe("the onset", () => {
  it("is the first step with half the final successes", () => {
    const options = { learningRate: 0.1 };
    const results = [0, 1, 2, 3].map((k) =>
      resultOf(traceOf([9, 5, 5, 5, 1], [0, 0, k < 1 ? 2 : 0, k < 2 ? 2 : 0, k < 3 ? 2 : 0], 10), {}),
    );
    const found = onsetOf(outcome("onset", results, { attack: { model: "main", seed: 0, options } }), 100);
    expect(found).toMatchObject({ final: 0.75, half: 30, learningRate: 0.1 });
    expect(found.ratio).toBeCloseTo(3 / (Math.log(100) + 0.5), 12);
  });

  it("is unknown where nothing succeeds", () => {
    expect(onsetOf(outcome("onset", [wrong]), 100).half).toBeNaN();
  });
});

describe("Table 1", () => {
  const words = Array.from({ length: 120 }, (_, i) => `w${i}`);
  it("shows the start, the steps at which the text changed, and the end", () => {
    const rows = tableOne(outcome("adam", [wrong, right]), vocabularyOf(words), [0, 1]);
    expect(rows.map(({ step, found, sum }) => [step, found, sum])).toEqual([
      [0, "w90 w95", 9],
      [10, "w1 w2", 4],
      [20, "w1 w2", 1],
    ]);
    expect(rows[0].mean).toBe(1);
    expect(rows[0].rest).toBe("w3 w4 w5 w6 w7 w8 w9 w0");
  });
});

const trained = (name: string, final: number[], copies: readonly number[] = [1]) => {
  const spec = { ...planOf(64, ["main"], false).models[0], name, copies };
  const told: Trained = { seconds: 1, loss: [1], final };
  return [name, { ...told, spec, path: "" }] as const;
};

describe("the bars", () => {
  it("pass and fail by what was measured", () => {
    const good = { models: new Map([trained("main", [0.01, 0.02])]), sets: [] as Outcome[] };
    expect(barsOf(good, 100).map(({ met }) => met)).toEqual([true]);
    const sets = [
      outcome("adam .05", [right, right, right, wrong]),
      outcome("mirror + refine", [right, wrong]),
      outcome("control", [wrong, wrong]),
    ];
    const bars = barsOf({ models: new Map([trained("main", [0.1])]), sets }, 100);
    expect(bars.map(({ met }) => met)).toEqual([false, true, false, true, true]);
    expect(barsOf({ ...good, sets: [outcome("control", [right, wrong])] }, 100)[1].met).toBe(false);
    const late = [outcome("adam .05", [resultOf(traceOf([9, 1], [0, 2], 301), {})])];
    expect(barsOf({ ...good, sets: late }, 100)[1].met).toBe(false);
  });
});

describe("the defences", () => {
  it("are told for each number of copies apart", () => {
    const models = new Map([trained("duplicates", [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 4, 8]), trained("narrow", [1, 3])]);
    const part = "defences" as const;
    const sets = [
      outcome("narrow", [right, wrong], { part, attack: { model: "narrow", seed: 0, options: {} } }),
      outcome("duplicates", [wrong, wrong, right, right, wrong, right, right, right], {
        part,
        attack: { model: "duplicates", seed: 0, options: {} },
      }),
    ];
    const rows = defenceRows({ models, sets });
    expect(rows.map(({ loss, success }) => [loss, success.count, success.of])).toEqual([
      [2, 1, 2],
      [3, 0, 2],
      [4, 1, 2],
      [5, 2, 2],
      [6, 2, 2],
    ]);
    expect(rows[1].name).toBe("duplicates: 1 x in the data");
    expect(rows.map(({ firstStart }) => firstStart)).toEqual([0.5, 0, 0.5, 1, 1]);
  });
});

describe("the plan", () => {
  it("gives each set a seed of its own, whatever else is run", () => {
    const all = planOf(1000, ["main", "paper", "onset", "defences"], false);
    expect(new Set(all.sets.map(({ attack }) => attack.seed)).size).toBe(all.sets.length);
    for (const part of ["main", "paper", "onset", "defences"] as const) {
      const some = planOf(1000, [part], false);
      expect(some.sets).toEqual(all.sets.filter((set) => set.part === part));
      for (const { attack } of some.sets) expect(some.models.map(({ name }) => name)).toContain(attack.model);
    }
    expect(all.sets[0]).toMatchObject({ name: "mirror", repeats: 1000 });
  });
});

describe("tables", () => {
  it("are written as Markdown, in columns and as CSV", () => {
    const [head, rows] = [["a", "bc"], [["ddd", 1]]];
    expect(markdownTable(head, rows)).toBe("| a | bc |\n| --- | --- |\n| ddd | 1 |");
    expect(plainTable(head, rows)).toBe("a    bc\nddd  1");
    expect(csv(head, rows)).toBe("a,bc\nddd,1\n");
  });
});
