// Multiply-add peak of this machine's SIMD unit as WASM reaches it: s <- s b + c on independent register chains,
// no memory traffic. A kernel that claims more in the same run proves the run wrong.
import { madd } from "../../assembly/inline/madd";

// 4 chains, 16 flops a turn.
export function peak4(turns: i32, b: f64, c: f64): f64 {
  const x = f64x2.splat(b), y = f64x2.splat(c);
  let s0 = f64x2.splat(1), s1 = f64x2.splat(2), s2 = f64x2.splat(3), s3 = f64x2.splat(4);
  for (let i = 0; i < turns; i++) {
    s0 = madd(s0, x, y);
    s1 = madd(s1, x, y);
    s2 = madd(s2, x, y);
    s3 = madd(s3, x, y);
  }
  return f64x2.extract_lane(f64x2.add(f64x2.add(f64x2.add(s0, s1), s2), s3), 0);
}

// 8 chains, 32 flops a turn.
export function peak8(turns: i32, b: f64, c: f64): f64 {
  const x = f64x2.splat(b), y = f64x2.splat(c);
  let s0 = f64x2.splat(1), s1 = f64x2.splat(2), s2 = f64x2.splat(3), s3 = f64x2.splat(4), s4 = f64x2.splat(5), s5 = f64x2.splat(6), s6 = f64x2.splat(7), s7 = f64x2.splat(8);
  for (let i = 0; i < turns; i++) {
    s0 = madd(s0, x, y);
    s1 = madd(s1, x, y);
    s2 = madd(s2, x, y);
    s3 = madd(s3, x, y);
    s4 = madd(s4, x, y);
    s5 = madd(s5, x, y);
    s6 = madd(s6, x, y);
    s7 = madd(s7, x, y);
  }
  return f64x2.extract_lane(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(s0, s1), s2), s3), s4), s5), s6), s7), 0);
}

// 12 chains, 48 flops a turn.
export function peak12(turns: i32, b: f64, c: f64): f64 {
  const x = f64x2.splat(b), y = f64x2.splat(c);
  let s0 = f64x2.splat(1), s1 = f64x2.splat(2), s2 = f64x2.splat(3), s3 = f64x2.splat(4), s4 = f64x2.splat(5), s5 = f64x2.splat(6), s6 = f64x2.splat(7), s7 = f64x2.splat(8), s8 = f64x2.splat(9), s9 = f64x2.splat(10), s10 = f64x2.splat(11), s11 = f64x2.splat(12);
  for (let i = 0; i < turns; i++) {
    s0 = madd(s0, x, y);
    s1 = madd(s1, x, y);
    s2 = madd(s2, x, y);
    s3 = madd(s3, x, y);
    s4 = madd(s4, x, y);
    s5 = madd(s5, x, y);
    s6 = madd(s6, x, y);
    s7 = madd(s7, x, y);
    s8 = madd(s8, x, y);
    s9 = madd(s9, x, y);
    s10 = madd(s10, x, y);
    s11 = madd(s11, x, y);
  }
  return f64x2.extract_lane(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(s0, s1), s2), s3), s4), s5), s6), s7), s8), s9), s10), s11), 0);
}

// 16 chains, 64 flops a turn.
export function peak16(turns: i32, b: f64, c: f64): f64 {
  const x = f64x2.splat(b), y = f64x2.splat(c);
  let s0 = f64x2.splat(1), s1 = f64x2.splat(2), s2 = f64x2.splat(3), s3 = f64x2.splat(4), s4 = f64x2.splat(5), s5 = f64x2.splat(6), s6 = f64x2.splat(7), s7 = f64x2.splat(8), s8 = f64x2.splat(9), s9 = f64x2.splat(10), s10 = f64x2.splat(11), s11 = f64x2.splat(12), s12 = f64x2.splat(13), s13 = f64x2.splat(14), s14 = f64x2.splat(15), s15 = f64x2.splat(16);
  for (let i = 0; i < turns; i++) {
    s0 = madd(s0, x, y);
    s1 = madd(s1, x, y);
    s2 = madd(s2, x, y);
    s3 = madd(s3, x, y);
    s4 = madd(s4, x, y);
    s5 = madd(s5, x, y);
    s6 = madd(s6, x, y);
    s7 = madd(s7, x, y);
    s8 = madd(s8, x, y);
    s9 = madd(s9, x, y);
    s10 = madd(s10, x, y);
    s11 = madd(s11, x, y);
    s12 = madd(s12, x, y);
    s13 = madd(s13, x, y);
    s14 = madd(s14, x, y);
    s15 = madd(s15, x, y);
  }
  return f64x2.extract_lane(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(f64x2.add(s0, s1), s2), s3), s4), s5), s6), s7), s8), s9), s10), s11), s12), s13), s14), s15), 0);
}
