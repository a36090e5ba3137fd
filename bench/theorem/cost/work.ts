import { kernelsOf } from "../../../src/wasm/kernels.js";
import { PANEL } from "../../../src/wasm/panel.js";
import type { RawKernels } from "../../../src/wasm/raw.js";
import { type Source, source } from "../../data.js";
import { KernelMemory, type Placed } from "../../kernels/instance.js";
import type { Effort } from "./sizes.js";

export const OPERATIONS = ["gradient", "scores", "sampled Gram", "exact Gram"] as const;
export type Operation = (typeof OPERATIONS)[number];

const SEED = 20240704;

export type Work = ReturnType<typeof prepare>;

/** A matrix of `rows` rows with `perRow` sorted columns each, one in each of equal strips, and the operations' vectors. */
export function prepare({ columns, perRow, sampledRows }: Effort, rows: number) {
  const from = source(SEED);
  const nnz = rows * perRow;
  const memory = new KernelMemory(1.5 * nnz + 5 * rows + 2 * columns * columns + 32 * columns + 2 * sampledRows + 4096);
  const indptr = words(memory, new Int32Array(rows + 1));
  for (let i = 0; i <= rows; i++) indptr.data[i] = i * perRow;
  const indices = words(memory, columnsOf(rows, columns, perRow, from));
  const data = vector(memory.zeros(nnz));
  for (let k = 0; k < nnz; k++) data.data[k] = from.uniform() - 0.5;
  const ones = (length: number) => {
    const made = vector(memory.zeros(length));
    made.data.fill(1);
    return made;
  };
  return {
    kernels: kernelsOf(memory.kernels as unknown as RawKernels),
    A: { rows, columns, indptr, indices, data },
    x: ones(columns),
    z: vector(memory.zeros(rows)),
    D: ones(rows),
    scores: vector(memory.zeros(rows)),
    g: vector(memory.zeros(columns)),
    panel: ones(columns * PANEL),
    H: vector(memory.zeros(columns * columns)),
    list: words(memory, new Int32Array(sampledRows)),
    weights: ones(sampledRows),
    cursor: words(memory, new Int32Array(0)),
    from,
  };
}

/** Each operation on the first `rows` rows: what a Newton iteration does once. */
export function operations(work: Work, { sampledRows }: Effort, rows: number): Record<Operation, () => void> {
  const { kernels, A, x, z, D, scores, g, panel, H, list, weights, cursor, from } = work;
  // A random sample of the prefix, in order as a draw leaves it.
  for (let k = 0; k < sampledRows; k++) list.data[k] = Math.floor(from.uniform() * rows);
  list.data.sort();
  const { csr } = kernels;
  return {
    gradient() {
      g.data.fill(0);
      csr.multiply(A, x, z, 0, rows);
      csr.multiplyTransposeAdd(A, z, g, 0, rows);
    },
    scores() {
      scores.data.fill(0, 0, rows);
      csr.projectedNormsAdd(A, D, panel, scores, 0, rows);
    },
    "sampled Gram"() {
      H.data.fill(0);
      csr.gramRows(A, list, weights, sampledRows, A.columns, H, cursor);
    },
    "exact Gram"() {
      H.data.fill(0);
      csr.gram(A, D, A.columns, H, undefined, cursor, 0, rows);
    },
  };
}

function columnsOf(rows: number, columns: number, perRow: number, from: Source): Int32Array {
  const strip = Math.floor(columns / perRow);
  const out = new Int32Array(rows * perRow);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < perRow; k++) out[i * perRow + k] = k * strip + Math.floor(from.uniform() * strip);
  }
  return out;
}

const vector = ({ at, data }: Placed<Float64Array>) => ({ at, data, length: data.length });
const words = (memory: KernelMemory, from: Int32Array) => {
  const { at, data } = memory.words(from);
  return { at, data, length: data.length };
};
