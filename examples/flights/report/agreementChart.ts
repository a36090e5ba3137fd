import type { TopLevelSpec } from "vega-lite";
import { type ComparedFit, METHOD_NAMES } from "../comparison.js";
import { HOURS } from "../data.js";
import { INK, METHOD_COLOURS } from "./theme.js";

const LOWEST = 0.1;
const HIGHEST = 20_000;
const BINS_PER_DECADE = 8;

/** Observed against predicted flights of the routes that are flown, all hours together, one panel a fit. */
export function agreementChart(observed: Float64Array, fits: ComparedFit[]): TopLevelSpec {
  const flights = routeTotals(observed);
  const names = fits.map(({ method }) => METHOD_NAMES[method]);
  const axis = {
    values: [0.1, 1, 10, 100, 1000, 10_000],
    // The SI prefix would write a tenth as 100m.
    labelExpr: "datum.value < 1000 ? datum.value : datum.value / 1000 + 'k'",
  };
  const scale = { type: "log" as const, domain: [LOWEST, HIGHEST], nice: false };
  return {
    hconcat: fits.map(({ method, predicted }) => ({
      title: METHOD_NAMES[method],
      width: 222,
      height: 222,
      layer: [
        {
          data: { values: density(flights, routeTotals(predicted)) },
          mark: { type: "rect" as const },
          encoding: {
            x: { field: "observed", type: "quantitative" as const, scale, axis, title: "observed flights" },
            x2: { field: "observedEnd" },
            y: { field: "predicted", type: "quantitative" as const, scale, axis, title: "predicted flights" },
            y2: { field: "predictedEnd" },
            opacity: {
              field: "routes",
              type: "quantitative" as const,
              scale: { type: "log" as const, domain: [1, 60], range: [0.18, 1], clamp: true },
              legend: null,
            },
            color: {
              datum: METHOD_NAMES[method],
              type: "nominal" as const,
              scale: { domain: names, range: fits.map((fit) => METHOD_COLOURS[fit.method]) },
              legend: null,
            },
          },
        },
        {
          data: { values: [LOWEST, HIGHEST].map((value) => ({ value })) },
          mark: { type: "line" as const, strokeDash: [4, 3], strokeWidth: 1, color: INK, opacity: 0.6 },
          encoding: {
            x: { field: "value", type: "quantitative" as const },
            y: { field: "value", type: "quantitative" as const },
          },
        },
      ],
    })),
    spacing: 16,
  };
}

function routeTotals(counts: Float64Array): Float64Array {
  const totals = new Float64Array(counts.length / HOURS);
  for (let row = 0; row < counts.length; row++) totals[Math.floor(row / HOURS)]! += counts[row]!;
  return totals;
}

/** Routes per square of a log-log grid; predictions below the plot are counted on its lower edge. */
function density(observed: Float64Array, predicted: Float64Array) {
  const squares = new Map<string, { column: number; row: number; routes: number }>();
  const binOf = (value: number): number => Math.floor(Math.log10(Math.max(value, LOWEST)) * BINS_PER_DECADE + 1e-9);
  for (let route = 0; route < observed.length; route++) {
    if (observed[route] === 0) continue;
    const column = binOf(observed[route]!);
    const row = binOf(Math.min(predicted[route]!, HIGHEST * 0.999));
    const square = squares.get(`${column},${row}`) ?? { column, row, routes: 0 };
    square.routes += 1;
    squares.set(`${column},${row}`, square);
  }
  const edge = (bin: number): number => 10 ** (bin / BINS_PER_DECADE);
  return [...squares.values()].map(({ column, row, routes }) => ({
    observed: edge(column),
    observedEnd: edge(column + 1),
    predicted: edge(row),
    predictedEnd: Math.min(edge(row + 1), HIGHEST),
    routes,
  }));
}
