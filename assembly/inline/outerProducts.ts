// Pieces of H + weight a a' for one CSR row a with sorted columns: `width` bytes a row of H, upper triangle.

// Adds weight a_p a_q to H[j_p, j_q] for first <= p <= q < next, two rows of H at a time: each a_q is loaded once for both.
// @ts-ignore: decorator
@inline export function triangle(
  first: usize, next: usize, indices: usize, data: usize, weight: f64, width: usize, H: usize,
): void {
  let a = data + (first << 3), j = indices + (first << 2);
  const stop = data + (next << 3);
  while (a + 8 < stop) {
    const a0 = load<f64>(a), a1 = load<f64>(a, 8);
    const j0 = <usize>load<u32>(j), j1 = <usize>load<u32>(j, 4);
    const t0 = weight * a0, t1 = weight * a1;
    const h0 = H + j0 * width, h1 = H + j1 * width;
    add(h0 + (j0 << 3), t0 * a0);
    add(h0 + (j1 << 3), t0 * a1);
    add(h1 + (j1 << 3), t1 * a1);
    pairs(a + 16, stop, j + 8, t0, t1, h0, h1);
    a += 16;
    j += 8;
  }
  if (a < stop) {
    const a0 = load<f64>(a);
    const j0 = <usize>load<u32>(j);
    add(H + j0 * width + (j0 << 3), weight * a0 * a0);
  }
}

// Adds weight a_p a_q to H[j_p, j_q] for start <= p < first <= q < next.
// @ts-ignore: decorator
@inline export function rectangle(
  start: usize, first: usize, next: usize, indices: usize, data: usize, weight: f64, width: usize, H: usize,
): void {
  const from = data + (first << 3), stop = data + (next << 3), k = indices + (first << 2);
  let a = data + (start << 3), j = indices + (start << 2);
  while (a + 8 < from) {
    const h0 = H + <usize>load<u32>(j) * width, h1 = H + <usize>load<u32>(j, 4) * width;
    pairs(from, stop, k, weight * load<f64>(a), weight * load<f64>(a, 8), h0, h1);
    a += 16;
    j += 8;
  }
  if (a < from) {
    const t = weight * load<f64>(a);
    const h = H + <usize>load<u32>(j) * width;
    let c = k;
    for (let q = from; q < stop; q += 8) {
      add(h + (<usize>load<u32>(c) << 3), t * load<f64>(q));
      c += 4;
    }
  }
}

// a <- a + v at an address.
// @ts-ignore: decorator
@inline function add(at: usize, v: f64): void {
  store<f64>(at, load<f64>(at) + v);
}

// Adds t0 a_q to row h0 and t1 a_q to row h1 for the entries q..stop with columns at j.
// @ts-ignore: decorator
@inline function pairs(q: usize, stop: usize, j: usize, t0: f64, t1: f64, h0: usize, h1: usize): void {
  while (q < stop) {
    const c = <usize>load<u32>(j) << 3;
    const v = load<f64>(q);
    add(h0 + c, t0 * v);
    add(h1 + c, t1 * v);
    q += 8;
    j += 4;
  }
}
