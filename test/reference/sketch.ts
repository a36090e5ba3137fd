import { philox, uniform } from "./random.js";

/** The number of i with c t_i >= 1 and the sum of the other t_i: four partial sums, joined by twos, then the rest. */
export function saturation(t: ArrayLike<number>, c: number): [number, number] {
  const part = [0, 0, 0, 0];
  const fours = t.length - (t.length % 4);
  let count = 0;
  for (let i = 0; i < fours; i++) {
    if (c * t[i] >= 1) count++;
    else part[i % 4] += t[i];
  }
  let sum = part[0] + part[2] + (part[1] + part[3]);
  for (let i = fours; i < t.length; i++) {
    if (c * t[i] >= 1) count++;
    else sum += t[i];
  }
  return [count, sum];
}

/** The rows of from..to-1 whose coin falls below p_i = min(1, c t_i), and w_i / p_i of each; a p_i = 1 needs no coin. */
export function drawRows(
  key: readonly number[],
  counter: readonly number[],
  t: ArrayLike<number>,
  c: number,
  w: ArrayLike<number>,
  from: number,
  to: number,
): { list: number[]; weights: number[] } {
  const list: number[] = [];
  const weights: number[] = [];
  for (let i = from; i < to; i++) {
    const p = Math.min(1, c * t[i]);
    if (!(p === 1 || (p > 0 && uniform(philox(key, [i, ...counter])) < p))) continue;
    list.push(i);
    weights.push(w[i] / p);
  }
  return { list, weights };
}
