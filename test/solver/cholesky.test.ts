import { describe, expect, it } from "vitest";
import type { Session } from "../../src/problem/session.js";
import { cholesky, choleskyPack } from "../../src/solver/cholesky.js";
import { place } from "../../src/wasm/memory.js";
import { PAUSE } from "../../src/wasm/pace.js";

function run(d: number, H: (i: number, j: number) => number) {
  const { kernels, parts } = place((arena) => ({ R: arena.f64(d * d), pack: arena.f64(choleskyPack(d)) }));
  for (let i = 0; i < d; i++) for (let j = i; j < d; j++) parts.R.data[i * d + j] = H(i, j);
  const session = {
    dimension: d,
    kernels,
    pace: { spent: 0 },
    counts: { value: 0, gradient: 0, hvp: 0, factorization: 0 },
  } as unknown as Session;
  const steps = cholesky(session, parts.R, parts.pack);
  let pauses = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return { R: parts.R.data, failed: step.value, pauses, counts: session.counts };
    expect(step.value).toBe(PAUSE);
    pauses++;
  }
}

describe("cholesky", () => {
  for (const d of [1, 2, 5, 63, 64, 65, 200]) {
    it(`R'R = H for d = ${d}`, () => {
      const H = (i: number, j: number): number => (i === j ? d : Math.sin(i * 7 + j * 3));
      const { R, failed, counts } = run(d, H);
      expect(failed).toBe(-1);
      expect(counts.factorization).toBe(1);
      for (let i = 0; i < d; i++) {
        for (let j = i; j < d; j++) {
          let sum = 0;
          for (let k = 0; k <= i; k++) sum += R[k * d + i] * R[k * d + j];
          expect(Math.abs(sum - H(i, j))).toBeLessThan(1e-13 * d);
        }
      }
    });
  }

  it("names the first pivot that is not positive", () => {
    const failing = run(150, (i, j) => (i === j ? (i === 131 ? -1e-3 : 2) : 0));
    expect(failing.failed).toBe(131);
  });

  it("pauses within one factorisation when it is large, and not when it is small", () => {
    const diagonal = (i: number, j: number): number => (i === j ? 1 : 0);
    expect(run(100, diagonal).pauses).toBe(0);
    // d^3 / 3 = 3.3e8 flops at 12 a planned nanosecond: 28 ms, two or three slices of 10 ms.
    const { pauses } = run(1000, diagonal);
    expect(pauses).toBeGreaterThanOrEqual(2);
    expect(pauses).toBeLessThanOrEqual(4);
  });
});
