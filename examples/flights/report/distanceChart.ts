import type { TopLevelSpec } from "vega-lite";
import { type ComparedFit, METHOD_NAMES } from "../comparison.js";
import { HOURS } from "../data.js";
import { DISTANCE_UNIT_KM, type GravityDesign } from "../design.js";
import { INK, METHOD_COLOURS } from "./theme.js";

const SHORTEST_KM = 50;
const LONGEST_KM = 8000;
const BANDS = 16;

/** Left: the decay each fit claims. Right: the mean count per cell it predicts in bands of distance. */
export function distanceChart(design: GravityDesign, fits: ComparedFit[]): TopLevelSpec {
  const names = fits.map(({ method }) => METHOD_NAMES[method]);
  const colours = fits.map(({ method }) => METHOD_COLOURS[method]);
  const x = {
    field: "kilometres",
    type: "quantitative" as const,
    scale: { type: "log" as const, domain: [SHORTEST_KM, LONGEST_KM] },
    title: "great-circle distance, km",
    axis: { values: [50, 100, 200, 500, 1000, 2000, 5000], format: "~s", grid: false },
  };
  const color = {
    field: "fit",
    type: "nominal" as const,
    scale: { domain: [...names, "observed"], range: [...colours, INK] },
  };
  const means = { field: "mean", type: "quantitative" as const, scale: { type: "log" as const } };
  return {
    hconcat: [
      {
        title: "what the fits claim: all else equal, against 1000 km",
        width: 345,
        height: 260,
        data: { values: claims(design, fits) },
        mark: { type: "line", strokeWidth: 2.2 },
        encoding: {
          x,
          y: {
            field: "factor",
            type: "quantitative",
            scale: { type: "log" },
            title: "factor on the expected count",
            axis: { values: [0.1, 0.2, 0.5, 1, 2, 5, 10] },
          },
          color,
        },
      },
      {
        title: "what they predict: mean flights per cell",
        width: 345,
        height: 260,
        data: { values: bandMeans(design, fits) },
        layer: [
          {
            transform: [{ filter: "datum.fit != 'observed'" }],
            mark: { type: "line", strokeWidth: 2.2 },
            encoding: {
              x,
              y: { ...means, title: "mean flights per cell", axis: { values: [0.01, 0.1, 1, 10, 100], format: "~g" } },
              color,
            },
          },
          {
            transform: [{ filter: "datum.fit == 'observed'" }],
            mark: { type: "point", filled: true, size: 45, opacity: 1 },
            encoding: { x, y: means, color },
          },
        ],
      },
    ],
    spacing: 30,
  };
}

function claims(design: GravityDesign, fits: ComparedFit[]) {
  return fits.flatMap(({ method, coefficients }) =>
    [SHORTEST_KM, LONGEST_KM].map((kilometres) => ({
      fit: METHOD_NAMES[method],
      kilometres,
      factor: (kilometres / DISTANCE_UNIT_KM) ** coefficients[design.layout.distance]!,
    })),
  );
}

function bandMeans(design: GravityDesign, fits: ComparedFit[]) {
  const series = [
    { fit: "observed", counts: design.b },
    ...fits.map(({ method, predicted }) => ({ fit: METHOD_NAMES[method], counts: predicted })),
  ];
  const step = Math.log(LONGEST_KM / SHORTEST_KM) / BANDS;
  return series.flatMap(({ fit, counts }) => {
    const sums = new Float64Array(BANDS);
    const cells = new Float64Array(BANDS);
    counts.forEach((count, row) => {
      const band = Math.floor(Math.log(design.routes.kilometres[Math.floor(row / HOURS)]! / SHORTEST_KM) / step);
      if (band < 0 || band >= BANDS) return;
      sums[band]! += count;
      cells[band]! += 1;
    });
    return Array.from(sums, (sum, band) => ({
      fit,
      kilometres: SHORTEST_KM * Math.exp((band + 0.5) * step),
      mean: sum / cells[band]!,
    })).filter(({ mean }) => mean > 0);
  });
}
