import { escapeHtml, figure, table } from "../flights/report/html.js";
import { style } from "../flights/report/style.js";
import type { FromGradient, ScaleFree } from "./audit.js";
import type { Cars } from "./cars.js";
import { errorChart } from "./chart.js";
import type { Summary } from "./summary.js";
import { HEADER, lineOf } from "./summary.js";

export interface Findings {
  readonly cars: Cars;
  readonly owners: number;
  readonly blind: number;
  readonly summaries: readonly Summary[];
  readonly scaleFree: ScaleFree;
  readonly gradients: readonly FromGradient[];
}

/** The report, one self-contained file. */
export function auditPage({ cars, owners, blind, summaries, scaleFree, gradients }: Findings): string {
  const { rows, columns } = cars.A;
  const dots =
    "Relative error of x for each owner: blue with the residuals' signs known, orange without. The tick is what the first owner's certificate predicts.";
  const gradientRows = gradients.map((g) => [
    String(g.distance),
    g.error.toExponential(1),
    String(g.roots),
    String(g.others),
    g.nearest.toExponential(1),
  ]);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What do published leverage scores give away?</title><style>${style}</style></head><body><main>
<h1>What do published leverage scores give away?</h1>
<p class="lead">${rows} cars, ${columns} coefficients. An owner fits fuel consumption to a secret half of a public table and
publishes each car's leverage score in the design weighted by 1 / residual. The reader knows the table, not the model.</p>
<p class="formula">sigma = diag(U (U'U)^-1 U'),  U = diag(1/s) A,  s = A x - b</p>
<h2>Rounded releases</h2>
<p>${owners} owners, each with a half of its own; releases of ${blind} are also read without the signs of s. "within 2" is the share of readings whose error is at most twice what their
certificate predicts (errorPerNoise times the rounding of the score that is rounded most): the prediction's measured coverage.</p>
${figure(errorChart(summaries.map(({ audit }) => audit)), dots)}
${table(HEADER, summaries.map(lineOf))}
<h2>What is not recovered</h2>
<p>With weights 1 / prediction the offset b is 0 and the length of x leaves no trace. The solve says so: status
<code>${escapeHtml(scaleFree.status)}</code>, "${escapeHtml(scaleFree.message)}" The direction is found all the same, to an
angle of ${scaleFree.angle.toExponential(1)}; the length is off by a factor of ${scaleFree.lengthRatio.toPrecision(3)}.</p>
<h2>A published gradient instead</h2>
<p>The gradient of the scores' loss has ${columns} entries and many roots. x is identified by a guess nearby, and by nothing else:
from farther off other roots come first, and each of them explains the release as well as x does.</p>
${table(["Dikin distance of the guess", "error from it", "roots from 20 starts", "other points", "nearest root's error"], gradientRows)}
<footer>Data: <code>cars.json</code> of the npm package vega-datasets. Made by examples/leverage-audit.</footer>
</main></body></html>
`;
}
