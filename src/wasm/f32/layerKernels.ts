import type { Words } from "../memory.js";
import { need } from "../need.js";
import type { Reals } from "./memory.js";
import type { RawTransformer } from "./raw.js";

/** The pieces of a layer on rows x n arrays, row by row. */
export interface LayerKernels {
  /** Y_i <- b */
  fillRows(rows: number, n: number, b: Reals, Y: Reals): void;
  /** Y_i <- Y_i + b */
  addRow(rows: number, n: number, b: Reals, Y: Reals): void;
  /** out <- out + sum_i Y_i */
  columnSumsAdd(rows: number, n: number, Y: Reals, out: Reals): void;
  /** y_i <- (x_i - mean) / sqrt(variance + 1e-5) o g + b; stats keeps mean and 1 / sqrt(variance + 1e-5) of each row */
  layerNorm(rows: number, n: number, x: Reals, g: Reals, b: Reals, y: Reals, stats: Reals): void;
  /** dx <- dx + the gradient in x */
  layerNormBackward(rows: number, n: number, x: Reals, g: Reals, stats: Reals, dy: Reals, dx: Reals): void;
  /** dg, db <- themselves + the gradients in g and b */
  layerNormWeights(rows: number, n: number, x: Reals, stats: Reals, dy: Reals, dg: Reals, db: Reals): void;
  /** y_i <- x_i sigma(2 sqrt(2/pi) (x_i + 0.044715 x_i^3)) */
  gelu(n: number, x: Reals, y: Reals): void;
  /** dx <- dy o gelu'(x); dx may be dy */
  geluBackward(n: number, x: Reals, dy: Reals, dx: Reals): void;
  /** x_r <- wte of tokens_r >= 0, or row -1 - tokens_r of soft, + wpe_(r mod T); a token must be under wte's rows */
  embed(rows: number, T: number, n: number, tokens: Words, wte: Reals, wpe: Reals, soft: Reals, x: Reals): void;
  /** dwte_t <- dwte_t + dx_r for a token t, where dwte is given; dsoft_(-1-t) <- dx_r else */
  embedBackward(rows: number, n: number, tokens: Words, dx: Reals, dwte: Reals | undefined, dsoft: Reals): void;
}

export function layerKernels(raw: RawTransformer): LayerKernels {
  return {
    fillRows(rows, n, b, Y) {
      need("b", b.length, n);
      need("Y", Y.length, rows * n);
      raw.fillRows(rows, n, b.at, Y.at);
    },
    addRow(rows, n, b, Y) {
      need("b", b.length, n);
      need("Y", Y.length, rows * n);
      raw.addRow(rows, n, b.at, Y.at);
    },
    columnSumsAdd(rows, n, Y, out) {
      need("Y", Y.length, rows * n);
      need("out", out.length, n);
      raw.columnSumsAdd(rows, n, Y.at, out.at);
    },
    layerNorm(rows, n, x, g, b, y, stats) {
      need("x", x.length, rows * n);
      need("g", g.length, n);
      need("b", b.length, n);
      need("y", y.length, rows * n);
      need("stats", stats.length, 2 * rows);
      raw.layerNorm(rows, n, x.at, g.at, b.at, y.at, stats.at);
    },
    layerNormBackward(rows, n, x, g, stats, dy, dx) {
      need("x", x.length, rows * n);
      need("g", g.length, n);
      need("stats", stats.length, 2 * rows);
      need("dy", dy.length, rows * n);
      need("dx", dx.length, rows * n);
      raw.layerNormBackward(rows, n, x.at, g.at, stats.at, dy.at, dx.at);
    },
    layerNormWeights(rows, n, x, stats, dy, dg, db) {
      need("x", x.length, rows * n);
      need("stats", stats.length, 2 * rows);
      need("dy", dy.length, rows * n);
      need("dg", dg.length, n);
      need("db", db.length, n);
      raw.layerNormWeights(rows, n, x.at, stats.at, dy.at, dg.at, db.at);
    },
    gelu(n, x, y) {
      need("x", x.length, n);
      need("y", y.length, n);
      raw.gelu(n, x.at, y.at);
    },
    geluBackward(n, x, dy, dx) {
      need("x", x.length, n);
      need("dy", dy.length, n);
      need("dx", dx.length, n);
      raw.geluBackward(n, x.at, dy.at, dx.at);
    },
    embed(rows, T, n, tokens, wte, wpe, soft, x) {
      needTokens(rows, n, tokens, wte.length, soft.length);
      need("wpe", wpe.length, Math.min(rows, T) * n);
      need("x", x.length, rows * n);
      raw.embed(rows, T, n, tokens.at, wte.at, wpe.at, soft.at, x.at);
    },
    embedBackward(rows, n, tokens, dx, dwte, dsoft) {
      needTokens(rows, n, tokens, dwte?.length, dsoft.length);
      need("dx", dx.length, rows * n);
      raw.embedBackward(rows, n, tokens.at, dx.at, dwte?.at ?? 0, dsoft.at);
    },
  };
}

/** Every token's row of n reals must lie in its table. */
function needTokens(rows: number, n: number, tokens: Words, table: number | undefined, soft: number): void {
  need("tokens", tokens.length, rows);
  const list = tokens.data;
  for (let r = 0; r < rows; r++) {
    if (list[r] < 0) need("soft", soft, -list[r] * n);
    else if (table !== undefined) need("wte", table, (list[r] + 1) * n);
  }
}
