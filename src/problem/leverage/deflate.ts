import { slice, type Vector } from "../../wasm/memory.js";
import { inSlices, type Paced, passed } from "../../wasm/pace.js";
import { BLOCK } from "./engine.js";
import type { Point } from "./point.js";
import { thinQr } from "./qr.js";

/**
 * Remakes Z, sigma and the rows of P for the rows near their hyperplanes, F, accurate relative to s_F.
 *
 * In the basis T = [T1 S_F, T2] of R^d with A_F T1 = I and A_F T2 = 0, U_F T = [I, 0] and the other rows are
 * [E S_F, U T2]: 1/s_F is gone, exactly. With Z2 R2 = U T2, Et = E - Z2 Z2'E and C'C = I + S_F Et'Et S_F,
 *
 *     Z_F = [C^-1, 0],   Z_other = [Et S_F C^-1, Z2].
 *
 * `scale` keeps the squares of U T2 in range. For one row this is FORMULAS-leverage section 8; it holds for any set of independent rows.
 */
export function* deflate(point: Point, scale: number): Paced<void> {
  const { scores, n, d, s, sigma, U, Z, W, nearP, parts, engine } = point;
  const { columnScale } = scores;
  const T = parts.B.data;
  const R = parts.factor.R.data;
  const order = parts.factor.order.data;

  // Columns of T: the near rows' directions made orthonormal, then their complement.
  let near = point.near;
  const lengths = new Float64Array(d);
  for (;;) {
    T.fill(0, 0, d * d);
    for (let k = 0; k < near.length; k++) {
      let squares = 0;
      for (let j = 0; j < d; j++) {
        const a = U[near[k] * d + j] * s[near[k]] * columnScale[j];
        T[j * d + k] = a;
        squares += a * a;
      }
      lengths[k] = Math.sqrt(squares);
      for (let j = 0; j < d; j++) T[j * d + k] /= lengths[k];
    }
    yield* thinQr(engine, d, d, parts.B, parts.factor);
    const dependent = near.findIndex((_, k) => Math.abs(R[k * d + k]) < 1e-8);
    if (dependent < 0) break;
    near = Int32Array.from(order.subarray(0, dependent), (k) => near[k]).sort();
  }
  const k = near.length;
  const rest = d - k;
  const slack = new Float64Array(k);
  const sorted = new Int32Array(k);
  for (let c = 0; c < k; c++) {
    sorted[c] = near[order[c]];
    slack[c] = s[sorted[c]] / lengths[order[c]];
  }
  point.near = sorted;
  const isNear = new Set<number>(sorted);

  // W <- U [T1, T2], T1 not divided yet and T2 scaled; then Z <- E = U T1, T1 = Q_F R_F^-T, and the rest of each row moves up,
  // over the rows that are not near.
  for (let j = 0; j < d; j++) {
    for (let c = 0; c < d; c++) T[j * d + c] *= c < k ? columnScale[j] : columnScale[j] * scale;
  }
  const block = (from: number, to: number, all: Vector) => ({
    rows: to - from,
    columns: d,
    data: slice(all, from * d, to * d),
  });
  const basis = { rows: d, columns: d, data: parts.B };
  yield* inSlices(
    engine.pace,
    n,
    d * d,
    (from, to) => {
      const product = engine.kernels.product;
      product.multiply("NN", block(from, to, parts.U), basis, block(from, to, parts.W), parts.pack);
    },
    BLOCK,
  );
  let m = 0;
  for (let i = 0; i < n; i++) {
    if (isNear.has(i)) continue;
    for (let c = k - 1; c >= 0; c--) {
      let sum = W[i * d + c];
      for (let l = c + 1; l < k; l++) sum -= R[c * d + l] * Z[i * d + l];
      Z[i * d + c] = sum / R[c * d + c];
    }
    for (let c = 0; c < rest; c++) W[m * rest + c] = W[i * d + k + c];
    m++;
  }
  yield* passed(engine.pace, n * d);
  yield* thinQr(engine, m, rest, parts.W, parts.factor);
  for (let twice = 0; twice < 2; twice++) {
    removeFrom(point, isNear, k, T);
    yield* passed(engine.pace, 2 * n * k * rest);
  }

  const C = T;
  // C'C = I + S_F Et'Et S_F, in C; entries off the diagonal keep their size s_i s_j.
  C.fill(0, 0, d * d);
  for (let i = 0; i < n; i++) {
    if (isNear.has(i)) continue;
    for (let a = 0; a < k; a++) for (let c = a; c < k; c++) C[a * d + c] += Z[i * d + a] * Z[i * d + c];
  }
  for (let a = 0; a < k; a++) {
    for (let c = a; c < k; c++) C[a * d + c] = (a === c ? 1 : 0) + slack[a] * C[a * d + c] * slack[c];
  }
  for (let a = 0; a < k; a++) {
    const root = Math.sqrt(C[a * d + a]);
    for (let c = a; c < k; c++) C[a * d + c] /= root;
    for (let l = a + 1; l < k; l++) for (let c = l; c < k; c++) C[l * d + c] -= C[a * d + l] * C[a * d + c];
  }

  // Rows of Z: y C^-1 by substitution, y = Et S_F or a unit vector.
  const divide = (at: number): void => {
    for (let c = 0; c < k; c++) {
      let sum = Z[at + c];
      for (let l = 0; l < c; l++) sum -= Z[at + l] * C[l * d + c];
      Z[at + c] = sum / C[c * d + c];
    }
  };
  for (let i = 0, r = 0; i < n; i++) {
    if (isNear.has(i)) continue;
    for (let c = 0; c < k; c++) Z[i * d + c] *= slack[c];
    divide(i * d);
    for (let c = 0; c < rest; c++) Z[i * d + k + c] = W[r * rest + c];
    r++;
  }
  for (let c = 0; c < k; c++) {
    const at = sorted[c] * d;
    Z.fill(0, at, at + d);
    Z[at + c] = 1;
    divide(at);
  }
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += Z[i * d + j] * Z[i * d + j];
    sigma[i] = sum;
  }
  yield* passed(engine.pace, n * (d + 2 * k * k));
  for (let c = 0; c < k; c++) {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += Z[sorted[c] * d + j] * Z[i * d + j];
      nearP[c * n + i] = sum;
    }
  }
}

/** E <- E - Z2 (Z2'E), E in the first k columns of Z, Z2 in W; twice is enough. */
function removeFrom({ n, d, Z, W }: Point, isNear: Set<number>, k: number, dots: Float64Array): void {
  const rest = d - k;
  dots.fill(0, 0, d * d);
  for (let i = 0, r = 0; i < n; i++) {
    if (isNear.has(i)) continue;
    for (let c = 0; c < rest; c++) for (let a = 0; a < k; a++) dots[c * d + a] += W[r * rest + c] * Z[i * d + a];
    r++;
  }
  for (let i = 0, r = 0; i < n; i++) {
    if (isNear.has(i)) continue;
    for (let c = 0; c < rest; c++) for (let a = 0; a < k; a++) Z[i * d + a] -= W[r * rest + c] * dots[c * d + a];
    r++;
  }
}
