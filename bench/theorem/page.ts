import { escapeHtml, figure, table } from "../../examples/flights/report/html.js";
import { renderSvg } from "../../examples/flights/report/render.js";
import { style } from "../../examples/flights/report/style.js";
import { listed, type Versions } from "../versions.js";
import type { Chapter } from "./chapter.js";

const OWN = `
table { font-size: 13.5px; }
th, td { padding: 5px 8px; }
h3 { font-size: 15px; margin: 22px 0 0; }
.method { color: var(--soft); }
.texts td, .texts th { white-space: normal; text-align: left; }
`;

/** The report as one HTML file that needs nothing else. */
export async function theoremPage(chapters: readonly Chapter[], versions: Versions, quick: boolean): Promise<string> {
  const sections: string[] = [];
  for (const chapter of chapters) sections.push(await section(chapter));
  const warning = quick ? "<p><b>A quick run: sizes are too small to judge anything by.</b></p>" : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The theorem, measured</title>
<style>${style}${OWN}</style>
</head>
<body>
<main>
<h1>The theorem, measured</h1>
<p class="lead">Approximate Newton with a leverage-score sampled Hessian: what its papers claim, beside what one run of
this package does.</p>
${warning}${sections.join("")}
<footer>${escapeHtml(listed(versions))}. Made by <code>npm run bench -- theorem</code>; every figure is from this run,
and the JSON record beside this page has them all.</footer>
</main>
</body>
</html>
`;
}

async function section({ title, method, findings, sheets, plots, verdicts }: Chapter): Promise<string> {
  const figures: string[] = [];
  for (const { spec, description, caption } of plots) {
    figures.push(figure(await renderSvg(spec, description), escapeHtml(caption)));
  }
  const judged = verdicts.map(({ subject, bar, measured, verdict }) => [subject, bar, measured, verdict]);
  const all = judged.length
    ? [...sheets, { title: "bars", rows: [["on", "bar", "measured", "verdict"], ...judged] }]
    : sheets;
  return `
<h2>${escapeHtml(title)}</h2>
<p class="method">${escapeHtml(method)}</p>
${findings.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}
${figures.join("\n")}
${all.map((sheet) => `<h3>${escapeHtml(sheet.title)}</h3>${htmlTable(sheet.rows)}`).join("\n")}`;
}

/** A table that wraps where its cells are sentences. */
function htmlTable([heading, ...rows]: readonly (readonly string[])[]): string {
  const html = table(
    [...heading],
    rows.map((row) => [...row]),
  );
  const texts = rows.some((row) => row.some((cell) => cell.length > SENTENCE));
  return texts ? `<div class="texts">${html}</div>` : html;
}

const SENTENCE = 30;
