import type { Arena } from "../../wasm/memory.js";
import type { Paced } from "../../wasm/pace.js";
import { factoriseSlacks, type Point } from "./point.js";
import { laplacian, laplacianDiagonal, pairSum, pairValue } from "./products.js";
import type { Structure } from "./structure.js";

/** Storage: 9 n-vectors, d^2. */
export function layoutConvex(n: number, d: number, arena: Arena) {
  return {
    y: arena.f64(n),
    exponent: arena.f64(n),
    size: arena.f64(n),
    p: arena.f64(n),
    rest: arena.f64(n),
    z: arena.f64(n),
    direction: arena.f64(n),
    product: arena.f64(n),
    Q: arena.f64(n),
    K: arena.f64(d * d),
  };
}

export type ConvexParts = ReturnType<typeof layoutConvex>;

/** Newton steps and, for each, products with N at most. */
const STEPS = 100;
const PRODUCTS = 400;
/** Targets stay this far inside (0, 1). */
const LEAST = 1e-12;
/** Largest change of a log in one step: phi is self-concordant on this scale. */
const STRIDE = 2;
const NEAR = 1e-5;
/** Below this N_ii is the rounding of 0: a coloop, whose score is 1 wherever it stands. */
const FREE = 1e-28;
/** Fits this close are as good as the arithmetic. */
const CLOSE = 1e-13;

/**
 * point.s <- |s_i| up to scale with sigma(s) = tau, by min over y of logdet(A' diag(e^y) A) - tau'y, y = -2 log |s|:
 * convex, with gradient sigma - tau and Hessian N (FORMULAS-leverage fact 3), so there is one answer for each connected
 * part of A's rows, whatever the signs. Newton by conjugate gradients on N with its own diagonal sigma (1 - sigma) for a
 * preconditioner: O(n d^2) a product and no d^2 x d^2 array (Woodbury's). Returns max |sigma - tau| at the end; targets
 * outside the polytope of scores leave a remainder. The factorisation of the last point stays in `point`.
 */
export function* fitSlacks(point: Point, tau: Float64Array, structure: Structure, parts: ConvexParts): Paced<number> {
  const { n, s, sigma } = point;
  const [y, p, rest] = [parts.y.data, parts.p.data, parts.rest.data];
  const aim = feasible(tau, structure);
  function* at(t: number): Paced<void> {
    for (let i = 0; i < n; i++) parts.exponent.data[i] = -0.5 * (y[i] + t * p[i]);
    point.engine.kernels.vector.exp(parts.exponent, parts.size);
    // Rows may have any scale of their own: y starts from rows of size 1.
    for (let i = 0; i < n; i++) s[i] = (point.scores.rowSize[i] || 1) * parts.size.data[i];
    yield* factoriseSlacks(point);
  }
  const off = (): number => {
    let most = 0;
    for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(sigma[i] - aim[i]));
    return most;
  };
  const slope = (): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (sigma[i] - aim[i]) * p[i];
    return sum;
  };

  p.fill(0);
  y.fill(0);
  yield* at(0);
  let best = off();
  for (let step = 0; step < STEPS && best > CLOSE; step++) {
    for (let i = 0; i < n; i++) rest[i] = aim[i] - sigma[i];
    yield* conjugateGradients(point, parts, Math.min(0.1, Math.max(best, 1e-6)));
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(p[i]));
    if (!(largest > 0)) break;
    const down = slope();
    let t = Math.min(1, STRIDE / largest);
    yield* at(t);
    // Convex along p: an end less steep uphill than the start is downhill. Near the end slopes are rounding, steps full.
    while (best > NEAR && slope() > 0.5 * Math.abs(down) && t > 2 ** -30) {
      t /= 2;
      yield* at(t);
    }
    const now = off();
    if (best < NEAR && now > 0.5 * best) break;
    best = now;
    let mean = 0;
    for (let i = 0; i < n; i++) {
      y[i] += t * p[i];
      mean += y[i] / n;
    }
    for (let i = 0; i < n; i++) y[i] -= mean;
  }
  p.fill(0);
  yield* at(0);
  return off();
}

/**
 * tau inside (0, 1), and with the rank of each component for its sum, as scores are: 1 for a coloop. What rounding or
 * noise took from the sum is given back in proportion to the room there is.
 */
function feasible(tau: Float64Array, { label, count, ranks }: Structure): Float64Array {
  const inside = (v: number): number => Math.min(Math.max(v, LEAST), 1 - LEAST);
  const missing = Float64Array.from(ranks);
  const room = new Float64Array(count);
  const size = new Int32Array(count);
  for (let i = 0; i < tau.length; i++) {
    const v = inside(tau[i]);
    if (label[i] < 0) continue;
    missing[label[i]] -= v;
    room[label[i]] += v * (1 - v);
    size[label[i]]++;
  }
  return tau.map((t, i) => {
    const c = label[i];
    if (c < 0) return 0;
    if (size[c] === 1) return 1;
    const v = inside(t);
    return inside(v + (missing[c] / room[c]) * v * (1 - v));
  });
}

/** p <- N^+ rest to within `tolerance` of its preconditioned norm; rest is overwritten. */
function* conjugateGradients(point: Point, parts: ConvexParts, tolerance: number): Paced<void> {
  const { n } = point;
  const [p, rest, z, w, Nw, Q] = [parts.p, parts.rest, parts.z, parts.direction, parts.product, parts.Q].map(
    (v) => v.data,
  );
  const diagonal = laplacianDiagonal(point, parts.exponent.data);
  const precondition = (): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      z[i] = diagonal[i] > FREE ? rest[i] / diagonal[i] : 0;
      sum += z[i] * rest[i];
    }
    return sum;
  };
  p.fill(0);
  let rz = precondition();
  const end = tolerance * tolerance * rz;
  w.set(z);
  for (let turn = 0; turn < PRODUCTS && rz > end; turn++) {
    yield* pairSum(point, parts.direction, parts.K);
    yield* pairValue(point, parts.K.data, parts.Q);
    laplacian(point, w, Q, Nw);
    let curvature = 0;
    for (let i = 0; i < n; i++) curvature += w[i] * Nw[i];
    if (!(curvature > 0)) break;
    const step = rz / curvature;
    for (let i = 0; i < n; i++) {
      p[i] += step * w[i];
      rest[i] -= step * Nw[i];
    }
    const next = precondition();
    for (let i = 0; i < n; i++) w[i] = z[i] + (next / rz) * w[i];
    rz = next;
  }
}
