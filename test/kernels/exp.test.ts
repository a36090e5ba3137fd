import { describe, expect, it } from "vitest";
import { signedUlps, ulpError } from "../reference/exact.js";
import * as reference from "../reference/vector.js";
import { sameBits } from "./support/check.js";
import { denseRuns, exponentPoints, tablePoints, uniformPoints } from "./support/points.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 15);
const { vector } = box.kernels;

function expOf(x: ArrayLike<number>, seed = 1): Float64Array {
  box.reset(seed);
  const from = box.vector(x);
  const out = box.vector(x.length);
  box.run(`exp of ${x.length}`, [whole(out)], () => vector.exp(from, out));
  return out.data.slice();
}

/** The largest error in ulps over the points, with the point. */
function worst(points: readonly number[]): { ulps: number; x: number } {
  const got = expOf(points);
  let found = { ulps: 0, x: Number.NaN };
  points.forEach((x, i) => {
    const ulps = ulpError(got[i], reference.exp(x));
    if (!(ulps <= found.ulps)) found = { ulps, x };
  });
  return found;
}

const SPECIAL: [number, number][] = [
  [0, 1],
  [-0, 1],
  [Infinity, Infinity],
  [-Infinity, 0],
  [Number.NaN, Number.NaN],
  [710, Infinity],
  [745, Infinity],
  [746, Infinity],
  [1e300, Infinity],
  [Number.MAX_VALUE, Infinity],
  [709.782712893384, 1.7976931348622732e308],
  [709.7827128933841, Infinity],
  [-745.1332191019411, 5e-324],
  [-745.1332191019412, 0],
  [-746, 0],
  [-1e300, 0],
  [-Number.MAX_VALUE, 0],
  [5e-324, 1],
  [-5e-324, 1],
  [2 ** -54, 1],
  [-(2 ** -55), 1],
];

describe("exp", () => {
  // 0.5 for the last rounding, 0.02 for r, the table's tail and the series; a lost tail alone would cost up to 0.5.
  const NORMAL = 0.52;
  // Towards -708 the correction to the table's value is itself subnormal: a quarter ulp more.
  const LOW = 0.78;
  // Subnormal results are rounded twice.
  const SUBNORMAL = 0.8;

  it.each([
    ["the range of normal results", uniformPoints(1, 6000, -700, 709.78), NORMAL],
    ["[-1, 1]", uniformPoints(2, 4000, -1, 1), NORMAL],
    ["beside multiples of ln2/256", tablePoints(3, 6000, -700, 709.7), NORMAL],
    ["tiny x", exponentPoints(4, 3000, -1074, -1), NORMAL],
    ["the upper end", uniformPoints(5, 2000, 707.9, 709.782712893384), NORMAL],
    ["[-708.39, -700]", uniformPoints(6, 4000, -708.39, -700), LOW],
    ["both sides of -708", uniformPoints(14, 1000, -708.1, -707.9), LOW],
    ["subnormal results", uniformPoints(7, 4000, -745.2, -708.3), SUBNORMAL],
    ["subnormal results beside multiples of ln2/256", tablePoints(8, 2000, -745.1, -708.4), SUBNORMAL],
    ["beyond the lower end", uniformPoints(9, 500, -745.14, -744.4), SUBNORMAL],
  ])("errs less than its bound on %s", (_, points, bound) => {
    const { ulps, x } = worst(points);
    expect(ulps, `at x = ${x}`).toBeLessThan(bound);
  });

  it.each([
    ["of r near -ln2/256", -0.5, -0.4],
    ["of r near 0", -0.1, 0.1],
    ["of r near ln2/256", 0.4, 0.5],
  ])("errs as often up as down beside table entries, %s", (_, from, to) => {
    // A coefficient that is slightly off moves the mean error, whose deviation is 0.29 / sqrt(6000) = 0.004 ulp.
    const points = uniformPoints(15, 6000, from, to).map((r, i) => (((i % 1024) - 512 + r) * Math.LN2) / 128);
    const got = expOf(points);
    const mean = points.reduce((sum, x, i) => sum + signedUlps(got[i], reference.exp(x)), 0) / points.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
  });

  it("takes every entry of the table", () => {
    const points = Array.from({ length: 1024 }, (_, k) => ((k - 512) * Math.LN2) / 128);
    expect(worst(points).ulps).toBeLessThan(NORMAL);
  });

  it.each(SPECIAL)("of %d is %d", (x, want) => {
    sameBits("tail", expOf([x]), [want]);
    sameBits("pair", expOf([x, x]), [want, want]);
    sameBits("three", expOf([x, 1, x]), [want, expOf([1])[0], want]);
  });

  it("gives the same bits at every position, alignment and beside every neighbour", () => {
    const some = [...uniformPoints(10, 150, -708, 708), ...uniformPoints(11, 100, -746, -700), 0, -0, 708, -708];
    const points = [...some, ...uniformPoints(12, 50, 700, 712), ...SPECIAL.map(([x]) => x)];
    const beside = [0.5, -3, 708.5, -720, 1000, -1000, Number.NaN, Infinity];
    points.forEach((x, i) => {
      const want = expOf([x], i)[0];
      for (const other of beside) {
        const [first, , third] = expOf([x, other, x], 2 * i);
        const [, second] = expOf([other, x], 3 * i);
        sameBits(`exp ${x} beside ${other}`, [first, second, third], [want, want, want]);
      }
    });
  });

  it("does not decrease from double to double", () => {
    for (const run of denseRuns(13, 300, 200, -745, 709)) {
      const got = expOf(run);
      for (let i = 1; i < run.length; i++) {
        if (!(got[i] >= got[i - 1])) throw new Error(`e^${run[i]} = ${got[i]} < e^${run[i - 1]} = ${got[i - 1]}`);
      }
    }
  });

  it("takes every length, also in place", () => {
    for (let n = 0; n <= 67; n++) {
      const x = reals(seeded(n), n);
      const want = Array.from(x, (t) => expOf([t])[0]);
      sameBits(`length ${n}`, expOf(x, n), want);
      box.reset(n);
      const y = box.vector(x);
      box.run(`length ${n} in place`, [whole(y)], () => vector.exp(y, y));
      sameBits(`length ${n} in place`, y.data, want);
    }
  });
});
