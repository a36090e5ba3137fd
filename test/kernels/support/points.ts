import { bits, fromBits } from "./check.js";
import { integer, type Random, seeded } from "./seeded.js";

/** n points uniform in [from, to). */
export function uniformPoints(seed: number, n: number, from: number, to: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: n }, () => from + (random() + random() * 2 ** -32) * (to - from));
}

/** n points of both signs, uniform in their exponent of 2 from..to; exponents below -1022 are subnormal. */
export function exponentPoints(seed: number, n: number, from: number, to: number): number[] {
  const random = seeded(seed);
  const sign = (): number => (random() < 0.5 ? -1 : 1);
  return Array.from({ length: n }, () => sign() * (1 + random()) * 2 ** integer(random, from, to));
}

/** The double `steps` doubles above x (below for negative steps) on one side of zero. */
export function neighbour(x: number, steps: number): number {
  return fromBits(bits(x) + BigInt(x > 0 ? steps : -steps));
}

/** n points a few doubles beside whole and half multiples of ln2/128: the steps of the table and of its rounding. */
export function tablePoints(seed: number, n: number, from: number, to: number): number[] {
  const random: Random = seeded(seed);
  const step = Math.LN2 / 256;
  const [least, most] = [Math.ceil(from / step), Math.floor(to / step)];
  const points: number[] = [];
  while (points.length < n) {
    const k = integer(random, least, most);
    if (k !== 0) points.push(neighbour(k * step, integer(random, -3, 3)));
  }
  return points;
}

/** Runs of doubles that follow one another closely: `count` starts, `length` points each, sorted in each run. */
export function denseRuns(seed: number, count: number, length: number, from: number, to: number): number[][] {
  const random = seeded(seed);
  return uniformPoints(seed, count, from, to).map((start) => {
    const step = integer(random, 1, 64);
    const upwards = start > 0 ? step : -step;
    return Array.from({ length }, (_, i) => neighbour(start, Math.sign(start) * upwards * i));
  });
}
