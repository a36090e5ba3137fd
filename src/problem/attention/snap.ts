import type { Dense } from "../../matrix/dense.js";

/** The row of an embedding table nearest to a token of a solution, and the second nearest. */
export interface TokenMatch {
  readonly nearest: number;
  /** |x_i - e_nearest|_2 */
  readonly distance: number;
  readonly second: number;
  /** Distance to the second nearest row less that to the nearest: above twice the error of x_i, the match is certain. */
  readonly margin: number;
}

/** Each token's nearest two rows of a table; ties go to the lower row. */
export function snap(table: Dense, x: Float64Array): TokenMatch[] {
  const d = table.columns;
  const n = x.length / d;
  return Array.from({ length: n }, (_, i) => {
    let [nearest, second] = [-1, -1];
    let [least, next] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let k = 0; k < table.rows; k++) {
      let squares = 0;
      for (let a = 0; a < d; a++) {
        const gap = x[i * d + a] - table.data[k * d + a];
        squares += gap * gap;
      }
      const distance = Math.sqrt(squares);
      if (distance < least) {
        [second, next] = [nearest, least];
        [nearest, least] = [k, distance];
      } else if (distance < next) [second, next] = [k, distance];
    }
    return { nearest, distance: least, second, margin: next - least };
  });
}

/** x with every token replaced by its match. */
export function snapped(table: Dense, matches: readonly TokenMatch[]): Float64Array {
  const d = table.columns;
  return Float64Array.from({ length: matches.length * d }, (_, k) => {
    return table.data[matches[Math.floor(k / d)].nearest * d + (k % d)];
  });
}
