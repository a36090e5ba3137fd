import type { Kernels } from "../../wasm/kernels.js";
import type { Pace } from "../../wasm/pace.js";

/** What every part works with: the kernels of the memory that its arrays lie in, and the time since the last pause. */
export interface Engine {
  readonly kernels: Kernels;
  readonly pace: Pace;
}

/** Rows whose products with matrices are formed at a time. */
export const BLOCK = 64;
