import { describe, expect, it } from "vitest";
import * as reference from "../../reference/transformer.js";
import { whole } from "../support/sandbox.js";
import { eachLength, PRECISIONS, within } from "./support/precisions.js";

describe.each(PRECISIONS)("losses and steps in $name", (precision) => {
  const { box } = precision;
  const { loss, step } = box.kernels;
  const reals = (values: readonly number[]) => box.reals(values);

  describe("crossEntropy", () => {
    it("is the loss of tokens and of distributions, 0 without a target, also of far scores", () => {
      eachLength(
        precision,
        (n, random, what) => {
          for (const size of [1, 100]) {
            const rows = 5;
            const z = reals(precision.values(random, rows * n).map((x) => size * x));
            const S = reals(reference.softmax(2, n, precision.values(random, 2 * n)).map((sum) => sum.value));
            const targets = box.words([0, -1, -3, n - 1, -2]);
            const [lse, each] = [box.reals(rows), box.reals(rows)];
            const want = reference.crossEntropy(rows, n, targets.data, z.data, S.data);
            box.run(what, [whole(lse), whole(each)], () => loss.crossEntropy(rows, n, targets, z, S, lse, each));
            within(precision, what, lse.data, want.lse, n + 12);
            within(precision, what, each.data, want.loss, 2 * n + 16);
          }
        },
        1,
      );
    });
  });

  describe("crossEntropyBackward", () => {
    it("is scale (softmax - target) in place of the scores, and -scale log softmax for distributions", () => {
      eachLength(
        precision,
        (n, random, what) => {
          const rows = 5;
          const z = reals(precision.values(random, rows * n));
          const S = reals(reference.softmax(3, n, precision.values(random, 3 * n)).map((sum) => sum.value));
          const dS = reals(precision.values(random, 3 * n));
          const targets = box.words([0, -1, -4, n - 1, -2]);
          const lse = reals(reference.crossEntropy(rows, n, targets.data, z.data, S.data).lse.map((sum) => sum.value));
          const want = reference.crossEntropyBackward(rows, n, 0.75, targets.data, z.data, S.data, lse.data, dS.data);
          box.run(what, [whole(z), whole(dS)], () => loss.crossEntropyBackward(rows, n, 0.75, targets, z, S, lse, dS));
          within(precision, what, z.data, want.z, 16);
          within(precision, what, dS.data, want.dS, 16);
        },
        1,
      );
    });
  });

  describe("softmax", () => {
    it("is stable, in place or not", () => {
      eachLength(precision, (n, random, what) => {
        for (const size of [1, 1000]) {
          const X = reals(precision.values(random, 3 * n).map((x) => size * x));
          const S = box.reals(3 * n);
          const want = reference.softmax(3, n, X.data);
          box.run(what, [whole(S)], () => step.softmax(3, n, X, S));
          within(precision, what, S.data, want, n + 12);
          box.run(what, [whole(X)], () => step.softmax(3, n, X, X));
          expect([...X.data]).toEqual([...S.data]);
        }
      });
    });

    it("turns a row with NaN or infinity into NaN, and no other", () => {
      box.reset(1);
      const X = box.reals([Number.NaN, 1, 2, 3, 4, Number.POSITIVE_INFINITY, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
      step.softmax(2, 8, X, X);
      expect([...X.data.slice(0, 8)].every(Number.isNaN)).toBe(true);
      expect([...X.data.slice(8)]).toEqual(new Array(8).fill(0.125));
    });
  });

  describe("softmaxBackward", () => {
    it("is S o (D - S.D)", () => {
      eachLength(precision, (n, random, what) => {
        const [S, D] = [0, 1].map(() => reals(precision.values(random, 3 * n)));
        const want = reference.softmaxBackward(3, n, S.data, D.data);
        box.run(what, [whole(D)], () => step.softmaxBackward(3, n, S, D));
        within(precision, what, D.data, want, 2 * n + 8);
      });
    });
  });

  describe("mirrorStep", () => {
    it("moves X by eta at most, against D - S.D of its row", () => {
      eachLength(precision, (n, random, what) => {
        const S = reals(reference.softmax(2, n, precision.values(random, 2 * n)).map((sum) => sum.value));
        const [D, X] = [0, 1].map(() => reals(precision.values(random, 2 * n)));
        const before = [...X.data];
        const want = reference.mirrorStep(2, n, 1.5, S.data, D.data, X.data);
        box.run(what, [whole(X)], () => step.mirror(2, n, 1.5, S, D, X));
        // One entry a row: D - S.D is rounding alone, and so is its direction.
        if (n === 1) return;
        within(precision, what, X.data, want, 4 * n + 16);
        if (n > 1) expect(Math.max(...before.map((x, i) => Math.abs(x - X.data[i])))).toBeCloseTo(1.5, 4);
      });
    });

    it("leaves X where the gradient is 0", () => {
      box.reset(1);
      const [S, D, X] = [box.reals([0.5, 0.5]), box.reals([3, 3]), box.reals([1, -1])];
      step.mirror(1, 2, 2, S, D, X);
      expect([...X.data]).toEqual([1, -1]);
    });
  });

  describe("adamStep", () => {
    it("is Adam with its own constants", () => {
      eachLength(precision, (n, random, what) => {
        const [g, m, x] = [0, 1, 2].map(() => reals(precision.values(random, n)));
        const v = reals(precision.values(random, n).map(Math.abs));
        const [c1, c2] = [1 - 0.9 ** 3, 1 - 0.999 ** 3];
        const want = reference.adamStep(0.05, c1, c2, g.data, m.data, v.data, x.data);
        box.run(what, [whole(m), whole(v), whole(x)], () => step.adam(n, 0.05, c1, c2, g, m, v, x));
        within(precision, what, m.data, want.m);
        within(precision, what, v.data, want.v);
        within(precision, what, x.data, want.x, 24);
      });
    });
  });
});
