import { dense, leverageInversion, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { draws, known } from "./draws.js";

describe.each(["pm", "pos", "gen"] as const)("scores with noise, family %s", (family) => {
  it.each([1e-8, 1e-6, 1e-4])("of size %s: x is off by what the certificate predicts", (noise) => {
    const { A, b, x, signs } = known(family, 40, 4, 11);
    const M = dense(A);
    const exact = leverageInversion({ A: M, b, tau: b }).predict(x);
    const { normal } = draws(5);
    const trials = 60;
    let squares = 0;
    let predicted = 0;
    for (let k = 0; k < trials; k++) {
      const tau = exact.map((v) => v + noise * normal());
      const result = solve(leverageInversion({ A: M, b, tau, signs }));
      expect(result.success).toBe(true);
      squares += x.reduce((sum, v, j) => sum + (v - result.x[j]) ** 2, 0) / trials;
      predicted += (result.certificate.errorPerNoise! * noise) ** 2 / trials;
    }
    // A mean of 60 draws of a few directions: a standard error of about a fifth.
    expect(squares / predicted).toBeGreaterThan(0.5);
    expect(squares / predicted).toBeLessThan(1.8);
  });
});

describe("rounded scores", () => {
  const { A, b, x } = known("pm", 60, 4, 3);
  const M = dense(A);
  const exact = leverageInversion({ A: M, b, tau: b }).predict(x);

  it.each([3, 4, 5, 6])("to %i decimals: x comes back to a few units of the last, without signs", (digits) => {
    const unit = 10 ** -digits;
    const tau = exact.map((v) => Math.round(v / unit) * unit);
    const { x: found, certificate, success } = solve(leverageInversion({ A: M, b, tau }));
    expect(success).toBe(true);
    const off = Math.sqrt(x.reduce((sum, v, j) => sum + (v - found[j]) ** 2, 0));
    // Rounding is uniform noise of size unit / sqrt(12).
    expect(off).toBeLessThan((4 * certificate.errorPerNoise! * unit) / Math.sqrt(12));
    expect(off).toBeGreaterThan(0);
  });

  it("to f32", () => {
    const { x: found } = solve(leverageInversion({ A: M, b, tau: Float32Array.from(exact) }));
    expect(Math.sqrt(x.reduce((sum, v, j) => sum + (v - found[j]) ** 2, 0))).toBeLessThan(1e-6);
  });
});
