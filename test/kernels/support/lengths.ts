import type { Sandbox } from "./sandbox.js";
import { type Random, reals, seeded } from "./seeded.js";

/** Every length 0..67 and one long, four times each: the sandbox shifts the arrays to other alignments. */
export function eachLengthIn(box: Sandbox): (test: (n: number, random: Random, what: string) => void) => void {
  return (test) => {
    for (let n = 0; n <= 68; n++) {
      const length = n === 68 ? 1003 : n;
      for (let seed = 1; seed <= 4; seed++) {
        box.reset(100 * length + seed);
        test(length, seeded(7 * length + seed), `length ${length}, seed ${seed}`);
      }
    }
  };
}

const SPECIAL = [0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 5e-324, -2.5e-320, 1.7e308, -1.7e308, 1 + 2 ** -52];

/** n doubles, every third of them special. */
export function mixed(random: Random, n: number): Float64Array {
  return reals(random, n).map((x, i) => (i % 3 === 1 ? SPECIAL[Math.floor(random() * SPECIAL.length)] : x));
}
