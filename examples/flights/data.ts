import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { type Airport, readAirports } from "./airports.js";

export const HOURS = 24;
const MICROSECONDS_PER_HOUR = 3_600_000_000;
const COLUMNS = ["date", "origin", "destination"];

export interface Flights {
  /** Every airport that appears as an origin or a destination, by code. */
  airports: Airport[];
  /**
   * Flights of pair (o, d) that left in hour h (actual departure, local time) at (o * airports.length + d) * HOURS + h;
   * the diagonal stays zero.
   */
  counts: Float64Array;
  total: number;
  first: Date;
  last: Date;
}

interface Log {
  codes: Map<string, number>;
  origins: number[];
  destinations: number[];
  hours: number[];
  first: number;
  last: number;
}

/** The path of a data file of vega-datasets, wherever the package manager has put the package. */
export function datasetPath(name: string): string {
  // The package exports only its entry point, which lies one folder below its root.
  return join(dirname(createRequire(import.meta.url).resolve("vega-datasets")), "..", "data", name);
}

/** Reads three million flights row group by row group; onProgress gets the rows read and the rows in all. */
export async function loadFlights(onProgress: (done: number, total: number) => void = () => {}): Promise<Flights> {
  const file = await asyncBufferFromFile(datasetPath("flights-3m.parquet"));
  const metadata = await parquetMetadataAsync(file);
  const total = Number(metadata.num_rows);
  const log: Log = { codes: new Map(), origins: [], destinations: [], hours: [], first: Infinity, last: -Infinity };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const chunks = new Map<string, ArrayLike<unknown>>();
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: COLUMNS,
      rowStart,
      rowEnd,
      // Numbers in place of Date objects: only the hour is wanted.
      parsers: { timestampFromMicroseconds: Number },
      onChunk: ({ columnName, columnData }) => chunks.set(columnName, columnData),
    });
    record(log, chunks, rowEnd - rowStart);
    rowStart = rowEnd;
    onProgress(rowStart, total);
  }
  return countFlights(log);
}

function record(log: Log, chunks: Map<string, ArrayLike<unknown>>, rows: number): void {
  const [dates, origins, destinations] = COLUMNS.map((name) => {
    const column = chunks.get(name);
    if (column?.length !== rows) throw new Error(`expected ${rows} values of ${name}, got ${column?.length ?? 0}`);
    return column;
  });
  for (let row = 0; row < rows; row++) {
    const time = dates![row] as number;
    log.first = Math.min(log.first, time);
    log.last = Math.max(log.last, time);
    log.hours.push(Math.floor(time / MICROSECONDS_PER_HOUR) % HOURS);
    log.origins.push(codeOf(log.codes, origins![row] as string));
    log.destinations.push(codeOf(log.codes, destinations![row] as string));
  }
}

function codeOf(codes: Map<string, number>, name: string): number {
  const known = codes.get(name);
  if (known !== undefined) return known;
  codes.set(name, codes.size);
  return codes.size - 1;
}

function countFlights(log: Log): Flights {
  const places = readAirports(datasetPath("airports.csv"));
  const names = [...log.codes.keys()].sort();
  const airports = names.map((name) => {
    const place = places.get(name);
    if (!place) throw new Error(`airport ${name} has no coordinates`);
    return place;
  });
  const position = new Int32Array(names.length);
  names.forEach((name, index) => {
    position[log.codes.get(name)!] = index;
  });
  const counts = new Float64Array(names.length * names.length * HOURS);
  let total = 0;
  for (let row = 0; row < log.hours.length; row++) {
    const origin = position[log.origins[row]!]!;
    const destination = position[log.destinations[row]!]!;
    // A flight back to where it started is no pair of places.
    if (origin === destination) continue;
    counts[(origin * names.length + destination) * HOURS + log.hours[row]!]! += 1;
    total += 1;
  }
  return { airports, counts, total, first: new Date(log.first / 1000), last: new Date(log.last / 1000) };
}
