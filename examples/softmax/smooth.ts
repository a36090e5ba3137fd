import { greatCircle } from "../flights/greatCircle.js";
import { type Cells, HOURS } from "./data.js";

/** Waves of the day: one with a period of 24 h and one of 12 h. */
const WAVES = [1, 2];

/**
 * A row of nine numbers a cell, with no airport's own effect among them: 1, the logarithms of both airports' sizes and of the
 * distance, its square, and the hour as two waves. Sizes are counted on the even days.
 */
export function smoothFeatures({ airports, origin, destination, even }: Cells): number[][] {
  const size = new Float64Array(airports.length);
  even.forEach((share, cell) => {
    const route = Math.floor(cell / HOURS);
    size[origin[route]] += share;
    size[destination[route]] += share;
  });
  return Array.from(even, (_, cell) => {
    const [from, to] = [origin[Math.floor(cell / HOURS)], destination[Math.floor(cell / HOURS)]];
    const reach = Math.log(Math.max(greatCircle(airports[from], airports[to]), 20) / 1000);
    const waves = WAVES.flatMap((k) => {
      const angle = (2 * Math.PI * k * (cell % HOURS)) / HOURS;
      return [Math.cos(angle), Math.sin(angle)];
    });
    return [1, Math.log(size[from]), Math.log(size[to]), reach, reach * reach, ...waves];
  });
}

/** The features and all products of two of them: what a wider single layer can do. The first feature is 1. */
export function withProducts(features: readonly number[][]): number[][] {
  return features.map((row) => row.flatMap((a, i) => row.slice(i).map((b) => a * b)));
}
