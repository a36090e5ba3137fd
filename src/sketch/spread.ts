import type { Vector } from "../wasm/memory.js";

/** Bins a factor of two, and where the exponent of 1 lies among them. */
const FINENESS = 4;
const BINS = 2048 * FINENESS;
/** About the ratio of neighbouring bins. */
const BIN_RATIO = 1.2;
/** Rows whose summed scores are below this change no quadratic form by more than this share of it. */
const SLACK = 0.1;

/**
 * How far A'diag(weights)A has moved from A'diag(reference)A: (highest / lowest) of the ratios q_i = weights_i /
 * reference_i, leaving out at each end rows that together cannot matter.
 *
 * With t_i the leverage score of row i under `reference`, a set of rows with sum t_i <= 0.1 carries at most a tenth of
 * any x'Hx, and with sum q_i t_i <= 0.1 q at most a tenth of q x'Hx; all others give lowest H <= H' <= highest H. So
 * the ratio bounds the condition number of the pair, and scores of one are scores of the other up to it (SOLVER 1.5).
 * Bins are cut from the bits of q: no logarithm whose last bit depends on the engine.
 */
export function spread(weights: Vector, reference: Vector, scores: Vector): number {
  const mass = new Float64Array(BINS);
  const q = new Float64Array(1);
  const high = new Uint32Array(q.buffer);
  for (let i = 0; i < weights.length; i++) {
    const t = scores.data[i];
    if (!(t > 0)) continue;
    q[0] = weights.data[i] / reference.data[i];
    mass[high[1] >>> 18] += t < 1 ? t : 1;
  }
  let low = 0;
  for (let below = mass[0]; below <= SLACK && low < BINS - 1; below += mass[low]) low++;
  let top = BINS - 1;
  // From the top, mass counted in units of the ratio that stays: mass (q / q_top) <= slack.
  for (let above = mass[top]; above <= SLACK && top > low; above = above * BIN_RATIO + mass[top]) top--;
  return edge(top + 1) / edge(low);
}

/** The smallest ratio in a bin. */
function edge(bin: number): number {
  const out = new Float64Array(1);
  new Uint32Array(out.buffer)[1] = bin << 18;
  return out[0];
}
