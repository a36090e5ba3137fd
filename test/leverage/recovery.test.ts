import { describe, expect, it } from "vitest";
import { FAMILIES, instance, SIZES } from "../../bench/leverage/instance.js";
import { QUESTIONS, rate } from "../../bench/leverage/rates.js";
import { fromRandomStarts, fromScores } from "../../bench/leverage/trials.js";

/** Instances of each kind: `npm run bench -- leverage` asks the same questions of 200. */
const INSTANCES = 8;

describe.each(FAMILIES)("family %s", (family) => {
  const small = SIZES.filter(([n]) => n <= 300);

  it.each(QUESTIONS.flatMap((question) => small.map(([n, d]) => ({ ...question, n, d }))))(
    "$name, $n x $d: recovered often enough, and never a wrong success",
    ({ n, d, ...question }) => {
      const found = rate(question, family, n, d, INSTANCES);
      expect(found.wrong).toBe(0);
      expect(found.met, `${found.recovered} of ${INSTANCES}`).toBe(true);
    },
  );

  it("scores, known signs, 2000 x 20", () => {
    expect(fromScores(instance(family, 2000, 20, 0), true)).toEqual({ recovered: true, honest: true });
  });

  it("every point found from random starts is a root or says that it is not, and they are many", () => {
    const { points, roots, wrong } = fromRandomStarts(instance(family, 10, 2, 0), 40);
    expect(wrong).toBe(0);
    expect(roots).toBeGreaterThan(3);
    expect(points).toBeGreaterThanOrEqual(roots);
  });
});
