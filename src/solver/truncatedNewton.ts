import type { Session } from "../problem/session.js";
import type { Arena } from "../wasm/memory.js";
import type { Paced } from "../wasm/pace.js";
import { type CgWork, conjugateGradients } from "./conjugateGradients.js";
import type { ExactWork } from "./factor.js";
import { layoutVectors } from "./firstOrder.js";
import type { Method } from "./method.js";
import { begin, budget, type Ending, OVERFLOW, type Run, record, type Steps } from "./minimise.js";
import type { Status } from "./result.js";
import { gradientQuotient, valueNoise } from "./stopping.js";

/** Storage: 8 d-vectors, nothing of d^2. */
export function layoutTruncated(d: number, arena: Arena) {
  const [residual, conjugate, product] = [arena.f64(d), arena.f64(d), arena.f64(d)];
  return { ...layoutVectors(d, arena), residual, conjugate, product };
}

type TruncatedWork = ExactWork & Omit<CgWork, "R" | "inverse">;

/** The first radius over max(|x|, 1), and a step is taken where it brings this share of the fall that its model promises. */
const [FIRST, WORTH] = [0.1, 1e-4];
/** Share of the gradient that a step may leave: this far from a minimum, and less as the gradient falls. */
const LOOSEST = 0.5;
/** Products that a step may take: rounding makes conjugate gradients need more than d, and no step is worth a thousand. */
const mostProducts = (d: number): number => Math.min(Math.max(4 * d, 20), 1000);
/** The radius below this share of |x| moves nothing. */
const STUCK = 2 ** -50;

/** What a step promises. */
interface Promised {
  /** Fall of the model. */
  readonly fall: number;
  readonly norm: number;
  readonly products: number;
  readonly negative: boolean;
  readonly bounded: boolean;
  readonly quality: number;
}

/**
 * Newton's method by conjugate gradients in a trust region (Steihaug 1983): products F'' v only, no array of d^2. The
 * iteration ends where |g + H p| <= min(1/2, sqrt(|g| / |g_0|)) |g|, at the region's boundary, or along a direction of negative
 * curvature, at the boundary too. Ends where the model promises no fall that rounding leaves visible.
 */
export function* truncatedNewton(run: Run, start: number, x0: Float64Array): Steps<Ending> {
  const { session, options } = run;
  const work = run.work as TruncatedWork;
  const { vector: k } = session.kernels;
  let { value, halvings } = yield* begin(run, x0);
  run.method = matrixFree(session, work);
  const least = run.iterationsLeft - Math.ceil(run.iterationsLeft / (options.starts - start + 1));
  const ending = (status: Status): Ending => ({ status, halvings, escapes: 0, cleared: false });
  if (!(value < OVERFLOW)) return ending("failed");
  yield* session.gradient(work.g);
  const first = k.norm2(work.g);
  let radius = FIRST * Math.max(k.norm2(session.x), 1);
  yield record(
    run,
    { start, iteration: 0, cost: value, costChange: 0, newtonDecrement: 0 },
    { length: 0, norm: 0, hessian: "none" },
  );
  for (let iteration = 1; ; iteration++) {
    const over = budget(run) ?? (run.iterationsLeft <= least ? "maxIterations" : undefined);
    if (over) return ending(over);
    const share = Math.min(LOOSEST, Math.sqrt(k.norm2(work.g) / first));
    const step = yield* steihaug(session, work, radius, share);
    const noise = valueNoise(value, session.magnitude());
    if (!(step.fall > noise)) {
      // F can no longer judge a step; the gradient says whether this is the end.
      return ending(
        (yield* gradientQuotient(session, work.g, work.size)) <= options.tolerance ? "converged" : "stalled",
      );
    }
    const line = yield* session.along(work.p);
    const at = yield* line.value(1);
    const rho = (value - at) / step.fall;
    if (rho > WORTH) yield* line.accept(1);
    else yield* line.accept(0);
    // A NaN ratio shrinks it as well.
    if (!(rho >= 0.25)) radius = Math.min(radius, step.norm) / 4;
    else if (rho > 0.75 && step.bounded) radius *= 2;
    const before = value;
    if (rho > WORTH) {
      value = at;
      yield* session.gradient(work.g);
    } else if (radius <= STUCK * k.norm2(session.x)) {
      return ending(
        (yield* gradientQuotient(session, work.g, work.size)) <= options.tolerance ? "converged" : "stalled",
      );
    }
    run.iterationsLeft--;
    run.point = session.x.data.slice();
    const head = { start, iteration, cost: value, costChange: before - value, newtonDecrement: step.fall };
    const spent = { linearIterations: step.products, quality: step.quality };
    const taken = rho > WORTH;
    yield record(run, { ...head, ...spent }, { length: taken ? 1 : 0, norm: taken ? step.norm : 0, hessian: "pcg" });
  }
}

/** p <- about the minimiser of g'p + 0.5 p'Hp in |p| <= radius. */
function* steihaug(session: Session, work: TruncatedWork, radius: number, share: number): Paced<Promised> {
  const { vector: k } = session.kernels;
  const { g, p, residual: r, conjugate: q, product: hq } = work;
  p.data.fill(0);
  for (let j = 0; j < g.length; j++) r.data[j] = -g.data[j];
  q.data.set(r.data);
  const first = k.dot(r, r);
  let rho = first;
  let fall = 0;
  let products = 0;
  const most = mostProducts(session.dimension);
  const answer = (negative: boolean, bounded: boolean): Promised => {
    return { fall, norm: k.norm2(p), products, negative, bounded, quality: first > 0 ? Math.sqrt(rho / first) : 0 };
  };
  while (rho > share * share * first && products < most) {
    yield* session.hvp(q, hq);
    products++;
    const curvature = k.dot(q, hq);
    const alpha = curvature > 0 ? rho / curvature : Number.POSITIVE_INFINITY;
    const edge = toBoundary(k.dot(p, p), k.dot(p, q), k.dot(q, q), radius);
    const t = Math.min(alpha, edge);
    // The model along q falls by t r'q - 0.5 t^2 q'Hq, and r'q = rho.
    fall += t * rho - 0.5 * t * t * curvature;
    k.axpy(t, q, p);
    if (t === edge) return answer(!(curvature > 0), true);
    k.axpy(-t, hq, r);
    const before = rho;
    rho = k.dot(r, r);
    k.scaleAdd(r, rho / before, q, q);
  }
  return answer(false, false);
}

/** The t > 0 with |p + t q| = radius. */
function toBoundary(pp: number, pq: number, qq: number, radius: number): number {
  const rest = Math.max(radius * radius - pp, 0);
  const root = Math.sqrt(pq * pq + qq * rest);
  return pq > 0 ? rest / (pq + root) : (root - pq) / qq;
}

/** What the end of a start asks of a method, by products alone. */
function matrixFree(session: Session, work: TruncatedWork): Method {
  const none = (): never => {
    throw new Error("this method has directions of its own");
  };
  return {
    direction: none,
    confirm: none,
    *halfDecrement() {
      const most = mostProducts(session.dimension);
      const { bound } = yield* conjugateGradients(session, (v, hv) => session.hvp(v, hv), work, LOOSEST, most);
      return 0.5 * bound;
    },
    *certificate() {
      return undefined;
    },
  };
}
