// Two-layer softmax-ReLU regression from its definition, on plain arrays, and a minimiser that shares nothing with src:
// BFGS with a weak Wolfe line search (which converges on nonsmooth functions: Lewis and Overton 2013) from many starts,
// and Newton steps in the null space of the rows that end near zero.

export interface TwoLayer {
  /** n rows of d. */
  readonly A1: readonly (readonly number[])[];
  /** m rows of n. */
  readonly A2: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly w: number;
}

const dot = (x: readonly number[], y: readonly number[]): number => {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j] * y[j];
  return sum;
};

/** F and its gradient, rows `off` counted as inactive whatever their sign. */
export function evaluate({ A1, A2, b, w }: TwoLayer, x: readonly number[], off?: ReadonlySet<number>) {
  const u = A1.map((row) => dot(row, x));
  const mask = u.map((ui, i) => ui > 0 && !off?.has(i));
  const h = u.map((ui, i) => (mask[i] ? ui : 0));
  const v = A2.map((row) => dot(row, h));
  let top = v[0];
  for (const vk of v) if (vk > top) top = vk;
  const e = v.map((vk) => Math.exp(vk - top));
  let sum = 0;
  for (const ek of e) sum += ek;
  const f = e.map((ek) => ek / sum);
  const c = f.map((fk, k) => fk - b[k]);
  const t = dot(f, c);
  let value = 0;
  const gv = f.map((fk, k) => fk * (c[k] - t) + w * w * v[k]);
  for (let k = 0; k < v.length; k++) value += 0.5 * c[k] * c[k] + 0.5 * w * w * v[k] * v[k];
  const gamma = A1.map((_, i) => {
    let g = 0;
    for (let k = 0; k < v.length; k++) g += A2[k][i] * gv[k];
    return g;
  });
  const gradient = x.map((_, j) => {
    let g = 0;
    for (let i = 0; i < A1.length; i++) if (mask[i]) g += A1[i][j] * gamma[i];
    return g;
  });
  return { value, gradient, gamma, u, mask, f, c, t };
}

/** BFGS from x until a line search fails or the steps are spent; any x it returns has F no larger than the start's. */
export function bfgs(problem: TwoLayer, start: readonly number[], most = 60): { x: number[]; value: number } {
  const d = start.length;
  let x = [...start];
  let at = evaluate(problem, x);
  let H: number[][] = x.map((_, i) => x.map((_, j) => (i === j ? 1 : 0)));
  for (let step = 0; step < most; step++) {
    const p = H.map((row) => -dot(row, at.gradient));
    const slope = dot(p, at.gradient);
    if (!(slope < -1e-18)) break;
    let [low, high, t] = [0, Number.POSITIVE_INFINITY, 1];
    let next = at;
    let moved: number[] | undefined;
    for (let trial = 0; trial < 40; trial++) {
      const y = x.map((xj, j) => xj + t * p[j]);
      const found = evaluate(problem, y);
      if (!(found.value <= at.value + 1e-4 * t * slope)) high = t;
      else {
        [moved, next] = [y, found];
        if (dot(found.gradient, p) >= 0.5 * slope) break;
        low = t;
      }
      t = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
    }
    if (!moved) break;
    const s = moved.map((yj, j) => yj - x[j]);
    const y = next.gradient.map((gj, j) => gj - at.gradient[j]);
    const sy = dot(s, y);
    if (sy > 0) {
      if (step === 0) H = H.map((row) => row.map((h) => (h * sy) / dot(y, y)));
      const Hy = H.map((row) => dot(row, y));
      const yHy = dot(y, Hy);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) {
          H[i][j] += ((1 + yHy / sy) * s[i] * s[j] - Hy[i] * s[j] - s[i] * Hy[j]) / sy;
        }
      }
    }
    const fell = at.value - next.value;
    [x, at] = [moved, next];
    if (fell <= 1e-15) break;
  }
  return { x, value: at.value };
}

/** An orthonormal basis of the vectors orthogonal to all rows. */
function nullBasis(rows: readonly (readonly number[])[], d: number): number[][] {
  const span: number[][] = [];
  const take = (v: number[]): boolean => {
    const size = Math.sqrt(dot(v, v));
    let r = [...v];
    for (let pass = 0; pass < 2; pass++) for (const q of span) r = r.map((rj, j) => rj - dot(q, r) * q[j]);
    const left = Math.sqrt(dot(r, r));
    if (!(left > 1e-9 * size)) return false;
    span.push(r.map((rj) => rj / left));
    return true;
  };
  for (const row of rows) take([...row]);
  const held = span.length;
  for (let j = 0; j < d; j++) take(Array.from({ length: d }, (_, k) => (k === j ? 1 : 0)));
  return span.slice(held);
}

/** Newton's method (by differences of the gradient) in the null space of the rows that are nearly zero at x. */
export function polish(problem: TwoLayer, start: readonly number[], near: number): { x: number[]; value: number } {
  const d = start.length;
  const size = Math.sqrt(dot(start, start));
  const first = evaluate(problem, start);
  const held = new Set<number>();
  problem.A1.forEach((row, i) => {
    if (Math.abs(first.u[i]) <= near * size * Math.sqrt(dot(row, row))) held.add(i);
  });
  const N = nullBasis(
    [...held].map((i) => problem.A1[i]),
    d,
  );
  let best = { x: [...start], value: first.value };
  const coordinates = N.map((q) => dot(q, start));
  const point = (y: readonly number[]): number[] => start.map((_, j) => N.reduce((sum, q, k) => sum + q[j] * y[k], 0));
  let y = coordinates;
  for (let step = 0; step < 12; step++) {
    const x = point(y);
    const at = evaluate(problem, x, held);
    if (at.value < best.value) best = { x, value: at.value };
    const g = N.map((q) => dot(q, at.gradient));
    const eps = 1e-6 * Math.max(1, size);
    const B = N.map((_, k) => {
      const up = evaluate(problem, point(y.map((yk, l) => yk + (l === k ? eps : 0))), held).gradient;
      const down = evaluate(problem, point(y.map((yk, l) => yk - (l === k ? eps : 0))), held).gradient;
      return N.map((q) => (dot(q, up) - dot(q, down)) / (2 * eps));
    });
    const p = solveLinear(B, g);
    if (!p) break;
    y = y.map((yk, k) => yk - p[k]);
  }
  return best;
}

/** Gaussian elimination with pivoting; undefined where the matrix is singular. */
function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const M = matrix.map((row, i) => [...row, right[i]]);
  const n = right.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(M[i][k]) > Math.abs(M[pivot][k])) pivot = i;
    [M[k], M[pivot]] = [M[pivot], M[k]];
    if (!(Math.abs(M[k][k]) > 1e-14)) return undefined;
    for (let i = k + 1; i < n; i++) {
      const factor = M[i][k] / M[k][k];
      for (let j = k; j <= n; j++) M[i][j] -= factor * M[k][j];
    }
  }
  const out = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    let sum = M[k][n];
    for (let j = k + 1; j < n; j++) sum -= M[k][j] * out[j];
    out[k] = sum / M[k][k];
  }
  return out;
}

/** The best value of many starts, of sizes from 0.1 to 10, the ten best of them polished, and x = 0. */
export function bestOf(problem: TwoLayer, starts: number, normal: () => number): { x: number[]; value: number } {
  const d = problem.A1[0].length;
  const found: { x: number[]; value: number }[] = [];
  for (let k = 0; k < starts; k++) {
    const scale = 10 ** (-1 + 2 * ((k % 20) / 19));
    const x = Array.from({ length: d }, () => scale * normal());
    found.push(bfgs(problem, x));
  }
  const zero = new Array<number>(d).fill(0);
  let best = { x: zero, value: evaluate(problem, zero).value };
  found.sort((a, b) => a.value - b.value);
  for (const end of found.slice(0, 10)) {
    for (const near of [0, 1e-7, 1e-5, 1e-3]) {
      const end2 = polish(problem, end.x, near);
      if (end2.value < best.value) best = end2;
    }
  }
  return best;
}

/**
 * How far F can be lowered from x along a direction without climbing first: over lengths from 1e-7 |x| on and all breakpoints
 * with their surroundings, up to where F has risen by `barrier`.
 */
export function descent(
  problem: TwoLayer,
  x: readonly number[],
  direction: readonly number[],
  barrier: number,
): number {
  const { u, value } = evaluate(problem, x);
  const s = problem.A1.map((row) => dot(row, direction));
  const length = Math.sqrt(dot(direction, direction));
  const size = Math.max(Math.sqrt(dot(x, x)), 1e-3);
  const lengths: number[] = [];
  for (let t = 1e-7 * size; t <= 10 * size; t *= 3) lengths.push(t / length);
  u.forEach((ui, i) => {
    const t = -ui / s[i];
    if (t > 0 && t * length < 1e6 * size) lengths.push(0.5 * t, t, 1.001 * t, 1.03 * t);
  });
  let most = 0;
  for (const t of lengths.sort((a, b) => a - b)) {
    const at = evaluate(
      problem,
      x.map((xj, j) => xj + t * direction[j]),
    ).value;
    if (at > value + barrier) break;
    most = Math.max(most, value - at);
  }
  return most;
}
