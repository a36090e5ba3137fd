// One source, two precisions: `real` is f32 in the package and f64 in the build that the tests check gradients with
// (asconfig.json). SIMD goes through v128's generic forms.

// Lanes of `real` in 16 bytes.
// @ts-ignore: decorator
@inline export const LANES: i32 = <i32>(16 / sizeof<real>());

// Bytes of n reals.
// @ts-ignore: decorator
@inline export function bytes(n: i32): usize {
  return <usize>n << alignof<real>();
}

// Of n entries, those that fill whole vectors, in bytes.
// @ts-ignore: decorator
@inline export function wholeBytes(n: i32): usize {
  return bytes(n & ~(LANES - 1));
}

// c + a b, rounded twice. Every multiply-add of vectors goes through here, for a relaxed-SIMD build.
// @ts-ignore: decorator
@inline export function madd(a: v128, b: v128, c: v128): v128 {
  return v128.add<real>(c, v128.mul<real>(a, b));
}

// The sum of the lanes.
// @ts-ignore: decorator
@inline export function sumLanes(v: v128): real {
  if (sizeof<real>() == 8) return <real>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
  return <real>(f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3)));
}

// The largest of the lanes.
// @ts-ignore: decorator
@inline export function maxLanes(v: v128): real {
  if (sizeof<real>() == 8) return <real>max(f64x2.extract_lane(v, 0), f64x2.extract_lane(v, 1));
  return <real>max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}
