import { InputError } from "../inputError.js";
import { checkVector } from "../matrix/check.js";
import type { Dense } from "../matrix/dense.js";
import { type Arena, type Layout, place, planBytes, type Vector } from "../wasm/memory.js";
import { drain } from "../wasm/pace.js";
import { type CompositeSession, compositeSession } from "./composite.js";
import { type Composite, layoutComposite } from "./compositeLayout.js";
import { jacobian, jvp, residual, residualLength, vjp } from "./compositeResidual.js";
import { scatter } from "./compositeScatter.js";
import { type LeastSquaresProblem, type Numbers, OPEN, type Openable, type Opened } from "./problem.js";

/** A regression of this package: the public functions, and the door for solvers. */
export type CompositeProblem = LeastSquaresProblem &
  Openable & {
    predict(x: Numbers): Float64Array;
    dispose(): void;
    [Symbol.dispose](): void;
  };

/** What the public functions work with, opened at first use: a solve opens its own, so a callback may call these. */
interface Evaluation {
  readonly session: CompositeSession;
  readonly x: Vector;
  readonly v: Vector;
  readonly out: Vector;
  /** F at the session's point. */
  value: number;
}

/** The public description of a composite problem. */
export function compositeProblem(composite: Composite): CompositeProblem {
  const { A, loss } = composite;
  const d = A.columns;
  let evaluation: Evaluation | undefined;
  let disposed = false;

  function open<T>(layout: Layout<T>, hessian = true): Opened<T> & { session: CompositeSession } {
    alive();
    const { kernels, parts, release } = place((arena) => ({
      own: layoutComposite(composite, arena, hessian),
      parts: layout(arena),
    }));
    return { session: compositeSession(composite, { parts: parts.own, kernels, release }), parts: parts.parts };
  }

  function alive(): void {
    if (disposed) throw new InputError("disposed", "problem", "this problem was disposed: make a new one");
  }

  function evaluator(): Evaluation {
    if (!evaluation) {
      const three = (arena: Arena) => ({ x: arena.f64(d), v: arena.f64(d), out: arena.f64(d) });
      // Vectors only: a value must not cost a d x d array.
      const { session, parts } = open(three, false);
      evaluation = { session, ...parts, value: Number.POSITIVE_INFINITY };
    }
    return evaluation;
  }

  /** The evaluation session at x. */
  function at(x: Numbers): Evaluation {
    alive();
    const checked = checkVector("x", x, d);
    const e = evaluator();
    e.x.data.set(checked);
    e.value = drain(e.session.linearize(e.x));
    return e;
  }

  const dispose = (): void => {
    disposed = true;
    evaluation?.session.release();
    evaluation = undefined;
  };

  const problem: CompositeProblem = {
    dimension: d,
    value: (x) => at(x).value,
    gradient(x) {
      const e = at(x);
      drain(e.session.gradient(e.out));
      return e.out.data.slice();
    },
    hvp(x, v) {
      const checked = checkVector("v", v, d);
      const e = at(x);
      e.v.data.set(checked);
      drain(e.session.hvp(e.v, e.out));
      return e.out.data.slice();
    },
    hessian(x) {
      alive();
      const checked = checkVector("x", x, d);
      const { session, parts: H } = open((arena) => arena.f64(d * d));
      session.x.data.set(checked);
      drain(session.linearize(session.x));
      drain(session.hessian(H));
      const result = symmetric(d, H.data);
      session.release();
      return result;
    },
    predict(x) {
      const { rows } = at(x).session;
      const out = new Float64Array(A.rows);
      loss.predict(rows, out);
      return out;
    },
    residual: (x) => residual(composite, at(x).session),
    jacobian: (x) => jacobian(composite, at(x).session),
    jvp: (x, v) => jvp(composite, at(x), checkVector("v", v, d)),
    vjp: (x, u) => vjp(composite, at(x), checkVector("u", u, residualLength(composite))),
    dispose,
    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: dispose,
    [OPEN]: {
      bytes: (layout, matrices) => planBytes((arena) => [layoutComposite(composite, arena, matrices), layout(arena)]),
      open,
      scatter: (x) => scatter(composite, checkVector("x", x, d), (layout) => open(layout, false)),
    },
  } as CompositeProblem;

  return problem;
}

/** Both triangles from the upper one. */
export function symmetric(d: number, upper: Float64Array): Dense {
  const data = upper.slice();
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) data[i * d + j] = upper[j * d + i];
  return { rows: d, columns: d, data };
}
