import { type Pace, type Paced, passed } from "../../wasm/pace.js";

/** A random stream of normals, by address: the same for the same seed. */
export type Normals = (draw: number, out: Float64Array) => void;

export interface SignSearch {
  /** n entries of 1 or -1. */
  readonly signs: Float64Array;
  /** max |signs - its part in the space|: 0 for the answer. */
  readonly off: number;
}

/** Restarts, and steps of each. */
const RESTARTS = 300;
const STEPS = 150;
/**
 * A corner this close to a space of a quarter of its dimensions or fewer is no accident: where noise keeps it from being closer, this
 * many more restarts look for a better one.
 */
const PLAIN = 0.1;
const MORE = 10;
/** Weight of the reflection: 1 is Douglas and Rachford's, less is calmer. */
const RELAX = 0.5;

/**
 * The vector of signs nearest to the span of Q (n x k, orthonormal columns): relaxed reflections between the span and the
 * cube's corners (Elser's relaxed-reflect-reflect), from `first` and then from random points of the span, until one is
 * within `close` of it. Signs and their negatives are one answer.
 */
export function* searchSigns(
  n: number,
  k: number,
  Q: Float64Array,
  first: Float64Array,
  close: number,
  normals: Normals,
  pace: Pace,
): Paced<SignSearch> {
  const v = new Float64Array(n);
  const corner = new Float64Array(n);
  const mirrored = new Float64Array(n);
  const inside = new Float64Array(n);
  const y = new Float64Array(k);
  const best = { signs: first.map((f) => (f < 0 ? -1 : 1)), off: Number.POSITIVE_INFINITY };
  const project = (from: Float64Array): void => {
    y.fill(0);
    for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) y[j] += Q[i * k + j] * from[i];
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += Q[i * k + j] * y[j];
      inside[i] = sum;
    }
  };
  let restart = 0;
  let last = RESTARTS;
  const judge = (): void => {
    project(corner);
    let off = 0;
    for (let i = 0; i < n; i++) off = Math.max(off, Math.abs(corner[i] - inside[i]));
    if (off >= best.off) return;
    if (off < PLAIN && n >= 4 * k) last = Math.min(last, restart + MORE);
    best.off = off;
    best.signs.set(corner);
  };
  for (; restart < last && best.off > close; restart++) {
    if (restart === 0) v.set(first);
    else {
      normals(restart, y);
      for (let i = 0; i < n; i++) {
        v[i] = 0;
        for (let j = 0; j < k; j++) v[i] += Q[i * k + j] * y[j] * Math.sqrt(n / k);
      }
    }
    for (let step = 0; step < STEPS && best.off > close; step++) {
      let changed = step === 0;
      for (let i = 0; i < n; i++) {
        const sign = v[i] < 0 ? -1 : 1;
        if (sign !== corner[i]) changed = true;
        corner[i] = sign;
        mirrored[i] = 2 * sign - v[i];
      }
      if (changed) judge();
      project(mirrored);
      yield* passed(pace, 4 * n * k);
      for (let i = 0; i < n; i++) v[i] += RELAX * (inside[i] - corner[i]);
    }
  }
  return best;
}
