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

// Both lanes of each, to be loaded: as immediates the engine rebuilds each of them at every use.
const P: usize = memory.data<f64>([
  S19, S19, S17, S17, S15, S15, S13, S13, S11, S11, S9, S9, S7, S7, S5, S5, S3, S3,
]);

// @ts-ignore: decorator
@inline export function sinhSmall(x: v128): v128 {
  const q = f64x2.mul(x, x);
  let p = madd(q, v128.load(P, 0), v128.load(P, 16));
  p = madd(q, p, v128.load(P, 32));
  p = madd(q, p, v128.load(P, 48));
  p = madd(q, p, v128.load(P, 64));
  p = madd(q, p, v128.load(P, 80));
  p = madd(q, p, v128.load(P, 96));
  p = madd(q, p, v128.load(P, 112));
  p = madd(q, p, v128.load(P, 128));
  return madd(f64x2.mul(q, p), x, x);
}
