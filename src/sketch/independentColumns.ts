/** A column whose rest, once the chosen ones are taken out, is below this share of it depends on them (pylspack's bound). */
const DEPENDENT = 1e-10;

/** Columns that span the range, and the triangular factor of those columns alone. */
export interface Independent {
  /** Indices of r independent columns. */
  readonly columns: Int32Array;
  /** r x r, row-major, upper triangle. */
  readonly factor: Float64Array;
}

/**
 * A maximal independent set of columns of a d x d upper triangular R, by QR with column pivoting (Businger and Golub)
 * on columns scaled to length 1. Where no diagonal entry of R is small beside its column, that is all of them and R itself.
 */
export function independentColumns(R: Float64Array, d: number): Independent {
  const sizes = new Float64Array(d);
  let full = true;
  for (let j = 0; j < d; j++) {
    sizes[j] = columnNorm(R, d, j);
    full &&= Math.abs(R[j * d + j]) > 1e4 * DEPENDENT * sizes[j];
  }
  if (full) return { columns: Int32Array.from({ length: d }, (_, j) => j), factor: R };
  // Column-major and of unit columns from here on.
  const M = Array.from({ length: d }, (_, j) =>
    Float64Array.from({ length: d }, (_, i) => (i <= j && sizes[j] > 0 ? R[i * d + j] / sizes[j] : 0)),
  );
  const order = M.map((_, j) => j);
  let rank = 0;
  while (rank < d) {
    const norms = order.slice(rank).map((j) => tailNorm(M[j], rank));
    const best = norms.reduce((most, norm, k) => (norm > norms[most] ? k : most), 0);
    if (!(norms[best] > DEPENDENT)) break;
    [order[rank], order[rank + best]] = [order[rank + best], order[rank]];
    reflect(M, order, rank, norms[best]);
    rank++;
  }
  const columns = Int32Array.from(order.slice(0, rank));
  const factor = new Float64Array(rank * rank);
  columns.forEach((j, at) => {
    for (let i = 0; i <= at; i++) factor[i * rank + at] = M[j][i] * sizes[j];
  });
  return { columns, factor };
}

/** The length of a column of R, without overflow. */
function columnNorm(R: Float64Array, d: number, j: number): number {
  let most = 0;
  for (let i = 0; i <= j; i++) most = Math.max(most, Math.abs(R[i * d + j]));
  let sum = 0;
  for (let i = 0; i <= j && most > 0; i++) sum += (R[i * d + j] / most) * (R[i * d + j] / most);
  return most * Math.sqrt(sum);
}

function tailNorm(column: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < column.length; i++) sum += column[i] * column[i];
  return Math.sqrt(sum);
}

/** Reflects the column order[k] onto e_k below row k, and the columns after it along. */
function reflect(M: Float64Array[], order: readonly number[], k: number, norm: number): void {
  const pivot = M[order[k]];
  const v = pivot.slice(k);
  const alpha = v[0] > 0 ? -norm : norm;
  v[0] -= alpha;
  const square = v.reduce((sum, vi) => sum + vi * vi, 0);
  for (const j of order.slice(k + 1)) {
    const column = M[j];
    let dot = 0;
    for (let i = 0; i < v.length; i++) dot += v[i] * column[k + i];
    const t = (2 * dot) / square;
    for (let i = 0; i < v.length; i++) column[k + i] -= t * v[i];
  }
  pivot.fill(0, k);
  pivot[k] = alpha;
}
