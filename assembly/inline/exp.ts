import { expTable } from "./expTable";
import { madd } from "./madd";

// e^x by x = k ln2/128 + r, |r| <= ln2/256: 2^(k/128) from a table with its tail, e^r - 1 by its series
// (the first term left out, r^6/720, is below 6e-19). Measured error below 0.51 ulp.
const N_OVER_LN2: f64 = 184.6649652337873; // 128/ln2
const LN2_HI: f64 = 0.00541521234663378; // ln2/128 with 21 trailing zero bits: k * hi is exact
const LN2_LO: f64 = 1.4907929134926466e-12;
const SHIFT: f64 = 6755399441055744.0; // 1.5 * 2^52: adding it rounds to the nearest integer
const C2: f64 = 0.5;
const C3: f64 = 0.16666666666666666;
const C4: f64 = 0.041666666666666664;
const C5: f64 = 0.008333333333333333;

// The same constants in both lanes, to be loaded: as immediates the engine rebuilds each of them at every use.
const P: usize = memory.data<f64>([
  N_OVER_LN2, N_OVER_LN2, SHIFT, SHIFT, LN2_HI, LN2_HI, LN2_LO, LN2_LO, C2, C2, C3, C3, C4, C4, C5, C5, 700, 700,
]);

// True where both |x_i| <= 700: there neither the result nor any term of it leaves the normal range.
// @ts-ignore: decorator
@inline export function expIsPlain(x: v128): bool {
  return i64x2.all_true(f64x2.le(f64x2.abs(x), v128.load(P, 128)));
}

// e^x of two lanes that pass expIsPlain.
// @ts-ignore: decorator
@inline export function expPlain(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, v128.load(P, 0)), v128.load(P, 16));
  const k = f64x2.sub(shifted, v128.load(P, 16));
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, v128.load(P, 32))), f64x2.mul(k, v128.load(P, 48)));
  const t0 = expTable + <usize>((i64x2.extract_lane(shifted, 0) & 127) << 4);
  const t1 = expTable + <usize>((i64x2.extract_lane(shifted, 1) & 127) << 4);
  const e0 = v128.load(t0), e1 = v128.load(t1);
  const tail = v128.shuffle<f64>(e0, e1, 0, 2);
  const scale = i64x2.add(v128.shuffle<f64>(e0, e1, 1, 3), i64x2.shl(shifted, 45));
  const r2 = f64x2.mul(r, r);
  const low = madd(r2, madd(r, v128.load(P, 80), v128.load(P, 64)), f64x2.add(tail, r));
  const high = f64x2.mul(f64x2.mul(r2, r2), madd(r, v128.load(P, 112), v128.load(P, 96)));
  return madd(scale, f64x2.add(low, high), scale);
}

// e^x of one double: the same operations as expPlain inside |x| <= 700, and outside it
// infinity, NaN, zero and subnormal results (these rounded twice, measured below 0.75 ulp).
export function expOne(x: f64): f64 {
  if (!(abs(x) <= 745.2)) return x != x ? x : x > 0 ? Infinity : 0;
  const shifted = x * N_OVER_LN2 + SHIFT;
  const k = shifted - SHIFT;
  const r = x - k * LN2_HI - k * LN2_LO;
  const bits = reinterpret<i64>(shifted);
  const t = expTable + <usize>((bits & 127) << 4);
  const r2 = r * r;
  const low = load<f64>(t) + r + r2 * (C2 + r * C3);
  const high = r2 * r2 * (C4 + r * C5);
  const base = load<i64>(t, 8);
  if (abs(x) <= 700) {
    const scale = reinterpret<f64>(base + (bits << 45));
    return scale + scale * (low + high);
  }
  // 2^+-64 is moved from the scale to a last factor.
  const by: i64 = x > 0 ? -64 : 64;
  const scale = reinterpret<f64>(base + (bits << 45) + (by << 52));
  return (scale + scale * (low + high)) * (x > 0 ? 18446744073709551616.0 : 5.421010862427522e-20);
}
