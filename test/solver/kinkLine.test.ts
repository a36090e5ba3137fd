import { describe, expect, it } from "vitest";
import type { Line } from "../../src/problem/session.js";
import { kinkSearch } from "../../src/solver/kinkLine.js";
import { drain } from "../../src/wasm/pace.js";

/** f(t) + sum_k jumps_k max(t - at_k, 0) */
function lineOf(f: (t: number) => number, df: (t: number) => number, kinks: [at: number, jump: number][]): Line {
  let now = 0;
  return {
    reach: 1,
    *value(t) {
      now = t;
      return kinks.reduce((sum, [at, jump]) => sum + jump * Math.max(t - at, 0), f(t));
    },
    *slope(t, side = 1) {
      expect(t).toBe(now);
      const past = kinks.filter(([at]) => (side > 0 ? at <= t : at < t));
      return past.reduce((sum, [, jump]) => sum + jump, df(t));
    },
    *accept() {},
    breakpoints: (from, to) => Float64Array.from(kinks.map(([at]) => at).filter((t) => t > from && t < to)).sort(),
  };
}
const search = (line: Line, value: number, decrement: number) => drain(kinkSearch(line, value, decrement));
const bowl = { f: (t: number) => 0.5 * (t - 1) ** 2, df: (t: number) => t - 1 };

describe("kinkSearch", () => {
  it("takes the full step of a quadratic without kinks", () => {
    expect(search(lineOf(bowl.f, bowl.df, []), 0.5, 1)).toEqual({ t: 1, value: 0 });
  });

  it("ends on the kink where the slope turns positive, among many", () => {
    const kinks: [number, number][] = [];
    for (let k = 1; k < 40; k++) kinks.push([k / 40 + 0.003, 0.02]);
    kinks.push([0.3, 3]);
    expect(search(lineOf(bowl.f, bowl.df, kinks), 0.5, 1)?.t).toBe(0.3);
  });

  it("ends on a kink that is the full step itself", () => {
    expect(
      search(
        lineOf(
          (t) => -t,
          () => -1,
          [[1, 5]],
        ),
        0,
        1,
      )?.t,
    ).toBe(1);
  });

  it("goes past concave kinks", () => {
    const step = search(lineOf(bowl.f, bowl.df, [[0.5, -2]]), 0.5, 1)!;
    expect(step.t).toBeGreaterThan(2);
  });

  it("ends inside a smooth piece where that holds the minimum", () => {
    // Slope 10 t - 1: the minimum at 0.1 lies before the kinks.
    const step = search(
      lineOf(
        (t) => 5 * t * t - t,
        (t) => 10 * t - 1,
        [
          [0.4, 1],
          [0.7, 1],
        ],
      ),
      0,
      1,
    )!;
    expect(step.t).toBeGreaterThan(0.05);
    expect(step.t).toBeLessThan(0.15);
  });

  it("finds a kink beyond the full step", () => {
    expect(
      search(
        lineOf(
          (t) => -t,
          () => -1,
          [[37, 2]],
        ),
        0,
        1,
      )?.t,
    ).toBe(37);
  });

  it("takes no step where F does not fall", () => {
    expect(
      search(
        lineOf(
          (t) => t,
          () => 1,
          [],
        ),
        0,
        1,
      ),
    ).toBeUndefined();
    expect(
      search(
        lineOf(
          (t) => -t,
          () => -1,
          [[0, 2]],
        ),
        0,
        1,
      ),
    ).toBeUndefined();
  });
});
