import type { TopLevelSpec } from "vega-lite";
import type { Plot } from "../chapter.js";
import { BLUE, GREEN, ORANGE, RED, VIOLET } from "../colours.js";
import { NAMES, PROMISED, type Run } from "./measure.js";

/** Iterations against the logarithm, a panel a family. */
export function distancePlot(runs: readonly Run[], families: readonly string[]): Plot {
  const claimed = "theorem's slope";
  const logarithms = runs.map(({ logarithm }) => logarithm);
  const promise = families.flatMap((family) =>
    [Math.min(...logarithms), Math.max(...logarithms)].map((logarithm) => ({
      family,
      method: claimed,
      logarithm,
      iterations: PROMISED * logarithm,
    })),
  );
  const x = { field: "logarithm", type: "quantitative" as const, title: "ln(|x0 - x*| / eps)", axis: { grid: false } };
  const y = { field: "iterations", type: "quantitative" as const, title: "iterations" };
  const scale = { domain: [...NAMES, claimed], range: [VIOLET, BLUE, GREEN, ORANGE, RED] };
  const color = { field: "method", type: "nominal" as const, scale };
  const measured = { filter: `datum.method != "${claimed}"` };
  const spec: TopLevelSpec = {
    data: { values: [...runs.filter((run) => run.reached), ...promise] },
    facet: { field: "family", type: "nominal", sort: [...families], title: null },
    columns: 2,
    spacing: 24,
    spec: {
      width: 370,
      height: 240,
      layer: [
        {
          transform: [{ filter: `datum.method == "${claimed}"` }],
          mark: { type: "line", strokeWidth: 1.5, strokeDash: [5, 4] },
          encoding: { x, y, color },
        },
        {
          transform: [
            measured,
            {
              aggregate: [
                { op: "median", field: "iterations", as: "iterations" },
                { op: "median", field: "logarithm", as: "logarithm" },
              ],
              groupby: ["family", "method", "distance"],
            },
          ],
          mark: { type: "line", strokeWidth: 2 },
          encoding: { x, y, color },
        },
        {
          transform: [measured],
          mark: { type: "point", filled: true, size: 20, opacity: 0.45 },
          encoding: { x, y, color },
        },
      ],
    },
  };
  return {
    spec,
    description: "Iterations against the logarithm of the distance",
    caption: "A dot a run that got there, lines through the medians; the dashed line is 0.4 a step.",
  };
}
