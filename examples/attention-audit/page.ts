import { escapeHtml, figure, table } from "../flights/report/html.js";
import { renderSvg } from "../flights/report/render.js";
import { style } from "../flights/report/style.js";
import type { Race } from "./equalTime.js";
import { conditionPlot, racePlot, ratePlot } from "./plots.js";
import type { Recovery } from "./recovery.js";

/** Everything the audit measured, with its tables as they were printed. */
export interface Audit {
  readonly recoveries: readonly Recovery[];
  readonly races: readonly Race[];
  readonly seconds: number;
  readonly tables: Readonly<Record<"rates" | "races" | "words", readonly (readonly string[])[]>>;
}

/** The audit as one HTML file that needs nothing else. */
export async function auditPage({ recoveries, races, seconds, tables }: Audit): Promise<string> {
  const draw = async (spec: Parameters<typeof renderSvg>[0], text: string, caption: string): Promise<string> =>
    figure(await renderSvg(spec, text), escapeHtml(caption));
  const sheet = ([heading, ...rows]: readonly (readonly string[])[]): string =>
    table(
      [...heading],
      rows.map((row) => [...row]),
    );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What attention gives away</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>What attention gives away</h1>
<p class="lead">A self-attention head with known weights W and V shows its output B = softmax(X'WX) X'V. How often can the
tokens X be recovered from it, and how surely?</p>
<h2>Recovery</h2>
<p>Tokens have standard normal entries, W is drawn so that the scores have the stated deviation (1 unless said), V is
square. Every instance is solved from random starts; it counts as found where the tokens are among the perfect fits, and as
alone where they are the only one. With aliases, nothing in B tells which fit is the true one.</p>
${await draw(ratePlot(recoveries), "Recovery rate by shape", "n x d: tokens and entries of a token. Points: share of instances whose tokens were found. Bars: Wilson's 95 % bands.")}
${sheet(tables.rates)}
${await draw(conditionPlot(recoveries), "Recovery rate against the condition of J", "The condition of the residual's Jacobian is how much the output's errors may grow on their way back to the tokens.")}
<h2>Methods in equal time</h2>
<p>Each method had ${seconds} seconds an instance, from as many random starts as it got through. Second-order methods with
matrices use the normal form of the problem (tokens in the affine hull of the outputs, whitened); the others start from standard
normal tokens.</p>
${await draw(racePlot(races), "Recovery rate by method in equal time", "Points: share of instances whose tokens were found. Bars: Wilson's 95 % bands.")}
${sheet(tables.races)}
<h2>Words behind rounded outputs</h2>
<p>Where tokens are rows of a known table, the continuous solution is snapped to its nearest rows, and F at those rows proves
the words right or wrong: it is no more than rounding explains, or far above.</p>
${sheet(tables.words)}
<footer>Made by <code>npm run example:attention</code>; every figure is from this run.</footer>
</main>
</body>
</html>
`;
}
