import { type Matrix, minus, norm, scaled, solve, type Vector } from "./arithmetic.js";

/** d f(t)/dt at t = 0: central differences at h, h/2, ..., extrapolated to h = 0 (Richardson). */
export function slope(f: (t: number) => Vector, h = 0.05): number[] {
  let row: number[][] = [];
  for (let k = 0; k < 5; k++) {
    const t = h / 2 ** k;
    const next = [scaled(0.5 / t, minus(f(t), f(-t)))];
    row.forEach((before, j) => {
      next.push(next[j].map((v, i) => v + (v - before[i]) / (4 ** (j + 1) - 1)));
    });
    row = next;
  }
  return row[4];
}

export const slopeOf = (f: (t: number) => number, h?: number): number => slope((t) => [f(t)], h)[0];
const moved = (x: Vector, k: number, t: number): number[] => x.map((v, i) => (i === k ? v + t : v));

/** Rows are components of f, columns coordinates of x. */
export function jacobianOf(f: (x: Vector) => Vector, x: Vector, h?: number): number[][] {
  const columns = x.map((_, k) => slope((t) => f(moved(x, k, t)), h));
  return columns[0].map((_, i) => columns.map((c) => c[i]));
}

export const gradientOf = (f: (x: Vector) => number, x: Vector, h?: number): number[] =>
  jacobianOf((y) => [f(y)], x, h)[0];

/** Second derivatives, as differences of differences of f. */
export const hessianOf = (f: (x: Vector) => number, x: Vector, h?: number): number[][] =>
  jacobianOf((y) => gradientOf(f, y, h), x, h);

/** A stationary point of f near x, by Newton's method on differences of f alone. */
export function stationary(f: (x: Vector) => number, x: Vector, h?: number): number[] {
  let at = [...x];
  for (let k = 0; k < 30; k++) {
    const step = solve(hessianOf(f, at, h), gradientOf(f, at, h));
    at = minus(at, step);
    if (norm(step) < 1e-13) break;
  }
  return at;
}

/** x_count of x <- next(x) */
export function iterate(next: (x: Vector) => Vector, x: Vector, count: number): number[] {
  let at = [...x];
  for (let k = 0; k < count; k++) at = [...next(at)];
  return at;
}

/** x - t H^-1 g */
export const newton =
  (g: (x: Vector) => Vector, H: (x: Vector) => Matrix, t = 1) =>
  (x: Vector): number[] =>
    minus(x, scaled(t, solve(H(x), g(x))));
