import { short } from "../../table.js";
import { median } from "../../timing.js";
import { judge, type Verdict } from "../../verdict.js";
import { type Chapter, outOf, type Sheet } from "../chapter.js";
import { fitLine, type Line } from "../statistics.js";
import { ACCURACY, distances, type Effort, type MethodName, NAMES, PROMISED, type Run } from "./measure.js";
import { distancePlot } from "./plot.js";

const decades = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, k) => 10 ** (from + k * step));

const FULL: Effort = {
  families: ["GA", "EXP-D"],
  rows: 20000,
  part: 1,
  perColumn: 16,
  seeds: 5,
  distances: decades(-9, 1, 1),
};
const QUICK: Effort = { ...FULL, rows: 1500, part: 0.25, seeds: 1, distances: decades(-9, 0, 3) };
/** Starts within this distance (of |x*|) are fitted: the theorem is about a start near x*. */
const NEAR = 0.01;
const STRAIGHT = 0.95;

/** (e) Iterations against log(|x0 - x*| / eps). */
export function distanceChapter(quick: boolean, progress: (name: string) => void): Chapter {
  const effort = quick ? QUICK : FULL;
  const runs = distances(effort, progress);
  const fits = effort.families.flatMap((family) => NAMES.map((method) => fitOf(runs, family, method)));
  return {
    title: "(e) Iterations against log(|x0 - x*| / eps)",
    method: `Claim: log(|x0 - x*| / eps) iterations. ${effort.families.join(" and ")} with n = ${effort.rows}, ${effort.perColumn}d rows by leverage,
${effort.seeds} random directions and seeds a distance, until the error in the H-norm is eps = ${ACCURACY} |x*|. Lines are least squares over
all runs that start within ${NEAR} |x*| and get there; farther starts are shown, not fitted. At the papers' rate a unit of
the logarithm takes ${PROMISED.toFixed(2)} iterations.`,
    findings: effort.families.map((family) => finding(family, fits, runs)),
    sheets: [...effort.families.map((family) => sheet(family, runs)), fitSheet(fits)],
    plots: [distancePlot(runs, effort.families)],
    verdicts: verdicts(fits, quick),
    record: { effort, runs, fits },
  };
}

interface Fit {
  readonly family: string;
  readonly method: MethodName;
  readonly line: Line;
}

function fitOf(runs: readonly Run[], family: string, method: MethodName): Fit {
  const own = runs.filter(
    (run) => run.family === family && run.method === method && run.reached && run.distance <= NEAR,
  );
  const line = fitLine(
    own.map(({ logarithm }) => logarithm),
    own.map(({ iterations }) => iterations),
  );
  return { family, method, line };
}

function sheet(family: string, runs: readonly Run[]): Sheet {
  const heading = ["|x0 - x*| / |x*|", "ln(... / eps)", ...NAMES.flatMap((name) => [name, "reached"])];
  const rows = [...new Set(runs.map(({ distance }) => distance))].map((distance) => {
    const at = runs.filter((run) => run.family === family && run.distance === distance);
    return [
      distance.toExponential(0),
      at[0].logarithm.toFixed(1),
      ...NAMES.flatMap((name) => {
        const own = at.filter(({ method }) => method === name);
        const reached = own.filter((run) => run.reached);
        return [short(median(reached.map(({ iterations }) => iterations)), 2), outOf(reached.length, own.length)];
      }),
    ];
  });
  return { title: `${family}: median iterations to eps`, rows: [heading, ...rows] };
}

function fitSheet(fits: readonly Fit[]): Sheet {
  const heading = ["family", "method", "iterations a unit of ln", "standard error", "rate a step", "r^2", "runs"];
  const rows = fits.map(({ family, method, line: { slope, slopeError, r2, points } }) => [
    family,
    method,
    slope.toFixed(3),
    slopeError.toFixed(3),
    Math.exp(-1 / slope).toFixed(3),
    r2.toFixed(4),
    String(points),
  ]);
  return { title: "straight-line fits near x*", rows: [heading, ...rows] };
}

function finding(family: string, fits: readonly Fit[], runs: readonly Run[]): string {
  const parts = fits
    .filter((fit) => fit.family === family)
    .map(({ method, line: { slope, r2 } }) => {
      const far = runs.filter((run) => run.family === family && run.method === method && run.distance > NEAR);
      const reached = far.filter((run) => run.reached).length;
      return `${method} ${slope.toFixed(2)} (r^2 = ${r2.toFixed(3)}; ${outOf(reached, far.length)} farther starts got there)`;
    });
  return `${family}, iterations a unit of the logarithm near x*: ${parts.join(", ")}.`;
}

/** Only the sampled steps are claimed to converge linearly: the others are to be faster. */
function verdicts(fits: readonly Fit[], quick: boolean): Verdict[] {
  return fits
    .filter(({ method }) => method.startsWith("sampled"))
    .flatMap(({ family, method, line: { slope, slopeError, r2 } }) => {
      const subject = `${family}, ${method}`;
      const straight = (share: number): boolean => share >= STRAIGHT;
      const fast = (rate: number): boolean => rate <= PROMISED;
      const show = (): string => `${slope.toFixed(3)} +- ${slopeError.toFixed(3)}`;
      return [
        judge(subject, `a straight line: r^2 >= ${STRAIGHT}`, r2, straight, (share) => share.toFixed(4), quick),
        judge(subject, `at most ${PROMISED.toFixed(2)} iterations a unit of ln`, slope, fast, show, quick),
      ];
    });
}
