import { need } from "../need.js";
import type { Reals } from "./memory.js";
import type { RawTransformer } from "./raw.js";

/** Which factor is kept transposed: "NT" multiplies A by the transpose of what B holds. */
export type GemmForm = "NN" | "TN" | "NT";

export interface GemmKernels {
  /** C <- op(A) op(B) with op(A) m x k and op(B) k x n, all row-major; `pack` has gemmPack(m, n, k) reals. */
  multiply(form: GemmForm, m: number, n: number, k: number, A: Reals, B: Reals, C: Reals, pack: Reals): void;
  /** C <- C + op(A) op(B) */
  multiplyAdd(form: GemmForm, m: number, n: number, k: number, A: Reals, B: Reals, C: Reals, pack: Reals): void;
}

/** Blocks as packed: a panel of 8 columns stays in the first-level cache, the rows' block in the second. */
export const BLOCKS = { rows: 128, columns: 512, depth: 256 };
const FORMS: Record<GemmForm, number> = { NN: 0, TN: 1, NT: 2 };
const up = (n: number, to: number): number => to * Math.ceil(n / to);

/** Blocks no larger than the product needs. */
function fitted(m: number, n: number, k: number, { rows, columns, depth }: typeof BLOCKS): typeof BLOCKS {
  return {
    rows: Math.max(4, Math.min(up(m, 4), rows)),
    columns: Math.max(8, Math.min(up(n, 8), columns)),
    depth: Math.max(1, Math.min(k, depth)),
  };
}

/** Reals of workspace for an m x n product of k terms. */
export function gemmPack(m: number, n: number, k: number, blocks = BLOCKS): number {
  const { rows, columns, depth } = fitted(m, n, k, blocks);
  return 32 + (rows + columns) * depth;
}

export function gemmKernels(raw: RawTransformer, blocks = BLOCKS): GemmKernels {
  const run = (add: number, form: GemmForm, [m, n, k]: readonly number[], [A, B, C, pack]: readonly Reals[]): void => {
    need("A", A.length, m * k);
    need("B", B.length, k * n);
    need("C", C.length, m * n);
    need("pack", pack.length, gemmPack(m, n, k, blocks));
    const bits = FORMS[form];
    const { rows, columns, depth } = fitted(m, n, k, blocks);
    const aStride = bits & 1 ? m : k;
    const bStride = bits & 2 ? k : n;
    raw.gemm(m, n, k, bits, A.at, aStride, B.at, bStride, add, C.at, n, rows, columns, depth, pack.at);
  };
  return {
    multiply: (form, m, n, k, A, B, C, pack) => run(0, form, [m, n, k], [A, B, C, pack]),
    multiplyAdd: (form, m, n, k, A, B, C, pack) => run(1, form, [m, n, k], [A, B, C, pack]),
  };
}
