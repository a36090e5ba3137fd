import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Loss } from "../../src/loss/loss.js";
import { compositeProblem } from "../../src/problem/compositeProblem.js";
import { OPEN } from "../../src/problem/problem.js";
import { drain } from "../../src/wasm/pace.js";
import { sameBits } from "../kernels/support/check.js";
import { integer, integers, seeded } from "../kernels/support/seeded.js";
import { bothOf, integerRows } from "../matrix/support/random.js";

/** A loss whose curvature is what it is given, whatever z: its other formulas give 0. */
function lossOfCurvature(D: Float64Array): Loss {
  return {
    size: D.length,
    constants: [D],
    work: 0,
    targetSize: 0,
    observations: D.length,
    prepare: () => undefined,
    value: () => 0,
    slope: (_math, _rows, out) => out.data.fill(0),
    slopeSize: (_rows, out) => out.fill(0),
    curvature: (_math, rows, out) => out.data.set(rows[0].data),
    predict: () => undefined,
    residual: () => undefined,
    residualSlope: () => undefined,
    convexityThreshold: () => 0,
  };
}

/** sum_i D_i a_i a_i' + ridge I, upper triangle, the rest 0. */
function gram(A: number[][], D: ArrayLike<number>, ridge: number): Float64Array {
  const d = A[0].length;
  const H = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    for (let k = j; k < d; k++) H[j * d + k] = A.reduce((sum, a, i) => sum + D[i] * a[j] * a[k], j === k ? ridge : 0);
  }
  return H;
}

// Integers throughout: sums are exact in any order. Adding 0 turns -0 into 0.
const plain = (data: ArrayLike<number>): number[] => Array.from(data, (v) => v + 0);

interface Case {
  readonly A: number[][];
  /** Curvature of loss and regulariser together. */
  readonly D: Float64Array;
  readonly ridge: number;
  readonly v: Float64Array;
  readonly convex: boolean;
  readonly session: ReturnType<typeof openAt>["session"];
  readonly H: ReturnType<typeof openAt>["parts"]["H"];
  readonly vectors: ReturnType<typeof openAt>["parts"]["vectors"];
}

function openAt(problem: ReturnType<typeof compositeProblem>) {
  const d = problem.dimension;
  return problem[OPEN].open((arena) => ({ H: arena.f64(d * d), vectors: [arena.f64(d), arena.f64(d)] }));
}

/** Runs a check on 150 random matrices with random curvatures: all, about half, or no rows negative. */
function everywhere(seed: number, check: (at: Case) => void): void {
  const shapes = fc.record({
    n: fc.integer({ min: 1, max: 60 }),
    d: fc.integer({ min: 1, max: 20 }),
    fill: fc.constantFrom(0.1, 0.3, 0.6),
    sparse: fc.boolean(),
    negative: fc.constantFrom(0, 0.1, 0.5, 1),
    regularised: fc.boolean(),
    ridge: fc.constantFrom(0, 3),
    draw: fc.integer(),
  });
  const property = fc.property(shapes, ({ n, d, fill, sparse, negative, regularised, ridge, draw }) => {
    const random = seeded(draw);
    const A = integerRows(random, n, d, fill);
    const { sparse: csr, full } = bothOf(random, A);
    const own = Float64Array.from({ length: n }, () => integer(random, 0, 9) * (random() < negative ? -1 : 1));
    const w2 = regularised ? Float64Array.from({ length: n }, () => integer(random, 0, 3)) : undefined;
    const D = own.map((v, i) => v + (w2 ? w2[i] : 0));
    const convex = D.every((v) => v >= 0) && random() < 0.5;
    const problem = compositeProblem({ A: sparse ? csr : full, loss: lossOfCurvature(own), w2, ridge, convex });
    const { session, parts } = openAt(problem);
    drain(session.linearize(session.x));
    check({ A, D, ridge, v: integers(random, d), convex, session, ...parts });
  });
  fc.assert(property, { seed, numRuns: 150 });
}

describe("a session with random curvatures D, many of them negative:", () => {
  it("hessian is sum D_i a_i a_i' + ridge I (seed 91)", () => {
    everywhere(91, ({ A, D, ridge, session, H }) => {
      H.data.fill(7);
      drain(session.hessian(H));
      sameBits("H", plain(H.data), plain(gram(A, D, ridge)));
    });
  });

  it("majorant makes it sum |D_i| a_i a_i' + ridge I (seed 92)", () => {
    everywhere(92, ({ A, D, ridge, session, H }) => {
      drain(session.hessian(H));
      expect(session.majorant(H)).toBe(true);
      sameBits("H", plain(H.data), plain(gram(A, D.map(Math.abs), ridge)));
    });
  });

  it("a second Hessian does not remember the first (seed 93)", () => {
    everywhere(93, ({ A, D, ridge, session, H }) => {
      for (let k = 0; k < 2; k++) drain(session.hessian(H));
      session.majorant(H);
      sameBits("H", plain(H.data), plain(gram(A, D.map(Math.abs), ridge)));
    });
  });

  it("hvp is H v (seed 94)", () => {
    everywhere(94, ({ A, D, ridge, v, session, vectors: [at, hv] }) => {
      at.data.set(v);
      hv.data.fill(7);
      drain(session.hvp(at, hv));
      const t = A.map((a, i) => D[i] * a.reduce((sum, aj, j) => sum + aj * v[j], 0));
      const wanted = v.map((vj, j) => A.reduce((sum, a, i) => sum + a[j] * t[i], ridge * vj));
      sameBits("hv", plain(hv.data), plain(wanted));
    });
  });

  it("counts negative rows and their share of sum |D| (seed 95)", () => {
    everywhere(95, ({ D, session, H, convex }) => {
      const { negativeRows, negativeMass, semidefinite } = drain(session.hessian(H));
      const below = D.filter((v) => v < 0);
      const size = (values: Float64Array): number => values.reduce((sum, v) => sum + Math.abs(v), 0);
      expect(negativeRows).toBe(below.length);
      expect(negativeMass).toBe(size(D) > 0 ? size(below) / size(D) : 0);
      expect(semidefinite).toBe(below.length === 0);
      expect(session.facts()).toEqual({ convex });
    });
  });
});
