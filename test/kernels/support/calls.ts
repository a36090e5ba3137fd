import { packLength } from "../../../src/wasm/denseKernels.js";
import type { Kernels } from "../../../src/wasm/kernels.js";
import type { Vector, Words } from "../../../src/wasm/memory.js";
import { productPack } from "../../../src/wasm/productKernels.js";
import { reals, seeded } from "./seeded.js";
import { definite } from "./triangles.js";

/** The arrays of one call by the names that the wrapper's complaints use. */
export interface Arrays {
  readonly f64: Record<string, Vector>;
  readonly i32: Record<string, Words>;
}

/** One small call of a kernel through its wrapper, every array as short as it may be. */
export interface Call {
  readonly kernel: string;
  readonly f64: Record<string, ArrayLike<number>>;
  readonly i32: Record<string, ArrayLike<number>>;
  /** Arrays that no length check covers: those that say themselves how many entries there are, and a matrix's entries. */
  readonly unchecked: readonly string[];
  /** The kernel's own result, where it has one. */
  run(k: Kernels, a: Arrays): unknown;
}

let seed = 0;
const real = (n: number): Float64Array => reals(seeded(++seed), n);

function call(
  kernel: string,
  f64: Call["f64"],
  run: Call["run"],
  { i32 = {}, unchecked = [] }: { i32?: Call["i32"]; unchecked?: string[] } = {},
): Call {
  return { kernel, f64, i32, unchecked, run };
}

// Six rows of five columns; the calls take the rows 1..5.
const INDPTR = [0, 2, 2, 7, 8, 11, 12];
const INDICES = [0, 3, 0, 1, 2, 3, 4, 2, 0, 3, 4, 1];
const FROM = 1;
const TO = 6;

const csrArrays = { indptr: INDPTR, indices: INDICES };
const csrOf = ({ f64, i32 }: Arrays) => ({
  rows: 6,
  columns: 5,
  indptr: i32.indptr,
  indices: i32.indices,
  data: f64.data,
});
const csrOptions = { i32: csrArrays, unchecked: ["indices", "data"] };
const denseOf = ({ f64 }: Arrays) => ({ rows: 6, columns: 5, data: f64.A });
const D = 67;
const counter = { seed: 5, draw: 1, iteration: 2, purpose: 3 };

export const CALLS: readonly Call[] = [
  call("dot", { x: real(9), y: real(9) }, (k, { f64 }) => k.vector.dot(f64.x, f64.y), { unchecked: ["x"] }),
  call("axpy", { x: real(9), y: real(9) }, (k, { f64 }) => k.vector.axpy(0.3, f64.x, f64.y), { unchecked: ["x"] }),
  call(
    "scaleAdd",
    { x: real(9), y: real(9), out: real(9) },
    (k, { f64 }) => k.vector.scaleAdd(f64.x, 0.3, f64.y, f64.out),
    { unchecked: ["x"] },
  ),
  call("normMax", { x: real(9) }, (k, { f64 }) => k.vector.normMax(f64.x), { unchecked: ["x"] }),
  call("norm2", { x: real(9) }, (k, { f64 }) => k.vector.norm2(f64.x), { unchecked: ["x"] }),
  call("exp", { x: real(9), out: real(9) }, (k, { f64 }) => k.vector.exp(f64.x, f64.out), { unchecked: ["x"] }),
  call("sinhCosh", { x: real(9), s: real(9), c: real(9) }, (k, { f64 }) => k.vector.sinhCosh(f64.x, f64.s, f64.c), {
    unchecked: ["x"],
  }),
  call(
    "multiplyAdd",
    { x: real(9), y: real(9), out: real(9) },
    (k, { f64 }) => k.vector.multiplyAdd(f64.x, f64.y, f64.out),
    { unchecked: ["x"] },
  ),
  call("signs", { x: real(9), out: real(3) }, (k, { f64 }) => k.vector.signs(f64.x, f64.out), { unchecked: ["x"] }),
  call("extent", { x: real(9), out: real(2) }, (k, { f64 }) => k.vector.extent(f64.x, f64.out), { unchecked: ["x"] }),
  call("expShifted", { x: real(9), out: real(9) }, (k, { f64 }) => k.shares.expShifted(f64.x, 0.5, f64.out), {
    unchecked: ["x"],
  }),
  call("shares", { f: real(9), b: real(9), out: real(2) }, (k, { f64 }) => k.shares.shares(3, f64.f, f64.b, f64.out), {
    unchecked: ["f"],
  }),
  call(
    "sharesSlope",
    { f: real(9), b: real(9), out: real(9) },
    (k, { f64 }) => k.shares.sharesSlope(f64.f, f64.b, 0.3, f64.out),
    { unchecked: ["f"] },
  ),
  call(
    "sharesCurvature",
    { f: real(9), b: real(9), out: real(9) },
    (k, { f64 }) => k.shares.sharesCurvature(f64.f, f64.b, 0.3, f64.out),
    { unchecked: ["f"] },
  ),
  call("squares", { w: real(9), y: real(9), b: real(9) }, (k, { f64 }) => k.leastSquares.squares(f64.w, f64.y, f64.b), {
    unchecked: ["b"],
  }),
  call(
    "slope",
    { w: real(9), s: real(9), y: real(9), b: real(9), out: real(9) },
    (k, { f64 }) => k.leastSquares.slope(f64.w, f64.s, f64.y, f64.b, f64.out),
    { unchecked: ["out"] },
  ),
  call(
    "curvature",
    { w: real(9), s: real(9), c: real(9), y: real(9), b: real(9), out: real(9) },
    (k, { f64 }) => k.leastSquares.curvature(f64.w, f64.s, f64.c, f64.y, f64.b, f64.out),
    { unchecked: ["out"] },
  ),
  call(
    "csrMultiply",
    { data: real(12), x: real(5), z: real(6) },
    (k, a) => k.csr.multiply(csrOf(a), a.f64.x, a.f64.z, FROM, TO),
    csrOptions,
  ),
  call(
    "csrMultiplyTransposeAdd",
    { data: real(12), y: real(6), g: real(5) },
    (k, a) => k.csr.multiplyTransposeAdd(csrOf(a), a.f64.y, a.f64.g, FROM, TO),
    csrOptions,
  ),
  call(
    "csrAbsTransposeAdd",
    { data: real(12), y: real(6), g: real(5) },
    (k, a) => k.csr.absTransposeAdd(csrOf(a), a.f64.y, a.f64.g, FROM, TO),
    csrOptions,
  ),
  call(
    "csrCurvatureProduct",
    { data: real(12), w: real(6), v: real(5), hv: real(5), z: real(6) },
    (k, a) => k.csr.curvatureProduct(csrOf(a), a.f64.w, a.f64.v, a.f64.hv, a.f64.z, FROM, TO),
    csrOptions,
  ),
  call(
    "csrDiagonal",
    { data: real(12), w: real(6), out: real(5) },
    (k, a) => k.csr.diagonal(csrOf(a), a.f64.w, a.f64.out, FROM, TO),
    csrOptions,
  ),
  call(
    "csrRowNorms",
    { data: real(12), w: real(6), out: real(6) },
    (k, a) => k.csr.rowNorms(csrOf(a), a.f64.w, a.f64.out, FROM, TO),
    csrOptions,
  ),
  call(
    "csrGram",
    { data: real(12), w: real(6), H: real(25), negative: real(25) },
    (k, a) => k.csr.gram(csrOf(a), a.f64.w, 3, a.f64.H, a.f64.negative, a.i32.cursor, FROM, TO),
    { i32: { ...csrArrays, cursor: new Int32Array(TO - FROM) }, unchecked: ["indices", "data"] },
  ),
  call(
    "csrExpand",
    { data: real(12), tile: real(25) },
    (k, a) => k.csr.expand(csrOf(a), a.f64.tile, FROM, TO),
    csrOptions,
  ),
  call(
    "csrGram, listed",
    { data: real(12), weights: real(4), H: real(25) },
    (k, a) => k.csr.gramRows(csrOf(a), a.i32.list, a.f64.weights, 4, 3, a.f64.H, a.i32.cursor),
    { i32: { ...csrArrays, list: [5, 2, 2, 0], cursor: new Int32Array(4) }, unchecked: ["indices", "data"] },
  ),
  call(
    "csrExpand, listed",
    { data: real(12), tile: real(15) },
    (k, a) => k.csr.expandRows(csrOf(a), a.i32.list, a.f64.tile, 1, 4),
    { i32: { ...csrArrays, list: [5, 2, 2, 0] }, unchecked: ["indices", "data"] },
  ),
  call(
    "csrProjectedNormsAdd",
    { data: real(12), w: real(6), X: real(80), out: real(6), o: real(16) },
    (k, a) => k.csr.projectedNormsAdd(csrOf(a), a.f64.w, a.f64.X, a.f64.out, FROM, TO, a.f64.o),
    csrOptions,
  ),
  call("denseMultiply", { A: real(30), x: real(5), z: real(6) }, (k, a) =>
    k.dense.multiply(denseOf(a), a.f64.x, a.f64.z, FROM, TO),
  ),
  call("denseMultiplyTransposeAdd", { A: real(30), y: real(6), g: real(5) }, (k, a) =>
    k.dense.multiplyTransposeAdd(denseOf(a), a.f64.y, a.f64.g, FROM, TO),
  ),
  call("denseAbsTransposeAdd", { A: real(30), y: real(6), g: real(5) }, (k, a) =>
    k.dense.absTransposeAdd(denseOf(a), a.f64.y, a.f64.g, FROM, TO),
  ),
  call("denseCurvatureProduct", { A: real(30), w: real(6), v: real(5), hv: real(5), z: real(6) }, (k, a) =>
    k.dense.curvatureProduct(denseOf(a), a.f64.w, a.f64.v, a.f64.hv, a.f64.z, FROM, TO),
  ),
  call("denseDiagonal", { A: real(30), w: real(6), out: real(5) }, (k, a) =>
    k.dense.diagonal(denseOf(a), a.f64.w, a.f64.out, FROM, TO),
  ),
  call("denseRowNorms", { A: real(30), w: real(6), out: real(6) }, (k, a) =>
    k.dense.rowNorms(denseOf(a), a.f64.w, a.f64.out, FROM, TO),
  ),
  call(
    "denseGram",
    { A: real(30), w: real(6), H: real(25), negative: real(25), pack: new Float64Array(packLength(5, 4)) },
    (k, a) => k.dense.gram(denseOf(a), a.f64.w, a.f64.H, a.f64.negative, 4, a.f64.pack, FROM, TO),
  ),
  call(
    "denseProduct",
    { A: real(35), B: real(63), C: real(45), pack: new Float64Array(productPack(5, 9, 7)) },
    (k, { f64 }) =>
      k.product.multiply(
        "TN",
        { rows: 7, columns: 5, data: f64.A },
        { rows: 7, columns: 9, data: f64.B },
        { rows: 5, columns: 9, data: f64.C },
        f64.pack,
        { add: true },
      ),
  ),
  call("softmaxRows", { S: real(45) }, (k, { f64 }) => k.softmax.rows(5, 9, f64.S)),
  call("softmaxSlope", { P: real(45), D: real(45), out: real(45) }, (k, { f64 }) =>
    k.softmax.slope(5, 9, f64.P, f64.D, f64.out),
  ),
  call("softmaxCurvature", { P: real(45), E: real(45), M: real(45), N: real(45), out: real(45) }, (k, { f64 }) =>
    k.softmax.curvature(5, 9, f64.P, f64.E, f64.M, f64.N, f64.out),
  ),
  call(
    "denseGram, listed",
    { A: real(30), weights: real(5), H: real(25), pack: new Float64Array(packLength(5, 4)) },
    (k, a) => k.dense.gramRows(denseOf(a), a.i32.list, a.f64.weights, 5, 4, a.f64.pack, a.f64.H),
    { i32: { list: [5, 2, 2, 0, 3] } },
  ),
  call("denseProjectedNormsAdd", { A: real(30), w: real(6), X: real(80), out: real(6), o: real(16) }, (k, a) =>
    k.dense.projectedNormsAdd(denseOf(a), a.f64.w, a.f64.X, a.f64.out, FROM, TO, a.f64.o),
  ),
  call("denseReflectorDots", { A: real(30), dots: real(5) }, (k, a) =>
    k.dense.reflectorDots(denseOf(a), 1, a.f64.dots, FROM, TO),
  ),
  call("denseReflect", { A: real(30), dots: real(5), norms: real(5) }, (k, a) =>
    k.dense.reflect(denseOf(a), 1, 0.3, 0.7, a.f64.dots, a.f64.norms, FROM, TO),
  ),
  call("denseQuadraticForms", { A: real(30), X: real(25), out: real(6) }, (k, a) =>
    k.dense.quadraticForms(denseOf(a), a.f64.X, a.f64.out, FROM, TO),
  ),
  call("densePairProducts", { A: real(30), out: real(75) }, (k, a) =>
    k.dense.pairProducts(denseOf(a), a.f64.out, FROM, TO),
  ),
  call("choleskyPanel", { H: definite(seeded(1), D) }, (k, { f64 }) => k.symmetric.choleskyPanel(D, f64.H, 0)),
  call("choleskyUpdate", { H: definite(seeded(2), D), pack: new Float64Array(packLength(D, 64)) }, (k, { f64 }) =>
    k.symmetric.choleskyUpdate(D, f64.H, 0, f64.pack, 0, 1),
  ),
  call("solveTransposed", { R: definite(seeded(3), 9), y: real(7) }, (k, { f64 }) =>
    k.symmetric.solveTransposed(7, 9, f64.R, f64.y),
  ),
  call("solveUpper", { R: definite(seeded(4), 9), y: real(7) }, (k, { f64 }) =>
    k.symmetric.solveUpper(7, 9, f64.R, f64.y),
  ),
  call("solveUpperPanel", { R: definite(seeded(6), 9), X: real(144) }, (k, { f64 }) =>
    k.symmetric.solveUpperPanel(9, f64.R, f64.X),
  ),
  call("householderRows", { R: definite(seeded(7), 9), tile: real(63), work: real(9) }, (k, { f64 }) =>
    k.symmetric.householderRows(7, 9, f64.R, f64.tile, f64.work),
  ),
  call("symmetricMultiplyAdd", { H: definite(seeded(5), 9), v: real(9), out: real(9) }, (k, { f64 }) =>
    k.symmetric.multiplyAdd(9, f64.H, f64.v, f64.out),
  ),
  call("philox", {}, (k, { i32 }) => k.random.philox(1, 2, [3, 4, 5, 6], i32.out), { i32: { out: [0, 0, 0, 0] } }),
  call("uniform", { out: real(9) }, (k, { f64, i32 }) => k.random.uniform(counter, 7, i32.words, f64.out), {
    i32: { words: [0, 0, 0, 0] },
    unchecked: ["out"],
  }),
  call("normal", { out: real(9) }, (k, { f64, i32 }) => k.random.normal(counter, 7, i32.words, f64.out), {
    i32: { words: [0, 0, 0, 0] },
    unchecked: ["out"],
  }),
  call("saturation", { t: real(9), out: real(2) }, (k, { f64 }) => k.sketch.saturation(f64.t, 0.7, f64.out), {
    unchecked: ["t"],
  }),
  call(
    "drawRows",
    { t: real(9), w: real(9), weights: real(7) },
    (k, { f64, i32 }) => k.sketch.drawRows(counter, f64.t, 0.5, f64.w, 1, 9, 1, i32.list, f64.weights, i32.words),
    { i32: { list: new Int32Array(7), words: [0, 0, 0, 0] } },
  ),
];
