import { layoutMatrix } from "../../matrix/matrix.js";
import { gramDepth, packLength } from "../../wasm/denseKernels.js";
import type { Arena } from "../../wasm/memory.js";
import { PANEL } from "../../wasm/panel.js";
import { productPack } from "../../wasm/productKernels.js";
import type { TwoLayerModel } from "./model.js";

/** Rows of C = A2 diag(mask) A1 that are formed at a time. */
export const TILE = 64;

/**
 * Storage: A1 and A2 with their workspace; 8 n-vectors, 6 m-vectors, 5 d-vectors, 4 words. For a Hessian or a sample of its rows,
 * where `dense`: 2 d^2 (the negative part; an orthonormal basis of the rows held at zero), a tile of 64 rows of d
 * with its weights and the pack of their Gram, 2 (2m + d)-vectors for the rows of rowForm, d x 16, and where A1 and A2
 * are dense 64 n with the pack of a product (productPack).
 */
export function layoutTwoLayer({ A1, A2 }: TwoLayerModel, arena: Arena, dense = true) {
  const { rows: n, columns: d } = A1;
  const m = A2.rows;
  const depth = gramDepth(d);
  const bothDense = !("indptr" in A1) && !("indptr" in A2);
  return {
    first: layoutMatrix(A1, arena),
    second: layoutMatrix(A2, arena),
    u: arena.f64(n),
    step: arena.f64(n),
    hidden: arena.f64(n),
    mask: arena.f64(n),
    jumps: arena.f64(n),
    crossing: arena.f64(n),
    norms: arena.f64(n),
    scratch: arena.f64(n),
    v: arena.f64(m),
    f: arena.f64(m),
    p: arena.f64(m),
    slope: arena.f64(m),
    image: arena.f64(m),
    spare: arena.f64(m),
    x: arena.f64(d),
    direction: arena.f64(d),
    trial: arena.f64(d),
    mean: arena.f64(d),
    inside: arena.f64(d),
    words: arena.i32(4),
    dense: dense
      ? {
          negative: arena.f64(d * d),
          basis: arena.f64(d * d),
          tile: arena.f64(TILE * d),
          weights: arena.f64(TILE),
          pack: arena.f64(packLength(d, depth)),
          depth,
          stepImage: arena.f64(2 * m + d),
          rowNorms: arena.f64(2 * m + d),
          panel: arena.f64(d * PANEL),
          product: bothDense ? { left: arena.f64(TILE * n), pack: arena.f64(productPack(TILE, d, n)) } : undefined,
        }
      : undefined,
  };
}

export type TwoLayerParts = ReturnType<typeof layoutTwoLayer>;
