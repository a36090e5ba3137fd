import { gramDepth, type PlacedDense, packLength } from "../wasm/denseKernels.js";
import type { Kernels } from "../wasm/kernels.js";
import { type Arena, slice, sliceWords, type Vector } from "../wasm/memory.js";
import { SLICE } from "../wasm/pace.js";
import type { Dense } from "./dense.js";
import type { MatrixOperand, PlacedMatrix } from "./matrix.js";
import { rowCosts } from "./rowCosts.js";

const NONE = new Float64Array();

/** Storage: n d doubles for A, and the Gram's packed panels (packLength). */
export function layoutDense(A: Dense, arena: Arena): PlacedMatrix {
  const { rows, columns } = A;
  const data = arena.f64(rows * columns);
  const pack = arena.f64(packLength(columns, gramDepth(columns)));
  const operand = denseOperand({ rows, columns, data }, pack);
  return (kernels) => ({ ...operand(kernels), contents: [{ from: A.data, to: data.data }] });
}

/** Operations on a matrix that stands in memory already; pack has packLength(columns, gramDepth(columns)) doubles. */
export function denseOperand(placed: PlacedDense, pack: Vector): PlacedMatrix {
  const { rows, columns } = placed;
  const depth = gramDepth(columns);
  const costs = rowCosts({ rows, columns, data: NONE });
  // A whole number of packed depths: a short last one would waste part of its pack.
  const gramRows = Math.min(rows, depth * Math.max(1, Math.floor(SLICE / (costs.gram * depth))));
  return (kernels: Kernels): MatrixOperand => {
    const k = kernels.dense;
    return {
      rows,
      columns,
      nnz: rows * columns,
      gramRows,
      contents: [],
      costs,
      multiply: (x, z, from = 0, to = rows) => k.multiply(placed, x, z, from, to),
      multiplyTransposeAdd: (y, g, from = 0, to = rows) => k.multiplyTransposeAdd(placed, y, g, from, to),
      absTransposeAdd: (y, g, from = 0, to = rows) => k.absTransposeAdd(placed, y, g, from, to),
      curvatureProduct: (D, v, hv, z, from = 0, to = rows) => k.curvatureProduct(placed, D, v, hv, z, from, to),
      diagonal: (D, out, from = 0, to = rows) => k.diagonal(placed, D, out, from, to),
      rowNorms: (D, out, from = 0, to = rows) => k.rowNorms(placed, D, out, from, to),
      gram: (D, H, negative, from, to) => k.gram(placed, D, H, negative, depth, pack, from, to),
      gramSample: (list, weights, H, from, to) =>
        k.gramRows(placed, sliceWords(list, from, to), slice(weights, from, to), to - from, depth, pack, H),
      projectedNormsAdd: (D, X, out, from = 0, to = rows, o?: Vector) =>
        k.projectedNormsAdd(placed, D, X, out, from, to, o),
    };
  };
}
