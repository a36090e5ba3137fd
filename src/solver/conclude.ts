import type { Paced } from "../wasm/pace.js";
import type { Ending, Run } from "./minimise.js";
import type { Certificate, Status } from "./result.js";
import { gradientQuotient, ROUNDING_BOUND, settledBelow } from "./stopping.js";

/** One start's end with everything recomputed from x. */
export interface Start {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly gradientNorm: number;
  readonly status: Status;
  readonly success: boolean;
  readonly certificate: Certificate;
}

/** Directions whose matrix, or whose preconditioner, has |D| in place of D. */
const TURNED = ["majorant", "sampled", "pcg"];

/** Recomputes value and gradient from x alone and confirms the status, or takes it back. */
export function* conclude(run: Run, ending: Ending): Paced<Start> {
  const { session, work, options } = run;
  const { kernels } = session;
  const { direction } = ending;
  const value = yield* session.linearize(session.x);
  const standing = Number.isFinite(value) && session.x.data.every(Number.isFinite);
  if (standing) yield* session.gradient(work.g);
  // A gradient that overflowed where F did not says nothing, and NaN must not pass for 0.
  const finite = standing && work.g.data.every(Number.isFinite);
  if (!finite) work.g.data.fill(Number.MAX_VALUE);
  const quotient = finite ? yield* gradientQuotient(session, work.g, work.size) : Number.MAX_VALUE;
  const magnitude = finite ? session.magnitude() : Number.MAX_VALUE;
  let decrement = Number.MAX_VALUE;
  // A step along the gradient made no factor that could tell.
  const modelled = direction && direction.kind !== "steepest";
  if (modelled && finite) {
    const half = yield* run.method.halfDecrement(settledBelow(options.tolerance, value, magnitude));
    if (half < decrement) decrement = half;
  }
  const sampling = direction && finite ? yield* run.method.certificate() : undefined;
  const certificate: Certificate = {
    newtonDecrement: decrement,
    gradientQuotient: quotient,
    magnitude,
    hessian: second(ending),
    smallestPivot: direction?.smallestPivot ?? 0,
    clippedMass: direction && TURNED.includes(direction.kind) ? direction.curvature.negativeMass : 0,
    ...(direction?.test ? { test: direction.test } : {}),
    ...(sampling ? { sampling } : {}),
    ...session.facts(),
    halvings: ending.halvings,
    escapes: ending.escapes,
  };
  // A first-order method has no factor: its gradient alone decides.
  const spent = !direction || decrement <= settledBelow(options.tolerance, value, magnitude);
  const settled = quotient <= options.tolerance && spent;
  const minimum = certificate.hessian !== "indefinite" && certificate.descentExcluded !== false;
  let status = ending.status;
  if (status === "converged" && !(settled && minimum)) status = "stalled";
  if ((status === "converged" || status === "stalled") && session.level?.()) status = "unbounded";
  if ((status === "converged" || status === "stalled") && certificate.determined === false) status = "illPosed";
  const success = status === "converged" || (status === "stalled" && minimum && quotient <= ROUNDING_BOUND);
  const gradientNorm = kernels.vector.normMax(work.g);
  return {
    x: session.x.data.slice(),
    value: Number.isFinite(value) ? value : Number.MAX_VALUE,
    gradient: work.g.data.slice(),
    gradientNorm,
    status,
    success,
    certificate,
  };
}

function second({ direction, cleared }: Ending): Certificate["hessian"] {
  if (!direction) return "not tested";
  if (direction.negative >= 0 && !cleared) return "indefinite";
  if (direction.provisional || direction.kind === "steepest") return "not tested";
  return direction.test ? "positive definite" : "singular";
}
