/** Eigenvalues of a symmetric n x n array by cyclic Jacobi rotations, ascending. */
export function eigenvalues(n: number, data: ArrayLike<number>): number[] {
  const M = Float64Array.from(data);
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const off = M[p * n + q];
        if (off === 0) continue;
        const theta = (M[q * n + q] - M[p * n + p]) / (2 * off);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const [a, b] = [M[k * n + p], M[k * n + q]];
          M[k * n + p] = c * a - s * b;
          M[k * n + q] = s * a + c * b;
        }
        for (let k = 0; k < n; k++) {
          const [a, b] = [M[p * n + k], M[q * n + k]];
          M[p * n + k] = c * a - s * b;
          M[q * n + k] = s * a + c * b;
        }
      }
    }
  }
  return Array.from({ length: n }, (_, k) => M[k * n + k]).sort((a, b) => a - b);
}
