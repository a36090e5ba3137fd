import type { TopLevelSpec } from "vega-lite";
import { type ComparedFit, METHOD_NAMES } from "../comparison.js";
import { HOURS } from "../data.js";
import type { GravityDesign } from "../design.js";
import { INK, METHOD_COLOURS } from "./theme.js";

/** The day's profile: hour factors of the fits, and all flights of the hour, against the busiest hour. */
export function hourChart({ b, layout }: GravityDesign, fits: ComparedFit[]): TopLevelSpec {
  const totals = new Float64Array(HOURS);
  b.forEach((count, row) => {
    totals[row % HOURS]! += count;
  });
  const values = Array.from(totals.keys()).flatMap((hour) => {
    const column = layout.hour[hour]!;
    return [
      { series: "observed", hour, factor: totals[hour]! / totals[layout.referenceHour]! },
      ...fits.map(({ method, coefficients }) => ({
        series: METHOD_NAMES[method],
        hour,
        factor: column < 0 ? 1 : Math.exp(coefficients[column]!),
      })),
    ];
  });
  return {
    data: { values },
    width: 830,
    height: 250,
    layer: [
      {
        transform: [{ filter: "datum.series == 'observed'" }],
        mark: { type: "bar", opacity: 0.13, color: INK, binSpacing: 2, width: 24 },
        encoding: { x: hourAxis, y: { field: "factor", type: "quantitative", title: "against the busiest hour" } },
      },
      {
        transform: [{ filter: "datum.series != 'observed'" }],
        mark: { type: "line", strokeWidth: 2.2, point: { size: 22, filled: true } },
        encoding: {
          x: hourAxis,
          y: { field: "factor", type: "quantitative" },
          color: {
            field: "series",
            type: "nominal",
            scale: {
              domain: fits.map(({ method }) => METHOD_NAMES[method]),
              range: fits.map(({ method }) => METHOD_COLOURS[method]),
            },
          },
        },
      },
    ],
  };
}

const hourAxis = {
  field: "hour",
  type: "quantitative" as const,
  title: "hour of actual departure, local time",
  scale: { domain: [-0.5, 23.5], nice: false },
  axis: { values: [0, 3, 6, 9, 12, 15, 18, 21], grid: false },
};
