import { describe, expect, it } from "vitest";
import { ulpError } from "../reference/exact.js";
import * as reference from "../reference/vector.js";
import { equalsSums, sameBits, withinSums } from "./support/check.js";
import { eachLengthIn, mixed } from "./support/lengths.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { integers, reals, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 13);
const { vector } = box.kernels;
const eachLength = eachLengthIn(box);

describe("dot", () => {
  it("is the exact sum for integers", () => {
    eachLength((n, random, what) => {
      const x = box.vector(integers(random, n));
      const y = box.vector(integers(random, n));
      const got = box.run(what, [], () => vector.dot(x, y));
      equalsSums(what, [got], [reference.dot(x.data, y.data)]);
    });
  });

  it("stays within the rounding bound", () => {
    eachLength((n, random, what) => {
      const x = box.vector(reals(random, n));
      const y = box.vector(reals(random, n));
      const got = box.run(what, [], () => vector.dot(x, y));
      withinSums(what, [got], [reference.dot(x.data, y.data)]);
    });
  });

  it("takes x as long as it is, whatever follows in y", () => {
    box.reset(3);
    const x = box.vector([1, 2, 3]);
    const y = box.vector([4, 5, 6, Number.NaN]);
    expect(vector.dot(x, y)).toBe(32);
  });
});

describe("axpy", () => {
  it("has the bits of y + a x", () => {
    eachLength((n, random, what) => {
      for (const a of [0, -0, 1, -1.25, 0.1, Infinity, Number.NaN]) {
        const x = box.vector(mixed(random, n));
        const y = box.vector(mixed(random, n));
        const want = reference.axpy(a, x.data, y.data);
        box.run(what, [whole(y)], () => vector.axpy(a, x, y));
        sameBits(`${what}, a = ${a}`, y.data, want);
        if (n > 67) break;
      }
    });
  });
});

describe("scaleAdd", () => {
  it("has the bits of x + a y", () => {
    eachLength((n, random, what) => {
      for (const a of [0, -0, 1, -1.25, 0.1, Infinity, Number.NaN]) {
        const x = box.vector(mixed(random, n));
        const y = box.vector(mixed(random, n));
        const out = box.vector(n);
        box.run(what, [whole(out)], () => vector.scaleAdd(x, a, y, out));
        sameBits(`${what}, a = ${a}`, out.data, reference.scaleAdd(x.data, a, y.data));
        if (n > 67) break;
      }
    });
  });

  it("may write over x or y", () => {
    eachLength((n, random, what) => {
      const x = box.vector(reals(random, n));
      const y = box.vector(reals(random, n));
      const first = reference.scaleAdd(x.data, 0.3, y.data);
      box.run(what, [whole(x)], () => vector.scaleAdd(x, 0.3, y, x));
      sameBits(`${what}, over x`, x.data, first);
      const second = reference.scaleAdd(x.data, -0.7, y.data);
      box.run(what, [whole(y)], () => vector.scaleAdd(x, -0.7, y, y));
      sameBits(`${what}, over y`, y.data, second);
    });
  });
});

describe("normMax", () => {
  it("finds the largest |x_i|", () => {
    eachLength((n, random, what) => {
      const x = box.vector(reals(random, n));
      const got = box.run(what, [], () => vector.normMax(x));
      sameBits(what, [got], [reference.normMax(x.data)]);
    });
  });

  it("finds a largest entry, infinity or NaN at every position", () => {
    for (let n = 1; n <= 67; n++) {
      for (let at = 0; at < n; at++) {
        box.reset(100 * n + at);
        const values = integers(seeded(n), n);
        for (const special of [-9, 9, 5e-324, -Infinity, Number.NaN, -0]) {
          values[at] = special;
          const x = box.vector(values);
          sameBits(`length ${n}, entry ${at} = ${special}`, [vector.normMax(x)], [reference.normMax(values)]);
        }
      }
    }
  });

  it("is 0 for nothing and for -0", () => {
    box.reset(1);
    sameBits("normMax", [vector.normMax(box.vector(0)), vector.normMax(box.vector([-0, -0, -0]))], [0, 0]);
  });
});

describe("norm2", () => {
  // Each square, scaling and addition rounds once, the root halves their sum and rounds itself.
  const bound = (n: number): number => n / 2 + 2;

  it("is close to the exact root", () => {
    eachLength((n, random, what) => {
      const x = box.vector(reals(random, n));
      const got = box.run(what, [], () => vector.norm2(x));
      const error = ulpError(got, reference.norm2(x.data));
      expect(error, what).toBeLessThanOrEqual(bound(n));
    });
  });

  it("neither overflows nor vanishes, down to subnormal entries", () => {
    for (const scale of [2 ** 1010, 2 ** 600, 2 ** -600, 2 ** -1010, 2 ** -1040, 2 ** -1060, 2 ** -1074]) {
      for (let n = 1; n <= 67; n++) {
        box.reset(n);
        const x = box.vector(integers(seeded(n), n).map((t) => t * scale));
        const error = ulpError(vector.norm2(x), reference.norm2(x.data));
        expect(error, `length ${n}, scale ${scale}`).toBeLessThanOrEqual(bound(n));
      }
    }
  });

  it("has no error for 3, 4, 5 at every size and position", () => {
    for (let exponent = -1074; exponent <= 1020; exponent += 7) {
      const scale = 2 ** exponent;
      for (let n = 2; n <= 9; n++) {
        box.reset(n);
        const x = box.vector(Float64Array.from({ length: n }, (_, i) => (i === 0 ? -3 : i === n - 1 ? 4 : 0) * scale));
        expect(vector.norm2(x)).toBe(5 * scale);
      }
    }
  });

  it("gives 0, Infinity and NaN their due at every position", () => {
    for (let n = 1; n <= 67; n++) {
      for (let at = 0; at < n; at++) {
        box.reset(n);
        const values = integers(seeded(n), n);
        values[at] = -Infinity;
        expect(vector.norm2(box.vector(values))).toBe(Infinity);
        values[at] = Number.NaN;
        expect(vector.norm2(box.vector(values))).toBeNaN();
        const alone = new Float64Array(n);
        alone[at] = -2.5;
        expect(vector.norm2(box.vector(alone))).toBe(2.5);
      }
    }
    box.reset(0);
    sameBits("zeros", [vector.norm2(box.vector(0)), vector.norm2(box.vector([-0, 0, -0, -0, 0]))], [0, 0]);
  });

  it("overflows only where the norm itself does", () => {
    box.reset(0);
    expect(vector.norm2(box.vector([Number.MAX_VALUE, 0]))).toBe(Number.MAX_VALUE);
    expect(vector.norm2(box.vector([Number.MAX_VALUE, Number.MAX_VALUE]))).toBe(Infinity);
    const most = new Float64Array(64).fill(2 ** 1020);
    expect(vector.norm2(box.vector(most))).toBe(2 ** 1023);
  });
});

describe("multiplyAdd", () => {
  it("has the bits of out + x.y", () => {
    eachLength((n, random, what) => {
      const [x, y, out] = [box.vector(mixed(random, n)), box.vector(mixed(random, n)), box.vector(mixed(random, n))];
      const want = reference.multiplyAdd(x.data, y.data, out.data);
      box.run(what, [whole(out)], () => vector.multiplyAdd(x, y, out));
      sameBits(what, out.data, want);
    });
  });
});

describe("signs", () => {
  it("counts and sums what is below zero, and sums all", () => {
    eachLength((n, random, what) => {
      for (const exact of [true, false]) {
        const x = box.vector(exact ? integers(random, n) : reals(random, n));
        const out = box.vector(3);
        box.run(what, [whole(out)], () => vector.signs(x, out));
        const { count, below, all } = reference.signs(x.data);
        expect(out.data[0], what).toBe(count);
        if (exact) equalsSums(what, out.data.subarray(1), [below, all]);
        else withinSums(what, out.data.subarray(1), [below, all]);
      }
    });
  });

  it("finds one negative entry at every position; zeros of both signs and NaN are not below zero", () => {
    for (let n = 1; n <= 35; n++) {
      for (let at = 0; at < n; at++) {
        box.reset(n);
        const values = new Float64Array(n).fill(2);
        const out = box.vector(3);
        values[at] = -5e-324;
        vector.signs(box.vector(values), out);
        sameBits("tiny", out.data, [1, 5e-324, 2 * (n - 1) + 5e-324]);
        values[at] = -0;
        vector.signs(box.vector(values), out);
        sameBits("-0", out.data, [0, 0, 2 * (n - 1)]);
        values[at] = Number.NaN;
        vector.signs(box.vector(values), out);
        sameBits("NaN", out.data, [0, 0, Number.NaN]);
        values[at] = -Infinity;
        vector.signs(box.vector(values), out);
        sameBits("-Infinity", out.data, [1, Infinity, Infinity]);
      }
    }
  });
});

describe("extent", () => {
  it("is the least and the largest entry, [Infinity, -Infinity] of none, NaN where one is", () => {
    eachLength((n, random, what) => {
      for (const values of [reals(random, n), mixed(random, n)]) {
        const x = box.vector(values);
        const out = box.vector(2);
        box.run(what, [whole(out)], () => vector.extent(x, out));
        const want = reference.extent(x.data);
        // Which of two zeros of different sign is the larger is not asked.
        sameBits(
          what,
          out.data.map((v) => v + 0),
          want.map((v) => v + 0),
        );
      }
    });
  });

  it("finds them at every position", () => {
    for (let n = 1; n <= 35; n++) {
      for (let at = 0; at < n; at++) {
        box.reset(n);
        const [values, out] = [new Float64Array(n).fill(2), box.vector(2)];
        values[at] = -3;
        vector.extent(box.vector(values), out);
        sameBits("least", out.data, [-3, n === 1 ? -3 : 2]);
        values[at] = 3;
        vector.extent(box.vector(values), out);
        sameBits("most", out.data, [n === 1 ? 3 : 2, 3]);
      }
    }
  });
});
