import type { Session } from "../problem/session.js";
import { type Paced, passed } from "../wasm/pace.js";
import type { CgWork, Product } from "./conjugateGradients.js";
import { extremes } from "./tridiagonal.js";

/** Extreme eigenvalues of M^-1 H. */
export interface Spectrum {
  readonly least: number;
  readonly most: number;
  readonly steps: number;
}

/**
 * At most `most` Lanczos steps on R^-T H R^-1 from the random vector in work.residual: conjugate, product and p are workspace, g and
 * the factor R stay. Ends early where the Krylov space does.
 */
export function* lanczos(
  session: Session,
  apply: Product,
  work: CgWork & { readonly R: NonNullable<CgWork["R"]> },
  most: number,
): Paced<Spectrum> {
  const d = session.dimension;
  const { vector: k, symmetric } = session.kernels;
  const { R, residual: v, conjugate: before, product: hv, p: u } = work;
  const diagonal: number[] = [];
  const squares: number[] = [];
  before.data.fill(0);
  let beta = 0;
  let norm = k.norm2(v);
  const steps = Math.min(most, d);
  for (let step = 0; step < steps && norm > 1e-10; step++) {
    for (let j = 0; j < d; j++) v.data[j] /= norm;
    if (step > 0) squares.push(beta * beta);
    u.data.set(v.data);
    symmetric.solveUpper(d, d, R, u);
    yield* apply(u, hv);
    symmetric.solveTransposed(d, d, R, hv);
    yield* passed(session.pace, d * d);
    const alpha = k.dot(v, hv);
    diagonal.push(alpha);
    // before <- (H~ v - alpha v - beta before), then the two change places.
    for (let j = 0; j < d; j++) {
      const next = hv.data[j] - alpha * v.data[j] - beta * before.data[j];
      before.data[j] = v.data[j];
      v.data[j] = next;
    }
    norm = k.norm2(v);
    beta = norm;
  }
  return { ...extremes(diagonal, squares), steps: diagonal.length };
}
