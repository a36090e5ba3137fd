import type { Dense } from "../../matrix/dense.js";
import type { Vector } from "../../wasm/memory.js";
import type { SoftmaxModel } from "./layout.js";
import type { SoftmaxSession } from "./session.js";

/**
 * r = [f - b; |w|.(A x); sqrt(ridge) x], so that F = 0.5 |r|^2; the second and third part only where there is a
 * regulariser or a ridge. J = [diag(f)(A - 1 mu'); diag(|w|) A; sqrt(ridge) I] with mu = A'f.
 */
export function residualLength({ A, w2, ridge }: SoftmaxModel): number {
  return A.rows + (w2 ? A.rows : 0) + (ridge > 0 ? A.columns : 0);
}

/** A session at a point, with d-vectors to pass to its kernels. Its z is remade by the next linearize: free after use. */
interface At {
  readonly session: SoftmaxSession;
  readonly v: Vector;
  readonly out: Vector;
}

export function residual(model: SoftmaxModel, { z, f, x, point }: SoftmaxSession): Float64Array {
  const { A, b, w2, ridge } = model;
  const n = A.rows;
  const r = new Float64Array(residualLength(model));
  for (let i = 0; i < n; i++) r[i] = f.data[i] - b[i];
  for (let i = 0; w2 && i < n; i++) r[n + i] = Math.sqrt(w2[i]) * (z.data[i] + point.tau);
  const last = r.length - A.columns;
  if (ridge > 0) for (let j = 0; j < A.columns; j++) r[last + j] = Math.sqrt(ridge) * x.data[j];
  return r;
}

export function jacobian(model: SoftmaxModel, { session, out: mu }: At): Dense {
  const { A, w2, ridge, shifts } = model;
  const { f } = session;
  const [n, d] = [A.rows, A.columns];
  const rows = residualLength(model);
  const data = new Float64Array(rows * d);
  // Entries in memory are less their column's shift, and so is mu: their differences are the same.
  mu.data.fill(0);
  session.A.multiplyTransposeAdd(f, mu);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) data[i * d + j] = -f.data[i] * mu.data[j];
  const add = (i: number, j: number, a: number): void => {
    data[i * d + j] += f.data[i] * (a - (shifts ? shifts[j] : 0));
    if (w2) data[(n + i) * d + j] = Math.sqrt(w2[i]) * a;
  };
  for (let i = 0; i < n; i++) {
    if ("indptr" in A) for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) add(i, A.indices[k], A.data[k]);
    else for (let j = 0; j < d; j++) add(i, j, A.data[i * d + j]);
  }
  const last = rows - d;
  if (ridge > 0) for (let j = 0; j < d; j++) data[(last + j) * d + j] = Math.sqrt(ridge);
  return { rows, columns: d, data };
}

export function jvp(model: SoftmaxModel, { session, v: at }: At, v: Float64Array): Float64Array {
  const { A, w2, ridge, shifts } = model;
  const { f, z: q } = session;
  const n = A.rows;
  const out = new Float64Array(residualLength(model));
  at.data.set(v);
  session.A.multiply(at, q);
  const mean = session.kernels.vector.dot(f, q);
  const tau = shifts ? shifts.reduce((sum, a, j) => sum + a * v[j], 0) : 0;
  for (let i = 0; i < n; i++) out[i] = f.data[i] * (q.data[i] - mean);
  for (let i = 0; w2 && i < n; i++) out[n + i] = Math.sqrt(w2[i]) * (q.data[i] + tau);
  const last = out.length - A.columns;
  if (ridge > 0) for (let j = 0; j < A.columns; j++) out[last + j] = Math.sqrt(ridge) * v[j];
  return out;
}

export function vjp(model: SoftmaxModel, { session, out }: At, u: Float64Array): Float64Array {
  const { A, w2, ridge, shifts } = model;
  const { f, z: y } = session;
  const n = A.rows;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += f.data[i] * u[i];
  let whole = 0;
  for (let i = 0; i < n; i++) {
    const regular = w2 ? Math.sqrt(w2[i]) * u[n + i] : 0;
    y.data[i] = f.data[i] * (u[i] - mean) + regular;
    whole += regular;
  }
  out.data.fill(0);
  session.A.multiplyTransposeAdd(y, out);
  const result = out.data.slice();
  if (shifts) for (let j = 0; j < result.length; j++) result[j] += shifts[j] * whole;
  const last = u.length - A.columns;
  if (ridge > 0) for (let j = 0; j < A.columns; j++) result[j] += Math.sqrt(ridge) * u[last + j];
  return result;
}
