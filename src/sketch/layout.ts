import type { RowOperand } from "../matrix/matrix.js";
import type { Kernels } from "../wasm/kernels.js";
import type { Arena } from "../wasm/memory.js";
import type { Pace } from "../wasm/pace.js";
import { PANEL } from "../wasm/panel.js";

/** What a sketch works on: the rows of A, the kernels of its memory, and its share of pauses. */
export interface Sketched {
  readonly A: RowOperand;
  readonly kernels: Kernels;
  readonly pace: Pace;
}

/** Room for a Bernoulli sample of `expected` rows: six standard deviations above it (1 draw in 1e9 exceeds that). */
export function sampleCapacity(rows: number, expected: number): number {
  return Math.min(rows, Math.ceil(expected + 6 * Math.sqrt(expected) + 16));
}

/** Storage: 4 n-vectors, a d x 16 panel, one d-vector, a double and a word for each row that may be sampled. */
export function layoutSketch(rows: number, columns: number, capacity: number, arena: Arena) {
  return {
    weights: arena.f64(rows),
    reference: arena.f64(rows),
    scores: arena.f64(rows),
    image: arena.f64(rows),
    list: arena.i32(capacity),
    kept: arena.f64(capacity),
    panel: arena.f64(columns * PANEL),
    diagonal: arena.f64(columns),
    two: arena.f64(2),
    words: arena.i32(4),
  };
}

export type SketchWork = ReturnType<typeof layoutSketch>;
