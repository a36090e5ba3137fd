import type { TopLevelSpec } from "vega-lite";
import type { Plot } from "../chapter.js";
import { BLUE, ORANGE } from "../colours.js";
import { GROWTH_FAMILIES, type Need } from "./measure.js";

/** Rows needed over d, so that d log d is a straight line. */
export function growthPlot(list: readonly Need[], against: "n" | "d"): Plot {
  const values = list.map(({ family, n, d, rows, interval: { low, high } }) => ({
    family,
    size: against === "n" ? n : d,
    rows: rows / d,
    low: low / d,
    high: high / d,
  }));
  const names = GROWTH_FAMILIES.map(({ name }) => name);
  const x = {
    field: "size",
    type: "quantitative" as const,
    title: against,
    scale: { type: "log" as const, nice: false },
    axis: { grid: false, values: [...new Set(values.map(({ size }) => size))], format: "~s" },
  };
  const y = { type: "quantitative" as const, title: "rows needed / d", scale: { zero: true } };
  const color = { field: "family", type: "nominal" as const, scale: { domain: names, range: [BLUE, ORANGE] } };
  const spec: TopLevelSpec = {
    data: { values },
    width: 830,
    height: 210,
    layer: [
      {
        mark: { type: "line", strokeWidth: 2, point: { size: 30, filled: true } },
        encoding: { x, y: { ...y, field: "rows" }, color },
      },
      {
        mark: { type: "rule", strokeWidth: 2, opacity: 0.5 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
      },
    ],
  };
  return {
    spec,
    description: `Rows needed against ${against}`,
    caption: `Rows over d against ${against}, ${against} on a log scale; bars are 95 % intervals.${
      against === "d" ? " A straight rising line is d log d, a level one d." : ""
    }`,
  };
}
