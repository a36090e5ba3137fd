/** Row-major matrices as number[][]: the n x n formulas of FORMULAS-leverage 2.1, term by term, for small n. */
type Rows = number[][];

const transpose = (A: Rows): Rows => A[0].map((_, j) => A.map((row) => row[j]));
const multiply = (A: Rows, B: Rows): Rows =>
  A.map((row) => B[0].map((_, j) => row.reduce((sum, a, k) => sum + a * B[k][j], 0)));
const map2 = (A: Rows, B: Rows, f: (a: number, b: number) => number): Rows =>
  A.map((row, i) => row.map((a, j) => f(a, B[i][j])));
const diagonal = (v: number[]): Rows => v.map((a, i) => v.map((_, j) => (i === j ? a : 0)));

/** Inverse by Gauss-Jordan with pivoting. */
function inverse(A: Rows): Rows {
  const d = A.length;
  const M = A.map((row, i) => [...row, ...diagonal(row.map(() => 1))[i]]);
  for (let j = 0; j < d; j++) {
    let p = j;
    for (let i = j + 1; i < d; i++) if (Math.abs(M[i][j]) > Math.abs(M[p][j])) p = i;
    [M[j], M[p]] = [M[p], M[j]];
    M[j] = M[j].map((v) => v / M[j][j]);
    for (let i = 0; i < d; i++) if (i !== j) M[i] = M[i].map((v, k) => v - M[i][j] * M[j][k]);
  }
  return M.map((row) => row.slice(d));
}

/** sigma, gradient, Hessian of L_b and Jacobian of sigma at x. */
export function brute(A: Rows, b: number[], tau: number[], x: number[]) {
  const s = A.map((row, i) => row.reduce((sum, a, j) => sum + a * x[j], 0) - b[i]);
  const U = A.map((row, i) => row.map((a) => a / s[i]));
  const Ut = transpose(U);
  const P = multiply(multiply(U, inverse(multiply(Ut, U))), Ut);
  const sigma = P.map((row, i) => row[i]);
  const r = sigma.map((v, i) => v - tau[i]);
  const Q = map2(P, P, (a, c) => a * c);
  const N = map2(diagonal(sigma), Q, (a, c) => a - c);
  const R = diagonal(r);
  const Nr = N.map((row) => row.reduce((sum, v, j) => sum + v * r[j], 0));
  const PRP = multiply(multiply(P, R), P);
  let C = multiply(N, N).map((row) => row.map((v) => 4 * v));
  C = map2(
    C,
    map2(P, PRP, (a, c) => 8 * a * c),
    (a, c) => a + c,
  );
  C = map2(
    C,
    map2(multiply(R, Q), multiply(Q, R), (a, c) => -4 * (a + c)),
    (a, c) => a + c,
  );
  C = map2(C, diagonal(Nr.map((v) => 6 * v)), (a, c) => a + c);
  return {
    sigma,
    gradient: Ut.map((row) => -2 * row.reduce((sum, u, i) => sum + u * Nr[i], 0)),
    hessian: multiply(multiply(Ut, C), U),
    jacobian: multiply(N, U).map((row) => row.map((v) => -2 * v)),
  };
}
