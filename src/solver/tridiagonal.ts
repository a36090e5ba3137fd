/**
 * The extreme Ritz values of M^-1 H after conjugate gradients with these steps: eigenvalues of the tridiagonal T with
 * T_kk = 1 / alpha_k + beta_k-1 / alpha_k-1 and T_k,k+1 = sqrt(beta_k) / alpha_k. 1 and 1 after no step.
 */
export function ritzRange(alphas: readonly number[], betas: readonly number[]): { least: number; most: number } {
  const diagonal = alphas.map((alpha, k) => 1 / alpha + (k > 0 ? betas[k - 1] / alphas[k - 1] : 0));
  const squares = alphas.slice(1).map((_, k) => betas[k] / (alphas[k] * alphas[k]));
  return extremes(diagonal, squares);
}

/** Least and largest eigenvalue of a symmetric tridiagonal matrix, given the squares beside its diagonal; by bisection. */
export function extremes(diagonal: readonly number[], squares: readonly number[]): { least: number; most: number } {
  if (diagonal.length === 0) return { least: 1, most: 1 };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < diagonal.length; k++) {
    // Gershgorin's discs.
    const radius = Math.sqrt(squares[k - 1] ?? 0) + Math.sqrt(squares[k] ?? 0);
    low = Math.min(low, diagonal[k] - radius);
    high = Math.max(high, diagonal[k] + radius);
  }
  const find = (count: number): number => {
    let [a, b] = [low, high];
    for (let i = 0; i < 60; i++) {
      const middle = a + (b - a) / 2;
      if (below(diagonal, squares, middle) >= count) b = middle;
      else a = middle;
    }
    return a + (b - a) / 2;
  };
  return { least: find(1), most: find(diagonal.length) };
}

/** Eigenvalues below x: negative pivots of T - x I (Sturm's count). */
function below(diagonal: readonly number[], squares: readonly number[], x: number): number {
  let count = 0;
  let pivot = 1;
  for (let k = 0; k < diagonal.length; k++) {
    pivot = diagonal[k] - x - (k > 0 ? squares[k - 1] / pivot : 0);
    if (pivot === 0) pivot = Number.MIN_VALUE;
    if (pivot < 0) count++;
  }
  return count;
}
