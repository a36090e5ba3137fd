import type { TopLevelSpec } from "vega-lite";
import { INK } from "../../../examples/flights/report/theme.js";
import type { Plot } from "../chapter.js";
import { BLUE, ORANGE, RED, VIOLET } from "../colours.js";
import { type Cell, familyNames, SAMPLER_NAMES, STEP_NAMES, type StepRule, THEOREM } from "./measure.js";

/** Contractions above this are drawn at it: a step that gains nothing. */
const CEILING = 1.2;

/** Contraction against rows, a panel a family. */
export function contractionPlot(cells: readonly Cell[], step: StepRule): Plot {
  const values = cells
    .filter((cell) => cell.step === step && cell.start === "near" && !Number.isNaN(cell.median))
    .map(({ family, by, perColumn, median, worst, converged, seeds }) => ({
      family,
      sampled: SAMPLER_NAMES[by],
      rows: perColumn,
      median: Math.min(median, CEILING),
      worst: Math.min(worst, CEILING),
      all: converged === seeds,
    }));
  const x = {
    field: "rows",
    type: "quantitative" as const,
    title: "rows kept, in columns d",
    scale: { type: "log" as const, base: 2, domain: [7, 37], nice: false },
    axis: { values: [8, 16, 32], grid: false },
  };
  const y = { type: "quantitative" as const, scale: { domain: [0, CEILING] }, axis: { values: [0, 0.4, 0.8, 1.2] } };
  const sampled = Object.values(SAMPLER_NAMES);
  const color = {
    field: "sampled",
    type: "nominal" as const,
    scale: { domain: sampled, range: [BLUE, ORANGE, VIOLET] },
  };
  const spec: TopLevelSpec = {
    data: { values },
    facet: { field: "family", type: "nominal", sort: familyNames(), title: null },
    columns: 3,
    spacing: 22,
    spec: {
      width: 235,
      height: 130,
      layer: [
        {
          mark: { type: "rule", color: RED, strokeDash: [5, 4], strokeWidth: 1.3 },
          encoding: { y: { datum: THEOREM } },
        },
        {
          mark: { type: "line", strokeWidth: 2 },
          encoding: { x, y: { ...y, field: "median", title: "contraction" }, color },
        },
        {
          mark: { type: "point", filled: true, opacity: 1, stroke: INK, strokeWidth: 0 },
          encoding: {
            x,
            y: { ...y, field: "median" },
            color,
            size: { condition: { test: "datum.all", value: 55 }, value: 14 },
          },
        },
        { mark: { type: "tick", thickness: 1.6, width: 14 }, encoding: { x, y: { ...y, field: "worst" }, color } },
      ],
    },
  };
  return {
    spec,
    description: `Contraction per step with the ${STEP_NAMES[step]}, by family`,
    caption: `${STEP_NAMES[step]}: lines are medians, ticks the worst step of all seeds, the dashed line the theorem's
${THEOREM}. A large dot means that every run converged. Above ${CEILING} a mark is drawn at ${CEILING}.`,
  };
}
