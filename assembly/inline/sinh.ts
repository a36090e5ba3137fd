import { madd } from "./madd";

// The odd series of sinh for |x| <= 1, where (e^x - e^-x)/2 cancels: x + x^3 p(x^2).
// Terms to x^19/19!; the first left out is below 2e-20 x.
const S3: f64 = 0.16666666666666666;
const S5: f64 = 0.008333333333333333;
const S7: f64 = 0.0001984126984126984;
const S9: f64 = 0.0000027557319223985893;
const S11: f64 = 2.505210838544172e-8;
const S13: f64 = 1.6059043836821613e-10;
const S15: f64 = 7.647163731819816e-13;
const S17: f64 = 2.8114572543455206e-15;
const S19: f64 = 8.22063524662433e-18;

// @ts-ignore: decorator
@inline export function sinhSmall(x: v128): v128 {
  const q = f64x2.mul(x, x);
  let p = madd(q, f64x2.splat(S19), f64x2.splat(S17));
  p = madd(q, p, f64x2.splat(S15));
  p = madd(q, p, f64x2.splat(S13));
  p = madd(q, p, f64x2.splat(S11));
  p = madd(q, p, f64x2.splat(S9));
  p = madd(q, p, f64x2.splat(S7));
  p = madd(q, p, f64x2.splat(S5));
  p = madd(q, p, f64x2.splat(S3));
  return madd(f64x2.mul(q, p), x, x);
}
