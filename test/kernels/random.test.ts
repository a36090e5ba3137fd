import { describe, expect, it } from "vitest";
import * as reference from "../reference/random.js";
import { sameBits } from "./support/check.js";
import { Sandbox, whole } from "./support/sandbox.js";
import { integer, seeded } from "./support/seeded.js";

const box = new Sandbox(1 << 13);
const { random: kernels } = box.kernels;
type Four = [number, number, number, number];

function philoxOf(key: readonly number[], counter: Four): number[] {
  const out = box.words(4);
  box.run("philox", [whole(out)], () => kernels.philox(key[0], key[1], counter, out));
  return Array.from(out.data, (x) => x >>> 0);
}

// Random123, tests/kat_vectors, lines philox4x32 10.
const KNOWN: [number[], Four, number[]][] = [
  [
    [0, 0],
    [0, 0, 0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0xa4093822, 0x299f31d0],
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

describe("philox", () => {
  it.each(KNOWN)("has the published answer for key %j, counter %j", (key, counter, words) => {
    box.reset(1);
    expect(reference.philox(key, counter)).toEqual(words);
    expect(philoxOf(key, counter)).toEqual(words);
  });

  it("agrees with the reference on random keys and counters", () => {
    const random = seeded(5);
    const word = (): number =>
      (random() < 0.1 ? [0, 1, 0x7fffffff, 0x80000000, 0xffffffff][integer(random, 0, 4)] : random() * 2 ** 32) >>> 0;
    for (let i = 0; i < 2000; i++) {
      box.reset(i);
      const key = [word(), word()];
      const counter: Four = [word(), word(), word(), word()];
      expect(philoxOf(key, counter)).toEqual(reference.philox(key, counter));
    }
  });
});

const COUNTERS = [
  { seed: 0, draw: 0, iteration: 0, purpose: 0 },
  { seed: 42, draw: 1, iteration: 2, purpose: 3 },
  { seed: 2 ** 32 - 1, draw: 2 ** 32 - 1, iteration: 2 ** 31, purpose: 1 },
  { seed: 2 ** 32 + 5, draw: 7, iteration: 123456789, purpose: 2 },
  { seed: Number.MAX_SAFE_INTEGER, draw: 0, iteration: 1, purpose: 0 },
];

/** n draws from `start` on; the kernel may write them and its scratch only. */
function draws(kind: "uniform" | "normal", counter: (typeof COUNTERS)[number], start: number, n: number): Float64Array {
  const words = box.words(4);
  const out = box.vector(n);
  box.run(kind, [whole(words), whole(out)], () => kernels[kind](counter, start, words, out));
  return out.data.slice();
}

/** The block of each counter index start..start+n-1; the seed's low and high 32 bits are the key. */
function blocks({ seed, draw, iteration, purpose }: (typeof COUNTERS)[number], start: number, n: number): number[][] {
  const key = [Number(BigInt(seed) & 0xffffffffn), Number(BigInt(seed) >> 32n)];
  const index = (i: number): number => (start + i) % 2 ** 32;
  return Array.from({ length: n }, (_, i) => reference.philox(key, [index(i), draw, iteration, purpose]));
}

/** Any split of a range of counters gives the draws of the whole range. */
function splits(kind: "uniform" | "normal"): void {
  for (const counter of COUNTERS) {
    box.reset(1);
    const all = draws(kind, counter, 0, 100);
    for (const cut of [0, 1, 2, 3, 17, 50, 99, 100]) {
      box.reset(cut);
      sameBits("first", draws(kind, counter, 0, cut), all.subarray(0, cut));
      sameBits("rest", draws(kind, counter, cut, 100 - cut), all.subarray(cut));
    }
  }
}

describe("uniform", () => {
  it("has the reference's bits for every length, also across the counter's wrap", () => {
    for (const counter of COUNTERS) {
      for (const start of [0, 1, 12345, 2 ** 31 - 3, 2 ** 32 - 5]) {
        const want = blocks(counter, start, 67).map(reference.uniform);
        for (const n of start === 0 ? [...Array(68).keys()] : [0, 1, 2, 67]) {
          box.reset(n);
          sameBits(`start ${start}, n = ${n}`, draws("uniform", counter, start, n), want.slice(0, n));
        }
      }
    }
  });

  it("does not depend on n or on how a range is split", () => splits("uniform"));
});

describe("normal", () => {
  it("is Box and Muller's cosine of the block for every length", () => {
    for (const counter of COUNTERS) {
      for (const start of [0, 777, 2 ** 32 - 5]) {
        const want = blocks(counter, start, 67).map(reference.normal);
        for (const n of start === 0 ? [...Array(68).keys()] : [1, 67]) {
          box.reset(n);
          const got = draws("normal", counter, start, n);
          // Logarithm, cosine and 2 pi v differ by an ulp or so between engines; 2 pi v by u 2 pi, times a radius below 9.
          got.forEach((x, i) => {
            if (!(Math.abs(x - want[i]) <= 2e-14)) throw new Error(`draw ${i} of ${n}: ${x}, not ${want[i]}`);
          });
        }
      }
    }
  });

  it("does not depend on n or on how a range is split", () => splits("normal"));
});
