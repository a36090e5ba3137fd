import { cosh } from "../../../src/loss/cosh.js";
import { exp } from "../../../src/loss/exp.js";
import { type Link, leastSquares } from "../../../src/loss/leastSquares.js";
import type { Loss, LossMath } from "../../../src/loss/loss.js";
import { sinh } from "../../../src/loss/sinh.js";
import { place, type Vector } from "../../../src/wasm/memory.js";

/** A link with its definition in the host's functions, and the paper's own bound on the convexity threshold. */
export interface Definition {
  readonly name: string;
  readonly link: Link;
  readonly f: (z: number) => number;
  readonly df: (z: number) => number;
  readonly ddf: (z: number) => number;
  /** Paper 004, Lemmas 3.7, 4.7 and 5.7 with l = 0. */
  readonly paper: (b: number) => number;
}

/** One row a loss. */
export const LOSSES: readonly Definition[] = [
  { name: "exp", link: exp, f: Math.exp, df: Math.exp, ddf: Math.exp, paper: (b) => 0.5 * b * b },
  { name: "cosh", link: cosh, f: Math.cosh, df: Math.sinh, ddf: Math.cosh, paper: (b) => 0.5 * b * b + 1 },
  { name: "sinh", link: sinh, f: Math.sinh, df: Math.cosh, ddf: Math.sinh, paper: (b) => 0.5 * b * b - 1 },
];

/** A loss prepared at points z, with its formulas on plain arrays. */
export interface Prepared {
  readonly loss: Loss;
  value(): number;
  slope(): Float64Array;
  slopeSize(): Float64Array;
  curvature(): Float64Array;
  predict(): Float64Array;
  residual(): Float64Array;
  residualSlope(): Float64Array;
}

export function prepare(link: Link, z: ArrayLike<number>, b: ArrayLike<number>, weights?: ArrayLike<number>): Prepared {
  const loss = leastSquares(link, Float64Array.from(b), weights && Float64Array.from(weights));
  const n = loss.size;
  const { kernels, parts } = place((arena) => ({
    z: arena.f64(n),
    rows: Array.from({ length: loss.constants.length + loss.work }, () => arena.f64(n)),
    out: arena.f64(n),
  }));
  const math: LossMath = {
    ...kernels.leastSquares,
    exp: kernels.vector.exp,
    sinhCosh: kernels.vector.sinhCosh,
  };
  const { rows, out } = parts;
  loss.constants.forEach((v, i) => {
    rows[i].data.set(v);
  });
  parts.z.data.set(z);
  loss.prepare(math, parts.z, rows);
  const filled = (fill: (out: Vector) => void): Float64Array => {
    out.data.fill(Number.NaN);
    fill(out);
    return out.data.slice();
  };
  return {
    loss,
    value: () => loss.value(math, rows),
    slope: () => filled((v) => loss.slope(math, rows, v)),
    slopeSize: () => filled((v) => loss.slopeSize(rows, v.data)),
    curvature: () => filled((v) => loss.curvature(math, rows, v)),
    predict: () => filled((v) => loss.predict(rows, v.data)),
    residual: () => filled((v) => loss.residual(rows, v.data)),
    residualSlope: () => filled((v) => loss.residualSlope(rows, v.data)),
  };
}
