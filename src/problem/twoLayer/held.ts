import type { Vector } from "../../wasm/memory.js";

/** An orthonormal basis of the span of the rows a solve holds at zero, in the first rows of a d x d array. */
export interface Held {
  readonly rank: number;
  /** Starts anew with these vectors; a dependent one adds nothing. */
  span(count: number, row: (k: number, out: Float64Array) => void): void;
  /** v <- v - Q'Q v */
  project(v: Float64Array): void;
  /** out <- out + scale Q'Q v */
  addAlong(v: Float64Array, scale: number, out: Float64Array): void;
  /** H <- H + scale sum_{from <= k < to} q_k q_k', upper triangle */
  addSquare(from: number, to: number, scale: number, H: Float64Array): void;
  /** out_k <- q_k'v for k < rank, 0 from there to d */
  coordinates(v: Float64Array, out: Float64Array): void;
  /** out <- q_k */
  vector(k: number, out: Float64Array): void;
}

/** A vector that leaves this share of itself after projection depends on those before it. */
const DEPENDENT = 1e-10;

/** `basis` undefined: nothing can be held. */
export function heldRows(d: number, basis: Vector | undefined): Held {
  let rank = 0;
  const Q = basis?.data ?? new Float64Array(0);
  const along = (k: number, v: Float64Array): number => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += Q[k * d + j] * v[j];
    return sum;
  };
  const add = (k: number, a: number, out: Float64Array): void => {
    for (let j = 0; j < d; j++) out[j] += a * Q[k * d + j];
  };
  const project = (v: Float64Array): void => {
    // Twice is enough: the second pass removes what rounding left in the first.
    for (let pass = 0; pass < 2; pass++) for (let k = 0; k < rank; k++) add(k, -along(k, v), v);
  };
  return {
    get rank() {
      return rank;
    },
    span(count, row) {
      rank = 0;
      const v = new Float64Array(d);
      for (let k = 0; k < count && rank < d; k++) {
        row(k, v);
        const size = norm(v);
        project(v);
        const left = norm(v);
        if (!(left > DEPENDENT * size)) continue;
        for (let j = 0; j < d; j++) Q[rank * d + j] = v[j] / left;
        rank++;
      }
    },
    project,
    addAlong(v, scale, out) {
      for (let k = 0; k < rank; k++) add(k, scale * along(k, v), out);
    },
    addSquare(from, to, scale, H) {
      for (let k = from; k < to; k++) {
        const q = Q.subarray(k * d, (k + 1) * d);
        for (let i = 0; i < d; i++) for (let j = i; j < d; j++) H[i * d + j] += scale * q[i] * q[j];
      }
    },
    coordinates(v, out) {
      for (let k = 0; k < d; k++) out[k] = k < rank ? along(k, v) : 0;
    },
    vector(k, out) {
      for (let j = 0; j < d; j++) out[j] = k < rank ? Q[k * d + j] : 0;
    },
  };
}

function norm(v: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < v.length; j++) sum += v[j] * v[j];
  return Math.sqrt(sum);
}
