import { InputError } from "../../inputError.js";
import { checkVector } from "../../matrix/check.js";
import { rowCosts } from "../../matrix/rowCosts.js";
import { type Arena, type Layout, place, planBytes } from "../../wasm/memory.js";
import { drain, type Paced } from "../../wasm/pace.js";
import { type LeastSquaresProblem, type Numbers, OPEN, type Openable, type Opened } from "../problem.js";
import type { Engine } from "./engine.js";
import type { Model } from "./model.js";
import type { Scores } from "./scores.js";
import { layoutSession, leverageSession } from "./session.js";

/** A leverage-score inversion: the public functions, and the door for solvers. */
export type LeverageProblem = LeastSquaresProblem &
  Openable & {
    predict(x: Numbers): Float64Array;
    dispose(): void;
    [Symbol.dispose](): void;
  };

/** A model's storage and how to make it there. */
export interface ModelFactory<P> {
  readonly scores: Scores;
  /** Entries of predict(x). */
  readonly predictions: number;
  readonly layout: (arena: Arena) => P;
  readonly make: (parts: P, engine: Engine) => Model;
  /** True where the model's surrogate gives rows to sample. */
  readonly sampled: boolean;
  /** True where steps must stay in the cell, the signs of s, of the start. */
  readonly inCell: boolean;
}

/** The public description of a leverage problem; evaluation has its own memory, opened at first use, as has each solve. */
export function leverageProblem<P>(factory: ModelFactory<P>): LeverageProblem {
  const { predictions, scores, sampled } = factory;
  const { A, n, d } = scores;
  let evaluation: { model: Model; release(): void } | undefined;
  let disposed = false;

  const alive = (): void => {
    if (disposed) throw new InputError("disposed", "problem", "this problem was disposed: make a new one");
  };
  /** The evaluation model at x. */
  const at = (x: Numbers): Model => {
    alive();
    const checked = checkVector("x", x, d);
    if (!evaluation) {
      const { kernels, parts, release } = place(factory.layout);
      evaluation = { model: factory.make(parts, { kernels, pace: { spent: 0 } }), release };
    }
    drain(evaluation.model.move(checked));
    return evaluation.model;
  };
  const filled = (length: number, fill: (out: Float64Array) => void): Float64Array => {
    const out = new Float64Array(length);
    fill(out);
    return out;
  };
  const vector = (length: number, work: (out: Float64Array) => Paced<void>): Float64Array =>
    filled(length, (out) => drain(work(out)));
  const dispose = (): void => {
    disposed = true;
    evaluation?.release();
    evaluation = undefined;
  };
  const together =
    <T>(layout: Layout<T>) =>
    (arena: Arena) => ({
      model: factory.layout(arena),
      session: layoutSession(scores, sampled, arena),
      solver: layout(arena),
    });

  return {
    dimension: d,
    value: (x) => at(x).value(),
    gradient: (x) => vector(d, at(x).gradient),
    hvp(x, v) {
      const checked = checkVector("v", v, d);
      const model = at(x);
      return vector(d, (out) => model.hvp(checked, out));
    },
    hessian: (x) => ({ rows: d, columns: d, data: vector(d * d, at(x).hessian) }),
    predict: (x) => filled(predictions, at(x).predict),
    residual(x) {
      const model = at(x);
      return filled(model.residuals, model.residual);
    },
    jacobian(x) {
      const model = at(x);
      return { rows: model.residuals, columns: d, data: vector(model.residuals * d, model.jacobian) };
    },
    jvp(x, v) {
      const checked = checkVector("v", v, d);
      const model = at(x);
      return vector(model.residuals, (out) => model.jvp(checked, out));
    },
    vjp(x, u) {
      const model = at(x);
      const checked = checkVector("u", u, model.residuals);
      return vector(d, (out) => model.vjp(checked, out));
    },
    dispose,
    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: dispose,
    [OPEN]: {
      methods: ["gaussNewton", "exact", ...(sampled ? (["sampled"] as const) : []), "gradient", "adam"],
      shape: sampled ? { rows: n, columns: d, surrogate: true, costsWith: (costs) => rowCosts(A, costs) } : undefined,
      bytes: (layout) => planBytes(together(layout)),
      open<T>(layout: Layout<T>): Opened<T> {
        alive();
        const { kernels, parts, release } = place(together(layout));
        const engine: Engine = { kernels, pace: { spent: 0 } };
        const model = factory.make(parts.model, engine);
        const seat = { parts: parts.session, engine, release };
        const session = leverageSession(model, scores, factory.inCell, seat);
        return { session, parts: parts.solver };
      },
    },
  } as LeverageProblem;
}
