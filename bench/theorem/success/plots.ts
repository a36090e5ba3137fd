import type { TopLevelSpec } from "vega-lite";
import type { Plot } from "../chapter.js";
import { BLUE, GREEN, ORANGE, RED, VIOLET } from "../colours.js";
import { BOUNDS, type Draws } from "./measure.js";

const SERIES = ["measured", "Chernoff's promise"];

function rowsAxis(draws: readonly Draws[]) {
  return {
    field: "rows",
    type: "quantitative" as const,
    title: "rows asked for, in columns d",
    scale: { type: "log" as const, base: 2, nice: false },
    axis: { values: [...new Set(draws.map(({ perColumn }) => perColumn))], grid: false },
  };
}

/** Failures beside what is promised; what is below `floor` is drawn at it. */
export function failurePlot(draws: readonly Draws[], cases: readonly string[], floor: number): Plot {
  const up = (share: number): number => Math.max(share, floor);
  const values = draws.flatMap((one) =>
    one.failures.flatMap(({ bound, share, interval, promised }) => {
      const base = { case: one.case, bound: `eps > ${bound}`, rows: one.perColumn };
      return [
        { ...base, series: SERIES[0], share: up(share), low: up(interval.low), high: up(interval.high) },
        { ...base, series: SERIES[1], share: up(promised), low: up(promised), high: up(promised) },
      ];
    }),
  );
  const x = rowsAxis(draws);
  const scale = { type: "log" as const, domain: [floor, 1], clamp: true };
  const y = {
    field: "share",
    type: "quantitative" as const,
    scale,
    title: "probability of failure",
    axis: { format: ".0e", values: [1e-4, 1e-3, 1e-2, 0.1, 1] },
  };
  const color = { field: "series", type: "nominal" as const, scale: { domain: SERIES, range: [BLUE, RED] } };
  const spec: TopLevelSpec = {
    data: { values },
    facet: {
      row: { field: "case", type: "nominal", sort: [...cases], title: null },
      column: { field: "bound", type: "nominal", sort: BOUNDS.map((bound) => `eps > ${bound}`), title: null },
    },
    spacing: 20,
    spec: {
      width: 350,
      height: 130,
      layer: [
        { mark: { type: "line", strokeWidth: 1.8, point: { size: 26, filled: true } }, encoding: { x, y, color } },
        {
          mark: { type: "rule", strokeWidth: 2, opacity: 0.5 },
          encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
        },
      ],
    },
  };
  return {
    spec,
    description: "Probability that a sample fails, against rows",
    caption: `Bars are Wilson's 95 % intervals; what is below ${floor}, also no failure at all, is drawn at ${floor}.`,
  };
}

/** The median error beside the predicted one. */
export function errorPlot(draws: readonly Draws[], cases: readonly string[]): Plot {
  const predicted = draws
    .filter((one) => one.case === cases[0])
    .map((one) => ({ case: "Marchenko-Pastur", rows: one.perColumn, eps: one.predictedError }));
  const values = [...draws.map((one) => ({ case: one.case, rows: one.perColumn, eps: one.medianError })), ...predicted];
  const domain = [...cases, "Marchenko-Pastur"];
  return {
    spec: {
      data: { values },
      width: 830,
      height: 220,
      mark: { type: "line", strokeWidth: 2, point: { size: 26, filled: true } },
      encoding: {
        x: rowsAxis(draws),
        y: {
          field: "eps",
          type: "quantitative",
          scale: { type: "log" },
          title: "median eps",
          axis: { values: [0.01, 0.1, 1, 10], format: "~g" },
        },
        color: { field: "case", type: "nominal", scale: { domain, range: [BLUE, ORANGE, GREEN, VIOLET, RED] } },
      },
    },
    description: "Median spectral error against rows",
    caption: "The exact spectral error in the median draw beside Marchenko and Pastur's for Gaussian-like samples.",
  };
}
