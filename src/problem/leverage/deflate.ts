import { type Paced, passed } from "../../wasm/pace.js";
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
  const { scores, n, d, s, sigma, U, Z, W, nearP, parts } = point;
  const { columnScale } = scores;
  const work = parts.work.data;
  const T = parts.R.data;
  const B = parts.B.data;
  const order = parts.columns.data;

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
    yield* thinQr(d, d, T, B, order, work, point.pace);
    const dependent = near.findIndex((_, k) => Math.abs(B[k * d + k]) < 1e-8);
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

  // W <- U T2, Z <- E = U T1 with T1 = Q_F R_F^-T, over the rows that are not near.
  let m = 0;
  for (let i = 0; i < n; i++) {
    if (isNear.has(i)) continue;
    for (let c = 0; c < d; c++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += U[i * d + j] * columnScale[j] * T[j * d + c];
      if (c < k) Z[i * d + c] = sum;
      else W[m * rest + c - k] = sum * scale;
    }
    for (let c = k - 1; c >= 0; c--) {
      let sum = Z[i * d + c];
      for (let l = c + 1; l < k; l++) sum -= B[c * d + l] * Z[i * d + l];
      Z[i * d + c] = sum / B[c * d + c];
    }
    m++;
  }
  yield* passed(point.pace, n * d * d);
  yield* thinQr(m, rest, W, T, order, work, point.pace);
  for (let twice = 0; twice < 2; twice++) {
    removeFrom(point, isNear, k, B);
    yield* passed(point.pace, 2 * n * k * rest);
  }

  // C'C = I + S_F Et'Et S_F, in B; entries off the diagonal keep their size s_i s_j.
  B.fill(0, 0, d * d);
  for (let i = 0; i < n; i++) {
    if (isNear.has(i)) continue;
    for (let a = 0; a < k; a++) for (let c = a; c < k; c++) B[a * d + c] += Z[i * d + a] * Z[i * d + c];
  }
  for (let a = 0; a < k; a++) {
    for (let c = a; c < k; c++) B[a * d + c] = (a === c ? 1 : 0) + slack[a] * B[a * d + c] * slack[c];
  }
  for (let a = 0; a < k; a++) {
    const root = Math.sqrt(B[a * d + a]);
    for (let c = a; c < k; c++) B[a * d + c] /= root;
    for (let l = a + 1; l < k; l++) for (let c = l; c < k; c++) B[l * d + c] -= B[a * d + l] * B[a * d + c];
  }

  // Rows of Z: y C^-1 by substitution, y = Et S_F or a unit vector.
  const divide = (at: number): void => {
    for (let c = 0; c < k; c++) {
      let sum = Z[at + c];
      for (let l = 0; l < c; l++) sum -= Z[at + l] * B[l * d + c];
      Z[at + c] = sum / B[c * d + c];
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
  yield* passed(point.pace, n * (d + 2 * k * k));
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
