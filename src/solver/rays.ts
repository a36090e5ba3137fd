/** The part of a piecewise linear function that lives on kinks: d -> g'd + sum_i gamma_i max(a_i'd, 0). */
export interface Vertex {
  readonly g: Float64Array;
  readonly rows: readonly Float64Array[];
  readonly gamma: readonly number[];
}

/** Most operations spent on rays. */
const BUDGET = 2e7;
/** A vector that keeps no more than this share of itself beside others depends on them. */
const DEPENDENT = 1e-9;

/**
 * The unit direction along which the function is least, over all extreme rays of the rows' arrangement in their span: linear
 * on each of its cells, the function is negative (or not positive) somewhere in the span if and only if it is on a ray, and
 * a ray is where rank - 1 independent rows vanish. "tooMany": not all could be tried.
 */
export function steepestRay(vertex: Vertex): { direction: Float64Array; slope: number } | undefined | "tooMany" {
  const { g, rows, gamma } = vertex;
  const basis = orthonormal(rows);
  const rank = basis.length;
  if (rank === 0) return undefined;
  if (choose(rows.length, rank - 1) * rank * (rank * rank + rows.length) > BUDGET) return "tooMany";
  const inner = rows.map((row) => Float64Array.from(basis, (q) => dot(q, row)));
  const along = Float64Array.from(basis, (q) => dot(q, g));
  let best: Float64Array | undefined;
  let slope = Number.POSITIVE_INFINITY;
  for (const subset of subsets(rows.length, rank - 1)) {
    const ray = nullVector(
      subset.map((i) => inner[i]),
      rank,
    );
    if (!ray) continue;
    for (const sign of [1, -1]) {
      let found = sign * dot(along, ray);
      for (let i = 0; i < rows.length; i++) {
        const s = subset.includes(i) ? 0 : sign * dot(inner[i], ray);
        if (s > 0) found += gamma[i] * s;
      }
      if (found < slope) [slope, best] = [found, ray.map((v) => sign * v)];
    }
  }
  if (!best) return undefined;
  const direction = new Float64Array(g.length);
  basis.forEach((q, k) => {
    for (let j = 0; j < q.length; j++) direction[j] += best[k] * q[j];
  });
  return { direction, slope };
}

/** A unit vector orthogonal to size - 1 independent vectors; undefined where they are dependent. */
function nullVector(vectors: readonly Float64Array[], size: number): Float64Array | undefined {
  const span = orthonormal(vectors);
  if (span.length < vectors.length) return undefined;
  let best: Float64Array | undefined;
  let most = 0;
  for (let j = 0; j < size; j++) {
    const v = new Float64Array(size);
    v[j] = 1;
    const left = reduce(v, span);
    if (left > most) [most, best] = [left, v];
  }
  return best?.map((v) => v / most);
}

function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const span: Float64Array[] = [];
  for (const vector of vectors) {
    const v = vector.slice();
    const size = Math.sqrt(dot(v, v));
    const left = reduce(v, span);
    if (left > DEPENDENT * size) span.push(v.map((vj) => vj / left));
  }
  return span;
}

/** v <- v less its part in the span; returns what is left of it. */
function reduce(v: Float64Array, span: readonly Float64Array[]): number {
  for (let pass = 0; pass < 2; pass++) {
    for (const q of span) {
      const a = dot(q, v);
      for (let j = 0; j < v.length; j++) v[j] -= a * q[j];
    }
  }
  return Math.sqrt(dot(v, v));
}

function choose(n: number, k: number): number {
  let count = 1;
  for (let i = 0; i < k; i++) count = (count * (n - i)) / (i + 1);
  return count;
}

function* subsets(n: number, size: number): Generator<number[]> {
  const at = Array.from({ length: size }, (_, i) => i);
  for (;;) {
    yield at;
    let i = size - 1;
    while (i >= 0 && at[i] === n - size + i) i--;
    if (i < 0) return;
    at[i]++;
    for (let j = i + 1; j < size; j++) at[j] = at[j - 1] + 1;
  }
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j] * y[j];
  return sum;
}
