import { lanes, madd } from "./madd";

// sum_k data_k x[indices_k] over n entries. Short rows by scalars (SIMD lost at 5 entries a row), long ones by four lanes pairs.
// @ts-ignore: decorator
@inline export function gatherDot(n: usize, indices: usize, data: usize, x: usize): f64 {
  let sum: f64 = 0, other: f64 = 0;
  const end = data + (n << 3);
  if (n >= 8) {
    let s0 = f64x2.splat(0), s1 = s0;
    const stop = end - 24;
    while (data < stop) {
      let a = v128.load64_zero(x + (<usize>load<u32>(indices) << 3));
      a = v128.load_lane<f64>(x + (<usize>load<u32>(indices, 4) << 3), a, 1);
      let b = v128.load64_zero(x + (<usize>load<u32>(indices, 8) << 3));
      b = v128.load_lane<f64>(x + (<usize>load<u32>(indices, 12) << 3), b, 1);
      s0 = madd(v128.load(data), a, s0);
      s1 = madd(v128.load(data, 16), b, s1);
      data += 32;
      indices += 16;
    }
    sum = lanes(f64x2.add(s0, s1));
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
