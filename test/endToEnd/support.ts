import { coshRegression, expRegression, sinhRegression } from "subnewton";

export const regression = { exp: expRegression, cosh: coshRegression, sinh: sinhRegression };
export type LossName = keyof typeof regression;
export const LOSSES: LossName[] = ["exp", "cosh", "sinh"];
export const link = { exp: Math.exp, cosh: Math.cosh, sinh: Math.sinh };

/** Seeded uniform and normal draws (mulberry32). */
export function draws(seed: number) {
  let state = seed | 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** n x d normal rows, a true x of size 1/2, and targets f(A x) + noise. */
export function instance(loss: LossName, seed: number, n = 60, d = 5) {
  const { normal, uniform } = draws(seed);
  const rows = Array.from({ length: n }, () => Array.from({ length: d }, normal));
  const truth = Array.from({ length: d }, () => 0.5 * normal());
  const z = rows.map((row) => row.reduce((sum, a, j) => sum + a * truth[j], 0));
  return { rows, truth, b: z.map((v) => link[loss](v) + 0.1 * normal()), normal, uniform };
}
