import { InputError } from "../../inputError.js";
import { checkVector } from "../../matrix/check.js";
import type { Dense } from "../../matrix/dense.js";
import { type Arena, type Layout, place, planBytes, slice, type Vector } from "../../wasm/memory.js";
import { drain } from "../../wasm/pace.js";
import { type LeastSquaresProblem, type Numbers, OPEN, type Openable, type Opened } from "../problem.js";
import { type AttentionInput, checkAttention } from "./input.js";
import { eachTokenRows } from "./jacobian.js";
import { layoutAttention } from "./layout.js";
import { residualLength } from "./model.js";
import { type NormalForm, normalForm } from "./normalForm.js";
import { gaussNewtonProduct, jvp, likeValues, vjpAdd } from "./products.js";
import { type AttentionSession, attentionSession } from "./session.js";

/** An attention inversion: the public functions, and the door for solvers. */
export type AttentionProblem = LeastSquaresProblem &
  Openable & {
    /** The heads' outputs P X'V (with the residual block X' + P X'V), row-major, one head after another. */
    predict(x: Numbers): Float64Array;
    /** (2 J'J + 2 gamma I) v: the Gauss-Newton part of F'' v. */
    gnvp(x: Numbers, v: Numbers): Float64Array;
    dispose(): void;
    [Symbol.dispose](): void;
  };

/** What the public functions work with, opened at first use: a solve opens its own. */
interface Evaluation {
  readonly session: AttentionSession;
  readonly v: Vector;
  readonly out: Vector;
  value: number;
}

/** Above so many unknowns an N x N array takes more than 512 MB a copy, and "auto" goes without. */
const DENSE = 8192;

/**
 * The inputs of a self-attention head from its weights and its output: find X (d x n, columns = tokens) with
 *
 *     F(x) = sum over heads |P X'V - B|_F^2 + gamma |X|_F^2,   P = rowsoftmax(X'W X),   x = vec(X) = (x_1; ...; x_n),
 *
 * x_i token i; W is d x d, V d x dv, B n x dv. The residual r = vec of P X'V - B, row-major, one head after another, so
 * F = |r|^2 + gamma |x|^2 (`leastSquares` says so), J = r' and the gradient is 2 J'r + 2 gamma x.
 * value, gradient, jvp, vjp, gnvp and hvp form no array of more than n^2 or dv n d entries; jacobian and hessian are dense.
 *
 * Paper 002 ("Unmasking transformers"), Definition 3.1 and Lemmas A.10-D.13, in the formulas of FORMULAS-attention A1
 * (the printed Hessian is not the derivative: errata 1-16). F has the factor of Definition A.9: 1, not 1/2. The paper's
 * gamma = O(n d R^8) makes F convex by regularising the data away (erratum 18): its minimiser is about 0, not X.
 * Even with gamma = 0 several X may give the same B exactly; nothing here says that a minimiser is the X. A solve with
 * `starts` returns all it finds in result.solutions, each perfect fit with the condition of J, the directions that B leaves
 * open, and with `noise` a standard error of every entry. Random starts (all but an x0) go through the normal form of A4.
 * @throws InputError naming argument, index, value and cure.
 */
export function attentionInversion(input: AttentionInput): AttentionProblem {
  const model = checkAttention(input);
  const N = model.n * model.d;
  const m = residualLength(model);
  let evaluation: Evaluation | undefined;
  let normal: { form?: NormalForm } | undefined;
  let disposed = false;

  function alive(): void {
    if (disposed) throw new InputError("disposed", "problem", "this problem was disposed: make a new one");
  }

  /** The model's own arrays, and for dense methods those of its normal form. */
  function layoutBoth(arena: Arena, dense: boolean) {
    const own = layoutAttention(model, arena, dense);
    normal ??= dense ? { form: normalForm(model) } : undefined;
    const form = dense ? normal?.form : undefined;
    return { own, easier: form && { form, parts: layoutAttention(form.model, arena, true) } };
  }

  function open<T>(layout: Layout<T>, dense = true): Opened<T> & { session: AttentionSession } {
    alive();
    const { kernels, parts, release } = place((arena) => ({ own: layoutBoth(arena, dense), parts: layout(arena) }));
    const { own, easier } = parts.own;
    return { session: attentionSession({ model, parts: own, kernels, easier }, release), parts: parts.parts };
  }

  /** The evaluation session at x. */
  function at(x: Numbers): Evaluation {
    alive();
    const checked = checkVector("x", x, N);
    const two = (arena: Arena) => ({ v: arena.f64(Math.max(N, m)), out: arena.f64(Math.max(N, m)) });
    if (!evaluation) {
      // Vectors only: a value must not cost an N x N array.
      const { session, parts } = open(two, false);
      evaluation = { session, ...parts, value: Number.POSITIVE_INFINITY };
    }
    const { session } = evaluation;
    session.x.data.set(checked);
    evaluation.value = drain(session.linearize(session.x));
    return evaluation;
  }

  /** A product with a vector of N entries, N entries long. */
  function square(
    x: Numbers,
    v: Numbers,
    product: (session: AttentionSession, v: Vector, out: Vector) => void,
  ): Float64Array {
    const checked = checkVector("v", v, N);
    const e = at(x);
    const [from, to] = [slice(e.v, 0, N), slice(e.out, 0, N)];
    from.data.set(checked);
    product(e.session, from, to);
    return to.data.slice();
  }

  /** The blocks of a vector of residual entries, one a head. */
  function perHead(session: AttentionSession, v: Vector) {
    let from = 0;
    return session.placed.parts.heads.map((head) => {
      const data = slice(v, from, from + head.Y.data.length);
      from += head.Y.data.length;
      return { head, block: { ...likeValues(session.placed, head, 0), data } };
    });
  }

  const dispose = (): void => {
    disposed = true;
    evaluation?.session.release();
    evaluation = undefined;
  };

  return {
    dimension: N,
    leastSquares: { factor: 1, ridge: 2 * model.gamma },
    value: (x) => at(x).value,
    gradient(x) {
      const { session, out } = at(x);
      const g = slice(out, 0, N);
      drain(session.gradient(g));
      return g.data.slice();
    },
    hvp: (x, v) => square(x, v, (session, from, to) => drain(session.hvp(from, to))),
    gnvp: (x, v) =>
      square(x, v, ({ placed, x: point }, from, to) => drain(gaussNewtonProduct(placed, point, from, to))),
    hessian(x): Dense {
      const checked = checkVector("x", x, N);
      const { session, parts: H } = open((arena) => arena.f64(N * N));
      session.x.data.set(checked);
      drain(session.linearize(session.x));
      drain(session.hessian(H));
      const data = H.data.slice();
      for (let i = 0; i < N; i++) for (let j = 0; j < i; j++) data[i * N + j] = data[j * N + i];
      session.release();
      return { rows: N, columns: N, data };
    },
    predict(x) {
      const { placed } = at(x).session;
      const out = new Float64Array(m);
      let from = 0;
      for (const { C, B } of placed.parts.heads) {
        for (let k = 0; k < C.data.length; k++) out[from + k] = C.data.data[k] + B.data.data[k];
        from += C.data.length;
      }
      return out;
    },
    residual(x) {
      const out = new Float64Array(m);
      let from = 0;
      for (const { C } of at(x).session.placed.parts.heads) {
        out.set(C.data.data, from);
        from += C.data.length;
      }
      return out;
    },
    jacobian(x): Dense {
      const { session } = at(x);
      const data = new Float64Array(m * N);
      let from = 0;
      const visit = (head: { Y: { columns: number } }, _i: number, rows: Float64Array): void => {
        const length = head.Y.columns * N;
        data.set(rows.subarray(0, length), from);
        from += length;
      };
      drain(eachTokenRows(session.placed, session.x, visit));
      return { rows: m, columns: N, data };
    },
    jvp(x, v) {
      const checked = checkVector("v", v, N);
      const { session, v: all, out } = at(x);
      const u = slice(all, 0, N);
      u.data.set(checked);
      for (const { head, block } of perHead(session, out)) drain(jvp(session.placed, head, session.x, u, block));
      return out.data.slice(0, m);
    },
    vjp(x, u) {
      const checked = checkVector("u", u, m);
      const { session, v: all, out } = at(x);
      all.data.set(checked);
      const to = slice(out, 0, N);
      to.data.fill(0);
      for (const { head, block } of perHead(session, all)) {
        drain(vjpAdd(session.placed, head, session.x, block, 1, to));
      }
      return to.data.slice();
    },
    dispose,
    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: dispose,
    [OPEN]: {
      methods:
        N > DENSE
          ? ["pcg", "gaussNewton", "exact", "sampled", "gradient", "adam"]
          : ["gaussNewton", "exact", "sampled", "pcg", "gradient", "adam"],
      jacobianRows: m,
      bytes: (layout, matrices = true) => planBytes((arena) => [layoutBoth(arena, matrices), layout(arena)]),
      open,
    },
  } as AttentionProblem;
}
