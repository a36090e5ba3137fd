/**
 * The eigenvalues of S (d x d, symmetric, both triangles; overwritten), by Jacobi's cyclic rotations: for the small
 * matrices of certificates.
 */
export function eigenvalues(d: number, S: Float64Array): Float64Array {
  for (let sweep = 0; sweep < 40; sweep++) {
    let off = 0;
    let size = 0;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        size += S[i * d + j] * S[i * d + j];
        if (i !== j) off += S[i * d + j] * S[i * d + j];
      }
    }
    if (!(off > 1e-32 * size)) break;
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(d, S, p, q);
  }
  return Float64Array.from({ length: d }, (_, j) => S[j * d + j]).sort();
}

function rotate(d: number, S: Float64Array, p: number, q: number): void {
  const apq = S[p * d + q];
  if (apq === 0) return;
  const theta = (S[q * d + q] - S[p * d + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < d; k++) {
    const a = S[k * d + p];
    const b = S[k * d + q];
    S[k * d + p] = c * a - s * b;
    S[k * d + q] = s * a + c * b;
  }
  for (let k = 0; k < d; k++) {
    const a = S[p * d + k];
    const b = S[q * d + k];
    S[p * d + k] = c * a - s * b;
    S[q * d + k] = s * a + c * b;
  }
}

/** S <- L^-1 S L^-T with M = L L' (both triangles; M is overwritten by L): S measured in the metric M. False where M is singular. */
export function whiten(d: number, M: Float64Array, S: Float64Array): boolean {
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = M[j * d + k];
      for (let l = 0; l < k; l++) sum -= M[j * d + l] * M[k * d + l];
      if (j === k && !(sum > 0)) return false;
      M[j * d + k] = j === k ? Math.sqrt(sum) : sum / M[k * d + k];
    }
  }
  const divide = (step: number, start: number): void => {
    for (let j = 0; j < d; j++) {
      let sum = S[start + j * step];
      for (let l = 0; l < j; l++) sum -= M[j * d + l] * S[start + l * step];
      S[start + j * step] = sum / M[j * d + j];
    }
  };
  for (let k = 0; k < d; k++) divide(d, k);
  for (let k = 0; k < d; k++) divide(1, k * d);
  return true;
}
