import type { PlacedCsr } from "../wasm/csrKernels.js";
import { gramDepth, packLength } from "../wasm/denseKernels.js";
import type { Kernels } from "../wasm/kernels.js";
import { type Arena, slice, sliceWords, type Vector } from "../wasm/memory.js";
import { SLICE } from "../wasm/pace.js";
import type { Csr } from "./csr.js";
import type { MatrixOperand, PlacedMatrix } from "./matrix.js";
import { isFilled, rowCosts } from "./rowCosts.js";

/** Bytes of H that one strip of columns may touch: half of a common 2 MiB second-level cache. */
const STRIP_BYTES = 2 ** 21;
const TILE_ROWS = 128;

/**
 * Storage: indptr (n + 1) and indices (nnz) in 4-byte words, data nnz doubles; for the Gram a cursor word for
 * each of gramRows rows (none where one strip holds all columns), or (fill above 35 %) a tile of 128 rows and the dense pack.
 */
export function layoutCsr(A: Csr, arena: Arena): PlacedMatrix {
  const { rows, columns } = A;
  const nnz = A.indptr[rows];
  const filled = isFilled(A);
  const costs = rowCosts(A);
  const gramRows = Math.min(rows, filled ? TILE_ROWS : Math.max(1, Math.floor(SLICE / costs.gram)));
  const indptr = arena.i32(rows + 1);
  const indices = arena.i32(nnz);
  const data = arena.f64(nnz);
  const depth = gramDepth(columns);
  const tile = arena.f64(filled ? gramRows * columns : 0);
  const pack = arena.f64(filled ? packLength(columns, depth) : 0);
  const weights = arena.f64(filled ? gramRows : 0);
  const strip = Math.max(64, Math.floor(STRIP_BYTES / (8 * columns)));
  const cursor = arena.i32(filled || strip >= columns ? 0 : gramRows);
  return (kernels: Kernels): MatrixOperand => {
    const placed: PlacedCsr = { rows, columns, indptr, indices, data };
    const k = kernels.csr;
    return {
      rows,
      columns,
      nnz,
      gramRows,
      contents: [
        { from: A.indptr, to: indptr.data },
        { from: A.indices.subarray(0, nnz), to: indices.data },
        { from: A.data.subarray(0, nnz), to: data.data },
      ],
      costs,
      multiply: (x, z, from = 0, to = rows) => k.multiply(placed, x, z, from, to),
      multiplyTransposeAdd: (y, g, from = 0, to = rows) => k.multiplyTransposeAdd(placed, y, g, from, to),
      absTransposeAdd: (y, g, from = 0, to = rows) => k.absTransposeAdd(placed, y, g, from, to),
      curvatureProduct: (D, v, hv, z, from = 0, to = rows) => k.curvatureProduct(placed, D, v, hv, z, from, to),
      diagonal: (D, out, from = 0, to = rows) => k.diagonal(placed, D, out, from, to),
      rowNorms: (D, out, from = 0, to = rows) => k.rowNorms(placed, D, out, from, to),
      gram: filled
        ? (D, H, negative, from, to) => {
            k.expand(placed, tile, from, to);
            weights.data.set(D.data.subarray(from, to));
            const expanded = { rows: to - from, columns, data: tile };
            kernels.dense.gram(expanded, weights, H, negative, depth, pack, 0, to - from);
          }
        : (D, H, negative, from, to) => k.gram(placed, D, strip, H, negative, cursor, from, to),
      gramSample: filled
        ? (list, given, H, from, to) => {
            k.expandRows(placed, list, tile, from, to);
            weights.data.set(given.data.subarray(from, to));
            const expanded = { rows: to - from, columns, data: tile };
            kernels.dense.gram(expanded, weights, H, undefined, depth, pack, 0, to - from);
          }
        : (list, given, H, from, to) =>
            k.gramRows(placed, sliceWords(list, from, to), slice(given, from, to), to - from, strip, H, cursor),
      projectedNormsAdd: (D, X, out, from = 0, to = rows, o?: Vector) =>
        k.projectedNormsAdd(placed, D, X, out, from, to, o),
    };
  };
}
