import { expOne } from "../../inline/exp";

// e^x of every lane. f32: x = k ln 2 + r, |r| <= ln 2 / 2, e^r by a polynomial of degree 6, measured below 1 ulp; under
// -87.33 (a subnormal result) 0, above 88.37 the value there, NaN stays NaN. f64: the package's own exponential.
// @ts-ignore: decorator
@inline export function expLanes(x: v128): v128 {
  if (sizeof<real>() == 8) {
    const low = v128.splat<f64>(expOne(v128.extract_lane<f64>(x, 0)));
    return v128.replace_lane<f64>(low, 1, expOne(v128.extract_lane<f64>(x, 1)));
  }
  const small = v128.lt<f32>(x, v128.splat<f32>(-87.33));
  const y = v128.pmin<f32>(v128.pmax<f32>(x, v128.splat<f32>(-87.33)), v128.splat<f32>(88.37));
  const k = v128.nearest<f32>(v128.mul<f32>(y, v128.splat<f32>(1.44269504)));
  const r = v128.sub<f32>(v128.sub<f32>(y, v128.mul<f32>(k, v128.splat<f32>(0.693359375))), v128.mul<f32>(k, v128.splat<f32>(-2.12194440e-4)));
  let p = v128.splat<f32>(1.9875691500e-4);
  p = term(p, r, 1.3981999507e-3);
  p = term(p, r, 8.3334519073e-3);
  p = term(p, r, 4.1665795894e-2);
  p = term(p, r, 1.6666665459e-1);
  p = term(p, r, 5.0000001201e-1);
  p = v128.add<f32>(v128.add<f32>(v128.mul<f32>(p, v128.mul<f32>(r, r)), r), v128.splat<f32>(1));
  const scale = v128.shl<i32>(v128.add<i32>(v128.trunc_sat<i32>(k), v128.splat<i32>(127)), 23);
  return v128.andnot(v128.mul<f32>(p, scale), small);
}

// The same of one number: the same bits.
// @ts-ignore: decorator
@inline export function expReal(x: real): real {
  if (sizeof<real>() == 8) return <real>expOne(x);
  return v128.extract_lane<real>(expLanes(v128.splat<real>(x)), 0);
}

// @ts-ignore: decorator
@inline function term(p: v128, r: v128, c: f32): v128 {
  return v128.add<f32>(v128.mul<f32>(p, r), v128.splat<f32>(c));
}
