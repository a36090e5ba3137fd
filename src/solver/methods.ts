import type { MethodName } from "../problem/problem.js";
import type { Arena } from "../wasm/memory.js";
import { type ExactWork, layoutExact } from "./direction.js";
import { adam, gradientDescent, layoutVectors } from "./firstOrder.js";
import { type Ending, minimise, type Run, type Steps } from "./minimise.js";
import { regionNewton } from "./regionNewton.js";

/** How one start is minimised, and what a solve lays out for it. */
export interface Method {
  /** True where the session must have room for matrices of dimension^2 as well. */
  readonly matrices: boolean;
  layout(d: number, arena: Arena): ExactWork;
  minimise(run: Run, start: number, x0: Float64Array): Steps<Ending>;
}

const dense = { matrices: true, layout: layoutExact };
const lean = { matrices: false, layout: layoutVectors };

/** A problem names those it offers, and its session the globaliser it wants: nothing here asks which problem it is. */
export const METHODS: Readonly<Record<MethodName, Method>> = {
  exact: {
    ...dense,
    minimise: (run, start, x0) =>
      run.session.globaliser === "trustRegion" ? regionNewton(run, start, x0, "damped") : minimise(run, start, x0),
  },
  gaussNewton: { ...dense, minimise: (run, start, x0) => regionNewton(run, start, x0, "gaussNewton") },
  gradient: { ...lean, minimise: gradientDescent },
  adam: { ...lean, minimise: adam },
};
