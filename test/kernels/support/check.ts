import type { Sum } from "../../reference/sum.js";

/** Unit roundoff of doubles. */
export const U = 2 ** -53;

const view = new DataView(new ArrayBuffer(8));

/** The bits of a double; every NaN the same, as WebAssembly leaves a NaN's sign and payload open. */
export function bits(x: number): bigint {
  view.setFloat64(0, Number.isNaN(x) ? Number.NaN : x);
  return view.getBigUint64(0);
}

/** The double of these bits. */
export function fromBits(b: bigint): number {
  view.setBigUint64(0, b);
  return view.getFloat64(0);
}

/** Fails unless both arrays hold the same doubles: -0 is not 0, NaN is NaN. */
export function sameBits(what: string, got: ArrayLike<number>, want: ArrayLike<number>): void {
  if (got.length !== want.length) throw new Error(`${what}: ${got.length} entries, not ${want.length}`);
  for (let i = 0; i < got.length; i++) {
    if (!Object.is(got[i], want[i])) throw new Error(`${what}: entry ${i} is ${got[i]}, not ${want[i]}`);
  }
}

/**
 * Fails unless got_i lies within 2 n u sum|terms| of the compensated sum: n u bounds the error of n terms added in any
 * order, 2 leaves room for higher powers of u. `extra` counts roundings inside each term beyond its first.
 */
export function withinSums(what: string, got: ArrayLike<number>, want: readonly Sum[], extra = 0): void {
  if (got.length !== want.length) throw new Error(`${what}: ${got.length} entries, not ${want.length}`);
  for (let i = 0; i < got.length; i++) {
    const sum = want[i];
    const bound = 2 * (sum.terms + extra) * U * sum.size;
    if (!(Math.abs(got[i] - sum.value) <= bound)) {
      throw new Error(`${what}: entry ${i} is ${got[i]}, not ${sum.value} within ${bound}`);
    }
  }
}

/** Fails unless got_i is the sum itself: for integer data every order of sums is exact. */
export function equalsSums(what: string, got: ArrayLike<number>, want: readonly Sum[]): void {
  // Adding 0 turns -0 into 0: the sign of an exact zero depends on the order of sums.
  sameBits(
    what,
    Float64Array.from(got, (x) => x + 0),
    want.map((sum) => sum.value + 0),
  );
}
