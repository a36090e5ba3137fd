import { describe, expect, it } from "vitest";
import type { Counter } from "../../src/wasm/randomKernels.js";
import * as reference from "../reference/sketch.js";
import { sameBits } from "./support/check.js";
import { eachLengthIn } from "./support/lengths.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { integer, type Random, reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 14);
const { sketch, random: draws } = box.kernels;
const eachLength = eachLengthIn(box);

const COUNTERS: Counter[] = [
  { seed: 0, draw: 0, iteration: 0, purpose: 0 },
  { seed: 42, draw: 1, iteration: 2, purpose: 3 },
  { seed: 2 ** 32 + 5, draw: 2 ** 32 - 1, iteration: 123456789, purpose: 2 ** 31 },
  { seed: Number.MAX_SAFE_INTEGER, draw: 7, iteration: 1, purpose: 0 },
];

/** Scores over many binades, a few of them 0, NaN, infinite or negative, and one exactly 1. */
function scores(random: Random, n: number): Float64Array {
  const special = [0, -0, Number.NaN, 1, Infinity, -1, 1 - 2 ** -53, 5e-324];
  return reals(random, n).map((x) => (random() < 0.2 ? special[integer(random, 0, 7)] : Math.abs(x)));
}

describe("saturation", () => {
  it("counts c t_i >= 1 and adds the others in the stated order", () => {
    eachLength((n, random, what) => {
      // Over two hundred binades any other order of sums gives other bits.
      const wide = reals(random, n).map((x) => Math.abs(x) * 2 ** integer(random, -100, 100));
      const odd = scores(random, n).map((x) => (Number.isNaN(x) ? 0 : x));
      for (const t of [wide, odd, reals(random, n)]) {
        for (const c of [1, 0.3, 2 ** -90, 0, Infinity]) {
          const [vector, out] = [box.vector(t), box.vector(2)];
          box.run(what, [whole(out)], () => sketch.saturation(vector, c, out));
          sameBits(`${what}, c = ${c}`, out.data, reference.saturation(t, c));
        }
      }
    });
  });

  it("takes c t_i = 1 as saturated, the double below as not, and shows NaN", () => {
    for (let n = 1; n <= 9; n++) {
      for (let at = 0; at < n; at++) {
        box.reset(n);
        const t = new Float64Array(n).fill(2);
        const out = box.vector(2);
        const run = (x: number): number[] => {
          t[at] = x;
          sketch.saturation(box.vector(t), 0.5, out);
          return [...out.data];
        };
        expect(run(2)).toEqual([n, 0]);
        expect(run(2 - 2 ** -52)).toEqual([n - 1, 2 - 2 ** -52]);
        expect(run(Number.NaN)).toEqual([n - 1, Number.NaN]);
      }
    }
  });
});

/** A draw of the rows from..to-1 onto `kept` entries of a list with room for `capacity`: only the new entries may change. */
function draw(
  counter: Counter,
  [t, c, w]: readonly [Float64Array, number, Float64Array],
  from = 0,
  to = t.length,
  capacity = t.length,
  kept = 0,
): { count: number; list: number[]; weights: number[] } {
  const [scores, factors] = [box.vector(t), box.vector(w)];
  const [list, weights, words] = [box.words(capacity), box.vector(capacity), box.words(4)];
  const writable = [
    { at: list.at + 4 * kept, bytes: 4 * (capacity - kept) },
    { at: weights.at + 8 * kept, bytes: 8 * (capacity - kept) },
    whole(words),
  ].filter(({ bytes }) => bytes > 0);
  const count = box.run("drawRows", writable, () =>
    sketch.drawRows(counter, scores, c, factors, from, to, kept, list, weights, words),
  );
  const end = Math.min(count, capacity);
  return { count, list: [...list.data.subarray(kept, end)], weights: [...weights.data.subarray(kept, end)] };
}

function referenceDraw({ seed, draw, iteration, purpose }: Counter, [t, c, w]: [Float64Array, number, Float64Array]) {
  const key = [Number(BigInt(seed) & 0xffffffffn), Number(BigInt(seed) >> 32n)];
  return reference.drawRows(key, [draw, iteration, purpose], t, c, w, 0, t.length);
}

describe("drawRows", () => {
  it("keeps the reference's rows with the reference's weights", () => {
    for (const counter of COUNTERS) {
      for (let n = 0; n <= 67; n++) {
        box.reset(n);
        const random = seeded(n);
        const input: [Float64Array, number, Float64Array] = [
          scores(random, n),
          2 ** integer(random, -5, 3),
          reals(random, n),
        ];
        const want = referenceDraw(counter, input);
        const got = draw(counter, input);
        expect(got.count).toBe(want.list.length);
        expect(got.list).toEqual(want.list);
        sameBits(`length ${n}`, got.weights, want.weights);
      }
    }
  });

  it("uses the coin that uniform gives the row's index", () => {
    const n = 500;
    for (const counter of COUNTERS) {
      box.reset(1);
      const coin = box.vector(n);
      draws.uniform(counter, 0, box.words(4), coin);
      const u = coin.data.slice();
      const w = new Float64Array(n).fill(1);
      // p_i is the coin itself or the double above it: the row is kept in the second case only.
      const above = u.map((x) => x * (1 + 2 ** -52));
      expect(draw(counter, [u, 1, w]).count).toBe(0);
      expect(draw(counter, [above, 1, w]).list).toEqual([...u.keys()]);
      for (const [from, to] of [
        [0, n],
        [17, 400],
        [n, n],
      ]) {
        const want = [...u.keys()].filter((i) => i >= from && i < to && u[i] < 0.3);
        expect(draw(counter, [new Float64Array(n).fill(0.6), 0.5, w], from, to).list).toEqual(want);
      }
    }
  });

  it("does not depend on how the rows are split into chunks", () => {
    const n = 200;
    for (const counter of COUNTERS) {
      const random = seeded(counter.seed);
      const input = [scores(random, n), 0.7, reals(random, n)] as const;
      box.reset(1);
      const all = draw(counter, input);
      expect(all.count).toBeGreaterThan(30);
      expect(all.count).toBeLessThan(n - 30);
      for (const size of [1, 2, 3, 7, 64, 199, 200]) {
        const list: number[] = [];
        const weights: number[] = [];
        for (let from = 0; from < n; from += size) {
          box.reset(from);
          const part = draw(counter, input, from, Math.min(from + size, n), n, list.length);
          list.push(...part.list);
          weights.push(...part.weights);
          expect(part.count).toBe(list.length);
        }
        expect(list).toEqual(all.list);
        sameBits(`chunks of ${size}`, weights, all.weights);
      }
    }
  });

  it("keeps p >= 1 with its weight and p = 0 or NaN never, without a coin", () => {
    const t = Float64Array.of(0, 2, -0, Number.NaN, 4, -3, Infinity, 2.5);
    const w = Float64Array.of(1, 0.1, 1, 1, -0.3, 1, 7, 0);
    for (const [c, rows] of [
      [0.5, [1, 4, 6, 7]],
      [Infinity, [1, 4, 6, 7]],
      [0, []],
      [Number.NaN, []],
    ] as const) {
      for (const counter of COUNTERS) {
        box.reset(3);
        const [scores, factors] = [box.vector(t), box.vector(w)];
        const [list, weights, words] = [box.words(8), box.vector(8), box.words(4)];
        // 0 * infinity is NaN, so c = 0 keeps nothing either. No coin, so `words` stays.
        const count = box.run(`c = ${c}`, [whole(list), whole(weights)], () =>
          sketch.drawRows(counter, scores, c, factors, 0, 8, 0, list, weights, words),
        );
        expect([...list.data.subarray(0, count)]).toEqual(rows);
        sameBits(
          `c = ${c}`,
          weights.data.subarray(0, count),
          rows.map((i) => w[i]),
        );
      }
    }
  });

  it("stops where the list is full and says so", () => {
    const n = 60;
    const random = seeded(9);
    const input = [scores(random, n), 1, reals(random, n)] as const;
    for (const counter of COUNTERS) {
      box.reset(1);
      const all = draw(counter, input);
      for (let capacity = 0; capacity <= n; capacity++) {
        box.reset(capacity);
        const got = draw(counter, input, 0, n, capacity);
        expect(got.count).toBe(capacity < all.count ? capacity + 1 : all.count);
        expect(got.list).toEqual(all.list.slice(0, capacity));
        sameBits(`capacity ${capacity}`, got.weights, all.weights.slice(0, capacity));
        // A draw that is over stays over, whether more rows come or not.
        if (capacity >= all.count) continue;
        expect(draw(counter, input, 0, n, capacity, capacity + 1).count).toBe(capacity + 1);
        expect(draw(counter, input, n, n, capacity, capacity + 1).count).toBe(capacity + 1);
        // Just full is not over.
        expect(draw(counter, input, n, n, capacity, capacity).count).toBe(capacity);
      }
    }
  });

  it("refuses lists of different lengths, a range that is none and a negative count", () => {
    box.reset(1);
    const [t, words] = [box.vector(new Float64Array(4)), box.words(4)];
    const run = (from: number, to: number, kept: number, entries: number, weights: number) => () =>
      sketch.drawRows(COUNTERS[0], t, 1, t, from, to, kept, box.words(entries), box.vector(weights), words);
    expect(run(0, 4, 0, 3, 4)).toThrow("list has 3 entries");
    expect(run(0, 4, 0, 4, 3)).toThrow("weights has 3 entries");
    expect(run(-1, 4, 0, 4, 4)).toThrow("not a range");
    expect(run(3, 2, 0, 4, 4)).toThrow("not a range");
    expect(run(0, 4, -1, 4, 4)).toThrow("negative");
    expect(run(0, 4, 0, 4, 4)).not.toThrow();
  });
});
