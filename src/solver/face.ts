import type { KinkEvidence, Kinks } from "../problem/session.js";
import type { Vector } from "../wasm/memory.js";
import type { Paced } from "../wasm/pace.js";
import { boxLeastSquares } from "./boxLeastSquares.js";
import type { Run } from "./minimise.js";
import { steepestRay } from "./rays.js";

/** How F looks to first order from a point on some of its kinks; the session is held to it, with its gradient in work.g. */
export interface Face {
  readonly held: readonly number[];
  readonly on: readonly number[];
  readonly evidence: KinkEvidence;
  /** Zeros of either kind that are not held, each with its side. */
  readonly loose: readonly { readonly row: number; readonly on: boolean }[];
  /** F rises to first order in every direction that leaves the rows: held whatever their multipliers. */
  readonly sharp: boolean;
  /** work.g is zero to rounding. */
  readonly stationary: boolean;
  /** A direction of descent that the gradient of no single side shows. */
  readonly direction?: Float64Array;
}

const NONE: KinkEvidence = { rows: [], multipliers: [], proven: true };
/** A multiplier nearer to a bound holds nothing: on that side F is level to first order, and its Hessian must say more. */
const WEAK = 1e-9;
/** F' below this share of its terms is rounding. */
const ROUNDING = 1e-10;
/** Rounds of choosing sides of concave kinks by the direction that the last sides gave. */
const SIDES = 4;
/** Rows on their kinks beyond which they are not listed densely. */
const manyRows = (d: number): number => Math.max(64, 4 * d);
/** Directions tried where they are many. */
const TRIALS = 64;

/**
 * Finds which zeros to hold and which side the others are on: the element of least norm of the convex kinks' subdifferential,
 * g + sum theta_i gamma_i a_i with 0 <= theta_i <= 1, and its negative is the direction of steepest descent. Rows with theta inside are
 * held. A concave kink (gamma_i < 0) is smooth on either side: each choice of sides gives a lower bound of F', so any that leaves a residual
 * shows descent. Where none that was tried does, every extreme ray of the kinks' arrangement is.
 */
export function* findFace(run: Run, value: { value: number }, before: readonly number[] = []): Paced<Face> {
  const { session, work } = run;
  const kinks = session.kinks!;
  if (kinks.zeros().length === 0) {
    kinks.hold([], [], NONE);
    yield* session.gradient(work.g);
    return { held: [], on: [], evidence: NONE, loose: [], sharp: false, stationary: false };
  }
  value.value = yield* kinks.settle();
  kinks.hold([], [], NONE);
  yield* session.gradient(work.g);
  const zeros = kinks.zeros();
  if (zeros.length > manyRows(session.dimension)) return yield* manyKinks(run, kinks);

  const g = work.g.data.slice();
  const gamma = zeros.map((i) => kinks.jumps.data[i]);
  const rows = zeros.map((i) => {
    const row = new Float64Array(session.dimension);
    kinks.row(i, row);
    return row;
  });
  const size = rows.reduce((sum, row, at) => sum + Math.abs(gamma[at]) * norm(row), norm(g));
  const convex = zeros.map((_, at) => at).filter((at) => gamma[at] > 0);
  const concave = zeros.map((_, at) => at).filter((at) => gamma[at] < 0);
  const columns = convex.map((at) => rows[at].map((v) => gamma[at] * v));
  const guess = convex.flatMap((at, c) => (before.includes(zeros[at]) ? [c] : []));

  /** The best face for these sides of the concave kinks, improved while its own direction changes them. */
  const solve = (first: ReadonlySet<number>) => {
    let sides = first;
    for (let round = 0; ; round++) {
      const base = g.slice();
      for (const at of sides) for (let j = 0; j < base.length; j++) base[j] += gamma[at] * rows[at][j];
      const solution = boxLeastSquares(base, columns, guess);
      const next = new Set(concave.filter((at) => dot(rows[at], solution.residual) < 0));
      const same = next.size === sides.size && [...next].every((at) => sides.has(at));
      const found = { solution, sides, stationary: norm(solution.residual) <= ROUNDING * size };
      if (same || found.stationary || round >= SIDES) return found;
      sides = next;
    }
  };
  let found = solve(new Set());
  let proven = true;
  let sharp = false;
  let direction: Float64Array | undefined;
  if (found.stationary) {
    const ray = steepestRay({ g, rows, gamma });
    if (ray === "tooMany") {
      const tried = concave.length > 0 ? yield* manyKinks(run, kinks) : undefined;
      if (tried?.direction) return tried;
      proven = concave.length === 0;
    } else if (ray && ray.slope < -ROUNDING * size) {
      found = solve(new Set(concave.filter((at) => dot(rows[at], ray.direction) > 0)));
      if (found.stationary) direction = ray.direction;
    } else sharp = ray !== undefined && ray.slope > ROUNDING * size;
  }
  const { theta, free } = found.solution;
  const thetaOf = (at: number): number => (gamma[at] > 0 ? theta[convex.indexOf(at)] : found.sides.has(at) ? 1 : 0);
  // Where F rises to first order along every ray, only the space without them is left to be judged.
  const strict = free.filter((c) => theta[c] > WEAK && theta[c] < 1 - WEAK);
  const held = sharp ? zeros : strict.map((c) => zeros[convex[c]]);
  const loose = zeros.flatMap((row, at) => (held.includes(row) ? [] : [{ row, on: thetaOf(at) >= 1 - WEAK }]));
  const on = loose.filter((side) => side.on).map((side) => side.row);
  const evidence = { rows: zeros, multipliers: zeros.map((_, at) => thetaOf(at)), proven };
  kinks.hold(held, on, evidence);
  yield* session.gradient(work.g);
  return { held, on, evidence, loose, sharp, stationary: found.stationary, direction };
}

/** Many rows at once, as at x = 0: random directions, each followed down while its own cell's gradient lets F' fall. */
function* manyKinks(run: Run, kinks: Kinks): Paced<Face> {
  const { session, work } = run;
  const d: Vector = work.downhill;
  const evidence: KinkEvidence = { ...NONE, proven: false };
  const plain = { held: [], evidence, loose: [], sharp: false, stationary: false };
  let slope = 0;
  let best: { direction: Float64Array; on: readonly number[] } | undefined;
  for (let trial = 1; trial <= TRIALS && !(best && trial > 8); trial++) {
    session.randomStart(run.options.seed, trial, d);
    for (let round = 0; round < SIDES; round++) {
      const on = yield* activeAlong(kinks, d);
      kinks.hold([], on, evidence);
      yield* session.gradient(work.g);
      const found = dot(work.g.data, d.data) / norm(d.data);
      if (!(found < slope)) break;
      slope = found;
      best = { direction: d.data.slice(), on };
      for (let j = 0; j < d.length; j++) d.data[j] = -work.g.data[j];
    }
  }
  const on = best?.on ?? [];
  kinks.hold([], on, evidence);
  yield* session.gradient(work.g);
  return { ...plain, on, stationary: !best, direction: best?.direction };
}

/** Zeros that d leads to their active side. */
export function* activeAlong(kinks: Kinks, d: Vector): Paced<number[]> {
  const rates = yield* kinks.rates(d);
  return kinks.zeros().filter((i) => rates.data[i] > 0);
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j] * y[j];
  return sum;
}

const norm = (x: Float64Array): number => Math.sqrt(dot(x, x));
