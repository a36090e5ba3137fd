// Multiply-add peak of single precision, as peak.ts has it for doubles: s <- s b + c on independent register chains.
// Compiled with --use real=f32.
import { madd } from "../../assembly/f32/inline/lanes";

// 4 chains, 32 flops a turn.
export function peak4(turns: i32, b: f32, c: f32): f32 {
  const x = v128.splat<f32>(b), y = v128.splat<f32>(c);
  let s0 = v128.splat<f32>(1), s1 = v128.splat<f32>(2), s2 = v128.splat<f32>(3), s3 = v128.splat<f32>(4);
  for (let i = 0; i < turns; i++) {
    s0 = madd(s0, x, y);
    s1 = madd(s1, x, y);
    s2 = madd(s2, x, y);
    s3 = madd(s3, x, y);
  }
  s0 = v128.add<f32>(s0, s1);
  s0 = v128.add<f32>(s0, s2);
  s0 = v128.add<f32>(s0, s3);
  return f32x4.extract_lane(s0, 0);
}

// 8 chains, 64 flops a turn.
export function peak8(turns: i32, b: f32, c: f32): f32 {
  const x = v128.splat<f32>(b), y = v128.splat<f32>(c);
  let s0 = v128.splat<f32>(1), s1 = v128.splat<f32>(2), s2 = v128.splat<f32>(3), s3 = v128.splat<f32>(4), s4 = v128.splat<f32>(5), s5 = v128.splat<f32>(6), s6 = v128.splat<f32>(7), s7 = v128.splat<f32>(8);
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
  s0 = v128.add<f32>(s0, s1);
  s0 = v128.add<f32>(s0, s2);
  s0 = v128.add<f32>(s0, s3);
  s0 = v128.add<f32>(s0, s4);
  s0 = v128.add<f32>(s0, s5);
  s0 = v128.add<f32>(s0, s6);
  s0 = v128.add<f32>(s0, s7);
  return f32x4.extract_lane(s0, 0);
}

// 12 chains, 96 flops a turn.
export function peak12(turns: i32, b: f32, c: f32): f32 {
  const x = v128.splat<f32>(b), y = v128.splat<f32>(c);
  let s0 = v128.splat<f32>(1), s1 = v128.splat<f32>(2), s2 = v128.splat<f32>(3), s3 = v128.splat<f32>(4), s4 = v128.splat<f32>(5), s5 = v128.splat<f32>(6), s6 = v128.splat<f32>(7), s7 = v128.splat<f32>(8), s8 = v128.splat<f32>(9), s9 = v128.splat<f32>(10), s10 = v128.splat<f32>(11), s11 = v128.splat<f32>(12);
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
  s0 = v128.add<f32>(s0, s1);
  s0 = v128.add<f32>(s0, s2);
  s0 = v128.add<f32>(s0, s3);
  s0 = v128.add<f32>(s0, s4);
  s0 = v128.add<f32>(s0, s5);
  s0 = v128.add<f32>(s0, s6);
  s0 = v128.add<f32>(s0, s7);
  s0 = v128.add<f32>(s0, s8);
  s0 = v128.add<f32>(s0, s9);
  s0 = v128.add<f32>(s0, s10);
  s0 = v128.add<f32>(s0, s11);
  return f32x4.extract_lane(s0, 0);
}

// 16 chains, 128 flops a turn.
export function peak16(turns: i32, b: f32, c: f32): f32 {
  const x = v128.splat<f32>(b), y = v128.splat<f32>(c);
  let s0 = v128.splat<f32>(1), s1 = v128.splat<f32>(2), s2 = v128.splat<f32>(3), s3 = v128.splat<f32>(4), s4 = v128.splat<f32>(5), s5 = v128.splat<f32>(6), s6 = v128.splat<f32>(7), s7 = v128.splat<f32>(8), s8 = v128.splat<f32>(9), s9 = v128.splat<f32>(10), s10 = v128.splat<f32>(11), s11 = v128.splat<f32>(12), s12 = v128.splat<f32>(13), s13 = v128.splat<f32>(14), s14 = v128.splat<f32>(15), s15 = v128.splat<f32>(16);
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
  s0 = v128.add<f32>(s0, s1);
  s0 = v128.add<f32>(s0, s2);
  s0 = v128.add<f32>(s0, s3);
  s0 = v128.add<f32>(s0, s4);
  s0 = v128.add<f32>(s0, s5);
  s0 = v128.add<f32>(s0, s6);
  s0 = v128.add<f32>(s0, s7);
  s0 = v128.add<f32>(s0, s8);
  s0 = v128.add<f32>(s0, s9);
  s0 = v128.add<f32>(s0, s10);
  s0 = v128.add<f32>(s0, s11);
  s0 = v128.add<f32>(s0, s12);
  s0 = v128.add<f32>(s0, s13);
  s0 = v128.add<f32>(s0, s14);
  s0 = v128.add<f32>(s0, s15);
  return f32x4.extract_lane(s0, 0);
}
