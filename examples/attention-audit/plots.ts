import type { TopLevelSpec } from "vega-lite";
import { METHODS, type Race, TITLES } from "./equalTime.js";
import { nameOf } from "./instance.js";
import type { Recovery } from "./recovery.js";

const COLOURS = ["#3f7fd6", "#2e9e7f", "#9a6fd0", "#dd7a33", "#c9504f"];

/** Recovery rate of each shape with its Wilson band. */
export function ratePlot(records: readonly Recovery[]): TopLevelSpec {
  const values = records.map(({ shape, found, instances, band }) => ({
    shape: nameOf(shape),
    rate: found / instances,
    low: band.low,
    high: band.high,
  }));
  const y = { field: "shape", type: "nominal" as const, sort: null, title: null };
  const scale = { domain: [0, 1] };
  return {
    data: { values },
    width: 560,
    height: { step: 26 },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2, color: COLOURS[0], opacity: 0.5 },
        encoding: {
          y,
          x: { field: "low", type: "quantitative", scale, title: "instances whose tokens were found" },
          x2: { field: "high" },
        },
      },
      {
        mark: { type: "point", filled: true, size: 70, color: COLOURS[0], opacity: 1 },
        encoding: { y, x: { field: "rate", type: "quantitative", scale } },
      },
    ],
  };
}

/** Seconds an instance against the condition of J, a point a shape. */
export function conditionPlot(records: readonly Recovery[]): TopLevelSpec {
  const values = records
    .filter(({ condition }) => Number.isFinite(condition))
    .map(({ shape, condition, seconds, found, instances }) => ({
      shape: nameOf(shape),
      condition,
      seconds,
      rate: found / instances,
    }));
  const x = {
    field: "condition",
    type: "quantitative" as const,
    scale: { type: "log" as const },
    title: "median condition of J at the tokens, where they were found",
    axis: { format: ".0e", tickCount: 5 },
  };
  const y = {
    field: "rate",
    type: "quantitative" as const,
    scale: { domain: [0, 1] },
    title: "recovery rate",
  };
  return {
    data: { values },
    width: 560,
    height: 260,
    layer: [
      { mark: { type: "point", filled: true, size: 70, color: COLOURS[0], opacity: 1 }, encoding: { x, y } },
      {
        mark: { type: "text", align: "left", dx: 8, fontSize: 11 },
        encoding: { x, y, text: { field: "shape" } },
      },
    ],
  };
}

/** Recovery in equal time, a bar a method. */
export function racePlot(races: readonly Race[]): TopLevelSpec {
  const titles = METHODS.map((method) => TITLES[method]);
  const values = races.map(({ shape, method, found, instances, band }) => ({
    shape: nameOf(shape),
    method: TITLES[method],
    rate: found / instances,
    low: band.low,
    high: band.high,
  }));
  const color = { field: "method", type: "nominal" as const, scale: { domain: titles, range: COLOURS } };
  const x = { field: "shape", type: "nominal" as const, sort: null, title: null, axis: { labelAngle: 0 } };
  const xOffset = { field: "method", sort: titles };
  return {
    data: { values },
    width: 620,
    height: 240,
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2, opacity: 0.5 },
        encoding: {
          x,
          xOffset,
          color,
          y: { field: "low", type: "quantitative", scale: { domain: [0, 1] }, title: "recovery rate" },
          y2: { field: "high" },
        },
      },
      {
        mark: { type: "point", filled: true, size: 60, opacity: 1 },
        encoding: { x, xOffset, color, y: { field: "rate", type: "quantitative" } },
      },
    ],
  };
}
