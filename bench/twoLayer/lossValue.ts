import { dense, solve, twoLayerRegression } from "subnewton";
import { evaluate, type TwoLayer } from "../../test/oracle/twoLayer.js";
import { short, table } from "../table.js";
import { curvature, fixedSteps, paperInstance } from "./literal.js";

/** N = R^4 (16 + f) / l of paper 000's Theorem 29, with the R = 5, f = 21, l = 1 that its conditions ask of the instance. */
const N = 23125;
const STEPS = 2000;

const solved = ({ A1, A2, b, w }: TwoLayer): number =>
  solve(twoLayerRegression({ A1: dense(A1 as number[][]), A2: dense(A2 as number[][]), b, w }), { starts: 8 }).value;

/**
 * The loss-value mode of paper 000 (Lemmas 23 to 26, Theorem 29): Newton steps of a fixed length eta, no Lipschitz assumption on the
 * Hessian, and L(x_t) is said to fall to L_min. Run on the instance of errata R5 and R6, which meets the conditions on w: what happens.
 */
export function reportLossValueMode(): void {
  console.log("\n# Two-layer regression: the paper's loss-value mode, x <- x - eta H^-1 g\n");
  const first = paperInstance([1, 0]);
  const least = solved(first);
  const rows = [["eta", "x_0", `x_${STEPS}`, "L there", "L_min by solve", "above"]];
  for (const eta of [1, 0.5, 0.1, 0.01]) {
    const end = fixedSteps(first, -0.02, eta, STEPS)[STEPS];
    const value = evaluate(first, [end]).value;
    rows.push([String(eta), "-0.02", short(end, 6), short(value, 7), short(least, 7), short(value - least, 3)]);
  }
  console.log(table(rows));
  console.log("Ends above the minimum, whatever eta: L has a minimum on either side of the kink at 0 (R5, R4).\n");

  const second = paperInstance([0, 1]);
  const path = fixedSteps(second, -0.0118, 1, 200);
  const cycle = path.slice(-4).map((x) => short(x, 5));
  console.log(`b = (0, 1): the minimiser is x = 0, a kink (solve: L = ${short(solved(second), 7)}).`);
  console.log(
    `Full steps from -0.0118 end in the cycle ${cycle.join(", ")}; L there ${short(evaluate(second, [path[200]]).value, 7)}.`,
  );

  const x = 1e-9;
  const g = evaluate(second, [x]).gradient[0];
  const h = curvature(second, x);
  const eta = 1 / N;
  const actual = evaluate(second, [x - (eta * g) / h]).value - evaluate(second, [x]).value;
  const claimed = -((eta - (N * eta * eta) / 2) * g * g) / h;
  console.log(
    `From 1e-9 with eta = 1/N, N = ${N}: L changes by ${short(actual)}, Lemma 26 says at most ${short(claimed)} (R6).`,
  );
  console.log(
    `Theorem 29's count is N^2 = ${short(N * N)} iterations for each factor e (R21); solve takes a few in all.`,
  );
}
