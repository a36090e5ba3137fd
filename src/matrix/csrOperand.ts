import type { PlacedCsr } from "../wasm/csrKernels.js";
import { gramDepth, packLength } from "../wasm/denseKernels.js";
import type { Kernels } from "../wasm/kernels.js";
import type { Arena } from "../wasm/memory.js";
import { SLICE } from "../wasm/pace.js";
import type { Csr } from "./csr.js";
import type { MatrixOperand, PlacedMatrix } from "./matrix.js";

/** Above this fill a row block is expanded and goes through the dense Gram: the scatter loses its advantage there. */
const DENSE_FILL = 0.35;
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
  const filled = nnz > DENSE_FILL * rows * columns;
  const gram = filled ? denseGramCost(columns) + nnz / rows : sparseGramCost(A);
  const gramRows = Math.min(rows, filled ? TILE_ROWS : Math.max(1, Math.floor(SLICE / gram)));
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
      costs: { product: 2 + (0.8 * nnz) / rows, curvatureProduct: 4 + (1.4 * nnz) / rows, gram },
      multiply: (x, z, from = 0, to = rows) => k.multiply(placed, x, z, from, to),
      multiplyTransposeAdd: (y, g, from = 0, to = rows) => k.multiplyTransposeAdd(placed, y, g, from, to),
      absTransposeAdd: (y, g, from = 0, to = rows) => k.absTransposeAdd(placed, y, g, from, to),
      curvatureProduct: (D, v, hv, from = 0, to = rows) => k.curvatureProduct(placed, D, v, hv, from, to),
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
    };
  };
}

/** Nanoseconds a row of the scatter Gram: about two for each of its r (r + 1) / 2 products. */
function sparseGramCost(A: Csr): number {
  let products = 0;
  for (let i = 0; i < A.rows; i++) {
    const r = A.indptr[i + 1] - A.indptr[i];
    products += (r * (r + 1)) / 2;
  }
  return 8 + (2 * products) / A.rows;
}

/** Nanoseconds a row of the dense Gram at about 12 flops a nanosecond. */
export function denseGramCost(columns: number): number {
  return 4 + (columns * (columns + 1)) / 12 + columns;
}
