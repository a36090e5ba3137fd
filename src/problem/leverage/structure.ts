/** How the rows of a matrix hang together as a matroid: two rows do if they lie on a common circuit. */
export interface Structure {
  /** Component of each row, 0, 1, ...; -1 for zero rows. */
  readonly label: Int32Array;
  readonly count: number;
  /** Rows outside the span of the others: components of one row. */
  readonly coloops: number;
  /** Rank of the rows of each component; their sum is the matrix's. */
  readonly ranks: Int32Array;
}

/** Entries below this share of the largest are zero. */
const ZERO = 1e-9;

/**
 * Components of the rows of W (n x k, row-major, rows and columns of size about 1; overwritten). With a basis B of rows
 * and Y = W B^-1, the matroid's components are those of the graph that joins row i to basis row t where Y_it != 0: O(n k^2),
 * where the graph of P_ij != 0 would take n^2.
 */
export function structureOf(n: number, k: number, W: Float64Array): Structure {
  const basis: number[] = [];
  const taken = new Uint8Array(n);
  for (let t = 0; t < k; t++) {
    let at = -1;
    for (let i = 0; i < n; i++) {
      if (taken[i]) continue;
      for (let c = t; c < k; c++) if (at < 0 || Math.abs(W[i * k + c]) > Math.abs(W[at])) at = i * k + c;
    }
    if (at < 0 || Math.abs(W[at]) <= ZERO) break;
    const row = Math.floor(at / k);
    eliminate(n, k, W, row, at % k, t);
    taken[row] = 1;
    basis.push(row);
  }
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  const loop = new Uint8Array(n).fill(1);
  for (let i = 0; i < n; i++) {
    for (let t = 0; t < basis.length; t++) {
      if (Math.abs(W[i * k + t]) <= ZERO) continue;
      loop[i] = 0;
      parent[root(i)] = root(basis[t]);
    }
  }
  const label = new Int32Array(n).fill(-1);
  const sizes: number[] = [];
  const numbers = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    if (loop[i]) continue;
    const r = root(i);
    if (!numbers.has(r)) numbers.set(r, sizes.push(0) - 1);
    label[i] = numbers.get(r)!;
    sizes[label[i]]++;
  }
  const ranks = new Int32Array(sizes.length);
  for (const row of basis) ranks[label[row]]++;
  return { label, count: sizes.length, coloops: sizes.filter((size) => size === 1).length, ranks };
}

/** Column operations that make row `row` the unit vector of column t, which takes column c's place. */
function eliminate(n: number, k: number, W: Float64Array, row: number, c: number, t: number): void {
  for (let i = 0; i < n; i++) {
    const keep = W[i * k + t];
    W[i * k + t] = W[i * k + c];
    W[i * k + c] = keep;
  }
  const pivot = W[row * k + t];
  const factors = Float64Array.from({ length: k }, (_, j) => (j === t ? 0 : W[row * k + j] / pivot));
  for (let i = 0; i < n; i++) {
    const w = W[i * k + t];
    for (let j = 0; j < k; j++) W[i * k + j] -= factors[j] * w;
    W[i * k + t] = w / pivot;
  }
}
