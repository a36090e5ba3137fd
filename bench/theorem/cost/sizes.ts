import { freemem } from "node:os";

/** What is timed, and how often. */
export interface Effort {
  readonly repeats: number;
  readonly columns: number;
  readonly perRow: number;
  readonly sampledRows: number;
  /** Least and greatest nnz; memory may lower the latter. */
  readonly nnz: readonly [number, number];
  /** Sizes below the last-level cache and above it. */
  readonly small: number;
  readonly large: number;
}

/** Of what is free: the column indices exist twice for a while, and the system needs its own. */
const MEMORY_SHARE = 0.5;
/** wasm32 ends at 4 GiB, vectors included. */
const MOST_BYTES = 3.5 * 2 ** 30;

/** Sizes of whole rows, evenly spaced in logarithm on either side of the last-level cache. */
export function sizesOf({ perRow, columns, nnz: [least, wanted], small, large }: Effort, cache: number): number[] {
  const entryBytes = 12 + 4 / perRow;
  const rowBytes = 4 * 8;
  const allBytes = entryBytes + rowBytes / perRow;
  const room = Math.min(MEMORY_SHARE * freemem(), MOST_BYTES - 16 * columns * columns);
  const most = Math.min(wanted, room / allBytes);
  const edge = Math.min((1.1 * cache) / entryBytes, most);
  const whole = (nnz: number): number => Math.floor(nnz / perRow) * perRow;
  const spaced = (from: number, to: number, count: number): number[] =>
    Array.from({ length: count }, (_, k) => whole(from * (to / from) ** (count > 1 ? k / (count - 1) : 0)));
  const below = spaced(least, edge / 2, small);
  const above = edge < most ? spaced(edge, most, large) : [];
  return [...new Set([...below.filter((nnz) => nnz < edge), ...above])];
}
