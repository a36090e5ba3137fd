import { InputError } from "../../inputError.js";
import { checkVector } from "../../matrix/check.js";
import { rowCosts } from "../../matrix/rowCosts.js";
import { type Arena, type Layout, place, planBytes, type Vector } from "../../wasm/memory.js";
import { drain } from "../../wasm/pace.js";
import { type CompositeProblem, symmetric } from "../compositeProblem.js";
import { type Numbers, OPEN, type Opened } from "../problem.js";
import { layoutSoftmax, type SoftmaxModel } from "./layout.js";
import { jacobian, jvp, residual, residualLength, vjp } from "./residual.js";
import { scatter } from "./scatter.js";
import { type SoftmaxSession, softmaxSession } from "./session.js";

/** What the public functions work with, opened at first use: a solve opens its own, so a callback may call these. */
interface Evaluation {
  readonly session: SoftmaxSession;
  readonly x: Vector;
  readonly v: Vector;
  readonly out: Vector;
  /** F at the session's point. */
  value: number;
}

/** The public description of a softmax regression. */
export function softmaxProblem(model: SoftmaxModel): CompositeProblem {
  const { A } = model;
  const d = A.columns;
  let evaluation: Evaluation | undefined;
  let disposed = false;

  const alive = (): void => {
    if (disposed) throw new InputError("disposed", "problem", "this problem was disposed: make a new one");
  };
  function open<T>(layout: Layout<T>, hessian = true): Opened<T> & { session: SoftmaxSession } {
    alive();
    const { kernels, parts, release } = place((arena) => ({
      own: layoutSoftmax(model, arena, hessian),
      parts: layout(arena),
    }));
    return { session: softmaxSession(model, { parts: parts.own, kernels, release }), parts: parts.parts };
  }
  /** The evaluation session at x. */
  function at(x: Numbers): Evaluation {
    alive();
    const checked = checkVector("x", x, d);
    if (!evaluation) {
      const three = (arena: Arena) => ({ x: arena.f64(d), v: arena.f64(d), out: arena.f64(d) });
      // Vectors only: a value must not cost a d x d array.
      const { session, parts } = open(three, false);
      evaluation = { session, ...parts, value: Number.POSITIVE_INFINITY };
    }
    evaluation.x.data.set(checked);
    evaluation.value = drain(evaluation.session.linearize(evaluation.x));
    return evaluation;
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
    predict: (x) => at(x).session.f.data.slice(),
    residual: (x) => residual(model, at(x).session),
    jacobian: (x) => jacobian(model, at(x)),
    jvp: (x, v) => jvp(model, at(x), checkVector("v", v, d)),
    vjp: (x, u) => vjp(model, at(x), checkVector("u", u, residualLength(model))),
    dispose,
    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: dispose,
    [OPEN]: {
      methods: ["exact", "sampled", "pcg"],
      shape: { rows: A.rows, columns: d, costsWith: (costs) => rowCosts(A, costs) },
      bytes: (layout, matrices) => planBytes((arena) => [layoutSoftmax(model, arena, matrices), layout(arena)]),
      open,
      scatter: (x) => scatter(model, checkVector("x", x, d), (layout) => open(layout, false)),
    },
  } as CompositeProblem;

  return problem;
}
