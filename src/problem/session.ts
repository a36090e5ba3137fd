import type { MatrixOperand, RowOperand } from "../matrix/matrix.js";
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
  /** d/dt F(x + t p) at the t that value() was last asked for; where F has kinks, on the side of t given (default: beyond). */
  slope(t: number, side?: -1 | 1): Paced<number>;
  /** Moves the session to x + t p. */
  accept(t: number): Paced<void>;
  /** The t strictly between where the line crosses a kink of F, each once, in order; none: F is smooth. */
  breakpoints?(from: number, to: number): Float64Array;
}

/**
 * A piecewise smooth F with kinks on hyperplanes a_i'x = 0: crossing one from below adds gamma_i a_i to the gradient, so that
 * F'(x; d) = g'd + sum over rows on their kink of gamma_i max(a_i'd, 0), with g the gradient as if those were inactive.
 */
export interface Kinks {
  /** gamma, as of the last gradient(); 0 for rows that have no kink. */
  readonly jumps: Vector;
  /** a_i'x */
  readonly values: Vector;
  /** Rows whose kink the point is on. */
  zeros(): readonly number[];
  /** out <- a_i */
  row(i: number, out: Float64Array): void;
  /** Puts x on the kinks of zeros() exactly; returns F. */
  settle(): Paced<number>;
  /**
   * From here on the session is F on the space a_i'x = 0, i in held: gradient and product are projected on it,
   * and the Hessian has a positive multiple of the identity across it. Other zeros count as active if in `on`, else as
   * inactive. A dependent row among those held changes nothing. The evidence is for the certificate.
   */
  hold(held: readonly number[], on: readonly number[], evidence: KinkEvidence): void;
  /** True where row i counts as active: by its sign, or on its kink by hold(). */
  isActive(i: number): boolean;
  /** a_i'd of every row, until the next call of the session. */
  rates(d: Vector): Paced<Vector>;
  /** v <- its projection on the space held. */
  project(v: Vector): void;
}

/** Rows on their kinks, for the certificate. */
export interface KinkFacts {
  readonly rows: readonly number[];
  /** theta, one a row. */
  readonly multipliers: readonly number[];
}

export interface KinkEvidence extends KinkFacts {
  /** True where it is proven that no direction leads down to first order, if g + sum theta_i gamma_i a_i is 0. */
  readonly proven: boolean;
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

/**
 * The rows behind a Hessian A' diag(D) A + ridge I, for methods that sample them. Where a term of low rank stands beside
 * it (softmax), A is the rows as they are in the sum of squares that the two make together: see centredRows.
 */
export interface RowForm {
  readonly A: RowOperand;
  readonly ridge: number;
  /** out <- weights of an upper bound A' diag(weights) A + ridge I of the Hessian here: |D|, or the loss's own majorant. */
  weights(out: Vector): Paced<Curvature>;
  /** Av <- A v and hv <- (A' diag(weights) A + ridge I) v; without weights, the exact Hessian's product. */
  product(v: Vector, hv: Vector, Av: Vector, weights?: Vector): Paced<void>;
  /** n doubles for A p, where the solver has it already: along(p, true) then takes it from here. */
  readonly step: Vector;
  /** out_i <- max(-D_i, 0): the bound exceeds the Hessian by twice A' diag(out) A at most. */
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
  readonly globaliser?: "line" | "trustRegion" | "piecewise";
  /** With "piecewise": where F is not smooth. */
  readonly kinks?: Kinks;
  /** Turns the H that hessian() has just made into a positive semidefinite upper bound of it; false if none is known. */
  majorant(H: Vector): boolean;
  /** Undefined where the Hessian has no such form. */
  readonly rowForm?: RowForm;
  /** `known`: rowForm.step holds A p. */
  along(p: Vector, known?: boolean): Paced<Line>;
  /** True where F is constant around the point to every digit, so that no start can be made there. */
  level?(): boolean;
  /**
   * Where F may tend to a value at infinity, its Hessian vanishing: the largest change of the loss's variable along v over
   * the size of the terms that make it, to tell such a direction from one in which x is undetermined.
   */
  share?(v: Vector): Paced<number>;
  /** x <- where a solve without x0 begins; none: 0. */
  firstStart?(x: Vector, seed: number): Paced<void>;
  /** x <- the problem's k-th random start (k = 1, 2, ...), the same for the same seed. */
  randomStart(seed: number, k: number, x: Vector): void;
  /** True where two points are the same solution. */
  same(x: Float64Array, y: Float64Array): boolean;
  /** Gives the memory back: nothing of the session may be used afterwards. */
  release(): void;
  /** Plain facts about the current point for the certificate of every start. */
  facts(): Record<string, number | boolean | string | KinkFacts>;
  /** Further facts for the certificate of each distinct solution, where they cost as much as an iteration or more. */
  evidence?(): Paced<object>;
}
