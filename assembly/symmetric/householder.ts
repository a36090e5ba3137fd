import { addFourRows, addRow, addToFourRows } from "../inline/addRows";

// R <- the upper triangular factor of [R; tile], so that R'R gains tile'tile: the upper triangle of a row-major d x d
// array, by a Householder reflector a column. tile is rows x d, row-major, and is destroyed; `work` is scratch for d doubles.
// A column of the tile that is 0 leaves its row of R as it is; the diagonal may take either sign.
export function householderRows(rows: i32, d: i32, R: usize, tile: usize, work: usize): void {
  const stride = <usize>d << 3;
  for (let j = 0; j < d; j++) {
    const row = R + <usize>j * stride + (<usize>j << 3);
    const column = tile + (<usize>j << 3);
    const tau = reflector(rows, column, stride, row);
    if (tau != 0) reflect(rows, d - j - 1, column, stride, row, tau, work);
  }
}

// H = I - tau [1; v][1; v]' takes [r; column] to [beta; 0], beta of the sign that does not cancel: r <- beta, column <- v,
// |v_i| <= 1. Returns tau, 0 (H = I) for a column that is 0.
function reflector(rows: i32, column: usize, stride: usize, r: usize): f64 {
  const end = column + <usize>rows * stride;
  // Compared as integers: with the sign cleared, doubles order like their bits.
  let top: u64 = 0;
  for (let x = column; x != end; x += stride) top = max(top, load<u64>(x) & 0x7fffffffffffffff);
  if (top == 0) return 0;
  top = max(top, load<u64>(r) & 0x7fffffffffffffff);
  // Scaled by a power of two, which does not round, so that squares neither overflow nor vanish.
  const exponent = min(1022, <i32>(top >> 52) - 1023);
  const down = reinterpret<f64>(<u64>(1023 - exponent) << 52);
  const alpha = down * load<f64>(r);
  let sum = alpha * alpha;
  for (let x = column; x != end; x += stride) {
    const t = down * load<f64>(x);
    sum += t * t;
  }
  const beta = -copysign(sqrt(sum), alpha);
  const inverse = 1 / (alpha - beta);
  for (let x = column; x != end; x += stride) store<f64>(x, down * load<f64>(x) * inverse);
  store<f64>(r, beta / down);
  return (beta - alpha) / beta;
}

// [row; tile] <- H [row; tile] over the n columns right of the reflector's: with s = tau (row + v'tile),
// row <- row - s, tile_i <- tile_i - v_i s.
function reflect(rows: i32, n: i32, column: usize, stride: usize, row: usize, tau: f64, work: usize): void {
  row += 8;
  memory.copy(work, row, <usize>n << 3);
  let v = column;
  let i = rows;
  for (; i >= 4; i -= 4) {
    const p = v + stride, q = p + stride, r = q + stride;
    addFourRows(n, v + 8, stride, load<f64>(v), load<f64>(p), load<f64>(q), load<f64>(r), work);
    v = r + stride;
  }
  for (; i > 0; i--) {
    addRow(n, v + 8, load<f64>(v), work);
    v += stride;
  }
  addRow(n, work, -tau, row);
  v = column;
  i = rows;
  for (; i >= 4; i -= 4) {
    const p = v + stride, q = p + stride, r = q + stride;
    addToFourRows(
      n, work, -tau * load<f64>(v), -tau * load<f64>(p), -tau * load<f64>(q), -tau * load<f64>(r), v + 8, stride,
    );
    v = r + stride;
  }
  for (; i > 0; i--) {
    addRow(n, work, -tau * load<f64>(v), v + 8);
    v += stride;
  }
}
