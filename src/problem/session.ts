import type { MatrixOperand } from "../matrix/matrix.js";
import type { Kernels } from "../wasm/kernels.js";
import type { Vector } from "../wasm/memory.js";
import type { Pace, Paced } from "../wasm/pace.js";

/** How often each part of a problem was evaluated. */
export interface Counts {
  value: number;
  gradient: number;
  hvp: number;
  factorization: number;
}

/** F along x + t p, with everything that depends on p computed once. */
export interface Line {
  /** The largest change of the loss's own variable for t = 1 (of x where there is none). */
  readonly reach: number;
  /** F(x + t p); Infinity where it overflows. */
  value(t: number): Paced<number>;
  /** d/dt F(x + t p) at the t that value() was last asked for. */
  slope(t: number): Paced<number>;
  /** Moves the session to x + t p. */
  accept(t: number): Paced<void>;
}

/** Facts of a point for the certificate. */
export interface Curvature {
  /** True where the Hessian is known to be positive semidefinite here, so that a negative pivot is rounding. */
  readonly semidefinite: boolean;
  /** Rows whose curvature is negative. */
  readonly negativeRows: number;
  /** Their share of the sum of absolute curvatures: the mass that a majorant turns round. */
  readonly negativeMass: number;
}

/** The same solutions in coordinates in which random starts succeed more often. */
export interface Easier {
  /** Of a function that is 0 where F is; in the same memory, with the counts and the pace of its own session. */
  readonly session: Session;
  /** x <- the point that y stands for. */
  lift(y: Vector, x: Vector): void;
  /** y <- the nearest that stands for x. */
  enter(x: Vector, y: Vector): void;
}

/** The rows behind a Hessian A' diag(D) A + ridge I, for methods that sample them. */
export interface RowForm {
  readonly A: MatrixOperand;
  readonly ridge: number;
  /** out_i <- |D_i| at the current point: A' diag(|D|) A + ridge I bounds the Hessian from above. */
  weights(out: Vector): Paced<Curvature>;
  /** Av <- A v and hv <- (A' diag(weights) A + ridge I) v; without weights, the exact Hessian's product. */
  product(v: Vector, hv: Vector, Av: Vector, weights?: Vector): Paced<void>;
  /** n doubles for A p, where the solver has it already: along(p, true) then takes it from here. */
  readonly step: Vector;
  /** out_i <- max(-D_i, 0): the part that the bound turned round. */
  negativeWeights(out: Vector): Paced<void>;
}

/** The rows behind a Gauss-Newton matrix weight J'J + ridge I, for methods that sample them. */
export interface JacobianForm {
  readonly J: MatrixOperand;
  readonly weight: number;
  readonly ridge: number;
  /** Brings J to the current point. */
  update(): Paced<void>;
}

/**
 * A problem at work: one memory, one current point. A solver knows nothing of matrices or losses behind it.
 * Long operations pause between blocks of rows (Paced).
 */
export interface Session {
  readonly dimension: number;
  readonly kernels: Kernels;
  readonly pace: Pace;
  readonly counts: Counts;
  /** The current point. Change it only through linearize and Line.accept. */
  readonly x: Vector;
  /** Moves to x and returns F there, Infinity where it overflows. */
  linearize(x: Vector): Paced<number>;
  /** S = F + 0.5 |target|^2 at the current point: F may be a tiny difference of terms of this size. */
  magnitude(): number;
  /** g <- F' */
  gradient(g: Vector): Paced<void>;
  /** s <- |A|'(sizes of the terms of the slope): g_j cannot be trusted below eps s_j. */
  gradientSize(s: Vector): Paced<void>;
  /** hv <- F'' v */
  hvp(v: Vector, hv: Vector): Paced<void>;
  /** H <- F'', upper triangle. */
  hessian(H: Vector): Paced<Curvature>;
  /** M <- a positive semidefinite part of F'' made of first derivatives, upper triangle: for least squares 2 factor J'J. */
  gaussNewton?(M: Vector): Paced<void>;
  /** Where gaussNewton is made of rows that may be sampled. */
  readonly jacobianForm?: JacobianForm;
  /** M <- the metric in which a trust region measures steps, positive definite, upper triangle; none: the plain norm. */
  metric?(M: Vector): Paced<void>;
  /** Steps no longer than this in the metric are tried without damping first: its natural unit, if it has one. */
  readonly undamped?: number;
  /** Where random starts are to be minimised first, before F itself. */
  readonly easier?: Easier;
  /** What makes exact Newton steps global. Default "line". */
  readonly globaliser?: "line" | "trustRegion";
  /** Turns the H that hessian() has just made into a positive semidefinite upper bound of it; false if none is known. */
  majorant(H: Vector): boolean;
  /** Undefined where the Hessian has no such form. */
  readonly rowForm?: RowForm;
  /** `known`: rowForm.step holds A p. */
  along(p: Vector, known?: boolean): Paced<Line>;
  /** x <- where a solve without x0 begins; none: 0. */
  firstStart?(x: Vector, seed: number): Paced<void>;
  /** x <- the problem's k-th random start (k = 1, 2, ...), the same for the same seed. */
  randomStart(seed: number, k: number, x: Vector): void;
  /** True where two points are the same solution. */
  same(x: Float64Array, y: Float64Array): boolean;
  /** Gives the memory back: nothing of the session may be used afterwards. */
  release(): void;
  /** Plain facts about the current point for the certificate of every start. */
  facts(): Record<string, number | boolean | string>;
  /** Further facts for the certificate of each distinct solution, where they cost as much as an iteration or more. */
  evidence?(): Paced<object>;
}
