import { isOpenable, OPEN, type Problem, type RowShape } from "../problem/problem.js";
import type { Session } from "../problem/session.js";
import { sampleCapacity } from "../sketch/layout.js";
import type { Arena } from "../wasm/memory.js";
import type { Chosen } from "./choose.js";
import { type ExactWork, layoutExact } from "./factor.js";
import { layoutVectors } from "./firstOrder.js";
import { layoutJacobianSample } from "./jacobianSample.js";
import { type JacobiWork, jacobiMethod, layoutJacobi } from "./jacobiMethod.js";
import { exactMethod, type Method } from "./method.js";
import type { CheckedOptions } from "./options.js";
import { layoutSampled, type SampledWork, sampledMethod } from "./sampledMethod.js";
import { layoutTruncated } from "./truncatedNewton.js";

export type MethodWork = ExactWork | JacobiWork | SampledWork;

/** A sample may grow to this multiple of the rows asked for. */
const GROWTH = 4;

export function shapeOf(problem: Problem): RowShape | undefined {
  return isOpenable(problem) ? problem[OPEN].shape : undefined;
}

const FIRST_ORDER: readonly string[] = ["gradient", "adam"];

/** True where the session must have room for matrices of dimension^2 as well; without rows to sample "pcg" forms none. */
export function needsMatrices(problem: Problem, { method }: Chosen): boolean {
  return !FIRST_ORDER.includes(method) && !(method === "pcg" && !shapeOf(problem));
}

/** Storage of a method: the exact one's, which every other falls back on, and what it needs beside. */
export function layoutMethod(problem: Problem, chosen: Chosen, arena: Arena): MethodWork {
  const { method, rows, diagonalFirst } = chosen;
  const d = problem.dimension;
  if (!needsMatrices(problem, chosen)) return method === "pcg" ? layoutTruncated(d, arena) : layoutVectors(d, arena);
  const shape = shapeOf(problem);
  const exact = layoutExact(d, arena);
  const jacobianRows = isOpenable(problem) ? problem[OPEN].jacobianRows : undefined;
  if (method === "sampled" && jacobianRows) return { ...exact, ...layoutJacobianSample(jacobianRows, d, arena) };
  if (!shape) return exact;
  if (method === "exact") return diagonalFirst ? { ...exact, ...layoutJacobi(shape.rows, d, arena) } : exact;
  const capacity = sampleCapacity(shape.rows, Math.min(shape.rows, GROWTH * rows));
  return { ...exact, ...layoutSampled(shape.rows, d, capacity, arena) };
}

/** The method of one start. */
export function methodFor(
  session: Session,
  work: MethodWork,
  { method, rows, diagonalFirst }: Chosen,
  { sampling, seed }: CheckedOptions,
  start: number,
): Method {
  const form = session.rowForm;
  let found = exactMethod(session, work);
  if (form && (method === "sampled" || method === "pcg") && "list" in work) {
    const { by = "leverage", step = "search", certify = false } = sampling;
    found = sampledMethod(session, form, work, { name: method, by, step, certify, rows, seed, start });
  }
  return form && diagonalFirst && "image" in work ? jacobiMethod(session, form, work, found) : found;
}
