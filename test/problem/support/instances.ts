import { coshRegression, expRegression, type RegressionInput, sinhRegression } from "../../../src/index.js";
import { integer, type Random } from "../../kernels/support/seeded.js";
import { bothOf, realRows } from "../../matrix/support/random.js";
import type { Spec } from "../oracle.js";

export const REGRESSIONS = { exp: expRegression, cosh: coshRegression, sinh: sinhRegression } as const;
export type Name = keyof typeof REGRESSIONS;
export const NAMES = Object.keys(REGRESSIONS) as Name[];

/** What an instance has. */
export interface Shape {
  readonly name: Name;
  readonly sparse: boolean;
  readonly n: number;
  readonly d: number;
  readonly w: "none" | "scalar" | "vector";
  readonly ridge: boolean;
  readonly weights: boolean;
  readonly offset: boolean;
}

/** The same regression twice: for the package and for the oracle. */
export interface Instance {
  readonly input: RegressionInput;
  readonly spec: Spec;
}

/** Entries of A up to 1, targets up to 5, w up to 2, every fifth w_i and weight 0, now and then a row without entries. */
export function instance(random: Random, shape: Shape, fill = 0.6): Instance {
  const { name, n, d } = shape;
  const A = realRows(random, n, d, fill);
  const reals = (size: number): number[] => Array.from({ length: n }, () => size * (2 * random() - 1));
  const sometimes = (values: number[]): number[] => values.map((v) => (integer(random, 0, 4) === 0 ? 0 : v));
  const b = reals(5);
  const ridge = shape.ridge ? 0.7 : 0;
  const weights = shape.weights ? sometimes(reals(3).map(Math.abs)) : undefined;
  const offset = shape.offset ? reals(1) : undefined;
  const scalar = -0.4;
  const w = { none: undefined, scalar, vector: sometimes(reals(2)) }[shape.w];
  const { sparse, full } = bothOf(random, A);
  const input: RegressionInput = {
    A: shape.sparse ? sparse : full,
    b,
    ...(w === undefined ? {} : { w }),
    ...(shape.ridge ? { ridge } : {}),
    ...(weights ? { weights } : {}),
    ...(offset ? { offset } : {}),
  };
  const filled = (v: number): number[] => new Array<number>(n).fill(v);
  const spec: Spec = {
    name,
    A,
    b,
    ridge,
    w: typeof w === "number" ? filled(w) : (w ?? filled(0)),
    weights: weights ?? filled(1),
    offset: offset ?? filled(0),
  };
  return { input, spec };
}

/** d doubles of -1..1. */
export function point(random: Random, d: number): Float64Array {
  return Float64Array.from({ length: d }, () => 2 * random() - 1);
}
