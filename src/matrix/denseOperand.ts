import { gramDepth, type PlacedDense, packLength } from "../wasm/denseKernels.js";
import type { Kernels } from "../wasm/kernels.js";
import { type Arena, slice, sliceWords, type Vector } from "../wasm/memory.js";
import { SLICE } from "../wasm/pace.js";
import type { Dense } from "./dense.js";
import type { MatrixOperand, PlacedMatrix } from "./matrix.js";
import { rowCosts } from "./rowCosts.js";

/** Storage: n d doubles for A, and the Gram's packed panels (packLength). */
export function layoutDense(A: Dense, arena: Arena): PlacedMatrix {
  const { rows, columns } = A;
  const depth = gramDepth(columns);
  const data = arena.f64(rows * columns);
  const pack = arena.f64(packLength(columns, depth));
  const costs = rowCosts(A);
  // A whole number of packed depths: a short last one would waste part of its pack.
  const gramRows = Math.min(rows, depth * Math.max(1, Math.floor(SLICE / (costs.gram * depth))));
  return (kernels: Kernels): MatrixOperand => {
    const placed: PlacedDense = { rows, columns, data };
    const k = kernels.dense;
    return {
      rows,
      columns,
      nnz: rows * columns,
      gramRows,
      contents: [{ from: A.data, to: data.data }],
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
