import type { Loss } from "../loss/loss.js";
import { weightedSquares } from "../loss/sum.js";
import { layoutMatrix, type Matrix, type MatrixOperand } from "../matrix/matrix.js";
import type { Kernels } from "../wasm/kernels.js";
import { type Arena, slice, type Vector } from "../wasm/memory.js";
import { inSlices, type Pace, type Paced } from "../wasm/pace.js";
import type { Counts, Curvature, Line, Session } from "./session.js";

/** F(x) = phi(A x + offset) + 0.5 |w.(A x)|^2 + 0.5 ridge |x|^2, everything checked. */
export interface Composite {
  readonly A: Matrix;
  readonly loss: Loss;
  /** w_i^2, or undefined for no regulariser. */
  readonly w2?: Float64Array;
  readonly offset?: Float64Array;
  readonly ridge: number;
}

/** Rows taken through all passes of one operation together: their vectors then stay in the second-level cache. */
const BLOCK = 8192;
/** Planned nanoseconds a row of the loss's formulas with their exponentials. */
const LOSS_COST = 12;

/** Storage: A and its workspace; 5 + loss.work n-vectors; 3 d-vectors; d^2 for the negative part where one can occur. */
export function layoutComposite(problem: Composite, arena: Arena) {
  const { rows, columns } = problem.A;
  const convex = isConvex(problem);
  const vectors = {
    z: arena.f64(rows),
    step: arena.f64(rows),
    u: arena.f64(rows),
    y: arena.f64(rows),
    D: arena.f64(rows),
    work: Array.from({ length: problem.loss.work }, () => arena.f64(rows)),
    x: arena.f64(columns),
    direction: arena.f64(columns),
    trial: arena.f64(columns),
    words: arena.i32(4),
    negative: arena.f64(convex ? 0 : columns * columns),
  };
  return { matrix: layoutMatrix(problem.A, arena), ...vectors };
}

/** True where w_i^2 >= T_i for every row: the Hessian is positive semidefinite at every x. */
function isConvex({ loss, w2 }: Composite): boolean {
  for (let i = 0; i < loss.size; i++) if (loss.convexityThreshold(i) > (w2 ? w2[i] : 0)) return false;
  return true;
}

type Parts = ReturnType<typeof layoutComposite>;

/** A session with what the residual functions need besides. */
export interface CompositeSession extends Session {
  readonly A: MatrixOperand;
  /** A x at the current point, and the loss's functions there. */
  readonly z: Vector;
  readonly work: readonly Vector[];
}

/** The session of a composite problem on a memory that holds its layout. */
export function compositeSession(problem: Composite, parts: Parts, kernels: Kernels): CompositeSession {
  const { loss, w2, offset, ridge } = problem;
  const { z, step, u, y, D, work, x, direction, trial, negative } = parts;
  const ridges = new Float64Array(x.length).fill(ridge);
  const A: MatrixOperand = parts.matrix(kernels);
  const n = A.rows;
  const pace: Pace = { spent: 0 };
  const counts: Counts = { value: 0, gradient: 0, hvp: 0, factorization: 0 };
  const k = kernels.vector;
  let curvatureKnown = false;
  let preparedAt = 0;

  const inBlocks = (cost: number, pass: (from: number, to: number) => void): Paced<void> =>
    inSlices(pace, n, cost, pass, BLOCK);

  /** work <- the loss's functions at z + t step + offset; returns F there. */
  function* evaluate(t: number): Paced<number> {
    counts.value++;
    let sum = 0;
    yield* inBlocks(LOSS_COST, (from, to) => {
      const cut = slice(u, from, to);
      if (t === 0) cut.data.set(z.data.subarray(from, to));
      else k.scaleAdd(slice(z, from, to), t, slice(step, from, to), cut);
      if (w2) sum += 0.5 * weightedSquares(w2, u.data, undefined, from, to);
      if (offset) for (let i = from; i < to; i++) u.data[i] += offset[i];
      loss.prepare(
        k,
        cut,
        work.map((v) => slice(v, from, to)),
      );
      sum += loss.value(work, from, to);
    });
    preparedAt = t;
    curvatureKnown = false;
    if (ridge > 0) {
      k.scaleAdd(x, t, direction, trial);
      sum += 0.5 * weightedSquares(ridges, trial.data, undefined, 0, x.length);
    }
    return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
  }

  /** D <- curvature of the loss and of the regulariser. */
  function* curvature(): Paced<void> {
    if (curvatureKnown) return;
    yield* inBlocks(3, (from, to) => {
      loss.curvature(work, D.data, from, to);
      if (w2) for (let i = from; i < to; i++) D.data[i] += w2[i];
    });
    curvatureKnown = true;
  }

  /** y <- max(D, 0); counts the rows with D < 0 and their share of sum |D|. */
  function* split(): Paced<Curvature> {
    let negativeRows = 0;
    let below = 0;
    let total = 0;
    yield* inSlices(pace, n, 2, (from, to) => {
      for (let i = from; i < to; i++) {
        const v = D.data[i];
        total += Math.abs(v);
        if (v < 0) {
          negativeRows++;
          below -= v;
        }
        y.data[i] = v > 0 ? v : 0;
      }
    });
    return { semidefinite: negativeRows === 0, negativeRows, negativeMass: total > 0 ? below / total : 0 };
  }

  function* gram(weights: Vector, H: Vector): Paced<void> {
    H.data.fill(0);
    yield* inSlices(pace, n, A.costs.gram, (from, to) => A.gram(weights, H, from, to), A.gramRows);
  }

  function addRidge(H: Vector): void {
    if (ridge > 0) for (let j = 0; j < x.length; j++) H.data[j * (x.length + 1)] += ridge;
  }

  return {
    dimension: A.columns,
    A,
    z,
    work,
    kernels,
    pace,
    counts,
    x,
    *linearize(point) {
      if (point.at !== x.at) x.data.set(point.data);
      yield* inSlices(pace, n, A.costs.product, (from, to) => A.multiply(x, z, from, to));
      return yield* evaluate(0);
    },
    *magnitude() {
      let sum = 0;
      yield* inBlocks(2, (from, to) => {
        sum += loss.magnitude(work, from, to);
        if (w2) for (let i = from; i < to; i++) sum += 0.5 * w2[i] * z.data[i] * z.data[i];
      });
      return sum + 0.5 * ridge * k.dot(x, x);
    },
    *gradient(g) {
      counts.gradient++;
      g.data.fill(0);
      yield* inBlocks(A.costs.product + 2, (from, to) => {
        loss.slope(work, y.data, from, to);
        if (w2) for (let i = from; i < to; i++) y.data[i] += w2[i] * z.data[i];
        A.multiplyTransposeAdd(y, g, from, to);
      });
      if (ridge > 0) k.axpy(ridge, x, g);
    },
    *gradientSize(s) {
      yield* curvature();
      s.data.fill(0);
      yield* inBlocks(A.costs.product + 4, (from, to) => {
        loss.slopeSize(work, y.data, from, to);
        for (let i = from; i < to; i++) {
          const size = Math.abs(z.data[i]);
          // A change of z below 1 is small for these losses, however small z itself (cosh ends at z = 0).
          y.data[i] += Math.abs(D.data[i]) * Math.max(size, 1) + (w2 ? w2[i] * size : 0);
        }
        A.absTransposeAdd(y, s, from, to);
      });
      for (let j = 0; j < s.length; j++) s.data[j] += ridge * Math.abs(x.data[j]);
    },
    *hvp(v, hv) {
      counts.hvp++;
      yield* curvature();
      hv.data.fill(0);
      yield* inSlices(pace, n, A.costs.curvatureProduct, (from, to) => A.curvatureProduct(D, v, hv, from, to));
      if (ridge > 0) k.axpy(ridge, v, hv);
    },
    *hessian(H) {
      yield* curvature();
      const facts = negative.length > 0 ? yield* split() : { semidefinite: true, negativeRows: 0, negativeMass: 0 };
      if (facts.negativeRows === 0) {
        yield* gram(D, H);
        if (negative.length > 0) negative.data.fill(0);
      } else {
        // y holds max(D, 0), then max(-D, 0): a row enters one of the two products, so both cost what one would.
        yield* gram(y, H);
        yield* inSlices(pace, n, 1, (from, to) => {
          for (let i = from; i < to; i++) y.data[i] = D.data[i] < 0 ? -D.data[i] : 0;
        });
        yield* gram(y, negative);
        k.axpy(-1, negative, H);
      }
      addRidge(H);
      return facts;
    },
    majorant(H) {
      if (negative.length > 0) k.axpy(2, negative, H);
      return true;
    },
    *along(p): Paced<Line> {
      direction.data.set(p.data);
      yield* inSlices(pace, n, A.costs.product, (from, to) => A.multiply(direction, step, from, to));
      return {
        reach: k.normMax(step),
        value: evaluate,
        *accept(t) {
          if (preparedAt !== t) yield* evaluate(t);
          k.scaleAdd(z, t, step, z);
          k.scaleAdd(x, t, direction, x);
          preparedAt = 0;
        },
      };
    },
    randomStart(seed, count, out) {
      // Scales .3, 1, 3, 8 in turn, each column divided by its root mean square over the rows where it is not 0.
      const scale = [0.3, 1, 3, 8][(count - 1) % 4];
      kernels.random.normal({ seed, draw: count, iteration: 0, purpose: 1 }, 0, parts.words, out);
      const sizes = columnSizes(problem.A);
      for (let j = 0; j < out.length; j++) out.data[j] *= scale / (sizes[j] || 1);
    },
    same(a, b) {
      direction.data.set(a);
      A.multiply(direction, step);
      direction.data.set(b);
      A.multiply(direction, u);
      for (let i = 0; i < n; i++) {
        if (Math.abs(step.data[i] - u.data[i]) > 1e-4 * (1 + Math.abs(u.data[i]))) return false;
      }
      return true;
    },
    facts: () => ({ convex: negative.length === 0 }),
  };
}

/** Root mean square of each column over its nonzero entries. */
function columnSizes(A: Matrix): Float64Array {
  const squares = new Float64Array(A.columns);
  const found = new Float64Array(A.columns);
  const entries = "indptr" in A ? A.indices : undefined;
  for (let k = 0; k < A.data.length; k++) {
    if (A.data[k] === 0) continue;
    const j = entries ? entries[k] : k % A.columns;
    squares[j] += A.data[k] * A.data[k];
    found[j]++;
  }
  return squares.map((s, j) => (found[j] > 0 ? Math.sqrt(s / found[j]) : 0));
}
