import type { Curvature, Session } from "../problem/session.js";
import { type Paced, passed } from "../wasm/pace.js";
import { cholesky } from "./cholesky.js";
import { addDiagonal, type ExactWork, SHIFTS, smallestPivot, solveWithFactor, TINY } from "./factor.js";

/**
 * How the matrix that gave a direction relates to the exact Hessian: that itself; shifted by a tiny multiple of its
 * diagonal because it is singular; a majorant because it is indefinite; a sample of its rows ("sampled"); or the exact
 * Hessian again, solved by conjugate gradients with a sample as preconditioner ("pcg"); or no matrix at all ("steepest": where a
 * kink makes Newton's model one of nothing).
 */
export type HessianKind = "exact" | "shifted" | "majorant" | "sampled" | "pcg" | "steepest";

export interface Direction {
  readonly kind: HessianKind;
  /** -g'p: the squared Newton decrement in the matrix used. */
  readonly decrement: number;
  /** At least the squared decrement g'H^-1 g in the matrix that p was meant to solve: what the stopping test reads. */
  readonly bound: number;
  /** Multiple of the diagonal that was added. */
  readonly shift: number;
  /** Smallest pivot over the diagonal entry it came from: 1 for a diagonal matrix, about 1/condition otherwise. */
  readonly smallestPivot: number;
  readonly curvature: Curvature;
  /** Index of a negative pivot of the exact Hessian: work.downhill then holds a direction of negative curvature. */
  readonly negative: number;
  /** True where |D| stood in for D because the start is far: near a stationary point the exact Hessian must have its say. */
  readonly bent: boolean;
  /** True where nothing has shown yet that the Hessian is positive semidefinite, or tried to. */
  readonly provisional: boolean;
  /** What showed the Hessian to be positive definite, if anything did. */
  readonly test?: SecondOrderTest;
  /** True where the session has A p at hand. */
  readonly knownStep?: boolean;
  /** True where more rows were held at zero for it than the point needs: its second-order test covers too little. */
  readonly narrowed?: boolean;
  /** True for the papers' literal step, taken in full without a search. */
  readonly unit?: boolean;
  /** Rows sampled for it, products with the Hessian spent, and |g + H p| / |g| in the norm of M^-1. */
  readonly sampledRows: number;
  readonly linearIterations: number;
  readonly quality: number;
}

/**
 * A Cholesky factorisation of the exact Hessian; 8 Lanczos steps; a sample of rows whose curvatures are all positive; or
 * the summed leverage scores of those that are negative.
 */
export type SecondOrderTest = "cholesky" | "lanczos" | "sample" | "scores";

/** A pivot above -SINGULAR times its diagonal entry counts as zero: it is what rounding leaves of one. */
const SINGULAR = 1e-10;

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

function finish(
  session: Session,
  work: ExactWork,
  kind: "exact" | "shifted" | "majorant",
  shift: number,
  curvature: Curvature,
  negative: number,
): Direction {
  const decrement = solveWithFactor(session, work);
  return {
    kind,
    decrement,
    bound: decrement,
    shift,
    smallestPivot: smallestPivot(work, session.dimension),
    curvature,
    negative,
    bent: kind === "majorant" && negative < 0,
    provisional: false,
    test: kind === "exact" ? "cholesky" : undefined,
    sampledRows: 0,
    linearIterations: 0,
    quality: 0,
  };
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
