/** Where the minimum of |base + sum_i theta_i columns_i| over 0 <= theta <= upper lies. */
export interface BoxSolution {
  readonly theta: Float64Array;
  /** Columns strictly inside their bounds: linearly independent. */
  readonly free: readonly number[];
  /** base + sum_i theta_i columns_i */
  readonly residual: Float64Array;
}

/** A column that keeps no more than this share of itself beside the others depends on them. */
const DEPENDENT = 1e-10;
/** A gradient in theta below this share of |column| times the size of the terms is rounding. */
const ROUNDING = 1e-13;

/**
 * min |base + sum_i theta_i c_i|^2 over the box, by an active set: least squares in the free columns, cut where one meets a bound;
 * then the bound column that promises most is freed (its gradient c_i'r is not zero, so it is independent of the free ones, to
 * which r is orthogonal). `guess`: columns to begin with; `upper`: the bound, Infinity for none.
 */
export function boxLeastSquares(
  base: Float64Array,
  columns: readonly Float64Array[],
  guess: readonly number[] = [],
  upper = 1,
): BoxSolution {
  const k = columns.length;
  const sizes = columns.map(norm);
  const all = norm(base) + sizes.reduce((a, b) => a + b, 0);
  const theta = new Float64Array(k);
  let free: number[] = [];
  for (const i of guess) {
    if (!(sizes[i] > 0)) continue;
    theta[i] = 0.5;
    free.push(i);
  }
  let residual = residualAt(base, columns, theta);
  for (let round = 0; round < 20 * k + 20; round++) {
    free = solveFree(base, columns, theta, free, upper);
    residual = residualAt(base, columns, theta);
    let most = 0;
    let next = -1;
    for (let i = 0; i < k; i++) {
      if (free.includes(i) || !(sizes[i] > 0)) continue;
      const slope = dot(columns[i], residual) / sizes[i];
      const gain = theta[i] <= 0 ? -slope : theta[i] >= upper ? slope : Math.abs(slope);
      if (gain > most) [most, next] = [gain, i];
    }
    if (!(most > ROUNDING * all)) break;
    free.push(next);
  }
  return { theta, free, residual };
}

/** Least squares in the free columns, step by step to the bounds; returns those that end inside. */
function solveFree(
  base: Float64Array,
  columns: readonly Float64Array[],
  theta: Float64Array,
  given: readonly number[],
  upper: number,
): number[] {
  let free = [...given];
  while (free.length > 0) {
    const r = residualAt(base, columns, theta);
    const { used, step } = leastSquares(
      free.map((i) => columns[i]),
      r,
    );
    free = used.map((at) => free[at]);
    let t = 1;
    let first = -1;
    free.forEach((i, at) => {
      const target = theta[i] + step[at];
      const most = target <= 0 ? theta[i] / -step[at] : target >= upper ? (upper - theta[i]) / step[at] : 2;
      if (most < t || (most <= 1 && first < 0)) [t, first] = [Math.min(most, 1), i];
    });
    free.forEach((i, at) => {
      theta[i] += t * step[at];
    });
    if (first < 0) return free;
    theta[first] = theta[first] > 0.5 * upper ? upper : 0;
    free = free.filter((i) => i !== first);
  }
  return free;
}

/** The step that minimises |r + sum_k step_k c_k| by Gram-Schmidt, twice for accuracy; dependent columns are left out. */
function leastSquares(columns: readonly Float64Array[], r: Float64Array): { used: number[]; step: number[] } {
  const Q: Float64Array[] = [];
  const R: number[][] = [];
  const used: number[] = [];
  columns.forEach((column, at) => {
    const q = column.slice();
    const coefficients = new Array<number>(Q.length).fill(0);
    for (let pass = 0; pass < 2; pass++) {
      Q.forEach((qk, k) => {
        const a = dot(qk, q);
        coefficients[k] += a;
        addTo(q, -a, qk);
      });
    }
    const left = norm(q);
    if (!(left > DEPENDENT * norm(column))) return;
    used.push(at);
    R.push([...coefficients, left]);
    Q.push(q.map((v) => v / left));
  });
  const rest = r.slice();
  const step = Q.map((q) => {
    const a = dot(q, rest);
    addTo(rest, -a, q);
    return -a;
  });
  for (let k = step.length - 1; k >= 0; k--) {
    for (let l = k + 1; l < step.length; l++) step[k] -= R[l][k] * step[l];
    step[k] /= R[k][k];
  }
  return { used, step };
}

function residualAt(base: Float64Array, columns: readonly Float64Array[], theta: Float64Array): Float64Array {
  const r = base.slice();
  columns.forEach((column, i) => {
    if (theta[i] !== 0) addTo(r, theta[i], column);
  });
  return r;
}

function addTo(out: Float64Array, a: number, v: Float64Array): void {
  for (let j = 0; j < out.length; j++) out[j] += a * v[j];
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j] * y[j];
  return sum;
}

const norm = (x: Float64Array): number => Math.sqrt(dot(x, x));
