/** A type of number that is read, turned into the bits of 32-bit floats, exactly. */
export interface Decoder {
  readonly bytes: number;
  decode(from: Uint8Array): Uint32Array<ArrayBuffer>;
}

export const DECODERS: Readonly<Record<string, Decoder>> = {
  F32: { bytes: 4, decode: (from) => new Uint32Array(from.slice().buffer) },
  BF16: { bytes: 2, decode: (from) => widen(from, (half) => half << 16) },
  F16: { bytes: 2, decode: (from) => widen(from, widenHalf) },
};

function widen(from: Uint8Array, bits: (half: number) => number): Uint32Array<ArrayBuffer> {
  // A copy: file offsets need not be multiples of 2, where alone a Uint16Array may start.
  const halves = new Uint16Array(from.slice().buffer);
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = bits(halves[i]);
  return words;
}

/** Bits of the 32-bit float equal to a half: 1 sign, 5 exponent (bias 15), 10 fraction -> 1, 8 (bias 127), 23. */
function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  // A subnormal half, fraction 2^-24, is a normal float or 0.
  one[0] = fraction * 2 ** -24;
  return sign | oneBits[0];
}

const one = new Float32Array(1);
const oneBits = new Uint32Array(one.buffer);
