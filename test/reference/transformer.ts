import { Sum } from "./sum.js";

/** Textbook forms of the transformer's kernels. A Sum knows the size of its terms, for bounds of rounding. */
type List = ArrayLike<number>;
const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const exactly = (values: List): Sum[] => Array.from(values, (x) => new Sum(x));
/** A value whose error is counted in units of `size`. */
const about = (value: number, size: number): Sum => new Sum(value).widen(size);

/** C0 + op(A) op(B); `form` as in the wrapper. */
export function gemm(form: string, m: number, n: number, k: number, A: List, B: List, C0?: List): Sum[] {
  const a = (i: number, t: number): number => (form === "TN" ? A[t * m + i] : A[i * k + t]);
  const b = (t: number, j: number): number => (form === "NT" ? B[j * k + t] : B[t * n + j]);
  return indices(m * n).map((at) => {
    const sum = new Sum(C0 ? C0[at] : 0);
    for (let t = 0; t < k; t++) sum.addProduct(a(Math.floor(at / n), t), b(t, at % n));
    return sum;
  });
}

export function fillRows(rows: number, n: number, b: List): Sum[] {
  return exactly(indices(rows * n).map((at) => b[at % n]));
}

export function addRow(rows: number, n: number, b: List, Y: List): Sum[] {
  return indices(rows * n).map((at) => new Sum(Y[at]).add(b[at % n]));
}

export function columnSumsAdd(rows: number, n: number, Y: List, out: List): Sum[] {
  return indices(n).map((j) => indices(rows).reduce((sum, i) => sum.add(Y[i * n + j]), new Sum(out[j])));
}

/** mean and 1 / sqrt(variance + 1e-5) of each row */
export function normStats(rows: number, n: number, x: List): number[][] {
  return indices(rows).map((i) => {
    const row = indices(n).map((j) => x[i * n + j]);
    const mean = row.reduce((a, b) => a + b, 0) / n;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    return [mean, 1 / Math.sqrt(variance + 1e-5)];
  });
}

const largest = (values: readonly number[]): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

export function layerNorm(rows: number, n: number, x: List, g: List, b: List): { y: Sum[]; stats: Sum[] } {
  const stats = normStats(rows, n, x);
  const most = stats.map((_, i) => largest(indices(n).map((j) => x[i * n + j])));
  const y = indices(rows * n).map((at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    const [mean, scale] = stats[i];
    return about((x[at] - mean) * scale * g[j] + b[j], Math.abs(g[j]) * (1 + most[i] * scale) + Math.abs(b[j]));
  });
  return { y, stats: stats.flatMap(([mean, scale], i) => [about(mean, most[i]), about(scale, scale)]) };
}

export function layerNormBackward(
  rows: number,
  n: number,
  x: List,
  g: List,
  stats: readonly number[][],
  dy: List,
  dx: List,
): Sum[] {
  return indices(rows * n).map((at) => {
    const i = Math.floor(at / n);
    const [mean, scale] = stats[i];
    const u = indices(n).map((j) => dy[i * n + j] * g[j]);
    const h = indices(n).map((j) => (x[i * n + j] - mean) * scale);
    const j = at % n;
    const uMean = u.reduce((a, b) => a + b, 0) / n;
    const hMean = u.reduce((sum, v, q) => sum + v * h[q], 0) / n;
    const sizes = scale * largest(u) * (2 + Math.abs(h[j]) * largest(h));
    return about(dx[at] + scale * (u[j] - uMean - h[j] * hMean), Math.abs(dx[at]) + sizes);
  });
}

export function layerNormWeights(
  rows: number,
  n: number,
  x: List,
  stats: readonly number[][],
  dy: List,
  dg: List,
  db: List,
): { dg: Sum[]; db: Sum[] } {
  const hat = (i: number, j: number): number => (x[i * n + j] - stats[i][0]) * stats[i][1];
  return {
    dg: indices(n).map((j) =>
      indices(rows).reduce((sum, i) => sum.addProduct(dy[i * n + j], hat(i, j)), new Sum(dg[j])),
    ),
    db: columnSumsAdd(rows, n, dy, db),
  };
}

/** Where things lie: head h of position i of sequence s in a row of three parts, and entry (i, j) of its square. */
export interface Shape {
  readonly sequences: number;
  readonly T: number;
  readonly heads: number;
  readonly d: number;
}
const squareAt = ({ T, heads }: Shape, s: number, h: number, i: number, j: number): number =>
  ((s * heads + h) * T + i) * T + j;
const partAt = ({ T, heads, d }: Shape, s: number, i: number, part: number, h: number): number =>
  ((s * T + i) * 3 + part) * heads * d + h * d;
const mixedAt = ({ T, heads, d }: Shape, s: number, i: number, h: number): number => (s * T + i) * heads * d + h * d;

function eachPair(shape: Shape, pair: (s: number, h: number, i: number, j: number) => void): void {
  for (const s of indices(shape.sequences)) {
    for (const h of indices(shape.heads)) {
      for (const i of indices(shape.T)) for (const j of indices(i + 1)) pair(s, h, i, j);
    }
  }
}

/** `S` where nothing is written. */
export function attentionScores(shape: Shape, qkv: List, S: List): Sum[] {
  const out = exactly(S);
  const scale = 1 / Math.sqrt(shape.d);
  eachPair(shape, (s, h, i, j) => {
    const sum = new Sum();
    const [q, k] = [partAt(shape, s, i, 0, h), partAt(shape, s, j, 1, h)];
    for (let c = 0; c < shape.d; c++) sum.addProduct3(scale, qkv[q + c], qkv[k + c]);
    out[squareAt(shape, s, h, i, j)] = sum;
  });
  return out;
}

export function attentionScoresBackward(shape: Shape, qkv: List, dS: List, dqkv: List): Sum[] {
  const width = shape.heads * shape.d;
  const out = exactly(dqkv).map((kept, at) => (at % (3 * width) < 2 * width ? new Sum() : kept));
  const scale = 1 / Math.sqrt(shape.d);
  eachPair(shape, (s, h, i, j) => {
    const [q, k] = [partAt(shape, s, i, 0, h), partAt(shape, s, j, 1, h)];
    const t = dS[squareAt(shape, s, h, i, j)];
    for (let c = 0; c < shape.d; c++) {
      out[q + c].addProduct3(scale, t, qkv[k + c]);
      out[k + c].addProduct3(scale, t, qkv[q + c]);
    }
  });
  return out;
}

const rowOf = (x: List, from: number, n: number): number[] => indices(n).map((j) => x[from + j]);

function softmaxOf(row: readonly number[]): Sum[] {
  const most = Math.max(...row);
  const powers = row.map((x) => Math.exp(x - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((p, j) => about(p / total, (p / total) * (most - row[j])));
}

export function causalSoftmax(count: number, T: number, S: List): Sum[] {
  const rows = indices(count * T).map((r) => softmaxOf(rowOf(S, r * T, (r % T) + 1)));
  return rows.flatMap((row) => [...row, ...indices(T - row.length).map(() => new Sum(0))]);
}

function slopeOf(P: readonly number[], D: readonly number[]): Sum[] {
  const mean = P.reduce((sum, p, j) => sum.addProduct(p, D[j]), new Sum());
  return P.map((p, j) => about(p * (D[j] - mean.value), Math.abs(p) * (Math.abs(D[j]) + mean.size)));
}

export function causalSoftmaxBackward(count: number, T: number, P: List, D: List): Sum[] {
  return indices(count * T).flatMap((r) => {
    const n = (r % T) + 1;
    return [...slopeOf(rowOf(P, r * T, n), rowOf(D, r * T, n)), ...exactly(rowOf(D, r * T + n, T - n))];
  });
}

export function attentionMix(shape: Shape, P: List, qkv: List): Sum[] {
  const out = indices(shape.sequences * shape.T * shape.heads * shape.d).map(() => new Sum());
  eachPair(shape, (s, h, i, j) => {
    const [v, y] = [partAt(shape, s, j, 2, h), mixedAt(shape, s, i, h)];
    for (let c = 0; c < shape.d; c++) out[y + c].addProduct(P[squareAt(shape, s, h, i, j)], qkv[v + c]);
  });
  return out;
}

export function attentionMixBackward(
  shape: Shape,
  P: List,
  qkv: List,
  dy: List,
  dP: List,
  dqkv: List,
): { dP: Sum[]; dqkv: Sum[] } {
  const width = shape.heads * shape.d;
  const out = {
    dP: exactly(dP),
    dqkv: exactly(dqkv).map((kept, at) => (at % (3 * width) < 2 * width ? kept : new Sum())),
  };
  eachPair(shape, (s, h, i, j) => {
    const [v, y, at] = [partAt(shape, s, j, 2, h), mixedAt(shape, s, i, h), squareAt(shape, s, h, i, j)];
    const sum = new Sum();
    for (let c = 0; c < shape.d; c++) {
      sum.addProduct(dy[y + c], qkv[v + c]);
      out.dqkv[v + c].addProduct(P[at], dy[y + c]);
    }
    out.dP[at] = sum;
  });
  return out;
}

const inner = (x: number): number => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/** 0.5 x (1 + tanh u) without the cancellation of 1 + tanh. */
export function gelu(x: List): Sum[] {
  return Array.from(x, (v) => {
    const u = inner(v);
    const value = v / (1 + Math.exp(-2 * u));
    return about(value, Math.abs(value) * (1 + 2 * Math.abs(u)));
  });
}

export function geluBackward(x: List, dy: List): Sum[] {
  return Array.from(x, (v, i) => {
    const u = inner(v);
    const [s, rest] = [1 / (1 + Math.exp(-2 * u)), 1 / (1 + Math.exp(2 * u))];
    const slope = 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * v * v);
    // 1 - s is taken from 1 in the kernel: its error is in units of 1, not of itself.
    const size = s * (1 + 2 * Math.abs(u)) * (1 + Math.abs(v) * slope);
    return about(dy[i] * (s + v * s * rest * slope), Math.abs(dy[i]) * size);
  });
}

export function embed(rows: number, T: number, n: number, tokens: List, wte: List, wpe: List, soft: List): Sum[] {
  return indices(rows * n).map((at) => {
    const [r, j] = [Math.floor(at / n), at % n];
    const e = tokens[r] >= 0 ? wte[tokens[r] * n + j] : soft[(-1 - tokens[r]) * n + j];
    return new Sum(e).add(wpe[(r % T) * n + j]);
  });
}

export function embedBackward(
  rows: number,
  n: number,
  tokens: List,
  dx: List,
  dwte: List,
  dsoft: List,
): { dwte: Sum[]; dsoft: Sum[] } {
  const out = { dwte: exactly(dwte), dsoft: exactly(dsoft) };
  for (const at of indices(rows * n)) {
    const [r, j] = [Math.floor(at / n), at % n];
    if (tokens[r] >= 0) out.dwte[tokens[r] * n + j].add(dx[at]);
    else out.dsoft[(-1 - tokens[r]) * n + j] = new Sum(dx[at]);
  }
  return out;
}

const logSumExp = (row: readonly number[]): number => {
  const most = Math.max(...row);
  return most + Math.log(row.reduce((sum, z) => sum + Math.exp(z - most), 0));
};

/** Of a target: a token's one-hot, a row of S, or nothing. */
function targetOf(t: number, n: number, S: List): number[] | undefined {
  if (t === -1) return undefined;
  return t >= 0 ? indices(n).map((j) => (j === t ? 1 : 0)) : rowOf(S, (-2 - t) * n, n);
}

export function crossEntropy(rows: number, n: number, targets: List, z: List, S: List): { lse: Sum[]; loss: Sum[] } {
  const each = indices(rows).map((r) => {
    const target = targetOf(targets[r], n, S);
    if (!target) return [new Sum(0), new Sum(0)];
    const row = rowOf(z, r * n, n);
    const total = logSumExp(row);
    const loss = target.reduce((sum, s, j) => sum.addProduct(s, total - row[j]), new Sum());
    const used = largest(row.filter((_, j) => target[j] !== 0));
    return [about(total, largest(row) + 1), loss.widen(largest(row) + used + 1)];
  });
  return { lse: each.map(([lse]) => lse), loss: each.map(([, loss]) => loss) };
}

/** dS where no row is a target stays as given. */
export function crossEntropyBackward(
  rows: number,
  n: number,
  scale: number,
  targets: List,
  z: List,
  S: List,
  lse: List,
  dS: List,
): { z: Sum[]; dS: Sum[] } {
  const out = exactly(dS);
  const dz = indices(rows).flatMap((r) => {
    const target = targetOf(targets[r], n, S);
    if (!target) return indices(n).map(() => new Sum(0));
    return target.map((s, j) => {
      const log = z[r * n + j] - lse[r];
      const size = Math.abs(z[r * n + j]) + Math.abs(lse[r]);
      if (targets[r] < 0) out[(-2 - targets[r]) * n + j] = about(-scale * log, scale * size);
      return about(scale * (Math.exp(log) - s), scale * (Math.exp(log) * (1 + size) + s));
    });
  });
  return { z: dz, dS: out };
}

export function softmax(rows: number, n: number, X: List): Sum[] {
  return indices(rows).flatMap((r) => softmaxOf(rowOf(X, r * n, n)));
}

export function softmaxBackward(rows: number, n: number, S: List, D: List): Sum[] {
  return indices(rows).flatMap((r) => slopeOf(rowOf(S, r * n, n), rowOf(D, r * n, n)));
}

export function mirrorStep(rows: number, n: number, eta: number, S: List, D: List, X: List): Sum[] {
  const G = indices(rows).flatMap((r) => {
    const [s, d] = [rowOf(S, r * n, n), rowOf(D, r * n, n)];
    const mean = s.reduce((sum, p, j) => sum.addProduct(p, d[j]), new Sum());
    return d.map((v) => ({ value: v - mean.value, size: Math.abs(v) + mean.size }));
  });
  const most = largest(G.map(({ value }) => value));
  if (!(most > 0)) return exactly(X);
  const worst = largest(G.map(({ size }) => size));
  return G.map(({ value }, at) => about(X[at] - (eta * value) / most, Math.abs(X[at]) + (2 * eta * worst) / most));
}

export function adamStep(
  rate: number,
  c1: number,
  c2: number,
  g: List,
  m: List,
  v: List,
  x: List,
): { m: Sum[]; v: Sum[]; x: Sum[] } {
  const first = Array.from(g, (d, i) => new Sum().addProduct(0.9, m[i]).addProduct(0.1, d));
  const second = Array.from(g, (d, i) => new Sum().addProduct(0.999, v[i]).addProduct3(0.001, d, d));
  const moved = first.map((a, i) => {
    const root = Math.sqrt(second[i].value / c2) + 1e-8;
    const step = (rate * a.value) / c1 / root;
    return about(x[i] - step, Math.abs(x[i]) + (rate * a.size) / c1 / root);
  });
  return { m: first, v: second, x: moved };
}
