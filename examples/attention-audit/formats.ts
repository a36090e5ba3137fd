/** v rounded to `digits` binary digits, half to even; the least exponent of normal numbers is `least`. */
function toDigits(v: number, digits: number, least: number): number {
  if (v === 0 || !Number.isFinite(v)) return v;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(v))), least);
  const unit = 2 ** (exponent + 1 - digits);
  const whole = v / unit;
  const floor = Math.floor(whole);
  const up = whole - floor > 0.5 || (whole - floor === 0.5 && floor % 2 !== 0);
  return (floor + (up ? 1 : 0)) * unit;
}

/** The nearest float16. */
export const float16 = (v: number): number => toDigits(v, 11, -14);

/** The nearest bfloat16. */
export const bfloat16 = (v: number): number => toDigits(v, 8, -126);
