import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { type Airport, readAirports } from "../flights/airports.js";
import { datasetPath } from "../flights/data.js";

export const HOURS = 24;
const HOUR = 3_600_000_000;
const DAY = HOURS * HOUR;
const COLUMNS = ["date", "origin", "destination"] as const;

/** Routes, and how flights divide among their hours, even days apart from odd ones. */
export interface Cells {
  readonly airports: readonly Airport[];
  /** The routes, as indices of airports. Cell r * 24 + h is hour h (of departure, local time) of route r. */
  readonly origin: readonly number[];
  readonly destination: readonly number[];
  /** Share of all flights of the even days in each cell, and of the odd days. */
  readonly even: Float64Array;
  readonly odd: Float64Array;
}

/** What three million US flights say: every route flown at all. */
export interface Departures extends Cells {
  readonly flights: number;
}

/** Reads the flights row group by row group and counts them by route, hour and parity of the day. */
export async function loadDepartures(): Promise<Departures> {
  const places = readAirports(datasetPath("airports.csv"));
  const airports: Airport[] = [];
  const numbers = new Map<string, number>();
  const routes = new Map<string, number>();
  const [origin, destination]: [number[], number[]] = [[], []];
  const counts: [number[], number[]] = [[], []];
  const airport = (code: string): number => {
    const known = numbers.get(code);
    if (known !== undefined) return known;
    const place = places.get(code);
    if (!place) throw new Error(`airport ${code} has no coordinates`);
    numbers.set(code, airports.length);
    return airports.push(place) - 1;
  };
  const route = (from: string, to: string): number => {
    const key = `${from}>${to}`;
    const known = routes.get(key);
    if (known !== undefined) return known;
    routes.set(key, origin.length);
    origin.push(airport(from));
    destination.push(airport(to));
    for (const part of counts) for (let h = 0; h < HOURS; h++) part.push(0);
    return origin.length - 1;
  };
  const file = await asyncBufferFromFile(datasetPath("flights-3m.parquet"));
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const chunks = new Map<string, ArrayLike<unknown>>();
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: [...COLUMNS],
      rowStart,
      rowEnd,
      // Numbers in place of Date objects: only the day and the hour are wanted.
      parsers: { timestampFromMicroseconds: Number },
      onChunk: ({ columnName, columnData }) => chunks.set(columnName, columnData),
    });
    const [dates, from, to] = COLUMNS.map((name) => chunks.get(name)!) as [
      ArrayLike<number>,
      ArrayLike<string>,
      ArrayLike<string>,
    ];
    for (let k = 0; k < dates.length; k++) {
      // A flight back to where it started is no route.
      if (from[k] === to[k]) continue;
      const cell = route(from[k], to[k]) * HOURS + (Math.floor(dates[k] / HOUR) % HOURS);
      counts[Math.floor(dates[k] / DAY) % 2][cell]++;
    }
    rowStart = rowEnd;
  }
  const [evens, odds] = counts.map((part) => part.reduce((sum, v) => sum + v, 0));
  return {
    airports,
    origin,
    destination,
    even: Float64Array.from(counts[0], (v) => v / evens),
    odd: Float64Array.from(counts[1], (v) => v / odds),
    flights: evens + odds,
  };
}
