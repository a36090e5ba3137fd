import { packLength } from "./denseKernels.js";
import type { Vector } from "./memory.js";
import { need } from "./need.js";
import { PANEL } from "./panel.js";
import type { RawKernels } from "./raw.js";

/** Columns that one block step of the Cholesky factorisation finishes. */
export const CHOLESKY_BLOCK = 64;

/** Operations on the upper triangle of a row-major d x d array. */
export interface SymmetricKernels {
  /** Factors the block of rows at `from` and solves its row of blocks; -1, or the index of the pivot that was not positive. */
  choleskyPanel(d: number, H: Vector, from: number): number;
  /** Trailing update after the panel at `from`, columns in groups of four: panelFrom..panelTo-1 of them. */
  choleskyUpdate(d: number, H: Vector, from: number, pack: Vector, panelFrom: number, panelTo: number): void;
  /** y <- R^-T y with the leading n x n part of R */
  solveTransposed(n: number, d: number, R: Vector, y: Vector): void;
  /** y <- R^-1 y with the leading n x n part of R */
  solveUpper(n: number, d: number, R: Vector, y: Vector): void;
  /** X <- R^-1 X for a row-major d x PANEL array X */
  solveUpperPanel(d: number, R: Vector, X: Vector): void;
  /**
   * R <- the triangular factor of [R; tile], R'R <- R'R + tile'tile; the rows x d tile is destroyed, work is scratch for
   * d doubles. R may start at 0; its diagonal may take either sign.
   */
  householderRows(rows: number, d: number, R: Vector, tile: Vector, work: Vector): void;
  /** out <- out + H v; out must not be v */
  multiplyAdd(d: number, H: Vector, v: Vector, out: Vector): void;
}

function within(what: string, value: number, end: number): void {
  if (!(value >= 0 && value < end)) throw new Error(`${what} = ${value} is outside 0..${end - 1}`);
}

export function symmetricKernels(raw: RawKernels): SymmetricKernels {
  return {
    choleskyPanel(d, H, from) {
      within("from", from, d);
      need("H", H.length, d * d);
      return raw.choleskyPanel(d, H.at, from);
    },
    choleskyUpdate(d, H, from, pack, panelFrom, panelTo) {
      within("from", from, d);
      within("panelFrom", panelFrom, d);
      need("H", H.length, d * d);
      need("pack", pack.length, packLength(d, CHOLESKY_BLOCK));
      raw.choleskyUpdate(d, H.at, from, pack.at, panelFrom, panelTo);
    },
    solveTransposed(n, d, R, y) {
      within("n", n, d + 1);
      need("R", R.length, d * d);
      need("y", y.length, n);
      raw.solveTransposed(n, d, R.at, y.at);
    },
    solveUpper(n, d, R, y) {
      within("n", n, d + 1);
      need("R", R.length, d * d);
      need("y", y.length, n);
      raw.solveUpper(n, d, R.at, y.at);
    },
    solveUpperPanel(d, R, X) {
      need("R", R.length, d * d);
      need("X", X.length, PANEL * d);
      raw.solveUpperPanel(d, R.at, X.at);
    },
    householderRows(rows, d, R, tile, work) {
      if (!(rows >= 0)) throw new Error(`a tile of ${rows} rows is none`);
      need("R", R.length, d * d);
      need("tile", tile.length, rows * d);
      need("work", work.length, d);
      raw.householderRows(rows, d, R.at, tile.at, work.at);
    },
    multiplyAdd(d, H, v, out) {
      need("H", H.length, d * d);
      need("v", v.length, d);
      need("out", out.length, d);
      raw.symmetricMultiplyAdd(d, H.at, v.at, out.at);
    },
  };
}
