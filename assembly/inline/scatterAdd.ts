// g[indices_k] += t data_k over n entries with distinct indices.
// @ts-ignore: decorator
@inline export function scatterAdd(n: usize, indices: usize, data: usize, t: f64, g: usize): void {
  const end = data + (n << 3);
  const stop = data + ((n & ~3) << 3);
  while (data < stop) {
    const g0 = g + (<usize>load<u32>(indices) << 3);
    const g1 = g + (<usize>load<u32>(indices, 4) << 3);
    const g2 = g + (<usize>load<u32>(indices, 8) << 3);
    const g3 = g + (<usize>load<u32>(indices, 12) << 3);
    // Distinct indices: all four may be read before any is written.
    const v0 = load<f64>(g0) + t * load<f64>(data);
    const v1 = load<f64>(g1) + t * load<f64>(data, 8);
    const v2 = load<f64>(g2) + t * load<f64>(data, 16);
    const v3 = load<f64>(g3) + t * load<f64>(data, 24);
    store<f64>(g0, v0);
    store<f64>(g1, v1);
    store<f64>(g2, v2);
    store<f64>(g3, v3);
    data += 32;
    indices += 16;
  }
  while (data < end) {
    const g0 = g + (<usize>load<u32>(indices) << 3);
    store<f64>(g0, load<f64>(g0) + t * load<f64>(data));
    data += 8;
    indices += 4;
  }
}
