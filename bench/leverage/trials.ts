import { leverageGradientInversion, leverageInversion, solve } from "subnewton";
import { type Instance, relativeError } from "./instance.js";

/** x counts as recovered up to this relative error, a point as a root up to this residual, relative to max(1, |c|). */
export const RECOVERED = 1e-6;
export const ROOT = 1e-10;

export interface Outcome {
  readonly recovered: boolean;
  /** False for a wrong success: a point that is called a solution and is none. */
  readonly honest: boolean;
}

const scoresOf = ({ A, b, x }: Instance): Float64Array => leverageInversion({ A, b, tau: b }).predict(x);

/** x from its scores, with or without the signs of A x - b. */
export function fromScores(instance: Instance, known: boolean): Outcome {
  const { A, b, x, signs } = instance;
  const tau = scoresOf(instance);
  const problem = leverageInversion({ A, b, tau, signs: known ? signs : undefined });
  const result = solve(problem);
  const recovered = relativeError(x, result.x) <= RECOVERED;
  const fits = problem.predict(result.x).every((v, i) => Math.abs(v - tau[i]) <= 1e-8);
  // Another point may have these scores; one without them must show that in its residual.
  return { recovered, honest: recovered || fits || !result.success || residualOf(result.certificate) > 1e-8 };
}

/** x from a gradient, from a start at a Dikin distance. */
export function fromGradient(instance: Instance, distance: number): Outcome {
  const { x } = instance;
  const { problem, c } = published(instance);
  const result = solve(problem, { x0: instance.near(distance) });
  return { recovered: relativeError(x, result.x) <= RECOVERED, honest: honest(problem, c, result) };
}

/** Points found from x's neighbourhood and seeded random starts: how many are true roots, and how many misreport themselves. */
export function fromRandomStarts(instance: Instance, starts: number): { points: number; roots: number; wrong: number } {
  const { problem, c } = published(instance);
  const { solutions } = solve(problem, { x0: instance.near(0.1), starts, seed: 1 });
  const wrong = solutions.filter((solution) => !honest(problem, c, solution)).length;
  const roots = solutions.filter(({ certificate }) => certificate.root === true).length;
  return { points: solutions.length, roots, wrong };
}

function published({ A, b, tau, x }: Instance) {
  const c = leverageInversion({ A, b, tau }).gradient(x);
  return { problem: leverageGradientInversion({ A, b, tau, c }), c };
}

interface Found {
  readonly x: Float64Array;
  readonly certificate: object;
}

/** A root has the residual of one, anything else says that it is none. */
function honest(
  problem: { predict(x: Float64Array): Float64Array },
  c: Float64Array,
  { x, certificate }: Found,
): boolean {
  const length = (v: Float64Array): number => Math.sqrt(v.reduce((sum, vj) => sum + vj * vj, 0));
  const residual = length(problem.predict(x).map((g, j) => g - c[j]));
  const { root } = certificate as { root?: boolean };
  return root === true ? residual <= ROOT * Math.max(1, length(c)) : root === false;
}

function residualOf(certificate: object): number {
  return (certificate as { residual?: number }).residual ?? Number.POSITIVE_INFINITY;
}
