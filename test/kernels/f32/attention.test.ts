import { describe, it } from "vitest";
import * as reference from "../../reference/transformer.js";
import { whole } from "../support/sandbox.js";
import type { Random } from "../support/seeded.js";
import { eachLength, PRECISIONS, within } from "./support/precisions.js";

describe.each(PRECISIONS)("attention in $name", (precision) => {
  const { box } = precision;
  const { attention } = box.kernels;
  const make = (random: Random, length: number) => box.reals(precision.values(random, length));

  /** Head sizes 0..67 with few positions, then lengths of sequences 0..67 with small heads. */
  function eachShape(test: (shape: reference.Shape, random: Random, what: string) => void): void {
    eachLength(precision, (n, random, what) => {
      test({ sequences: 2, T: 3, heads: 2, d: n }, random, `${what} of a head`);
      if (n <= 20) test({ sequences: 2, T: n, heads: 2, d: 3 }, random, `${what} of a sequence`);
      else test({ sequences: 1, T: n, heads: 1, d: 2 }, random, `${what} of a sequence`);
    });
  }
  const rowsOf = ({ sequences, T, heads, d }: reference.Shape): number => sequences * T * heads * d;
  const squareOf = ({ sequences, T, heads }: reference.Shape): number => sequences * heads * T * T;

  describe("attentionScores", () => {
    it("is q.k / sqrt(d) on and under the diagonal, and touches nothing above", () => {
      eachShape((shape, random, what) => {
        const [qkv, S] = [make(random, 3 * rowsOf(shape)), make(random, squareOf(shape))];
        const want = reference.attentionScores(shape, qkv.data, S.data);
        if (shape.d === 0) return;
        box.run(what, [whole(S)], () => attention.scores(shape, qkv, S));
        within(precision, what, S.data, want);
      });
    });
  });

  describe("attentionScoresBackward", () => {
    it("is dq and dk, and leaves dv", () => {
      eachShape((shape, random, what) => {
        if (shape.d === 0) return;
        const [qkv, dqkv] = [0, 1].map(() => make(random, 3 * rowsOf(shape)));
        const dS = make(random, squareOf(shape));
        const want = reference.attentionScoresBackward(shape, qkv.data, dS.data, dqkv.data);
        box.run(what, [whole(dqkv)], () => attention.scoresBackward(shape, qkv, dS, dqkv));
        within(precision, what, dqkv.data, want);
      });
    });
  });

  describe("attentionMix", () => {
    it("is the sum of P v on and under the diagonal", () => {
      eachShape((shape, random, what) => {
        const [qkv, P] = [make(random, 3 * rowsOf(shape)), make(random, squareOf(shape))];
        const y = box.reals(rowsOf(shape));
        box.run(what, [whole(y)], () => attention.mix(shape, P, qkv, y));
        within(precision, what, y.data, reference.attentionMix(shape, P.data, qkv.data));
      });
    });
  });

  describe("attentionMixBackward", () => {
    it("is dP on and under the diagonal and dv, and leaves dq and dk", () => {
      eachShape((shape, random, what) => {
        const [qkv, dqkv] = [0, 1].map(() => make(random, 3 * rowsOf(shape)));
        const [P, dP] = [0, 1].map(() => make(random, squareOf(shape)));
        const dy = make(random, rowsOf(shape));
        const want = reference.attentionMixBackward(shape, P.data, qkv.data, dy.data, dP.data, dqkv.data);
        box.run(what, [whole(dP), whole(dqkv)], () => attention.mixBackward(shape, P, qkv, dy, dP, dqkv));
        within(precision, what, dP.data, want.dP);
        within(precision, what, dqkv.data, want.dqkv);
      });
    });
  });

  describe("causalSoftmax", () => {
    it("is the softmax of each row up to the diagonal, 0 after it, also of far scores", () => {
      eachLength(precision, (T, random, what) => {
        for (const size of [1, 1000]) {
          const S = box.reals(precision.values(random, 2 * T * T).map((x) => size * x));
          const want = reference.causalSoftmax(2, T, S.data);
          box.run(what, [whole(S)], () => attention.causalSoftmax(2, T, S));
          within(precision, what, S.data, want, T + 12);
          for (let r = 0; r < 2 * T; r++) {
            const sum = S.data.slice(r * T, (r + 1) * T).reduce((a, b) => a + b, 0);
            if (!(Math.abs(sum - 1) < 1e-5)) throw new Error(`${what}: row ${r} adds up to ${sum}`);
          }
        }
      });
    });
  });

  describe("causalSoftmaxBackward", () => {
    it("is P o (D - P.D) up to the diagonal, and touches nothing after it", () => {
      eachLength(precision, (T, random, what) => {
        const [P, D] = [0, 1].map(() => make(random, 2 * T * T));
        const want = reference.causalSoftmaxBackward(2, T, P.data, D.data);
        box.run(what, [whole(D)], () => attention.causalSoftmaxBackward(2, T, P, D));
        within(precision, what, D.data, want, 2 * T + 8);
      });
    });
  });
});
