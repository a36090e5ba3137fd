import type { RowForm, Session } from "../problem/session.js";
import { exactDiagonal } from "../sketch/sampledGram.js";
import type { Arena, Vector } from "../wasm/memory.js";
import type { Paced } from "../wasm/pace.js";
import { type CgWork, conjugateGradients, type Product } from "./conjugateGradients.js";
import type { Direction } from "./direction.js";
import type { ExactWork } from "./factor.js";
import { forcing, LOOSEST } from "./forcing.js";
import type { Method } from "./method.js";

/** Storage beside the exact method's: 2 n-vectors and 4 d-vectors. */
export function layoutJacobi(rows: number, columns: number, arena: Arena) {
  return {
    weights: arena.f64(rows),
    image: arena.f64(rows),
    diagonal: arena.f64(columns),
    residual: arena.f64(columns),
    conjugate: arena.f64(columns),
    product: arena.f64(columns),
  };
}

export type JacobiWork = ExactWork & ReturnType<typeof layoutJacobi>;

/** Iterations after which the diagonal has not been enough: a sample and its factor cost about as much. */
const MOST = 12;

/**
 * Conjugate gradients on the exact Hessian with its diagonal as preconditioner, while they need few iterations: on well
 * scaled columns nothing is faster (SOLVER 5.2). Where they need more, the direction they reached is still taken, and
 * `next` takes over for good. A stationary point is judged by `next`, whose factor can prove a minimum.
 */
export function jacobiMethod(session: Session, form: RowForm, work: JacobiWork, next: Method): Method {
  const { g, diagonal: inverse, weights, image } = work;
  /** `next` has taken over; it has made a factor; the diagonal fell short; the last direction came by the diagonal. */
  let [over, factored, short, own] = [false, false, false, false];
  let first = 0;
  const images = { image, sum: form.step };
  const exact: Product = (v, hv) => form.product(v, hv, image);
  const majorant: Product = (v, hv) => form.product(v, hv, image, weights);
  const solve: CgWork = { ...work, R: undefined, inverse, images };

  return {
    *direction(far): Paced<Direction> {
      own = !over;
      factored ||= over;
      if (over) return yield* next.direction(far);
      const curvature = yield* form.weights(weights);
      yield* exactDiagonal({ A: form.A, kernels: session.kernels, pace: session.pace }, work);
      for (let j = 0; j < inverse.length; j++) inverse.data[j] = 1 / (inverse.data[j] + form.ridge || 1);
      const now = norm(g, inverse);
      if (!(first > 0)) first = now;
      const eta = forcing(now, first);
      const bent = far && curvature.negativeRows > 0;
      const { iterations, decrement, bound, quality } = yield* conjugateGradients(
        session,
        bent ? majorant : exact,
        solve,
        eta,
        MOST,
      );
      short = quality > LOOSEST;
      over = short;
      return {
        kind: "pcg",
        decrement,
        bound,
        shift: 0,
        smallestPivot: 0,
        curvature,
        negative: -1,
        bent,
        provisional: true,
        knownStep: true,
        sampledRows: 0,
        linearIterations: iterations,
        quality,
      };
    },
    *confirm(found) {
      if (!own) return yield* next.confirm(found);
      [over, factored, own] = [true, true, false];
      const sounder = yield* next.direction(false);
      return sounder.provisional ? yield* next.confirm(sounder) : sounder;
    },
    *halfDecrement(enough) {
      if (factored) return yield* next.halfDecrement(enough);
      return 0.5 * (yield* conjugateGradients(session, exact, solve, LOOSEST, MOST)).bound;
    },
    *certificate() {
      return factored ? yield* next.certificate() : undefined;
    },
    diagonalEnough: () => !short,
  };
}

/** v' diag(scale) v */
function norm(v: Vector, scale: Vector): number {
  let sum = 0;
  for (let j = 0; j < v.length; j++) sum += v.data[j] * v.data[j] * scale.data[j];
  return sum;
}
