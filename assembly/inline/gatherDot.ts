import { lanes, madd } from "./madd";

// [x[indices_0], x[indices_1]]
// @ts-ignore: decorator
@inline function pair(x: usize, indices: usize): v128 {
  const a = v128.load64_zero(x + (<usize>load<u32>(indices) << 3));
  return v128.load_lane<f64>(x + (<usize>load<u32>(indices, 4) << 3), a, 1);
}

// sum_k data_k x[indices_k] over n entries. Short rows by scalars (SIMD lost at 5 entries a row), long ones by pairs of lanes.
// @ts-ignore: decorator
@inline export function gatherDot(n: usize, indices: usize, data: usize, x: usize): f64 {
  let sum: f64 = 0, other: f64 = 0;
  const end = data + (n << 3);
  if (n >= 8) {
    let s0 = f64x2.splat(0), s1 = s0;
    const eight = end - 56;
    while (data < eight) {
      s0 = madd(v128.load(data), pair(x, indices), s0);
      s1 = madd(v128.load(data, 16), pair(x, indices + 8), s1);
      s0 = madd(v128.load(data, 32), pair(x, indices + 16), s0);
      s1 = madd(v128.load(data, 48), pair(x, indices + 24), s1);
      data += 64;
      indices += 32;
    }
    if (data < end - 24) {
      s0 = madd(v128.load(data), pair(x, indices), s0);
      s1 = madd(v128.load(data, 16), pair(x, indices + 8), s1);
      data += 32;
      indices += 16;
    }
    sum = lanes(f64x2.add(s0, s1));
  } else if (n >= 4) {
    const p0 = load<f64>(data) * load<f64>(x + (<usize>load<u32>(indices) << 3));
    const p1 = load<f64>(data, 8) * load<f64>(x + (<usize>load<u32>(indices, 4) << 3));
    const p2 = load<f64>(data, 16) * load<f64>(x + (<usize>load<u32>(indices, 8) << 3));
    const p3 = load<f64>(data, 24) * load<f64>(x + (<usize>load<u32>(indices, 12) << 3));
    sum = p0 + p2;
    other = p1 + p3;
    data += 32;
    indices += 16;
  }
  while (data + 8 < end) {
    sum += load<f64>(data) * load<f64>(x + (<usize>load<u32>(indices) << 3));
    other += load<f64>(data, 8) * load<f64>(x + (<usize>load<u32>(indices, 4) << 3));
    data += 16;
    indices += 8;
  }
  if (data < end) sum += load<f64>(data) * load<f64>(x + (<usize>load<u32>(indices) << 3));
  return sum + other;
}
