import type { Curvature, Session } from "../problem/session.js";
import type { Arena } from "../wasm/memory.js";
import { type Paced, passed } from "../wasm/pace.js";
import { cholesky, choleskyPack } from "./cholesky.js";

/** Storage of the exact method: 2 d^2 (Hessian and factor), 5 d-vectors, the factorisation's pack. */
export function layoutExact(d: number, arena: Arena) {
  return {
    H: arena.f64(d * d),
    R: arena.f64(d * d),
    g: arena.f64(d),
    p: arena.f64(d),
    size: arena.f64(d),
    start: arena.f64(d),
    downhill: arena.f64(d),
    pack: arena.f64(choleskyPack(d)),
  };
}

export type ExactWork = ReturnType<typeof layoutExact>;

/** How the matrix that gave a direction relates to the exact Hessian. */
export type HessianKind = "exact" | "shifted" | "majorant";

export interface Direction {
  /** exact; shifted by a tiny multiple of its diagonal because it is singular; or a majorant because it is indefinite. */
  readonly kind: HessianKind;
  /** g'M^-1 g = -g'p, the squared Newton decrement in the matrix used. */
  readonly decrement: number;
  /** Multiple of the diagonal that was added. */
  readonly shift: number;
  /** Smallest pivot over the diagonal entry it came from: 1 for a diagonal matrix, about 1/condition otherwise. */
  readonly smallestPivot: number;
  readonly curvature: Curvature;
  /** Index of a negative pivot of the exact Hessian: work.downhill then holds a direction of negative curvature. */
  readonly negative: number;
}

/** A pivot above -SINGULAR times its diagonal entry counts as zero: it is what rounding leaves of one. */
const SINGULAR = 1e-10;
/** A positive pivot below this share of its diagonal entry is rounding too: a step through it would be noise. */
const TINY = 1e-13;
/** Multiples of the diagonal that are added in turn until a factorisation succeeds. */
const SHIFTS = [0, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1, 100, 1e4];

/**
 * p <- -M^-1 g, M the exact Hessian where it is positive definite; else, singular: shifted by a multiple of its
 * diagonal; indefinite: the problem's majorant (paper 004 assumes this away; SOLVER 5.3, FORMULAS-regression 4.3).
 * Falls back to larger shifts, at last to the scaled gradient: a failed factorisation never ends a solve.
 * Where `far` is true, an indefinite D goes to the majorant at once: from afar it needs fewer steps than the exact Hessian.
 */
export function* newtonDirection(session: Session, work: ExactWork, far = false): Paced<Direction> {
  const { H, R } = work;
  const d = session.dimension;
  const curvature = yield* session.hessian(H);
  function* factored(shift: number): Paced<number> {
    R.data.set(H.data);
    yield* passed(session.pace, H.length);
    if (shift > 0) addDiagonal(R.data, d, shift);
    const failed = yield* cholesky(session, R, work.pack);
    return failed < 0 && shift === 0 && smallestPivot(work, d) <= TINY ? d : failed;
  }
  let negative = -1;
  if (!(far && curvature.negativeRows > 0 && session.majorant(H))) {
    for (const shift of SHIFTS) {
      const failed = yield* factored(shift);
      if (failed < 0) return finish(session, work, shift > 0 ? "shifted" : "exact", shift, curvature, -1);
      if (!curvature.semidefinite && failed < d && isNegative(work, d, failed)) {
        negative = failed;
        break;
      }
    }
    if (negative >= 0) negativeCurvature(session, work, negative);
    session.majorant(H);
  }
  for (const shift of SHIFTS) {
    if ((yield* factored(shift)) < 0) return finish(session, work, "majorant", shift, curvature, negative);
  }
  R.data.fill(0);
  addDiagonal(R.data, d, 1, H.data);
  for (let j = 0; j < d; j++) R.data[j * (d + 1)] = Math.sqrt(R.data[j * (d + 1)]);
  return finish(session, work, "majorant", Number.MAX_VALUE, curvature, negative);
}

/** True where the pivot that ended a factorisation is below zero by more than rounding. */
function isNegative({ R, H }: ExactWork, d: number, pivot: number): boolean {
  return R.data[pivot * (d + 1)] < -SINGULAR * Math.abs(H.data[pivot * (d + 1)]);
}

/** p <- -(R'R)^-1 g with the factor in work.R; returns g'(R'R)^-1 g. */
export function solveWithFactor(
  { dimension: d, kernels }: Pick<Session, "dimension" | "kernels">,
  { R, g, p }: ExactWork,
): number {
  for (let j = 0; j < d; j++) p.data[j] = -g.data[j];
  kernels.symmetric.solveTransposed(d, d, R, p);
  const decrement = kernels.vector.dot(p, p);
  kernels.symmetric.solveUpper(d, d, R, p);
  return decrement;
}

function finish(
  session: Session,
  work: ExactWork,
  kind: HessianKind,
  shift: number,
  curvature: Curvature,
  negative: number,
): Direction {
  const decrement = solveWithFactor(session, work);
  return { kind, decrement, shift, smallestPivot: smallestPivot(work, session.dimension), curvature, negative };
}

/** The smallest R_jj^2 / H_jj. */
function smallestPivot({ R, H }: ExactWork, d: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < d; j++) {
    const root = R.data[j * (d + 1)];
    const pivot = (root * root) / Math.abs(H.data[j * (d + 1)] || 1);
    if (pivot < least) least = pivot;
  }
  return least;
}

/** Adds shift |H_jj| to each diagonal entry (an empty column, whose entry is 0, gets the mean). */
function addDiagonal(M: Float64Array, d: number, shift: number, from = M): void {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += Math.abs(from[j * (d + 1)]);
  const mean = sum / d || 1;
  for (let j = 0; j < d; j++) M[j * (d + 1)] += shift * (Math.abs(from[j * (d + 1)]) || mean);
}

/** downhill <- v with v'Hv = the pivot at `index`: [-R^-1 r; 1; 0] with the leading factor R and its next column r. */
function negativeCurvature(session: Session, { R, downhill }: ExactWork, index: number): void {
  const d = session.dimension;
  const v = downhill.data;
  v.fill(0);
  for (let i = 0; i < index; i++) v[i] = -R.data[i * d + index];
  session.kernels.symmetric.solveUpper(index, d, R, downhill);
  v[index] = 1;
}
