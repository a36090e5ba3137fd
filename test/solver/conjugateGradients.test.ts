import { describe, expect, it } from "vitest";
import { conjugateGradients } from "../../src/solver/conjugateGradients.js";
import { drain } from "../../src/wasm/pace.js";
import { draws } from "../endToEnd/support.js";
import { dot, solved, symmetricWith, system, times } from "./systems.js";

const identity = (d: number): Float64Array => Float64Array.from({ length: d * d }, (_, k) => Number(k % (d + 1) === 0));

/** Runs conjugate gradients on H p = -g with the preconditioner M, undefined for none. */
function run(H: Float64Array, g: ArrayLike<number>, M: Float64Array | undefined, eta: number, most = 30) {
  const { session, apply, work, release, products } = system(H, g, M);
  const { R: _, ...rest } = work;
  const found = drain(conjugateGradients(session, apply, M ? work : rest, eta, most));
  const p = work.p.data.slice();
  const kept = work.g.data.slice();
  release();
  return { ...found, p, g: kept, products: products() };
}

/** |g + H p| in the norm of M^-1, over that of g. */
function qualityOf(H: Float64Array, g: ArrayLike<number>, M: Float64Array, p: Float64Array): number {
  const r = times(H, p).map((v, j) => v + g[j]);
  return Math.sqrt(dot(r, solved(M, r)) / dot(g, solved(M, g)));
}

const normals = (seed: number, d: number): Float64Array => Float64Array.from({ length: d }, draws(seed).normal);

describe("conjugateGradients", () => {
  it("k distinct eigenvalues take k iterations, seeds 1 to 30", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const d = 4 + (seed % 9);
      const k = 1 + (seed % 4);
      const H = symmetricWith(
        Array.from({ length: d }, (_, j) => 1 + 2 * (j % k)),
        seed,
      );
      const g = normals(seed, d);
      for (const M of [undefined, identity(d)]) {
        const found = run(H, g, M, 1e-9);
        expect(found.iterations, `seed ${seed}`).toBe(k);
        expect(found.products).toBe(k);
        expect(found.negative).toBe(false);
        // Each iteration before leaves something: not one was needless.
        expect(run(H, g, M, 1e-9, k - 1).quality).toBeGreaterThan(1e-6);
        const exact = solved(H, g);
        found.p.forEach((v, j) => {
          expect(v).toBeCloseTo(-exact[j], 11);
        });
        // After k steps the Ritz values are the eigenvalues.
        expect(found.least).toBeCloseTo(1, 9);
        expect(found.most).toBeCloseTo(2 * k - 1, 9);
      }
    }
  });

  it("with H itself as preconditioner one iteration does, whatever its condition, seeds 1 to 10", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const H = symmetricWith(
        Array.from({ length: 8 }, (_, j) => 10 ** (j - 4)),
        seed,
      );
      const found = run(H, normals(seed, 8), H, 1e-5);
      expect(found.iterations).toBe(1);
      expect(found.least).toBeCloseTo(1, 8);
      expect(found.most).toBeCloseTo(1, 8);
    }
  });

  it("stops as soon as |g + H p| <= eta |g| in the norm of M^-1, which is its quality, seeds 1 to 40", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const d = 15;
      const spectrum = Array.from({ length: d }, (_, j) => 0.3 + j / 5);
      const H = symmetricWith(spectrum, seed);
      const M = symmetricWith(
        spectrum.map((v) => 0.5 + v * v),
        seed + 50,
      );
      const g = normals(seed, d);
      const eta = [0.5, 0.1, 1e-2, 1e-3][seed % 4];
      const found = run(H, g, M, eta);
      expect(found.quality).toBeLessThanOrEqual(eta);
      // The recurrence for the residual loses a few digits on the way down.
      expect(found.quality / qualityOf(H, g, M, found.p), `seed ${seed}`).toBeCloseTo(1, 7);
      const shorter = run(H, g, M, eta, found.iterations - 1);
      expect(shorter.quality).toBeGreaterThan(eta);
      expect(Array.from(found.g)).toEqual(Array.from(g));
    }
  });

  it("decrement = -g'p <= g'H^-1 g <= bound, for preconditioners that samples of 3 d rows and more give, seeds 1 to 300", () => {
    let tight = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const { uniform } = draws(seed);
      const d = 20;
      // M = I after a change of variables: H's eigenvalues are those of M^-1 H, from (1 + sqrt(1/3))^-2 to (1 - sqrt(1/3))^-2.
      const H = symmetricWith(
        Array.from({ length: d }, () => 0.4 + 5.2 * uniform() ** 3),
        seed,
      );
      const g = normals(seed, d);
      const eta = [0.5, 0.3, 0.1][seed % 3];
      const { decrement, bound, p } = run(H, g, identity(d), eta);
      const truth = dot(g, solved(H, g));
      expect(decrement / -dot(g, p), `seed ${seed}`).toBeCloseTo(1, 12);
      expect(decrement, `seed ${seed}`).toBeLessThanOrEqual(truth);
      expect(bound, `seed ${seed}`).toBeGreaterThanOrEqual(truth);
      if (eta === 0.1 && bound < 1.1 * truth) tight++;
    }
    // At the solver's own eta the bracket is a tenth wide.
    expect(tight).toBeGreaterThan(90);
  });

  it("negative curvature at the first direction: p = -M^-1 g, a descent direction", () => {
    const M = symmetricWith([1, 2, 3], 1);
    const g = [1, -2, 0.5];
    const H = symmetricWith([-1, -2, -3], 2);
    const found = run(H, g, M, 0.1);
    const step = solved(M, g);
    found.p.forEach((v, j) => {
      expect(v).toBeCloseTo(-step[j], 13);
    });
    const size = dot(g, step);
    expect(found).toMatchObject({ iterations: 1, products: 1, negative: true, quality: 1 });
    expect(found.decrement).toBeCloseTo(size, 12);
    expect(found.bound).toBeCloseTo(size, 12);
    // No curvature at all is no more than negative one.
    expect(run(new Float64Array(9), g, M, 0.1)).toMatchObject({ iterations: 1, negative: true });
  });

  it("negative curvature later: p is the last point before it, still a descent direction, seeds 1 to 50", () => {
    let later = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const d = 10;
      const H = symmetricWith(
        Array.from({ length: d }, (_, j) => (j === 0 ? -0.2 : 1 + j)),
        seed,
      );
      const g = normals(seed, d);
      const found = run(H, g, identity(d), 1e-8);
      expect(found.negative, `seed ${seed}`).toBe(true);
      expect(found.products).toBe(found.iterations);
      expect(dot(g, found.p)).toBeLessThan(0);
      if (found.iterations === 1) continue;
      later++;
      expect(found.decrement / -dot(g, found.p)).toBeCloseTo(1, 10);
      // The same as stopping an iteration sooner, which never saw it.
      const before = run(H, g, identity(d), 1e-8, found.iterations - 1);
      expect(before.negative).toBe(false);
      expect(before.p).toEqual(found.p);
      expect(found.quality).toBe(before.quality);
      expect(found.least).toBeGreaterThan(0);
    }
    expect(later).toBeGreaterThan(40);
  });

  it("keeps A p beside p where it is given images", () => {
    const H = symmetricWith([1, 2, 4, 7], 3);
    const A = symmetricWith([1, -1, 2, 5], 4);
    for (const [of, eta] of [
      [H, 0.3],
      [H, 1e-9],
      [H.map((v) => -v), 0.1],
    ] as const) {
      const { session, apply, work, release } = system(of, [1, 2, 3, 4], identity(4));
      const { image, sum, ...rest } = work;
      const withImage: typeof apply = function* (v, hv) {
        yield* apply(v, hv);
        image.data.set(times(A, v.data));
      };
      sum.data.fill(9);
      drain(conjugateGradients(session, withImage, { ...rest, images: { image, sum } }, eta, 30));
      times(A, work.p.data).forEach((v, j) => {
        expect(sum.data[j]).toBeCloseTo(v, 12);
      });
      release();
    }
  });

  it("a zero gradient needs no product and gives p = 0", () => {
    const found = run(identity(3), [0, 0, 0], identity(3), 0.1);
    expect(found).toMatchObject({ iterations: 0, products: 0, decrement: 0, bound: 0, quality: 0, negative: false });
    expect(Array.from(found.p)).toEqual([0, 0, 0]);
  });

  it("does at most the iterations it may", () => {
    const H = symmetricWith(
      Array.from({ length: 12 }, (_, j) => 1 + j),
      5,
    );
    for (const most of [1, 2, 5]) expect(run(H, normals(5, 12), identity(12), 1e-12, most).iterations).toBe(most);
  });
});
