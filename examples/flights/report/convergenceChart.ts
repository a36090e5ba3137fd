import type { Result } from "subnewton";
import type { TopLevelSpec } from "vega-lite";
import { INK } from "./theme.js";

const SERIES = ["cost above its final value", "largest gradient entry", "half squared Newton decrement"];

// Below this share of its first value a measure is made of rounding errors.
const ROUNDING = 1e-15;

/** Three measures of how far the fit still is, each relative to its first value, on a log scale. */
export function convergenceChart({ history, certificate }: Result): TopLevelSpec {
  const final = Math.min(...history.map((record) => record.cost));
  const measures = history.map((record, index) => [
    record.cost - final,
    record.gradientNorm,
    // A record holds the decrement from before its step: what the next step promises stands in the next record.
    history[index + 1]?.newtonDecrement ?? certificate.newtonDecrement,
  ]);
  const values = measures.flatMap((row, index) =>
    row.map((value, series) => ({
      iteration: history[index]!.iteration,
      measure: SERIES[series],
      value: value / measures[0]![series]!,
    })),
  );
  return {
    data: { values: values.filter(({ value }) => value > ROUNDING) },
    width: 830,
    height: 260,
    mark: { type: "line", point: { size: 28, filled: true }, strokeWidth: 1.8 },
    encoding: {
      x: {
        field: "iteration",
        type: "quantitative",
        title: "iteration",
        scale: { nice: false },
        axis: { grid: false, tickMinStep: 1 },
      },
      y: {
        field: "value",
        type: "quantitative",
        scale: { type: "log" },
        title: "relative to the first iteration",
        axis: { format: ".0e", tickCount: 7 },
      },
      color: { field: "measure", sort: SERIES, scale: { domain: SERIES, range: ["#3f7fd6", "#dd7a33", INK] } },
    },
  };
}
