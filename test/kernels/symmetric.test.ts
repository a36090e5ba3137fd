import { describe, it } from "vitest";
import { Sum } from "../reference/sum.js";
import * as reference from "../reference/symmetric.js";
import { equalsSums, sameBits, U, withinSums } from "./support/check.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { integers, type Random, reals, seeded } from "./support/seeded.js";
import { integerTriangle, upperOf } from "./support/triangles.js";

const box = new Sandbox(1 << 15);
const { symmetric } = box.kernels;

/** Every d up to 67 with the leading part n = d, one less, half and none; R is NaN outside the part that may be read. */
function eachPart(test: (n: number, d: number, random: Random, what: string) => void): void {
  for (const d of [...Array(68).keys(), 130]) {
    for (const n of new Set([d, Math.max(0, d - 1), d >> 1, 0])) {
      box.reset(68 * d + n);
      test(n, d, seeded(68 * d + n), `leading ${n} of ${d}`);
    }
  }
}

/** Keeps the leading n x n part, the rest becomes NaN. */
function leading(n: number, d: number, R: Float64Array): Float64Array {
  return R.map((x, at) => (at % d < n && at < n * d ? x : Number.NaN));
}

/** Reals above a diagonal of numbers away from zero. */
function realTriangle(random: Random, d: number): Float64Array {
  const off = reals(random, d * d);
  return upperOf(d, (i, j) => (i === j ? (random() < 0.5 ? -1 : 1) * (1 + random()) * 2 ** 9 : off[i * d + j]));
}

/** The sum of row i of R'x (transposed) or R x over the leading n columns, less y_i. */
function residual(
  n: number,
  d: number,
  R: Float64Array,
  x: Float64Array,
  y: number,
  i: number,
  transposed: boolean,
): Sum {
  const sum = new Sum(-y);
  for (let k = transposed ? 0 : i; k < (transposed ? i + 1 : n); k++) {
    sum.addProduct(transposed ? R[k * d + i] : R[i * d + k], x[k]);
  }
  return sum;
}

/** Solves with a y longer than n, whose rest must stay, and returns the solution. */
function solve(
  what: string,
  transposed: boolean,
  n: number,
  d: number,
  R: Float64Array,
  y: Float64Array,
): Float64Array {
  const [matrix, vector] = [box.vector(R), box.vector([...y, 7, Number.NaN])];
  box.run(what, [{ at: vector.at, bytes: 8 * n }], () => {
    if (transposed) symmetric.solveTransposed(n, d, matrix, vector);
    else symmetric.solveUpper(n, d, matrix, vector);
  });
  return vector.data.slice(0, n);
}

function solvesExactly(transposed: boolean): void {
  eachPart((n, d, random, what) => {
    const R = leading(n, d, integerTriangle(random, d));
    const x = integers(random, n);
    const y = x.map((_, i) => residual(n, d, R, x, 0, i, transposed).value);
    sameBits(
      `${what}, reference`,
      (transposed ? reference.solveTransposed : reference.solveUpper)(n, d, R, y),
      x.map((t) => t + 0),
    );
    sameBits(
      what,
      solve(what, transposed, n, d, R, y).map((t) => t + 0),
      x,
    );
  });
}

function leavesSmallResidual(transposed: boolean): void {
  eachPart((n, d, random, what) => {
    const R = leading(n, d, realTriangle(random, d));
    const y = reals(random, n);
    const x = solve(what, transposed, n, d, R, y);
    for (let i = 0; i < n; i++) {
      const { value, size, terms } = residual(n, d, R, x, y[i], i, transposed);
      // Substitution in any order solves a system whose entries differ by (terms + 1) u from R (Higham, theorem 8.5).
      if (!(Math.abs(value) <= 2 * (terms + 1) * U * size)) throw new Error(`${what}: residual ${value} in row ${i}`);
    }
  });
}

describe("solveTransposed", () => {
  it("finds an integer solution exactly", () => solvesExactly(true));
  it("leaves a residual within the rounding bound", () => leavesSmallResidual(true));
});

describe("solveUpper", () => {
  it("finds an integer solution exactly", () => solvesExactly(false));
  it("leaves a residual within the rounding bound", () => leavesSmallResidual(false));
});

describe("solveUpperPanel", () => {
  it("has the bits of back substitution, column by column", () => {
    for (const d of [...Array(68).keys(), 130]) {
      const random = seeded(d);
      box.reset(d);
      const [R, X] = [box.vector(realTriangle(random, d)), box.vector(reals(random, 16 * d))];
      const want = reference.solveUpperPanel(d, R.data, X.data);
      box.run(`d = ${d}`, [whole(X)], () => symmetric.solveUpperPanel(d, R, X));
      sameBits(`d = ${d}`, X.data, want);
    }
  });

  it("finds an integer solution exactly", () => {
    for (let d = 1; d <= 67; d++) {
      const random = seeded(d);
      const R = integerTriangle(random, d);
      const solution = integers(random, 16 * d);
      const column = (c: number): Float64Array => solution.filter((_, at) => at % 16 === c);
      const right = solution.map((_, at) => residual(d, d, R, column(at % 16), 0, Math.floor(at / 16), false).value);
      box.reset(d);
      const X = box.vector(right);
      symmetric.solveUpperPanel(d, box.vector(R), X);
      sameBits(
        `d = ${d}`,
        X.data.map((x) => x + 0),
        solution,
      );
    }
  });
});

describe("symmetricMultiplyAdd", () => {
  it("is out + H v from the upper triangle alone", () => {
    for (let d = 0; d <= 67; d++) {
      for (const exact of [true, false]) {
        const random = seeded(2 * d + Number(exact));
        const values = (n: number): Float64Array => (exact ? integers(random, n) : reals(random, n));
        const full = values(d * d);
        box.reset(d);
        const H = box.vector(upperOf(d, (i, j) => full[i * d + j]));
        const v = box.vector(values(d));
        const out = box.vector(values(d));
        const want = reference.symmetricMultiplyAdd(d, H.data, v.data, out.data);
        box.run(`d = ${d}`, [whole(out)], () => symmetric.multiplyAdd(d, H, v, out));
        if (exact) equalsSums(`d = ${d}, integers`, out.data, want);
        else withinSums(`d = ${d}`, out.data, want, 1);
      }
    }
  });
});
