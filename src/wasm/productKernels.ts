import type { Vector } from "./memory.js";
import { need } from "./need.js";
import type { RawKernels } from "./raw.js";

/** A row-major rows x columns array in a session's memory, or a block of columns of a wider one. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
  /** Begins at the block's first entry. */
  readonly data: Vector;
  /** Doubles from a row to the next; default `columns`. */
  readonly stride?: number;
}

/** Which factor is kept transposed: "NT" multiplies A by the transpose of what B holds. */
export type ProductForm = "NN" | "TN" | "NT" | "TT";

export interface ProductOptions {
  /** Factor s. Default 1. */
  readonly scale?: number;
  /** Add to C instead of overwriting it. Default false. */
  readonly add?: boolean;
}

export interface ProductKernels {
  /**
   * C <- s op(A) op(B), or C + that; C must not overlap A or B. `pack` has productPack(m, n, k) doubles for a C of
   * m x n and sums of k terms.
   */
  multiply(form: ProductForm, A: Block, B: Block, C: Block, pack: Vector, options?: ProductOptions): void;
}

/** Rows packed at a time: a panel of four columns then stays in the first-level cache. */
const DEPTH = 256;
const FORMS: Record<ProductForm, number> = { NN: 0, TN: 1, NT: 2, TT: 3 };

/** Doubles of workspace for a product of an m x k and a k x n matrix. */
export function productPack(m: number, n: number, k: number): number {
  return 16 + (4 * Math.ceil(m / 4) + 4 * Math.ceil(n / 4)) * Math.min(k, DEPTH);
}

const strideOf = ({ columns, stride = columns }: Block): number => stride;
/** Entries from a block's first to its last. */
const span = (block: Block): number => (block.rows > 0 ? (block.rows - 1) * strideOf(block) + block.columns : 0);

export function productKernels(raw: RawKernels): ProductKernels {
  return {
    multiply(form, A, B, C, pack, { scale = 1, add = false } = {}) {
      const bits = FORMS[form];
      const [m, k] = bits & 1 ? [A.columns, A.rows] : [A.rows, A.columns];
      const [inner, n] = bits & 2 ? [B.columns, B.rows] : [B.rows, B.columns];
      if (inner !== k || C.rows !== m || C.columns !== n) {
        throw new Error(`${form}: ${m} x ${k} times ${inner} x ${n} is not ${C.rows} x ${C.columns}`);
      }
      need("A", A.data.length, span(A));
      need("B", B.data.length, span(B));
      need("C", C.data.length, span(C));
      need("pack", pack.length, productPack(m, n, k));
      const [a, b, c] = [strideOf(A), strideOf(B), strideOf(C)];
      const depth = Math.max(1, Math.min(k, DEPTH));
      raw.denseProduct(m, n, k, scale, bits, A.data.at, a, B.data.at, b, add ? 1 : 0, C.data.at, c, depth, pack.at);
    },
  };
}
