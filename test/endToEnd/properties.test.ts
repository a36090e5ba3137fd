import fc from "fast-check";
import { dense, type Result, solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { draws, LOSSES, link, regression } from "./support.js";

const SEED = 20261121;
const RUNS = 150;
/** F where z is 0 but for rounding: 0.5 w^2 n (|a| |x| 2^-52)^2 with w = 40, n = 40, |a| |x| = 100, some to spare. */
const ROUNDING = 1e-22;

const shapes = fc.record({
  seed: fc.integer({ min: 1, max: 1e9 }),
  n: fc.integer({ min: 1, max: 40 }),
  d: fc.integer({ min: 1, max: 8 }),
  scale: fc.double({ min: 0.1, max: 10, noNaN: true }),
  far: fc.constantFrom(0, 1, 10, 100),
  w: fc.constantFrom(0, 0.01, 0.3, 2),
  ridge: fc.constantFrom(0, 1e-6, 0.1),
  weighted: fc.boolean(),
  loss: fc.constantFrom(...LOSSES),
});
type Shape = Omit<typeof shapes extends fc.Arbitrary<infer T> ? T : never, "w"> & { w: number };

function make({ seed, n, d, scale, far, w, ridge, weighted, loss }: Shape) {
  const { uniform, normal } = draws(seed);
  const rows = Array.from({ length: n }, () =>
    Array.from({ length: d }, () => (uniform() < 0.3 ? 0 : normal() * scale)),
  );
  const kind = Math.floor(4 * uniform());
  const b = rows.map(() => [3 * normal(), 10 * Math.abs(normal()), Math.round(3 * uniform()), -5 * uniform()][kind]);
  const weights = weighted ? b.map(() => Math.floor(3 * uniform())) : undefined;
  const x0 = Array.from({ length: d }, () => far * normal());
  return { rows, b, weights, x0, problem: regression[loss]({ A: dense(rows), b, w, ridge, weights }) };
}

/** F by the definition, in plain arithmetic. */
function definition({ w, ridge, loss }: Shape, made: ReturnType<typeof make>, x: ArrayLike<number>): number {
  let sum = 0;
  made.rows.forEach((row, i) => {
    const z = row.reduce((s, a, j) => s + a * x[j], 0);
    const weight = made.weights ? made.weights[i] : 1;
    if (weight > 0) sum += weight * (link[loss](z) - made.b[i]) ** 2;
    sum += w * w * z * z;
  });
  return 0.5 * sum + 0.5 * ridge * Array.from(x).reduce((s, v) => s + v * v, 0);
}

/** Statuses that a problem of this kind may end with when it has no minimum or none that doubles can hold. */
const honest = (result: Result): boolean =>
  result.success || result.status === "unbounded" || result.status === "stalled";

describe(`${RUNS} random problems, seed ${SEED}`, () => {
  const check = (property: (shape: Shape) => void): void =>
    fc.assert(fc.property(shapes, property), { seed: SEED, numRuns: RUNS });

  it("success is at a point where no nearby point is lower, by the definition of F", () => {
    let successes = 0;
    check((shape) => {
      const made = make(shape);
      const result = solve(made.problem, { x0: made.x0 });
      expect(honest(result), `${result.status}: ${result.message}`).toBe(true);
      if (!result.success) return;
      successes++;
      const F = definition(shape, made, result.x);
      expect(Math.abs(F - result.value)).toBeLessThanOrEqual(1e-9 * (F + result.certificate.magnitude) + ROUNDING);
      // The slack is the rounding of F, whose terms add up to `magnitude`.
      const slack = 1e-8 * F + 1e-14 * result.certificate.magnitude;
      const { normal } = draws(shape.seed + 1);
      for (let k = 0; k < 20; k++) {
        const step = 10 ** (-1 - (k % 5));
        const near = result.x.map((v) => v + (step * normal()) / shape.scale);
        expect(definition(shape, made, near)).toBeGreaterThanOrEqual(F - slack);
      }
    });
    expect(successes).toBeGreaterThan(0.9 * RUNS);
  });

  it("the end is never above the start", () => {
    check((shape) => {
      const made = make(shape);
      const result = solve(made.problem, { x0: made.x0 });
      if (result.certificate.halvings === 0) {
        expect(result.value).toBeLessThanOrEqual(made.problem.value(made.x0) * (1 + 1e-12));
      }
    });
  });

  it("a convex problem has one answer: from anywhere, whatever the order of rows and the signs of columns", () => {
    check((shape) => {
      const made = make({ ...shape, w: 40, weighted: false });
      const plain = solve(made.problem, { x0: made.x0 });
      expect(plain.certificate.convex).toBe(true);
      expect(plain.success).toBe(true);
      const order = made.rows.map((_, i) => i).reverse();
      const flipped = regression[shape.loss]({
        A: dense(order.map((i) => made.rows[i].map((a) => -a))),
        b: order.map((i) => made.b[i]),
        w: 40,
        ridge: shape.ridge,
      });
      const other = solve(flipped);
      // What the stopping test promises: tolerance F, or tolerance^2 S where the fit is perfect.
      // Where F* = 0 nothing sets a scale but the rounding of z.
      const promise = 1e-8 * plain.value + 1e-16 * plain.certificate.magnitude + ROUNDING;
      expect(Math.abs(other.value - plain.value)).toBeLessThanOrEqual(promise);
    });
  });
});
