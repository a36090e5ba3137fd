import singles from "../../../../build/dist/transformer.wasm";
import doubles from "../../../../build/test/transformer64.wasm";
import { instantiateTransformer } from "../../../../src/wasm/f32/module.js";
import type { RawTransformer } from "../../../../src/wasm/f32/raw.js";
import { type TransformerKernels, transformerKernels } from "../../../../src/wasm/f32/transformerKernels.js";
import type { Sum } from "../../../reference/sum.js";
import { Sandbox } from "../../support/sandbox.js";
import { type Random, seeded } from "../../support/seeded.js";

/** A build of the transformer's kernels to test: unit roundoff, sandbox, and what was exported. */
export interface Precision {
  readonly name: string;
  readonly u: number;
  readonly box: Sandbox<TransformerKernels>;
  readonly raw: RawTransformer;
  /** n values of this precision in about +-4. */
  values(random: Random, n: number): number[];
}

function precision(name: string, bytes: BufferSource): Precision {
  const memory = new WebAssembly.Memory({ initial: 32 });
  const raw = instantiateTransformer(new WebAssembly.Module(bytes), memory);
  const single = raw.realBytes.value === 4;
  const box = new Sandbox<TransformerKernels>({
    kernels: transformerKernels(raw),
    base: raw.heapBase.value as number,
    buffer: memory.buffer,
    RealArray: single ? Float32Array : (Float64Array as unknown as typeof Float32Array),
  });
  const round = single ? Math.fround : (x: number): number => x;
  const values = (random: Random, n: number): number[] =>
    Array.from({ length: n }, () => round((random() + random() + random() - 1.5) * 2.6));
  return { name, u: single ? 2 ** -24 : 2 ** -53, box, raw, values };
}

export const PRECISIONS: readonly Precision[] = [
  precision("f32", singles as BufferSource),
  precision("f64", doubles as BufferSource),
];

/** Calls for every length 0..67 with arrays at shifting alignments. */
export function eachLength(
  { box }: Precision,
  test: (n: number, random: Random, what: string) => void,
  least = 0,
): void {
  for (let n = least; n <= 67; n++) {
    box.reset(100 * n + 1);
    test(n, seeded(7 * n + 1), `length ${n}`);
  }
}

/**
 * Fails unless got_i lies within (2 terms + extra) u times the size of its terms. 1e-36: single precision's exponential ends
 * at 1e-38, which values of up to 100 multiply.
 */
export function within({ u }: Precision, what: string, got: ArrayLike<number>, want: readonly Sum[], extra = 8): void {
  if (got.length !== want.length) throw new Error(`${what}: ${got.length} entries, not ${want.length}`);
  want.forEach((sum, i) => {
    const bound = (2 * sum.terms + extra) * u * sum.size + (u > 1e-10 ? 1e-36 : 1e-300);
    if (!(Math.abs(got[i] - sum.value) <= bound)) {
      throw new Error(`${what}: entry ${i} is ${got[i]}, not ${sum.value} within ${bound}`);
    }
  });
}
