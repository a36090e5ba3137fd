import { expect, it } from "vitest";
import { forcing } from "../../src/solver/forcing.js";

it("conjugate gradients may leave a tenth at first, and the fourth root of the fall of |g|^2 later, a thousandth at least", () => {
  expect(forcing(5, 5)).toBe(0.1);
  // Farther from the solution than at the first gradient: no looser.
  expect(forcing(1e6, 1)).toBe(0.1);
  expect(forcing(1e-4, 1)).toBeCloseTo(0.1, 15);
  expect(forcing(2e-8, 2)).toBeCloseTo(0.01, 15);
  expect(forcing(1e-12, 1)).toBeCloseTo(1e-3, 15);
  expect(forcing(1e-30, 1)).toBe(1e-3);
  expect(forcing(0, 1)).toBe(1e-3);
});
