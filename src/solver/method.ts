import type { Session } from "../problem/session.js";
import type { Paced } from "../wasm/pace.js";
import { type Direction, newtonDirection } from "./direction.js";
import { type ExactWork, solveWithFactor } from "./factor.js";
import type { SamplingCertificate } from "./result.js";

/** Where Newton directions come from; one for each start of a solve. */
export interface Method {
  /** p <- a direction at the session's point; `far` while every step still cuts F by a tenth. */
  direction(far: boolean): Paced<Direction>;
  /** A provisional direction, in p, with its second-order test made; or p <- the exact one where that test fails. */
  confirm(found: Direction): Paced<Direction>;
  /** At least half the squared decrement at the session's point, with g there in work.g; loosely where it is below `enough`. */
  halfDecrement(enough: number): Paced<number>;
  /** What the sampling did, where there was any. */
  certificate(): Paced<SamplingCertificate | undefined>;
  /** Where the diagonal was tried as preconditioner first: whether it was enough to the end. */
  diagonalEnough?(): boolean;
}

/** Full Newton: Gram matrix and Cholesky factorisation in every iteration. */
export function exactMethod(session: Session, work: ExactWork): Method {
  return {
    direction: (far) => newtonDirection(session, work, far),
    *confirm(found) {
      return found;
    },
    // The factor is the last iteration's, one step away: good to first order.
    *halfDecrement() {
      return 0.5 * solveWithFactor(session, work);
    },
    *certificate() {
      return undefined;
    },
  };
}
