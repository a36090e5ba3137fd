import { layoutFactor, thinQr } from "../../src/problem/leverage/qr.js";
import { place } from "../../src/wasm/memory.js";
import { drain } from "../../src/wasm/pace.js";

/** thinQr of an n x d row-major array in a memory of its own. */
export function orthonormal(n: number, d: number, data: ArrayLike<number>) {
  const { kernels, parts } = place((arena) => ({ W: arena.f64(n * d), factor: layoutFactor(d, arena) }));
  parts.W.data.set(data);
  drain(thinQr({ kernels, pace: { spent: 0 } }, n, d, parts.W, parts.factor));
  return { Q: parts.W.data, R: parts.factor.R.data, order: parts.factor.order.data };
}
