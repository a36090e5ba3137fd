import { day, percent, seconds, signed, whole } from "../format.js";
import type { Study } from "../study.js";
import { lossSection } from "./lossSection.js";
import { dataSection, ridgeSection } from "./notes.js";
import { airportSection, comparisonSection, convergenceSection, daySection, distanceSection } from "./sections.js";
import { style } from "./style.js";

/** The report as one HTML file that needs nothing else. */
export async function reportPage(study: Study): Promise<string> {
  const sections = [
    introduction(study),
    lossSection(study),
    await convergenceSection(study),
    await distanceSection(study),
    await comparisonSection(study),
    await airportSection(study),
    await daySection(study),
    ridgeSection(study),
    dataSection(study),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A gravity model of US air traffic</title>
<style>${style}</style>
</head>
<body>
<main>${sections.join("")}
</main>
</body>
</html>
`;
}

function introduction(study: Study): string {
  const { total, first, last, airports } = study.flights;
  return `
<h1>A gravity model of US air traffic</h1>
<p class="lead">${whole(total)} flights from ${day(first)} to ${day(last)}, counted for every ordered pair of
${airports.length} airports and every hour of the day, explained by where they start, where they go, when they leave and
how far it is.</p>
${keyFigures(study)}`;
}

function keyFigures({ design, elasticity, result, fits }: Study): string {
  const figures = [
    ["cells", whole(design.A.rows), `${percent(fits[1]!.rowsUsed / design.A.rows)} with a flight`],
    ["coefficients", whole(design.A.columns), `${whole(design.A.data.length)} nonzeros`],
    [
      "distance elasticity",
      signed(elasticity.value, 3),
      `standard error ${elasticity.clustered.toFixed(3)} (by route)`,
    ],
    ["error per cell (RMSE)", fits[0]!.accuracy.allCells.toFixed(1), "flights, all cells"],
    ["fit", seconds(result.seconds), `${result.iterations} iterations, ${result.status}`],
  ];
  const cards = figures.map(
    ([name, value, note]) => `<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`,
  );
  return `<dl class="figures">${cards.join("")}</dl>`;
}
