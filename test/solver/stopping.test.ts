import { describe, expect, it } from "vitest";
import type { Session } from "../../src/problem/session.js";
import { gradientQuotient, settledBelow, valueNoise } from "../../src/solver/stopping.js";
import type { Vector } from "../../src/wasm/memory.js";
import { drain } from "../../src/wasm/pace.js";

describe("settledBelow", () => {
  it("is tolerance F, and tolerance^2 S where F is a tiny part of S", () => {
    expect(settledBelow(1e-8, 2, 3)).toBe(2e-8);
    expect(settledBelow(1e-8, 1e-30, 5)).toBeCloseTo(5e-16, 30);
  });

  it("is free of scale: F and S times c give c times the bound", () => {
    for (const c of [1e-200, 1e-9, 7, 1e200]) {
      expect(settledBelow(1e-8, c * 2, c * 3) / (c * settledBelow(1e-8, 2, 3))).toBeCloseTo(1, 12);
    }
  });
});

describe("valueNoise", () => {
  it("grows with F and with the terms behind it, and does not overflow", () => {
    expect(valueNoise(1, 1)).toBeGreaterThan(2 ** -52);
    expect(valueNoise(1, 1)).toBeLessThan(2 ** -46);
    expect(valueNoise(1e250, 1e250)).toBeLessThan(1e237);
    expect(valueNoise(0, 1)).toBeLessThan(2 ** -98);
  });
});

it.each([0, Number.POSITIVE_INFINITY])("a gradient of terms of size %d has the largest quotient", (terms) => {
  const vector = (...data: number[]): Vector => ({ at: 0, length: data.length, data: Float64Array.from(data) });
  const session = {
    *gradientSize(s: Vector) {
      s.data.fill(terms);
    },
  } as unknown as Session;
  expect(drain(gradientQuotient(session, vector(0, 1e-9), vector(1, 1)))).toBe(Number.MAX_VALUE);
  expect(drain(gradientQuotient(session, vector(0, 0), vector(1, 1)))).toBe(0);
});
