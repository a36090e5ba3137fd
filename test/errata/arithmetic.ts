/** Textbook dense arithmetic on small arrays: nothing of the package. */
export type Vector = readonly number[];
export type Matrix = readonly Vector[];

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, v, k) => sum + v * b[k], 0);
export const norm = (a: Vector): number => Math.sqrt(dot(a, a));
export const plus = (...all: Vector[]): number[] => all[0].map((_, k) => all.reduce((sum, v) => sum + v[k], 0));
export const minus = (a: Vector, b: Vector): number[] => a.map((v, k) => v - b[k]);
export const times = (a: Vector, b: Vector): number[] => a.map((v, k) => v * b[k]);
export const scaled = (t: number, a: Vector): number[] => a.map((v) => t * v);
export const unit = (n: number, k: number): number[] => Array.from({ length: n }, (_, i) => (i === k ? 1 : 0));

export const transpose = (X: Matrix): number[][] => X[0].map((_, j) => X.map((row) => row[j]));
export const column = (X: Matrix, j: number): number[] => X.map((row) => row[j]);
export const apply = (X: Matrix, v: Vector): number[] => X.map((row) => dot(row, v));
export const diag = (v: Vector): number[][] => v.map((_, i) => v.map((t, j) => (i === j ? t : 0)));
export const diagonalOf = (X: Matrix): number[] => X.map((row, i) => row[i]);
export const outer = (a: Vector, b: Vector): number[][] => a.map((u) => b.map((v) => u * v));
export const sum = (...all: Matrix[]): number[][] =>
  all[0].map((row, i) => row.map((_, j) => all.reduce((s, X) => s + X[i][j], 0)));
export const multiple = (t: number, X: Matrix): number[][] => X.map((row) => scaled(t, row));
export const entrywise = (X: Matrix, Y: Matrix): number[][] => X.map((row, i) => times(row, Y[i]));

/** X1 X2 ... */
export function product(...all: Matrix[]): number[][] {
  return all.slice(1).reduce<number[][]>(
    (X, Y) => {
      const columns = transpose(Y);
      return X.map((row) => columns.map((c) => dot(row, c)));
    },
    all[0].map((row) => [...row]),
  );
}

/** A' diag(v) A */
export const gram = (A: Matrix, v: Vector): number[][] => product(transpose(A), diag(v), A);

/** Gaussian elimination with the largest pivot. */
export function solve(X: Matrix, b: Vector): number[] {
  const n = b.length;
  const M = X.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(M[i][k]) > Math.abs(M[best][k])) best = i;
    [M[k], M[best]] = [M[best], M[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const t = M[i][k] / M[k][k];
      for (let j = k; j <= n; j++) M[i][j] -= t * M[k][j];
    }
  }
  return M.map((row, i) => row[n] / row[i]);
}

export const inverse = (X: Matrix): number[][] => transpose(X.map((_, k) => solve(X, unit(X.length, k))));

/** Eigenvalues of a symmetric matrix, ascending, by Jacobi rotations. */
export function eigenvalues(X: Matrix): number[] {
  const n = X.length;
  const S = X.map((row) => [...row]);
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (S[p][q] === 0) continue;
        const theta = (S[q][q] - S[p][p]) / (2 * S[p][q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++) [S[k][p], S[k][q]] = [c * S[k][p] - s * S[k][q], s * S[k][p] + c * S[k][q]];
        for (let k = 0; k < n; k++) [S[p][k], S[q][k]] = [c * S[p][k] - s * S[q][k], s * S[p][k] + c * S[q][k]];
      }
    }
  }
  return diagonalOf(S).sort((a, b) => a - b);
}

/** Largest singular value. */
export const spectral = (X: Matrix): number =>
  Math.sqrt(Math.max(0, eigenvalues(product(transpose(X), X)).at(-1) ?? 0));
export const frobenius = (X: Matrix): number => norm(X.flat());
export const asymmetry = (X: Matrix): number => frobenius(sum(X, multiple(-1, transpose(X))));

/** Numbers in [-1, 1) that are the same everywhere (a multiplicative congruential generator). */
export function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}
