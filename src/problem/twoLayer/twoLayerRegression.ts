import { InputError } from "../../inputError.js";
import { checkNames, checkNumber, checkVector } from "../../matrix/check.js";
import type { Dense } from "../../matrix/dense.js";
import { type Matrix, matrixOf } from "../../matrix/matrix.js";
import { type Arena, type Layout, place, planBytes, type Vector } from "../../wasm/memory.js";
import { drain } from "../../wasm/pace.js";
import { type Numbers, OPEN, type Openable, type Opened, type Problem } from "../problem.js";
import { formCosts } from "./costs.js";
import { layoutTwoLayer } from "./layout.js";
import type { TwoLayerModel } from "./model.js";
import { type TwoLayerSession, twoLayerSession } from "./session.js";

/** What two-layer regression takes. */
export interface TwoLayerInput {
  /** n x d, from csr(...) or dense(...): the hidden layer. */
  readonly A1: Matrix;
  /** m x n, from csr(...) or dense(...): the output layer. */
  readonly A2: Matrix;
  /** m targets; they need not be a distribution. */
  readonly b: Numbers;
  /** Regulariser: 0.5 |w.(A2 relu(A1 x))|^2, a number for all outputs or m of them. Default 0. */
  readonly w?: number | Numbers;
  /** 0.5 ridge |x|^2, which keeps x bounded where outputs do not. Default 0. */
  readonly ridge?: number;
}

/** A two-layer regression: the public functions, and the door for solvers. */
export type TwoLayerProblem = Problem &
  Openable & {
    /** f = softmax(A2 relu(A1 x)), m entries. */
    predict(x: Numbers): Float64Array;
    dispose(): void;
    [Symbol.dispose](): void;
  };

/**
 * Two-layer softmax-ReLU regression, min over x in R^d of
 *
 *     F(x) = 0.5 |softmax(v) - b|^2 + 0.5 |w.v|^2 + 0.5 ridge |x|^2,   v = A2 relu(A1 x).
 *
 * With C = A2 diag(1[A1 x > 0]) A1, so that v = C x: gradient C'(f.c - <f,c> f + w.w.v) + ridge x, f = softmax(v), c = f - b;
 * Hessian C'(B + diag(w.w)) C + ridge I, B the Hessian of softmax least squares. Both hold off the hyperplanes a_i'x = 0, where F
 * has kinks; on them gradient and hessian take the row as inactive. More minimisers than not lie on kinks: a
 * solve holds such rows at zero, stops on the residual of 0 = g + sum_i theta_i gamma_i a_i with 0 <= theta_i <= 1, and gives the rows
 * and theta as certificate.kinks. gradient, hvp and value take two passes over A1 and A2 and never form C; hessian forms its rows a
 * tile at a time.
 *
 * Paper 000, Definition 8 and Lemmas 43-51, in the formulas of FORMULAS-regression 1.3 (errata R1-R21; the printed theorems say
 * nothing about kinks, R1, R4, R11, R18).
 * @throws InputError naming argument, index, value and cure.
 */
export function twoLayerRegression(input: TwoLayerInput): TwoLayerProblem {
  const model = check(input);
  const d = model.A1.columns;
  const m = model.A2.rows;
  let evaluation: { session: TwoLayerSession; v: Vector; out: Vector; value: number } | undefined;
  let disposed = false;

  function open<T>(layout: Layout<T>, dense = true): Opened<T> & { session: TwoLayerSession } {
    if (disposed) throw new InputError("disposed", "problem", "this problem was disposed: make a new one");
    const { kernels, parts, release } = place((arena) => ({
      own: layoutTwoLayer(model, arena, dense),
      parts: layout(arena),
    }));
    return { session: twoLayerSession(model, parts.own, kernels, release), parts: parts.parts };
  }

  /** The evaluation session at x. */
  function at(x: Numbers) {
    const checked = checkVector("x", x, d);
    if (disposed || !evaluation) {
      const two = (arena: Arena) => ({ v: arena.f64(d), out: arena.f64(d) });
      // Vectors only: a value must not cost a d x d array.
      const { session, parts } = open(two, false);
      evaluation = { session, ...parts, value: Number.POSITIVE_INFINITY };
    }
    evaluation.session.x.data.set(checked);
    evaluation.value = drain(evaluation.session.linearize(evaluation.session.x));
    return evaluation;
  }

  const dispose = (): void => {
    disposed = true;
    evaluation?.session.release();
    evaluation = undefined;
  };

  return {
    dimension: d,
    value: (x) => at(x).value,
    gradient(x) {
      const { session, out } = at(x);
      drain(session.gradient(out));
      return out.data.slice();
    },
    hvp(x, v) {
      const checked = checkVector("v", v, d);
      const { session, v: from, out } = at(x);
      from.data.set(checked);
      drain(session.hvp(from, out));
      return out.data.slice();
    },
    hessian(x): Dense {
      const checked = checkVector("x", x, d);
      const { session, parts: H } = open((arena) => arena.f64(d * d));
      session.x.data.set(checked);
      drain(session.linearize(session.x));
      drain(session.hessian(H));
      const data = H.data.slice();
      for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) data[i * d + j] = data[j * d + i];
      session.release();
      return { rows: d, columns: d, data };
    },
    predict: (x) => at(x).session.point.parts.f.data.slice(),
    dispose,
    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: dispose,
    [OPEN]: {
      methods: ["exact", "sampled", "pcg"],
      shape: {
        rows: 2 * m + d,
        columns: d,
        costsWith: (costs) => formCosts(model, costs),
      },
      bytes: (layout, matrices = true) => planBytes((arena) => [layoutTwoLayer(model, arena, matrices), layout(arena)]),
      open,
    },
  } as TwoLayerProblem;
}

function check(input: TwoLayerInput): TwoLayerModel {
  if (typeof input !== "object" || input === null) {
    throw new InputError("type", "input", "twoLayerRegression takes one object { A1, A2, b, w?, ridge? }");
  }
  checkNames("twoLayerRegression", input, ["A1", "A2", "b", "w", "ridge"]);
  const A1 = matrixOf("A1", input.A1);
  const A2 = matrixOf("A2", input.A2);
  if (A2.columns !== A1.rows) {
    throw new InputError(
      "length",
      "A2",
      `A2 has ${A2.columns} columns and A1 has ${A1.rows} rows: A2 takes relu(A1 x), so they must agree`,
    );
  }
  const b = checkVector("b", input.b, A2.rows);
  const ridge = input.ridge === undefined ? 0 : checkNumber("ridge", input.ridge, 0);
  return { A1, A2, b, w2: squares(input.w, A2.rows), ridge };
}

function squares(w: number | Numbers = 0, length: number): Float64Array {
  if (typeof w === "number") return new Float64Array(length).fill(square(checkNumber("w", w)));
  return checkVector("w", w, length).map((v) => v * v);
}

const square = (t: number): number => t * t;
