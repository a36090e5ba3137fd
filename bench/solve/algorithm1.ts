// Algorithm 1 of paper 004 (Solving Regularized Exp, Cosh and Sinh Regression Problems) run to the letter for f = exp, as
// printed and with its signs mended one after another: x_0 given, unit steps, no line search. SUBSAMPLE is left out: with
// every row it returns the best it can, and what is shown is not its error. Errata E1 to E4 say what is wrong where.
import { solve } from "subnewton";
import { short, table } from "../table.js";
import { algorithm1Instances, type Instance } from "./algorithm1Instances.js";
import { distance, norm, solveSquare } from "./linear.js";

const PAPER_ACCURACY = 1e-6;
const MOST_PASSES = 200;
const ROUNDING = 1e-14;

/** Which of the three errata are mended. */
interface Version {
  readonly name: string;
  /** Line 11: x + H^-1 g printed, x - H^-1 g meant. */
  readonly step: 1 | -1;
  /** Line 5: - w.w printed, + w.w meant. */
  readonly curvatureMended: boolean;
  /** Line 7: without A'(w.w.Ax) printed, with it meant. */
  readonly gradientMended: boolean;
}

const VERSIONS: readonly Version[] = [
  { name: "as printed", step: 1, curvatureMended: false, gradientMended: false },
  { name: "step's sign mended", step: -1, curvatureMended: false, gradientMended: false },
  { name: "signs of step and D mended", step: -1, curvatureMended: true, gradientMended: false },
  { name: "signs and gradient mended", step: -1, curvatureMended: true, gradientMended: true },
];

/** What one version did on one instance. */
interface Run {
  readonly instance: string;
  readonly version: string;
  readonly startDistance: number;
  /** Start distance over the radius of the theorem. */
  readonly beyondRadius?: number;
  /** T = ln(|x0 - x*| / eps) of line 3, rounded up, for eps = PAPER_ACCURACY of the start's distance. */
  readonly paperPasses?: number;
  readonly paperDistance?: number;
  /** Passes until the distance is at most eps, or rounding's where eps is below it; missing if that never happens. */
  readonly passes?: number;
  /** Largest |x_t+1 - x*| / |x_t - x*| while above rounding; the theorem says 0.4. */
  readonly worstStep?: number;
  readonly endDistance: number;
  readonly ending: string;
}

/** Prints what Algorithm 1 does on an instance that meets its conditions, from within and without its radius, and on an ordinary one. */
export function runAlgorithm1(seed: number): Run[] {
  const runs = algorithm1Instances(seed).flatMap((instance) => [
    ...VERSIONS.map((version) => run(instance, version)),
    ours(instance),
  ]);
  const heading = [
    "instance",
    "version",
    "|x0 - x*|",
    "over radius",
    "after T + 1 passes",
    "passes to eps",
    "worst step",
    "ends at",
    "ending",
  ];
  const rows = runs.map((one) => [
    one.instance,
    one.version,
    short(one.startDistance),
    short(one.beyondRadius),
    short(one.paperDistance),
    one.passes === undefined ? "" : String(one.passes),
    one.worstStep === undefined ? "" : `${short(one.worstStep)} x`,
    short(one.endDistance),
    one.ending,
  ]);
  const T = runs[0].paperPasses;
  console.log(
    `\nAlgorithm 1 of paper 004 to the letter, with all rows; eps = 1e-6 |x0 - x*|, so T = ${T}; distances are to x*`,
  );
  console.log(table([heading, ...rows]));
  return runs;
}

function run(instance: Instance, version: Version): Run {
  const { solution, name, radius } = instance;
  let x = instance.x0;
  const distances = [distance(x, solution)];
  let stepNorm = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < MOST_PASSES && Number.isFinite(distances[pass]); pass++) {
    const next = onePass(instance, version, x);
    stepNorm = distance(next, x);
    x = next;
    distances.push(distance(x, solution));
  }
  const start = distances[0];
  const rounding = ROUNDING * norm(solution);
  const paperPasses = Math.ceil(Math.log(1 / PAPER_ACCURACY));
  const passes = distances.findIndex((d) => d <= Math.max(PAPER_ACCURACY * start, rounding));
  const steps = distances.slice(1).flatMap((d, t) => (distances[t] > rounding ? [d / distances[t]] : []));
  return {
    instance: name,
    version: version.name,
    startDistance: start,
    beyondRadius: radius && start / radius,
    paperPasses,
    paperDistance: distances[Math.min(paperPasses + 1, distances.length - 1)],
    passes: passes < 0 ? undefined : passes,
    worstStep: Math.max(...steps.filter(Number.isFinite)),
    endDistance: distances[distances.length - 1],
    ending: endingOf(distances, stepNorm, rounding),
  };
}

function endingOf(distances: readonly number[], stepNorm: number, rounding: number): string {
  const last = distances[distances.length - 1];
  if (!Number.isFinite(last)) return `not finite at pass ${distances.length - 1}`;
  if (last <= 10 * rounding) return "at the solution, to rounding";
  return stepNorm <= rounding ? "at rest, but not at the solution" : "still moving";
}

/** Lines 5 to 11. */
function onePass({ whole, bare }: Instance, { step, curvatureMended, gradientMended }: Version, x: Float64Array) {
  const g = (gradientMended ? whole : bare).gradient(x);
  const mended = whole.hessian(x).data;
  const plain = bare.hessian(x).data;
  // A'(D0 - W^2)A = 2 A'D0 A - A'(D0 + W^2)A.
  const H = curvatureMended ? mended : plain.map((v, k) => 2 * v - mended[k]);
  const p = solveSquare(H, g);
  return x.map((v, j) => v + step * p[j]);
}

/** The package's own Newton method, with its line search, on the same instance. */
function ours({ name, whole, solution, x0, radius }: Instance): Run {
  const { x, status, iterations } = solve(whole, { x0, method: "exact", tolerance: 1e-15, seed: 1 });
  const start = distance(x0, solution);
  return {
    instance: name,
    version: "subnewton, exact",
    startDistance: start,
    beyondRadius: radius && start / radius,
    endDistance: distance(x, solution),
    ending: `${status} in ${iterations} iterations`,
  };
}
