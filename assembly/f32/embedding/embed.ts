import { bytes } from "../inline/lanes";
import { addRows } from "../inline/rows";

// x_r <- e_r + wpe_(r mod T) for every row r, e_r = wte_t where t = tokens_r >= 0, else soft_(-1-t): a row of a product S wte.
export function embed(rows: i32, T: i32, n: i32, tokens: usize, wte: usize, wpe: usize, soft: usize, x: usize): void {
  for (let r = 0; r < rows; r++) {
    const t = load<i32>(tokens + (<usize>r << 2));
    memory.copy(x, t >= 0 ? wte + <usize>t * bytes(n) : soft + <usize>(-1 - t) * bytes(n), bytes(n));
    addRows(n, 1, wpe + <usize>(r % T) * bytes(n), x);
    x += bytes(n);
  }
}

// dwte_t <- dwte_t + dx_r for t = tokens_r >= 0, or dsoft_(-1-t) <- dx_r.
export function embedBackward(rows: i32, n: i32, tokens: usize, dx: usize, dwte: usize, dsoft: usize): void {
  for (let r = 0; r < rows; r++) {
    const t = load<i32>(tokens + (<usize>r << 2));
    if (t < 0) memory.copy(dsoft + <usize>(-1 - t) * bytes(n), dx, bytes(n));
    else if (dwte) addRows(n, 1, dx, dwte + <usize>t * bytes(n));
    dx += bytes(n);
  }
}
