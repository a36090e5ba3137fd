import { readFileSync } from "node:fs";
import type { TopLevelSpec } from "vega-lite";
import type { AirportEffect } from "../airportEffects.js";
import { datasetPath } from "../data.js";
import { INK, METHOD_COLOURS } from "./theme.js";

const LABELLED = 18;
// The Albers USA projection has no place for the Caribbean islands.
const UNMAPPED = new Set(["PR", "VI"]);

/** Airports on the map of the states; the area of a dot is the pull of the airport. */
export function airportMap(effects: AirportEffect[]): TopLevelSpec {
  const airports = effects
    .filter(({ airport }) => !UNMAPPED.has(airport.state))
    .map(({ airport, strength }, rank) => ({
      longitude: airport.longitude,
      latitude: airport.latitude,
      pull: Math.exp(strength),
      label: rank < LABELLED ? airport.code : "",
    }));
  const position = {
    longitude: { field: "longitude", type: "quantitative" as const },
    latitude: { field: "latitude", type: "quantitative" as const },
  };
  return {
    width: 830,
    height: 500,
    projection: { type: "albersUsa" },
    layer: [
      {
        data: {
          values: JSON.parse(readFileSync(datasetPath("us-10m.json"), "utf8")),
          format: { type: "topojson", feature: "states" },
        },
        mark: { type: "geoshape", fill: INK, fillOpacity: 0.045, stroke: INK, strokeOpacity: 0.2, strokeWidth: 0.6 },
      },
      {
        data: { values: airports },
        mark: {
          type: "circle",
          color: METHOD_COLOURS.counts,
          opacity: 0.6,
          stroke: METHOD_COLOURS.counts,
          strokeWidth: 1,
        },
        encoding: {
          ...position,
          size: {
            field: "pull",
            type: "quantitative",
            scale: { domain: [0, 1], range: [4, 1100] },
            legend: {
              title: "pull",
              titleColor: INK,
              values: [0.1, 0.3, 1],
              orient: "bottom-right",
              symbolStrokeWidth: 1,
              symbolFillColor: METHOD_COLOURS.counts,
            },
          },
        },
      },
      {
        data: { values: airports.filter(({ label }) => label !== "") },
        mark: { type: "text", fontSize: 10, fontWeight: 600 },
        encoding: { ...position, text: { field: "label" } },
      },
    ],
  };
}
