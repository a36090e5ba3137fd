import { type CsrArrays, normals, source, sparseRows, uniforms } from "../data.js";
import { writeArrays } from "../files.js";
import { type Bar, type KernelCase, slowerThanPython, timesPlain, timesPython, type Way } from "./case.js";
import { KernelMemory } from "./instance.js";
import { curvatureFour, curvatureOne, gram, multiplyFour, multiplyOne, multiplyTransposeAdd } from "./plainSparse.js";

const STRIP = 256;

/** What differs between the CSR kernels that walk the matrix once. */
interface Pass {
  readonly kernel: string;
  readonly flopsPerEntry: number;
  readonly output: (data: SparseData) => { at: number; data: Float64Array };
  readonly operands: (data: SparseData) => number[];
  readonly plain: (data: SparseData) => { name: string; run: (output: Float64Array) => void }[];
  readonly bars: readonly Bar[];
}

type SparseData = ReturnType<typeof sparseData>;

function sparseData(rows: number, columns: number, perRow: number, seed: number) {
  const from = source(seed);
  const A = sparseRows(rows, columns, perRow, from);
  const x = normals(columns, from);
  const y = uniforms(rows, from, 0.5, 1.5);
  const nnz = A.data.length;
  const memory = new KernelMemory(1.5 * nnz + 4 * rows + 4 * columns);
  const matrix = [memory.words(A.indptr).at, memory.words(A.indices).at, memory.doubles(A.data).at];
  const placed = { x: memory.doubles(x), y: memory.doubles(y), z: memory.zeros(rows), g: memory.zeros(columns) };
  const folder = writeArrays(`kernel-csr-${columns}`, { ...arraysOf(A), x, y }, { rows, columns });
  return { A, x, y, memory, matrix, placed, folder };
}

function arraysOf({ indptr, indices, data }: CsrArrays) {
  return { indptr, indices, data };
}

const PASSES: readonly Pass[] = [
  {
    kernel: "csrMultiply",
    flopsPerEntry: 2,
    output: ({ placed }) => placed.z,
    operands: ({ placed }) => [placed.x.at, placed.z.at],
    plain: ({ A, x }) => [
      { name: "1 accumulator", run: (z) => multiplyOne(A, x, z) },
      { name: "4 accumulators", run: (z) => multiplyFour(A, x, z) },
    ],
    bars: [timesPlain(2), slowerThanPython("csr @ x", 1.2)],
  },
  {
    kernel: "csrMultiplyTransposeAdd",
    flopsPerEntry: 2,
    output: ({ placed }) => placed.g,
    operands: ({ placed }) => [placed.y.at, placed.g.at],
    plain: ({ A, y }) => [{ name: "scatter", run: (g) => multiplyTransposeAdd(A, y, g) }],
    bars: [],
  },
  {
    kernel: "csrCurvatureProduct",
    flopsPerEntry: 4,
    output: ({ placed }) => placed.g,
    operands: ({ placed }) => [placed.y.at, placed.x.at, placed.g.at, placed.z.at],
    plain: ({ A, x, y }) => [
      { name: "1 accumulator", run: (g) => curvatureOne(A, y, x, g) },
      { name: "4 accumulators", run: (g) => curvatureFour(A, y, x, g) },
    ],
    bars: [],
  },
];

/** A x, A'y and A'(w.(A v)) on one sparse matrix. */
export function csrPassCases(rows: number, columns: number, perRow: number, seed: number): KernelCase[] {
  const data = sparseData(rows, columns, perRow, seed);
  const nnz = data.A.data.length;
  return PASSES.map((pass) => {
    const output = pass.output(data);
    const operands = [rows, ...data.matrix, ...pass.operands(data)];
    const kernel = data.memory.kernels[pass.kernel];
    return {
      kernel: pass.kernel,
      size: `${rows} x ${columns}, ${perRow} a row`,
      flops: pass.flopsPerEntry * nnz,
      flopCount: `${pass.flopsPerEntry} nnz`,
      bytes: 12 * nnz + 12 * rows + 8 * columns,
      units: nnz,
      unit: "nnz",
      kernelWay: { name: pass.kernel, output: output.data, run: () => kernel(...operands) },
      plain: pass.plain(data).map(({ name, run }): Way => {
        const own = new Float64Array(output.data.length);
        return { name, output: own, run: () => run(own) };
      }),
      folder: data.folder,
      bars: pass.bars,
    };
  });
}

/** H <- H + A' diag(w) A for sparse A. */
export function csrGramCase(rows: number, columns: number, perRow: number, seed: number): KernelCase {
  const from = source(seed);
  const A = sparseRows(rows, columns, perRow, from);
  const y = uniforms(rows, from, 0.5, 1.5);
  const nnz = A.data.length;
  const memory = new KernelMemory(1.5 * nnz + 3 * rows + columns * columns);
  const matrix = [memory.words(A.indptr).at, memory.words(A.indices).at, memory.doubles(A.data).at];
  const w = memory.doubles(y);
  const H = memory.zeros(columns * columns);
  const cursor = memory.words(new Int32Array(rows));
  const { csrGram } = memory.kernels;
  const operands = [rows, ...matrix, w.at, columns, STRIP, H.at, 0, cursor.at];
  const output = new Float64Array(columns * columns);
  return {
    kernel: "csrGram",
    size: `${rows} x ${columns}, ${perRow} a row`,
    flops: rows * perRow * (perRow + 1),
    flopCount: "n r (r + 1)",
    bytes: 12 * nnz + 12 * rows + 8 * columns * columns,
    units: (rows * perRow * (perRow + 1)) / 2,
    unit: "pair",
    kernelWay: { name: "csrGram", output: H.data, run: () => csrGram(...operands) },
    plain: [{ name: "pairs of a row", output, run: () => gram(A, y, output) }],
    folder: writeArrays("kernel-csr-gram", { ...arraysOf(A), y }, { rows, columns }),
    bars: [timesPython("(A.T @ D @ A).toarray()", 5)],
  };
}
