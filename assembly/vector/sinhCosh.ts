import { expIsPlain, expOne, expPlain } from "../inline/exp";
import { sinhSmall } from "../inline/sinh";

// e^a / 2 for a > 708 without overflow before the result's own: (e^(a/2) / 2) e^(a/2); NaN stays.
function halfExp(a: f64): f64 {
  const e = expOne(0.5 * a);
  return 0.5 * e * e;
}

function coshOne(a: f64): f64 {
  if (!(a <= 708)) return halfExp(a);
  const half = 0.5 * expOne(a);
  return half + 0.25 / half;
}

function sinhOne(a: f64): f64 {
  if (!(a <= 708)) return halfExp(a);
  if (a <= 1) return f64x2.extract_lane(sinhSmall(f64x2.splat(a)), 0);
  const half = 0.5 * expOne(a);
  return half - 0.25 / half;
}

// s_i <- sinh x_i, c_i <- cosh x_i over n doubles from one e^|x_i|; s or c may be x.
// Below 2 ulp; the same bits at any position and in any engine.
export function sinhCosh(n: i32, x: usize, s: usize, c: usize): void {
  const end = x + (<usize>(n & ~1) << 3);
  const one = f64x2.splat(1), minus = f64x2.splat(-0.0);
  while (x < end) {
    const v = v128.load(x);
    const a = f64x2.abs(v);
    if (expIsPlain(a)) {
      const half = f64x2.mul(f64x2.splat(0.5), expPlain(a));
      const rest = f64x2.div(f64x2.splat(0.25), half); // e^-|x| / 2
      const sinh = v128.bitselect(sinhSmall(a), f64x2.sub(half, rest), f64x2.le(a, one));
      v128.store(s, v128.or(sinh, v128.and(v, minus)));
      v128.store(c, f64x2.add(half, rest));
    } else {
      const v0 = f64x2.extract_lane(v, 0), v1 = f64x2.extract_lane(v, 1);
      store<f64>(s, copysign(sinhOne(abs(v0)), v0));
      store<f64>(s, copysign(sinhOne(abs(v1)), v1), 8);
      store<f64>(c, coshOne(abs(v0)));
      store<f64>(c, coshOne(abs(v1)), 8);
    }
    x += 16;
    s += 16;
    c += 16;
  }
  if (n & 1) {
    const v = load<f64>(x);
    store<f64>(s, copysign(sinhOne(abs(v)), v));
    store<f64>(c, coshOne(abs(v)));
  }
}
