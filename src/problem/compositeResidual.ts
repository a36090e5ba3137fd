import type { Dense } from "../matrix/dense.js";
import type { Vector } from "../wasm/memory.js";
import type { CompositeSession } from "./composite.js";
import type { Composite } from "./compositeLayout.js";

/**
 * r = [residual of the loss; |w|.(A x); sqrt(ridge) x], so that F = 0.5 |r|^2; the second and third part only where
 * there is a regulariser or a ridge. J = [diag(p) A; diag(|w|) A; sqrt(ridge) I] with p the residual's slope.
 */
export function residualLength({ A, w2, ridge }: Composite): number {
  return A.rows + (w2 ? A.rows : 0) + (ridge > 0 ? A.columns : 0);
}

/** A session at a point, with a d-vector to pass to its kernels and one for results. */
interface At {
  readonly session: CompositeSession;
  readonly v: Vector;
  readonly out: Vector;
}

export function residual(composite: Composite, session: CompositeSession): Float64Array {
  const { A, loss, w2, ridge } = composite;
  const r = new Float64Array(residualLength(composite));
  loss.residual(session.rows, r);
  if (w2) for (let i = 0; i < A.rows; i++) r[A.rows + i] = Math.sqrt(w2[i]) * session.z.data[i];
  const last = r.length - A.columns;
  if (ridge > 0) for (let j = 0; j < A.columns; j++) r[last + j] = Math.sqrt(ridge) * session.x.data[j];
  return r;
}

export function jacobian(composite: Composite, session: CompositeSession): Dense {
  const { A, w2, ridge } = composite;
  const rows = residualLength(composite);
  const data = new Float64Array(rows * A.columns);
  const p = slopes(composite, session);
  eachEntry(composite, (i, j, a) => {
    data[i * A.columns + j] = p[i] * a;
    if (w2) data[(A.rows + i) * A.columns + j] = Math.sqrt(w2[i]) * a;
  });
  const last = rows - A.columns;
  if (ridge > 0) for (let j = 0; j < A.columns; j++) data[(last + j) * A.columns + j] = Math.sqrt(ridge);
  return { rows, columns: A.columns, data };
}

export function jvp(composite: Composite, { session, v: at }: At, v: Float64Array): Float64Array {
  const { A, w2, ridge } = composite;
  const out = new Float64Array(residualLength(composite));
  const p = slopes(composite, session);
  at.data.set(v);
  // z is remade by the next linearize: nothing else reads it before.
  session.A.multiply(at, session.z);
  for (let i = 0; i < A.rows; i++) {
    out[i] = p[i] * session.z.data[i];
    if (w2) out[A.rows + i] = Math.sqrt(w2[i]) * session.z.data[i];
  }
  if (ridge > 0) for (let j = 0; j < A.columns; j++) out[out.length - A.columns + j] = Math.sqrt(ridge) * v[j];
  return out;
}

export function vjp(composite: Composite, { session, out }: At, u: Float64Array): Float64Array {
  const { A, w2, ridge } = composite;
  const p = slopes(composite, session);
  for (let i = 0; i < A.rows; i++) {
    session.z.data[i] = p[i] * u[i] + (w2 ? Math.sqrt(w2[i]) * u[A.rows + i] : 0);
  }
  out.data.fill(0);
  session.A.multiplyTransposeAdd(session.z, out);
  const result = out.data.slice();
  if (ridge > 0) for (let j = 0; j < A.columns; j++) result[j] += Math.sqrt(ridge) * u[u.length - A.columns + j];
  return result;
}

function slopes({ A, loss }: Composite, session: CompositeSession): Float64Array {
  const p = new Float64Array(A.rows);
  loss.residualSlope(session.rows, p);
  return p;
}

/** Calls back for each stored entry (i, j, a_ij). */
function eachEntry({ A }: Composite, visit: (i: number, j: number, a: number) => void): void {
  for (let i = 0; i < A.rows; i++) {
    if ("indptr" in A) {
      for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) visit(i, A.indices[k], A.data[k]);
    } else {
      for (let j = 0; j < A.columns; j++) visit(i, j, A.data[i * A.columns + j]);
    }
  }
}
