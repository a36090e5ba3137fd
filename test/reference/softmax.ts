import { Sum } from "./sum.js";

/** e^(x - max) / sum over each row; Math.exp is within an ulp. */
export function softmaxRows(rows: number, columns: number, S: ArrayLike<number>): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const row = Array.from({ length: columns }, (_, k) => S[i * columns + k]);
    const most = Math.max(...row);
    const powers = row.map((x) => Math.exp(x - most));
    const total = powers.reduce((sum, y) => sum.add(y), new Sum()).value;
    out.set(
      powers.map((y) => y / total),
      i * columns,
    );
  }
  return out;
}

/** P o (D - rowsum(P o D)); each entry's size counts the sum inside it. */
export function softmaxSlope(rows: number, columns: number, P: ArrayLike<number>, D: ArrayLike<number>): Sum[] {
  return eachEntry(rows, columns, (k, from) => {
    const mean = rowSum(from, columns, P, D);
    const sum = new Sum().addProduct(P[k], D[k]).addProduct(-P[k], mean.value);
    return sum.widen(Math.abs(P[k]) * mean.size);
  });
}

/** E o (M - rowsum(P o M)) + P o (N - rowsum(E o M + P o N)) */
export function softmaxCurvature(rows: number, columns: number, [P, E, M, N]: readonly ArrayLike<number>[]): Sum[] {
  return eachEntry(rows, columns, (k, from) => {
    const means = [rowSum(from, columns, P, M), rowSum(from, columns, E, M), rowSum(from, columns, P, N)];
    const [pm, em, pn] = means;
    const sum = new Sum().addProduct(E[k], M[k]).addProduct(-E[k], pm.value).addProduct(P[k], N[k]);
    sum.addProduct(-P[k], em.value).addProduct(-P[k], pn.value);
    return sum.widen(Math.abs(E[k]) * pm.size + Math.abs(P[k]) * (em.size + pn.size));
  });
}

function eachEntry(rows: number, columns: number, entry: (k: number, from: number) => Sum): Sum[] {
  return Array.from({ length: rows * columns }, (_, k) => entry(k, k - (k % columns)));
}

function rowSum(from: number, columns: number, x: ArrayLike<number>, y: ArrayLike<number>): Sum {
  const sum = new Sum();
  for (let k = from; k < from + columns; k++) sum.addProduct(x[k], y[k]);
  return sum;
}
