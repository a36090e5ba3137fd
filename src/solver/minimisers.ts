import { adam, gradientDescent } from "./firstOrder.js";
import { type Ending, minimise, type Run, type Steps } from "./minimise.js";
import { piecewise } from "./piecewise.js";
import { regionNewton } from "./regionNewton.js";
import { truncatedNewton } from "./truncatedNewton.js";

/** Minimises from one start. */
export type Minimiser = (run: Run, start: number, x0: Float64Array) => Steps<Ending>;

/** A problem names the methods it offers, and its session the globaliser it wants: nothing here asks which problem it is. */
export function minimiserOf({ session, chosen }: Run): Minimiser {
  if (chosen.method === "gradient") return gradientDescent;
  if (chosen.method === "adam") return adam;
  if (chosen.method === "gaussNewton") return (run, start, x0) => regionNewton(run, start, x0, "gaussNewton");
  if (session.globaliser === "piecewise") return piecewise;
  if (chosen.method === "pcg" && !session.rowForm) return truncatedNewton;
  if (chosen.method === "sampled" && session.jacobianForm) {
    return (run, start, x0) => regionNewton(run, start, x0, "sampled");
  }
  if (chosen.method === "sampled" || chosen.method === "pcg") return minimise;
  if (session.globaliser === "trustRegion") return (run, start, x0) => regionNewton(run, start, x0, "damped");
  return minimise;
}
