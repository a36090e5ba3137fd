import { type Csr, csr } from "subnewton";
import { greatCircle } from "../flights/greatCircle.js";
import { type Cells, HOURS } from "./data.js";

/** Hours of a day part: departures at one airport rise and fall together within it. */
const PART = 8;
const PARTS = HOURS / PART;
/** Distances in classes of doubling length, each with its own course of the day. */
const CLASSES = [250, 500, 1000, 2000, 4000];

/** The sparse features of each cell, and the name of each column. */
export interface Design {
  readonly A: Csr;
  readonly names: readonly string[];
}

/** One row a cell: origin, destination, origin by part of the day, distance class by hour, log distance and its square. */
export function design({ airports, origin, destination }: Cells): Design {
  const n = origin.length * HOURS;
  const names = [
    ...airports.map(({ code }) => `from ${code}`),
    ...airports.map(({ code }) => `to ${code}`),
    ...airports.flatMap(({ code }) =>
      Array.from({ length: PARTS }, (_, k) => `from ${code} ${k * PART}-${(k + 1) * PART} h`),
    ),
    ...[...CLASSES, Infinity].flatMap((km) => Array.from({ length: HOURS }, (_, h) => `${h} h below ${km} km`)),
    "log distance",
    "log distance squared",
  ];
  const count = airports.length;
  const perRow = 6;
  const indices = new Int32Array(n * perRow);
  const data = new Float64Array(n * perRow).fill(1);
  for (let route = 0, at = 0; route < origin.length; route++) {
    const [from, to] = [origin[route], destination[route]];
    const kilometres = Math.max(greatCircle(airports[from], airports[to]), 20);
    const reach = Math.log(kilometres / 1000);
    const found = CLASSES.findIndex((km) => kilometres < km);
    const length = found < 0 ? CLASSES.length : found;
    for (let hour = 0; hour < HOURS; hour++, at += perRow) {
      const part = Math.floor(hour / PART);
      const columns = [from, count + to, 2 * count + from * PARTS + part, (2 + PARTS) * count + length * HOURS + hour];
      indices.set([...columns, names.length - 2, names.length - 1], at);
      data[at + 4] = reach;
      data[at + 5] = reach * reach;
    }
  }
  const indptr = Int32Array.from({ length: n + 1 }, (_, i) => i * perRow);
  return { A: csr({ rows: n, columns: names.length, indptr, indices, data }), names };
}
