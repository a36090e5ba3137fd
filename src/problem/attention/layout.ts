import { gramDepth, packLength } from "../../wasm/denseKernels.js";
import type { Kernels } from "../../wasm/kernels.js";
import type { Arena, Vector } from "../../wasm/memory.js";
import { type Pace, type Paced, passed } from "../../wasm/pace.js";
import { type Block, type ProductForm, type ProductOptions, productPack } from "../../wasm/productKernels.js";
import { type Model, residualLength, widest } from "./model.js";

/**
 * Storage, with N = n d and the widest dv. A head: d^2 + d dv + n d + 4 n dv + n^2 (and d for a bias). Shared: 3 n^2,
 * 3 n d, 3 n dv, 4 N-vectors, dv N for the Jacobian's rows of one token and d dv for one block of them, the pack of
 * a product (productPack), 4 words. For dense matrices, where `dense`: N max(N, m), 2 n N, m for the m entries of the residual, the packs of the
 * Gram and of a product of N x n by n x N.
 */
export function layoutAttention(model: Model, arena: Arena, dense: boolean) {
  const { n, d } = model;
  const width = widest(model);
  const side = Math.max(n, d, width);
  const block = (rows: number, columns: number): Block => ({ rows, columns, data: arena.f64(rows * columns) });
  return {
    heads: model.heads.map(({ width: dv, bias }) => ({
      W: block(d, d),
      V: block(d, dv),
      B: block(n, dv),
      Z: block(n, d),
      H: block(n, dv),
      P: block(n, n),
      Y: block(n, dv),
      C: block(n, dv),
      bias: bias ? arena.f64(d) : undefined,
    })),
    squares: [block(n, n), block(n, n), block(n, n)] as const,
    tokens: [block(n, d), block(n, d), block(n, d)] as const,
    values: [arena.f64(n * width), arena.f64(n * width), arena.f64(n * width)] as const,
    x: arena.f64(n * d),
    trial: arena.f64(n * d),
    direction: arena.f64(n * d),
    slope: arena.f64(n * d),
    rows: arena.f64(width * n * d),
    corner: arena.f64(width * d),
    pack: arena.f64(productPack(side, side, side)),
    words: arena.i32(4),
    dense: dense ? layoutDense(model, arena) : undefined,
  };
}

function layoutDense(model: Model, arena: Arena) {
  const { n, d } = model;
  const N = n * d;
  const rows = residualLength(model);
  return {
    /** The Jacobian of all heads; afterwards the second-order part of the Hessian. */
    J: arena.f64(N * Math.max(N, rows)),
    E: arena.f64(n * N),
    F: arena.f64(n * N),
    twos: arena.f64(rows),
    pack: arena.f64(packLength(N, gramDepth(N))),
    wide: arena.f64(productPack(N, N, n)),
  };
}

export type AttentionParts = ReturnType<typeof layoutAttention>;
export type PlacedHead = AttentionParts["heads"][number];
export type DenseParts = NonNullable<AttentionParts["dense"]>;

/** A model in a memory: what its formulas work on. */
export interface Placed {
  readonly model: Model;
  readonly parts: AttentionParts;
  readonly kernels: Kernels;
  readonly pace: Pace;
}

/** Planned nanoseconds a multiply-add of a product. */
export const PRODUCT = 0.3;

/** C <- s op(A) op(B), or added to C; a pause where a slice of work is full. */
export function* multiply(
  { kernels, parts, pace }: Placed,
  form: ProductForm,
  A: Block,
  B: Block,
  C: Block,
  options?: ProductOptions,
): Paced<void> {
  kernels.product.multiply(form, A, B, C, parts.pack, options);
  yield* passed(pace, PRODUCT * A.rows * A.columns * (form[1] === "T" ? B.rows : B.columns));
}

/** Copies the model's matrices in. */
export function load({ model, parts }: Placed): void {
  model.heads.forEach(({ W, V, B, bias }, k) => {
    const head = parts.heads[k];
    head.W.data.data.set(W);
    head.V.data.data.set(V);
    head.B.data.data.set(B);
    if (bias) head.bias?.data.set(bias);
  });
  parts.dense?.twos.data.fill(2);
}

/** The n x d block of the tokens in an x, row i = token i. */
export function tokens({ model: { n, d } }: Placed, x: Vector): Block {
  return { rows: n, columns: d, data: x };
}
