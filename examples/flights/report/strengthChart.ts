import type { TopLevelSpec } from "vega-lite";
import type { AirportEffect } from "../airportEffects.js";
import { INK, METHOD_COLOURS } from "./theme.js";

const SHOWN = 25;
const NORMAL_95 = 1.96;

/** The strongest airports: pull against the reference with 95 % intervals from the sandwich. */
export function strengthChart(effects: AirportEffect[]): TopLevelSpec {
  const values = effects.slice(0, SHOWN).map(({ airport, strength, standardError }) => ({
    airport: `${airport.code}  ${airport.city}`,
    pull: Math.exp(strength),
    low: Math.exp(strength - NORMAL_95 * standardError),
    high: Math.exp(strength + NORMAL_95 * standardError),
  }));
  const y = { field: "airport", type: "nominal" as const, sort: null, title: null };
  return {
    data: { values },
    width: 640,
    height: 430,
    encoding: { y: { ...y, axis: { grid: false, domain: false, ticks: false, labelLimit: 0, labelPadding: 6 } } },
    layer: [
      {
        mark: { type: "bar", color: METHOD_COLOURS.counts, opacity: 0.75, height: { band: 0.66 } },
        encoding: { x: { field: "pull", type: "quantitative", title: "pull (reference = 1)", axis: { tickCount: 6 } } },
      },
      {
        mark: { type: "rule", color: INK, strokeWidth: 1.2, opacity: 0.8 },
        encoding: { x: { field: "low", type: "quantitative" }, x2: { field: "high" } },
      },
    ],
  };
}
