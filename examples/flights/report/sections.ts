import type { ComparedFit } from "../comparison.js";
import { percent, signed } from "../format.js";
import type { Study } from "../study.js";
import { agreementChart } from "./agreementChart.js";
import { airportMap } from "./airportMap.js";
import { convergenceChart } from "./convergenceChart.js";
import { distanceChart } from "./distanceChart.js";
import { hourChart } from "./hourChart.js";
import { figure } from "./html.js";
import { renderSvg } from "./render.js";
import { strengthChart } from "./strengthChart.js";
import { comparisonTable, elasticityTable } from "./tables.js";

export async function convergenceSection({ design, result, influence }: Study): Promise<string> {
  const chart = await renderSvg(convergenceChart(result), "Convergence of the fit by iteration");
  const farthest = influence[0] ? ` (${influence[0].name} goes furthest)` : "";
  const caption = `Every measure is divided by its value at the start; below 1e-15 it is rounding and left out. The long
straight stretch is the price of near-empty airports: along the tail of an exponential a Newton step lowers an effect by
half a unit to a unit, however far it has to go${farthest}. With these in place convergence is quadratic.`;
  return `
<h2>Convergence</h2>
<p>Newton's method on all ${design.A.columns} coefficients at once, from a constant start (the logarithm of the mean
count). Status: <b>${result.status}</b>; ${result.message}. The loss is not convex, so this is a local minimum found from
one start; the Hessian there is ${result.certificate.hessian}.</p>
${figure(chart, caption)}`;
}

export async function distanceSection(study: Study): Promise<string> {
  const { design, elasticity, fits } = study;
  const chart = await renderSvg(distanceChart(design, onePerMethod(fits)), "Flights against distance");
  const caption = `Left: the power law each fit claims, airports and hour held fixed. Right: what the same fits predict on
average for routes of that length, with the airports there are; both axes logarithmic. Log-linear predictions are plain
retransformations, without smearing.`;
  return `
<h2>How distance thins out traffic</h2>
<p>The elasticity of ${signed(elasticity.value, 2)} means that routes twice as long carry
${percent(1 - 2 ** elasticity.value, 0)} fewer flights between otherwise equal airports. How sure one may be depends on
what is assumed of the errors. The classical formula takes one variance for all cells, which counts never have; the
sandwich lets each cell have its own; clustering also admits that the 24 hours of a route share their errors. Trust the
last.</p>
${elasticityTable(study)}
${figure(chart, caption)}`;
}

export async function comparisonSection(study: Study): Promise<string> {
  const { design, fits } = study;
  const chart = await renderSvg(
    agreementChart(design.b, onePerMethod(fits)),
    "Observed against predicted flights by route",
  );
  const caption = `The routes that are flown, all hours together; the stronger the colour, the more routes. On the dashed
line the prediction is right; predictions below a tenth of a flight sit on the lower edge. Routes never flown have no
place on logarithmic axes.`;
  return `
<h2>Three fits on the same cells</h2>
<p>No fit wins by every yardstick: least squares on counts has the smallest squared error in flights because that is what
it minimises, and the fit of log(1 + n) has the smallest error on that scale. The first explains
${percent(explainedVariance(study), 0)} of the variance of the counts: one hour profile for all routes, and no knowledge of
hubs and airlines, is a coarse model.</p>
${comparisonTable(study)}
${figure(chart, caption)}`;
}

export async function airportSection({ flights, design, effects }: Study): Promise<string> {
  const map = await renderSvg(airportMap(effects), "Map of airport effects");
  const bars = await renderSvg(strengthChart(effects), "The strongest airports");
  const reference = flights.airports[design.layout.referenceAirport]!;
  const mapCaption = "Dot area is pull. Puerto Rico and the Virgin Islands are estimated but lie off this map.";
  const barCaption = `The strongest airports with 95 % sandwich intervals, which take the cells for independent; clustering
by route would widen them.`;
  return `
<h2>Airports</h2>
<p>The pull of an airport is the geometric mean of its origin and destination factors, ${reference.code}
(${reference.city}) set to 1. It is not its traffic: remote airports need more pull for the same number of flights.</p>
${figure(map, mapCaption)}
${figure(bars, barCaption)}`;
}

export async function daySection({ design, fits }: Study): Promise<string> {
  const chart = await renderSvg(hourChart(design, onePerMethod(fits)), "Flights by hour of day");
  const reference = design.layout.referenceHour;
  const caption = `Hour factors against the hour of most flights (${reference}:00). Bars: all flights of the hour.`;
  return `
<h2>The day</h2>
<p>One profile for all routes. Least squares on counts follows the day of the busy routes. Log-linear fits describe
something else: without the zeros, how many flights a cell has if it has any; with log(1 + n), a scale on which most cells
are empty at every hour and hardly move.</p>
${figure(chart, caption)}`;
}

/** One curve a method: the plain retransformation, with which the logarithm is undone and nothing else. */
function onePerMethod(fits: ComparedFit[]): ComparedFit[] {
  return fits.filter((fit, index) => fits[index - 1]?.method !== fit.method);
}

function explainedVariance({ fits, design }: Study): number {
  const mean = design.b.reduce((sum, count) => sum + count, 0) / design.b.length;
  const variance = design.b.reduce((sum, count) => sum + (count - mean) ** 2, 0) / design.b.length;
  return 1 - fits[0]!.accuracy.allCells ** 2 / variance;
}
