import type { Vector, Words } from "./memory.js";
import { need } from "./need.js";
import { type Counter, high } from "./randomKernels.js";
import type { RawKernels } from "./raw.js";

/** Sampling rows with the probabilities p_i = min(1, c t_i). */
export interface SketchKernels {
  /** out_0 <- the number of i with c t_i >= 1, out_1 <- the sum of t_i over the others */
  saturation(t: Vector, c: number, out: Vector): void;
  /**
   * Keeps each of the rows from..to-1 with probability p_i, by the coin of counter index i: appends i to list and
   * w_i / p_i to weights after their first `kept` entries. Returns the new number of entries, or list.length + 1 as soon
   * as one more would be kept; a draw that is already over stays over. Rows with t_i = 0 or NaN are never kept.
   */
  drawRows(
    counter: Counter,
    t: Vector,
    c: number,
    w: Vector,
    from: number,
    to: number,
    kept: number,
    list: Words,
    weights: Vector,
    words: Words,
  ): number;
}

export function sketchKernels(raw: RawKernels): SketchKernels {
  return {
    saturation(t, c, out) {
      need("out", out.length, 2);
      raw.saturation(t.length, t.at, c, out.at);
    },
    drawRows({ seed, draw, iteration, purpose }, t, c, w, from, to, kept, list, weights, words) {
      if (from < 0 || to < from) throw new Error(`rows ${from}..${to} are not a range`);
      if (!(kept >= 0)) throw new Error(`kept = ${kept} is negative`);
      need("t", t.length, to);
      need("w", w.length, to);
      need("weights", weights.length, list.length);
      need("list", list.length, weights.length);
      need("words", words.length, 4);
      return raw.drawRows(
        from,
        to,
        seed,
        high(seed),
        draw,
        iteration,
        purpose,
        t.at,
        c,
        w.at,
        kept,
        list.length,
        list.at,
        weights.at,
        words.at,
      );
    },
  };
}
