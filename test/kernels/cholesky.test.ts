import { describe, expect, it } from "vitest";
import { packLength } from "../../src/wasm/denseKernels.js";
import type { Vector } from "../../src/wasm/memory.js";
import { CHOLESKY_BLOCK } from "../../src/wasm/symmetricKernels.js";
import { Sum } from "../reference/sum.js";
import * as reference from "../reference/symmetric.js";
import { sameBits, U, withinSums } from "./support/check.js";
import { Sandbox, upper, whole } from "./support/sandbox.js";
import { integer, reals, seeded } from "./support/seeded.js";
import { definite, integerTriangle, square, upperOf } from "./support/triangles.js";

const box = new Sandbox(1 << 17);
const { symmetric } = box.kernels;

/** Every size up to a block and its strips of 16 columns with a rest, and sizes around the second and third block. */
const SIZES = [...Array.from({ length: 97 }, (_, i) => i + 1), 127, 128, 129, 130, 143, 191, 192, 193, 200];

/** The whole factorisation, the update in pieces of `piece` panels; the rows each step may write are checked. */
function factor(d: number, H: Vector, pack: Vector, piece = 1000): number {
  const rows = upper(H, d);
  for (let from = 0; from < d; from += CHOLESKY_BLOCK) {
    const to = Math.min(from + CHOLESKY_BLOCK, d);
    const at = `panel at ${from} of ${d}`;
    const failed = box.run(at, rows.slice(from, to), () => symmetric.choleskyPanel(d, H, from));
    if (failed >= 0) return failed;
    const panels = Math.ceil((d - to) / 4);
    const writable = panels > 0 ? [...rows.slice(to), whole(pack)] : [];
    for (let p = 0; p === 0 || p < panels; p += piece) {
      box.run(`update of ${at}`, writable, () => symmetric.choleskyUpdate(d, H, from, pack, p, p + piece));
    }
  }
  return -1;
}

function placed(seed: number, d: number, values: Float64Array): [Vector, Vector] {
  box.reset(seed);
  return [box.vector(values), box.vector(packLength(d, CHOLESKY_BLOCK))];
}

describe("choleskyPanel", () => {
  it("finds an integer R bit for bit, with choleskyUpdate", () => {
    // NaN below the diagonal shows a read, a number shows a write: NaN less NaN would be the same bits.
    for (const lower of [Number.NaN, 3.5]) {
      for (const d of SIZES) {
        const R = integerTriangle(seeded(d), d, lower);
        const [H, pack] = placed(d, d, square(d, R));
        expect(factor(d, H, pack)).toBe(-1);
        sameBits(`d = ${d}`, H.data, R);
      }
    }
  });

  it("leaves a small residual R'R - H", () => {
    for (const d of SIZES) {
      const before = definite(seeded(d), d);
      const [H, pack] = placed(d, d, before);
      expect(factor(d, H, pack)).toBe(-1);
      const R = H.data;
      for (let i = 0; i < d; i++) {
        expect(R[i * d + i]).toBeGreaterThan(0);
        for (let j = i; j < d; j++) {
          const sum = new Sum(-before[i * d + j]);
          for (let k = 0; k <= i; k++) sum.addProduct(R[k * d + i], R[k * d + j]);
          // (d + 1) u |R|'|R| <= (d + 1) u sqrt(h_ii h_jj) in theory; 8 covers the reciprocal and the blocks' own sums.
          const bound = d * 8 * U * Math.sqrt(before[i * d + i] * before[j * d + j]);
          if (!(Math.abs(sum.value) <= bound)) throw new Error(`d = ${d}: residual ${sum.value} at ${i}, ${j}`);
        }
      }
    }
  });

  it("does one block of rows of the textbook's R and stops there", () => {
    for (const d of [1, 5, 63, 64, 65, 79, 80, 81, 130]) {
      const H = integerTriangle(seeded(d), d);
      const want = square(d, H);
      const [got] = placed(d, d, want);
      expect(symmetric.choleskyPanel(d, got, 0)).toBe(-1);
      expect(reference.choleskyPanel(d, want, 0, Math.min(64, d))).toBe(-1);
      sameBits(`d = ${d}`, got.data, want);
    }
  });

  it.each([0, 1])("names the pivot that is not positive: exact pivot -%d at every position", (below) => {
    const sizes: [number, number[]][] = Array.from({ length: 20 }, (_, i) => [i + 1, [...Array(i + 1).keys()]]);
    sizes.push([130, [0, 1, 31, 62, 63, 64, 65, 100, 127, 128, 129]], [67, [0, 63, 64, 65, 66]]);
    for (const [d, positions] of sizes) {
      for (const p of positions) {
        const R = integerTriangle(seeded(100 * d + p), d);
        const values = square(d, R);
        values[p * d + p] -= R[p * d + p] ** 2 + below;
        const [H, pack] = placed(p, d, values);
        expect(factor(d, H, pack), `d = ${d}`).toBe(p);
        expect(reference.cholesky(d, values), `reference, d = ${d}`).toBe(p);
        // The leading part is R already: a direction of negative curvature is solved from it.
        for (let i = 0; i < p; i++) {
          sameBits(`row ${i} of ${d}`, H.data.subarray(i * d + i, i * d + p), R.subarray(i * d + i, i * d + p));
        }
      }
    }
  });

  it("fails where the reference does on random indefinite matrices", () => {
    const failures = new Set<number>();
    for (const d of SIZES) {
      for (let seed = 0; seed < (d > 67 ? 3 : 10); seed++) {
        const random = seeded(1000 * d + seed);
        const B = reals(random, d * d);
        const shift = 2 ** integer(random, 0, 8);
        const values = upperOf(d, (i, j) => B[i * d + j] + (i === j ? shift : 0));
        const [H, pack] = placed(seed, d, values);
        const want = reference.cholesky(d, values.slice());
        expect(factor(d, H, pack), `d = ${d}, seed ${seed}`).toBe(want);
        failures.add(want);
      }
    }
    expect(failures.size).toBeGreaterThan(20);
  });

  it("fails on NaN at every place of the upper triangle", () => {
    const fail = (d: number, i: number, j: number): void => {
      const values = square(d, integerTriangle(seeded(d), d));
      values[i * d + j] = Number.NaN;
      const [H, pack] = placed(i, d, values);
      expect(factor(d, H, pack), `NaN at ${i}, ${j} of ${d}`).toBe(j);
    };
    for (const d of [1, 2, 20]) for (let i = 0; i < d; i++) for (let j = i; j < d; j++) fail(d, i, j);
    for (const i of [0, 5, 63, 64, 100, 127, 128])
      for (const j of [63, 64, 66, 127, 128, 129]) if (i <= j) fail(130, i, j);
  });
});

describe("choleskyUpdate", () => {
  it("subtracts R12'R12 from the rest", () => {
    for (const d of [65, 66, 67, 68, 69, 71, 72, 73, 100, 130]) {
      const values = upperOf(d, () => 0);
      const noise = reals(seeded(d), d * d);
      for (let i = 0; i < d; i++) for (let j = i; j < d; j++) values[i * d + j] = noise[i * d + j];
      const [H, pack] = placed(d, d, values);
      symmetric.choleskyUpdate(d, H, 0, pack, 0, Math.ceil((d - 64) / 4));
      const got: number[] = [];
      for (let i = 64; i < d; i++) for (let j = i; j < d; j++) got.push(H.data[i * d + j]);
      withinSums(`d = ${d}`, got, reference.choleskyUpdate(d, values, 0, 64));
    }
  });

  it("has the same bits in pieces of columns as at once", () => {
    for (const d of [65, 68, 70, 129, 130, 200]) {
      const values = definite(seeded(d), d);
      const [first, firstPack] = placed(d, d, values);
      factor(d, first, firstPack);
      const want = first.data.slice();
      for (const piece of [1, 2, 5, 16]) {
        const [H, pack] = placed(d + piece, d, values);
        expect(factor(d, H, pack, piece)).toBe(-1);
        sameBits(`d = ${d}, ${piece} panels at a time`, H.data, want);
      }
    }
  });

  it("touches nothing after the last block", () => {
    for (const [d, from] of [
      [5, 0],
      [64, 0],
      [100, 64],
      [128, 64],
    ]) {
      const [H, pack] = placed(d, d, definite(seeded(d), d));
      box.run(`d = ${d}`, [], () => symmetric.choleskyUpdate(d, H, from, pack, 0, 1000));
    }
  });
});
