import { denseRows, normals, source, uniforms } from "../data.js";
import { writeArrays } from "../files.js";
import { type KernelCase, shareOfPeak, type Way } from "./case.js";
import { KernelMemory } from "./instance.js";
import { choleskyFour, choleskyOne, gramFour, gramOne } from "./plainDense.js";

const GRAM_DEPTH = 128;
const CHOLESKY_BLOCK = 64;

/** H <- H + A' diag(w) A for dense A. */
export function denseGramCase(rows: number, columns: number, seed: number): KernelCase {
  const from = source(seed);
  const A = denseRows(rows, columns, from);
  const w = uniforms(rows, from, 0.5, 1.5);
  const panels = Math.ceil(columns / 4);
  const memory = new KernelMemory(A.data.length + rows + columns * columns + 8 * GRAM_DEPTH * panels);
  const a = memory.doubles(A.data);
  const d = memory.doubles(w);
  const H = memory.zeros(columns * columns);
  const pack = memory.zeros(16 + 8 * GRAM_DEPTH * panels);
  const { denseGram } = memory.kernels;
  const plain = (name: string, gram: typeof gramOne): Way => {
    const output = new Float64Array(columns * columns);
    return { name, output, run: () => gram(A, w, output) };
  };
  return {
    kernel: "denseGram",
    size: `${rows} x ${columns}`,
    flops: rows * columns * (columns + 1),
    flopCount: "n d (d + 1)",
    bytes: 8 * (A.data.length + rows),
    units: A.data.length,
    unit: "entry",
    kernelWay: {
      name: "denseGram",
      output: H.data,
      run: () => denseGram(rows, columns, a.at, d.at, H.at, 0, GRAM_DEPTH, pack.at),
    },
    plain: [plain("a row a turn", gramOne), plain("four rows a turn", gramFour)],
    folder: writeArrays("kernel-dense", { data: A.data, w }, { rows, columns }),
    bars: [shareOfPeak(0.75)],
  };
}

/** R'R = H in place. */
export function choleskyCase(d: number, seed: number): KernelCase {
  const H = definite(d, seed);
  const memory = new KernelMemory(d * d + 2 * CHOLESKY_BLOCK * (d + 4));
  const R = memory.zeros(d * d);
  const pack = memory.zeros(16 + 2 * CHOLESKY_BLOCK * (d + 4));
  const { choleskyPanel, choleskyUpdate } = memory.kernels;
  const run = (): void => {
    for (let from = 0; from < d; from += CHOLESKY_BLOCK) {
      if (choleskyPanel(d, R.at, from) >= 0) throw new Error("choleskyPanel met a pivot that is not positive");
      choleskyUpdate(d, R.at, from, pack.at, 0, d);
    }
  };
  const plain = (name: string, factor: typeof choleskyOne): Way => {
    const output = new Float64Array(d * d);
    return { name, output, run: () => factor(d, output) };
  };
  return {
    kernel: "cholesky",
    size: `d = ${d}`,
    flops: d ** 3 / 3,
    flopCount: "d^3 / 3",
    units: d * d,
    unit: "entry",
    kernelWay: { name: "choleskyPanel, choleskyUpdate", output: R.data, run },
    plain: [plain("1 accumulator", choleskyOne), plain("4 accumulators", choleskyFour)],
    prepare: ({ output }) => output.set(H),
    // The kernel leaves R in the upper triangle, plain JS L = R' in the lower.
    difference: (upper, lower) => triangleDifference(d, upper, lower),
    folder: writeArrays("kernel-cholesky", { data: H }, { columns: d }),
    bars: [shareOfPeak(0.6)],
  };
}

/** A full symmetric positive definite matrix: small off the diagonal, d on it. */
function definite(d: number, seed: number): Float64Array {
  const H = normals(d * d, source(seed), 0.5);
  for (let i = 0; i < d; i++) {
    H[i * d + i] = d;
    for (let j = 0; j < i; j++) H[i * d + j] = H[j * d + i];
  }
  return H;
}

function triangleDifference(d: number, upper: Float64Array, lower: Float64Array): number {
  let largest = 0;
  let size = 0;
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      largest = Math.max(largest, Math.abs(upper[i * d + j] - lower[j * d + i]));
      size = Math.max(size, Math.abs(lower[j * d + i]));
    }
  }
  return largest / size;
}
