import type { Session } from "../problem/session.js";
import type { Vector } from "../wasm/memory.js";
import { type Paced, passed } from "../wasm/pace.js";
import { ritzRange } from "./tridiagonal.js";

/** v -> H v */
export type Product = (v: Vector, hv: Vector) => Paced<void>;

/** What conjugate gradients read and leave: p is the answer, the rest is workspace. */
export interface CgWork {
  /** d x d factor of the preconditioner M = R'R. */
  readonly R?: Vector;
  /** Or the inverse of a diagonal M; without either M = I. */
  readonly inverse?: Vector;
  readonly g: Vector;
  readonly p: Vector;
  readonly residual: Vector;
  readonly conjugate: Vector;
  readonly product: Vector;
  /** Where given, apply(v) leaves A v in `image`, and `sum` gets A p: the line along p then needs no product of its own. */
  readonly images?: { readonly image: Vector; readonly sum: Vector };
}

/** p with what is known about it. */
export interface Solved {
  readonly iterations: number;
  /** -g'p: the squared decrement as far as p reaches, at most g'H^-1 g. */
  readonly decrement: number;
  /** An upper estimate of g'H^-1 g: the decrement and |residual|^2 in the norm of M^-1, over the least Ritz value. */
  readonly bound: number;
  /** |g + H p| / |g| in the norm of M^-1. */
  readonly quality: number;
  /** Extreme Ritz values of M^-1 H met on the way. */
  readonly least: number;
  readonly most: number;
  /** True where a direction of negative curvature ended the iteration: p is then the last point before it. */
  readonly negative: boolean;
}

/** The Ritz values of so few iterations are optimistic by up to a third (SOLVER 5.4). */
const RITZ_CAUTION = 1.5;

/**
 * p <- about -H^-1 g by conjugate gradients preconditioned with M = R'R, until |g + H p| <= eta |g| in the norm of M^-1.
 * Steihaug's rule: a direction of negative curvature ends it; if it is the first, p is -M^-1 g, a descent direction.
 */
export function* conjugateGradients(
  session: Session,
  apply: Product,
  work: CgWork,
  eta: number,
  mostIterations: number,
): Paced<Solved> {
  const { vector: k } = session.kernels;
  const { g, p, residual: r, conjugate: q, product: hq, images } = work;
  p.data.fill(0);
  images?.sum.data.fill(0);
  for (let j = 0; j < g.length; j++) r.data[j] = -g.data[j];
  const first = yield* precondition(session, work, q);
  let rho = first;
  let decrement = 0;
  let negative = false;
  const alphas: number[] = [];
  const betas: number[] = [];
  while (alphas.length < mostIterations && rho > eta * eta * first) {
    yield* apply(q, hq);
    const curvature = k.dot(q, hq);
    if (!(curvature > 0)) {
      negative = true;
      break;
    }
    const alpha = rho / curvature;
    k.axpy(alpha, q, p);
    if (images) k.axpy(alpha, images.image, images.sum);
    k.axpy(-alpha, hq, r);
    decrement += alpha * rho;
    const before = rho;
    // hq is free: it takes M^-1 r.
    rho = yield* precondition(session, work, hq);
    const beta = rho / before;
    alphas.push(alpha);
    betas.push(beta);
    k.scaleAdd(hq, beta, q, q);
  }
  if (negative && alphas.length === 0) {
    p.data.set(q.data);
    images?.sum.data.set(images.image.data);
    return { iterations: 1, decrement: first, bound: first, quality: 1, least: 0, most: 0, negative };
  }
  const { least, most } = ritzRange(alphas, betas);
  return {
    iterations: alphas.length + (negative ? 1 : 0),
    decrement,
    bound: decrement + (RITZ_CAUTION * rho) / Math.min(least, 1),
    quality: first > 0 ? Math.sqrt(rho / first) : 0,
    least,
    most,
    negative,
  };
}

/** out <- M^-1 r; returns r'M^-1 r. */
function* precondition(session: Session, { R, inverse, residual: r }: CgWork, out: Vector): Paced<number> {
  const { vector, symmetric } = session.kernels;
  const d = session.dimension;
  out.data.set(r.data);
  if (inverse) {
    for (let j = 0; j < d; j++) out.data[j] *= inverse.data[j];
    return vector.dot(r, out);
  }
  if (!R) return vector.dot(r, r);
  symmetric.solveTransposed(d, d, R, out);
  const rho = vector.dot(out, out);
  symmetric.solveUpper(d, d, R, out);
  yield* passed(session.pace, d * d);
  return rho;
}
