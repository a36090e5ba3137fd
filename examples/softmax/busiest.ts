import { type Cells, HOURS } from "./data.js";

/** The routes with most flights on the even days, and what share of their flights falls to each cell. */
export function busiest(all: Cells, count: number): Cells {
  const flown = all.origin.map((_, route) => sum(all.even.subarray(route * HOURS, (route + 1) * HOURS)));
  const routes = [...flown.keys()].sort((i, j) => flown[j] - flown[i] || i - j).slice(0, count);
  const used = [...new Set(routes.flatMap((r) => [all.origin[r], all.destination[r]]))];
  const numbers = new Map(used.map((airport, k) => [airport, k]));
  const shares = (part: Float64Array): Float64Array => {
    const cells = routes.flatMap((r) => [...part.subarray(r * HOURS, (r + 1) * HOURS)]);
    const total = sum(cells);
    return Float64Array.from(cells, (v) => v / total);
  };
  return {
    airports: used.map((airport) => all.airports[airport]),
    origin: routes.map((r) => numbers.get(all.origin[r])!),
    destination: routes.map((r) => numbers.get(all.destination[r])!),
    even: shares(all.even),
    odd: shares(all.odd),
  };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
