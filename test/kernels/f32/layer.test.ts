import { describe, expect, it } from "vitest";
import * as reference from "../../reference/transformer.js";
import { whole } from "../support/sandbox.js";
import { integer } from "../support/seeded.js";
import { eachLength, PRECISIONS, within } from "./support/precisions.js";

describe.each(PRECISIONS)("rows in $name", (precision) => {
  const { box } = precision;
  const { layer } = box.kernels;
  const ROWS = [0, 1, 5];

  describe("fillRows", () => {
    it("is b in every row", () => {
      eachLength(precision, (n, random, what) => {
        for (const rows of ROWS) {
          const [b, Y] = [box.reals(precision.values(random, n)), box.reals(rows * n)];
          box.run(what, [whole(Y)], () => layer.fillRows(rows, n, b, Y));
          expect([...Y.data]).toEqual(reference.fillRows(rows, n, b.data).map((sum) => sum.value));
        }
      });
    });
  });

  describe("addRow", () => {
    it("is Y + b", () => {
      eachLength(precision, (n, random, what) => {
        for (const rows of ROWS) {
          const [b, Y] = [n, rows * n].map((length) => box.reals(precision.values(random, length)));
          const want = reference.addRow(rows, n, b.data, Y.data);
          box.run(what, [whole(Y)], () => layer.addRow(rows, n, b, Y));
          within(precision, what, Y.data, want);
        }
      });
    });
  });

  describe("columnSumsAdd", () => {
    it("is out + the sum of the rows", () => {
      eachLength(precision, (n, random, what) => {
        for (const rows of ROWS) {
          const [Y, out] = [rows * n, n].map((length) => box.reals(precision.values(random, length)));
          const want = reference.columnSumsAdd(rows, n, Y.data, out.data);
          box.run(what, [whole(out)], () => layer.columnSumsAdd(rows, n, Y, out));
          within(precision, what, out.data, want);
        }
      });
    });
  });

  describe("layerNorm", () => {
    it("is (x - mean) / sqrt(variance + 1e-5) o g + b, and keeps mean and scale", () => {
      eachLength(
        precision,
        (n, random, what) => {
          for (const rows of ROWS) {
            const [x, g, b] = [rows * n, n, n].map((length) => box.reals(precision.values(random, length)));
            const [y, stats] = [box.reals(rows * n), box.reals(2 * rows)];
            const want = reference.layerNorm(rows, n, x.data, g.data, b.data);
            box.run(what, [whole(y), whole(stats)], () => layer.layerNorm(rows, n, x, g, b, y, stats));
            // A variance near 1e-5 magnifies the rounding of the mean: n > 1 random entries are far from it.
            within(precision, what, y.data, want.y, 40 * (n + 4));
            within(precision, what, stats.data, want.stats, 40 * (n + 4));
          }
        },
        1,
      );
    });
  });

  describe("layerNormBackward", () => {
    it("is dx + scale (u - mean u - h mean(u o h))", () => {
      eachLength(
        precision,
        (n, random, what) => {
          for (const rows of ROWS) {
            const [x, dy, dx] = [0, 1, 2].map(() => box.reals(precision.values(random, rows * n)));
            const g = box.reals(precision.values(random, n));
            const stats = reference.normStats(rows, n, x.data);
            const placed = box.reals(stats.flat());
            const kept = stats.map((_, i) => [placed.data[2 * i], placed.data[2 * i + 1]]);
            const want = reference.layerNormBackward(rows, n, x.data, g.data, kept, dy.data, dx.data);
            box.run(what, [whole(dx)], () => layer.layerNormBackward(rows, n, x, g, placed, dy, dx));
            within(precision, what, dx.data, want, 4 * (n + 4));
          }
        },
        1,
      );
    });
  });

  describe("layerNormWeights", () => {
    it("adds the gradients in gain and bias", () => {
      eachLength(precision, (n, random, what) => {
        for (const rows of ROWS) {
          const [x, dy] = [0, 1].map(() => box.reals(precision.values(random, rows * n)));
          const [dg, db] = [0, 1].map(() => box.reals(precision.values(random, n)));
          const stats = box.reals(precision.values(random, 2 * rows));
          const kept = Array.from({ length: rows }, (_, i) => [stats.data[2 * i], stats.data[2 * i + 1]]);
          const want = reference.layerNormWeights(rows, n, x.data, kept, dy.data, dg.data, db.data);
          box.run(what, [whole(dg), whole(db)], () => layer.layerNormWeights(rows, n, x, stats, dy, dg, db));
          // x - mean may cancel: its error counts in units of 8, the range of the values.
          const widened = want.dg.map((sum) => sum.widen(64 * rows));
          within(precision, what, dg.data, widened);
          within(precision, what, db.data, want.db);
        }
      });
    });
  });

  describe("gelu", () => {
    it("is x sigma(2u), also far out", () => {
      eachLength(precision, (n, random, what) => {
        for (const size of [1, 30]) {
          const x = box.reals(precision.values(random, n).map((v) => size * v));
          const y = box.reals(n);
          box.run(what, [whole(y)], () => layer.gelu(n, x, y));
          within(precision, what, y.data, reference.gelu(x.data), 12);
        }
      });
    });

    it("is -0 or 0, x and NaN at -infinity's side, infinity's side and NaN", () => {
      box.reset(1);
      const [x, y] = [box.reals([-1000, 1000, Number.NaN, 0, -1e30]), box.reals(5)];
      layer.gelu(5, x, y);
      const got = [...y.data].map((v) => v + 0);
      expect(Math.abs(got[0])).toBeLessThan(1e-30);
      expect(got.slice(1, 4)).toEqual([1000, Number.NaN, 0]);
    });
  });

  describe("geluBackward", () => {
    it("is dy o the derivative, also over dy", () => {
      eachLength(precision, (n, random, what) => {
        const [x, dy] = [0, 1].map(() => box.reals(precision.values(random, n)));
        const dx = box.reals(n);
        const want = reference.geluBackward(x.data, dy.data);
        box.run(what, [whole(dx)], () => layer.geluBackward(n, x, dy, dx));
        within(precision, what, dx.data, want, 16);
        box.run(what, [whole(dy)], () => layer.geluBackward(n, x, dy, dy));
        expect([...dy.data]).toEqual([...dx.data]);
      });
    });
  });

  describe("embed", () => {
    it("is the token's row or the relaxed one's, and the position's", () => {
      eachLength(precision, (n, random, what) => {
        const [rows, T] = [7, 3];
        const [wte, wpe, soft] = [11, T, 2].map((count) => box.reals(precision.values(random, count * n)));
        const tokens = box.words(Array.from({ length: rows }, () => integer(random, -2, 10)));
        const x = box.reals(rows * n);
        box.run(what, [whole(x)], () => layer.embed(rows, T, n, tokens, wte, wpe, soft, x));
        within(precision, what, x.data, reference.embed(rows, T, n, tokens.data, wte.data, wpe.data, soft.data));
      });
    });
  });

  describe("embedBackward", () => {
    it("adds to the token's row, writes the relaxed one's, and leaves wte where it is not wanted", () => {
      eachLength(precision, (n, random, what) => {
        const rows = 6;
        const [dx, dwte, dsoft] = [rows, 5, 2].map((count) => box.reals(precision.values(random, count * n)));
        const tokens = box.words([4, -2, 0, 4, -1, 0]);
        const want = reference.embedBackward(rows, n, tokens.data, dx.data, dwte.data, dsoft.data);
        box.run(what, [whole(dsoft)], () => layer.embedBackward(rows, n, tokens, dx, undefined, dsoft));
        box.run(what, [whole(dwte), whole(dsoft)], () => layer.embedBackward(rows, n, tokens, dx, dwte, dsoft));
        within(precision, what, dwte.data, want.dwte);
        within(precision, what, dsoft.data, want.dsoft);
      });
    });
  });
});
