import { draws as stream } from "../endToEnd/support.js";

/** Seeded normal vectors and matrices, signs, and the paper's kinds of instances. */
export function draws(seed: number) {
  const { normal, uniform } = stream(seed);
  const vector = (n: number, scale = 1): number[] => Array.from({ length: n }, () => scale * normal());
  const rows = (n: number, d: number): number[][] => Array.from({ length: n }, () => vector(d));
  return { normal, uniform, vector, rows };
}

export type Family = "pm" | "pos" | "gen";

/**
 * An instance with known x: A and x normal; s = A x - b is +-U(0.5, 2) ("pm"), U(0.5, 2) ("pos"), or b is normal of its own
 * ("gen", where some |s_i| are tiny).
 */
export function known(family: Family, n: number, d: number, seed: number) {
  const { uniform, vector, rows, normal } = draws(seed);
  const A = rows(n, d);
  const x = vector(d);
  const z = A.map((row) => row.reduce((sum, a, j) => sum + a * x[j], 0));
  const s = z.map((zi) => {
    if (family === "gen") return zi - normal() * Math.sqrt(d);
    const size = 0.5 + 1.5 * uniform();
    return family === "pm" && uniform() < 0.5 ? -size : size;
  });
  return { A, x, b: z.map((zi, i) => zi - s[i]), signs: s.map(Math.sign), uniform, vector };
}
