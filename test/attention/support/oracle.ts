import type { Random } from "../../kernels/support/seeded.js";

/** An instance with its matrices as rows: everything spelt out, nothing shared with src/. */
export interface Spec {
  readonly heads: { W: number[][]; V: number[][]; B: number[][] }[];
  readonly gamma: number;
  readonly convention: "row" | "column";
  readonly residualBlock: boolean;
}

/** What an instance has. */
export interface Shape {
  readonly n: number;
  readonly d: number;
  readonly widths: number[];
  readonly gamma?: number;
  readonly convention?: "row" | "column";
  readonly residualBlock?: boolean;
}

export function normals(random: Random, n: number): number[] {
  return Array.from({ length: n }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}

export function spec(random: Random, shape: Shape): Spec {
  const { n, d, widths, gamma = 0, convention = "row", residualBlock = false } = shape;
  const matrix = (rows: number, columns: number, size: number): number[][] =>
    Array.from({ length: rows }, () => normals(random, columns).map((v) => size * v));
  const heads = widths.map((dv) => ({ W: matrix(d, d, 1 / d), V: matrix(d, dv, d ** -0.5), B: matrix(n, dv, 1) }));
  return { heads, gamma, convention, residualBlock };
}

/** The output of each head at tokens x (token-major), from the paper's definitions, one entry at a time. */
export function predict({ heads, convention, residualBlock }: Spec, x: ArrayLike<number>): number[] {
  const out: number[] = [];
  for (const { W, V, B } of heads) {
    const [n, d] = [B.length, W.length];
    for (let i = 0; i < n; i++) {
      const scores = B.map((_, k) => {
        // row: x_i'W x_k; column: u_i = exp(X'W x_i), so x_k'W x_i
        const [left, right] = convention === "row" ? [i, k] : [k, i];
        let sum = 0;
        for (let a = 0; a < d; a++) for (let b = 0; b < d; b++) sum += x[left * d + a] * W[a][b] * x[right * d + b];
        return sum;
      });
      const most = Math.max(...scores);
      const powers = scores.map((s) => Math.exp(s - most));
      const total = powers.reduce((sum, p) => sum + p, 0);
      for (let j = 0; j < B[i].length; j++) {
        let y = residualBlock ? x[i * d + j] : 0;
        for (let k = 0; k < n; k++) for (let a = 0; a < d; a++) y += (powers[k] / total) * x[k * d + a] * V[a][j];
        out.push(y);
      }
    }
  }
  return out;
}

export function residual(of: Spec, x: ArrayLike<number>): number[] {
  const B = of.heads.flatMap((head) => head.B.flat());
  return predict(of, x).map((y, k) => y - B[k]);
}

export function value(of: Spec, x: ArrayLike<number>): number {
  const squares = (v: number[]): number => v.reduce((sum, t) => sum + t * t, 0);
  return squares(residual(of, x)) + of.gamma * squares(Array.from(x));
}
