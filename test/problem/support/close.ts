import type { Sized } from "../oracle.js";

/**
 * Fails unless got_k is within 4 (terms + 8) 2^-53 of the oracle's sum, in units of the size of its terms: both add up to
 * `terms` terms in some order, and each term carries a few roundings of its formula and of its exponential.
 */
export function close(what: string, got: ArrayLike<number>, want: Sized, terms: number): void {
  if (got.length !== want.value.length) throw new Error(`${what}: ${got.length} entries, not ${want.value.length}`);
  for (let k = 0; k < got.length; k++) {
    const bound = 4 * (terms + 8) * 2 ** -53 * want.size[k];
    if (!(Math.abs(got[k] - want.value[k]) <= bound)) {
      throw new Error(`${what}: entry ${k} is ${got[k]}, not ${want.value[k]} within ${bound}`);
    }
  }
}
