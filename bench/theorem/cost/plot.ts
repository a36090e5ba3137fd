import type { TopLevelSpec } from "vega-lite";
import { INK } from "../../../examples/flights/report/theme.js";
import type { Plot } from "../chapter.js";
import { BLUE, GREEN, ORANGE, VIOLET } from "../colours.js";
import type { Cost } from "./measure.js";
import { OPERATIONS } from "./work.js";

/** Seconds against nnz. */
export function costPlot(list: readonly Cost[], cache: number): Plot {
  const values = list.flatMap(({ nnz, seconds }) =>
    OPERATIONS.map((name) => ({ nnz, operation: name, seconds: seconds[name] })),
  );
  const edge = list.find(({ bytes }) => bytes > cache)?.nnz;
  const x = {
    field: "nnz",
    type: "quantitative" as const,
    scale: { type: "log" as const, nice: false },
    title: "nnz",
    axis: { grid: false, format: ".0e", tickCount: 6 },
  };
  const scale = { domain: [...OPERATIONS], range: [BLUE, GREEN, ORANGE, VIOLET] };
  const lines = {
    mark: { type: "line" as const, strokeWidth: 2, point: { size: 26, filled: true } },
    encoding: {
      x,
      y: {
        field: "seconds",
        type: "quantitative" as const,
        scale: { type: "log" as const },
        title: "seconds a call",
        axis: { format: ".0e", tickCount: 6 },
      },
      color: { field: "operation", type: "nominal" as const, scale },
    },
  };
  const rule = {
    mark: { type: "rule" as const, color: INK, strokeDash: [4, 4], opacity: 0.5 },
    encoding: { x: { datum: edge } },
  };
  const spec: TopLevelSpec = {
    data: { values },
    width: 830,
    height: 270,
    layer: edge === undefined ? [lines] : [lines, rule],
  };
  return {
    spec,
    description: "Time of each operation against nnz",
    caption: "Both axes logarithmic; from the dashed line on A exceeds the last-level cache.",
  };
}
