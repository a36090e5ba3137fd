import { describe, expect, it } from "vitest";
import * as reference from "../reference/softmax.js";
import { U, withinSums } from "./support/check.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { type Random, reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 14);
const { softmax } = box.kernels;

/** Calls for all columns 1..67 and several row counts. */
function eachShape(test: (rows: number, columns: number, random: Random, what: string) => void): void {
  for (let columns = 1; columns <= 67; columns++) {
    for (const rows of [0, 1, 2, 5]) {
      const seed = 100 * columns + rows;
      box.reset(seed);
      test(rows, columns, seeded(seed), `${rows} x ${columns}`);
    }
  }
}

describe("softmaxRows", () => {
  it("is e^(x - max) over its sum, rows of any size of score among them", () => {
    for (const size of [1, 30, 1e4]) {
      eachShape((rows, columns, random, what) => {
        const S = box.vector(reals(random, rows * columns).map((x) => (size * x) / 128));
        const want = reference.softmaxRows(rows, columns, S.data);
        box.run(what, [whole(S)], () => softmax.rows(rows, columns, S));
        // The two exponentials, n additions and a division, in units of u; subnormal results have an absolute error.
        want.forEach((p, k) => {
          const bound = (columns + 8) * U * p + 2 ** -1072;
          if (!(Math.abs(S.data[k] - p) <= bound)) throw new Error(`${what}: ${S.data[k]}, not ${p}`);
        });
      });
    }
  });

  it("does not overflow, and turns a row with NaN or infinity into NaN", () => {
    box.reset(1);
    const S = box.vector([9000, 9000, -9000, 1, Number.NaN, 2, Number.POSITIVE_INFINITY, 0, 0]);
    softmax.rows(3, 3, S);
    expect([...S.data.slice(0, 3)]).toEqual([0.5, 0.5, 0]);
    expect([...S.data.slice(3)]).toEqual(new Array(6).fill(Number.NaN));
  });
});

describe("softmaxSlope", () => {
  it("is P o (D - rowsum(P o D)), also over D", () => {
    eachShape((rows, columns, random, what) => {
      const [P, D] = [box.vector(reals(random, rows * columns)), box.vector(reals(random, rows * columns))];
      const out = box.vector(rows * columns);
      const want = reference.softmaxSlope(rows, columns, P.data, D.data);
      box.run(what, [whole(out)], () => softmax.slope(rows, columns, P, D, out));
      withinSums(what, out.data, want, columns + 2);
      box.run(what, [whole(D)], () => softmax.slope(rows, columns, P, D, D));
      expect(D.data).toEqual(out.data);
    });
  });
});

describe("softmaxCurvature", () => {
  it("is E o (M - rowsum(P o M)) + P o (N - rowsum(E o M + P o N)), also over N", () => {
    eachShape((rows, columns, random, what) => {
      const [P, E, M, N] = [1, 2, 3, 4].map(() => box.vector(reals(random, rows * columns)));
      const out = box.vector(rows * columns);
      const want = reference.softmaxCurvature(
        rows,
        columns,
        [P, E, M, N].map((v) => v.data),
      );
      box.run(what, [whole(out)], () => softmax.curvature(rows, columns, P, E, M, N, out));
      withinSums(what, out.data, want, 2 * columns + 4);
      box.run(what, [whole(N)], () => softmax.curvature(rows, columns, P, E, M, N, N));
      expect(N.data).toEqual(out.data);
    });
  });
});
