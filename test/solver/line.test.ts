import { describe, expect, it } from "vitest";
import type { Line } from "../../src/problem/session.js";
import { escapeSearch, lineSearch } from "../../src/solver/line.js";
import { drain } from "../../src/wasm/pace.js";

/** A line of one variable that counts what it is asked for. */
function lineOf(f: (t: number) => number, df: (t: number) => number, reach = 1): Line & { asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    reach,
    *value(t) {
      asked.push(t);
      const v = f(t);
      return Number.isFinite(v) ? v : Number.POSITIVE_INFINITY;
    },
    *slope(t) {
      return df(t);
    },
    *accept() {},
  };
}

describe("lineSearch", () => {
  it("takes the full step on a quadratic and asks for one value only", () => {
    const line = lineOf(
      (t) => 0.5 * (t - 1) ** 2,
      (t) => t - 1,
    );
    expect(drain(lineSearch(line, 0.5, 1))).toEqual({ t: 1, value: 0 });
    expect(line.asked).toEqual([1]);
  });

  it("halves where the full step overshoots", () => {
    // 0.5 (10 t - 1)^2 has slope -10 at 0; t = 1 gives 40.5, t = 1/8 is the first to fall enough.
    const line = lineOf(
      (t) => 0.5 * (10 * t - 1) ** 2,
      (t) => 10 * (10 * t - 1),
    );
    const step = drain(lineSearch(line, 0.5, 10));
    expect(line.asked).toEqual([1, 0.5, 0.25, 0.125]);
    expect(step?.t).toBe(0.125);
  });

  it("doubles where the slope is still steep, and stops at the last that paid", () => {
    // From z = 100 with Newton steps of 1/2: F = e^(2z)/2 falls until z = 100 - t/2 turns the quadratic part up.
    const F = (t: number): number => 0.5 * Math.exp(2 * (20 - t / 2)) + 0.001 * (20 - t / 2 - 5) ** 2;
    const dF = (t: number): number => -0.5 * Math.exp(2 * (20 - t / 2)) - 0.001 * (20 - t / 2 - 5);
    const line = lineOf(F, dF);
    const step = drain(lineSearch(line, F(0), -dF(0)));
    expect(step?.t).toBeGreaterThanOrEqual(16);
    expect(step?.value).toBeLessThan(F((step?.t ?? 0) / 2));
  });

  it("rejects overflow and NaN like any rise", () => {
    const line = lineOf(
      (t) => (t > 0.3 ? (t > 0.6 ? Number.NaN : Number.POSITIVE_INFINITY) : (t - 0.2) ** 2),
      (t) => 2 * (t - 0.2),
    );
    expect(drain(lineSearch(line, 0.04, 0.4))?.t).toBe(0.25);
  });

  it("gives up where no step falls", () => {
    const line = lineOf(
      (t) => t,
      () => 1,
    );
    expect(drain(lineSearch(line, 0, 1))).toBeUndefined();
    expect(line.asked.length).toBeLessThan(70);
  });

  it("asks for a fall in proportion to the slope (Armijo), not for any fall", () => {
    // At t = 1 the fall is 5e-5 of the slope: below Armijo's 1e-4.
    const line = lineOf(
      (t) => (t === 1 ? -5e-5 : -0.5 * t),
      () => -0.5,
    );
    expect(drain(lineSearch(line, 0, 1))?.t).toBe(0.5);
  });
});

describe("escapeSearch", () => {
  it("finds the side that falls and doubles along it", () => {
    // t^4 - t^2 + t^3/10: the minimum on the negative side is lower, both fall.
    const line = lineOf(
      (t) => t ** 4 - 8 * t ** 2,
      () => 0,
    );
    const step = drain(escapeSearch(line, 0, 1e-12));
    expect(step).toEqual({ t: 2, value: -16 });
  });

  it("tries the other sign", () => {
    const line = lineOf(
      (t) => (t < 0 ? -(t ** 2) * Math.exp(t) : t ** 2),
      () => 0,
    );
    expect(drain(escapeSearch(line, 0, 1e-12))?.t).toBeLessThan(0);
  });

  it("scales the first length by the reach of the direction", () => {
    const line = lineOf(
      (t) => 1e12 * t ** 4 - 1e6 * t ** 2,
      () => 0,
      1e3,
    );
    const step = drain(escapeSearch(line, 0, 1e-12));
    // 1 / reach gives 0, no fall; a quarter of it falls, and its double is the minimum of the quartic's grid.
    expect(line.asked[0]).toBe(1e-3);
    expect(step?.t).toBe(5e-4);
  });

  it("returns nothing at a minimum, or for a direction of no reach", () => {
    const up = lineOf(
      (t) => t ** 2,
      () => 0,
    );
    expect(drain(escapeSearch(up, 0, 0))).toBeUndefined();
    const flat = lineOf(
      () => 0,
      () => 0,
      0,
    );
    expect(drain(escapeSearch(flat, 0, 0))).toBeUndefined();
    expect(flat.asked).toEqual([]);
  });
});
