/** The number n 2^e. */
export interface Exact {
  readonly n: bigint;
  readonly e: number;
}

const view = new DataView(new ArrayBuffer(8));

/** A finite double as it is; +-Infinity as +-2^1024, where the next double would be. */
export function fromDouble(x: number): Exact {
  if (Number.isNaN(x)) throw new Error("NaN is not a number");
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 2047n);
  const fraction = bits & 0xfffffffffffffn;
  const n = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  const e = Math.max(exponent, 1) - 1075;
  return { n: bits >> 63n ? -n : n, e };
}

export function multiply(a: Exact, b: Exact): Exact {
  return { n: a.n * b.n, e: a.e + b.e };
}

export function add(a: Exact, b: Exact): Exact {
  const e = Math.min(a.e, b.e);
  return { n: (a.n << BigInt(a.e - e)) + (b.n << BigInt(b.e - e)), e };
}

export function negate(a: Exact): Exact {
  return { n: -a.n, e: a.e };
}

export function abs(a: Exact): Exact {
  return { n: a.n < 0n ? -a.n : a.n, e: a.e };
}

/** Bits of |n|. */
export function bitLength(n: bigint): number {
  return n === 0n ? 0 : (n < 0n ? -n : n).toString(2).length;
}

/** The square root, 2^-120 close relative to itself. */
export function sqrt(a: Exact): Exact {
  if (a.n === 0n) return a;
  const shift = Math.max(0, 240 - bitLength(a.n));
  const up = shift + (Math.abs(a.e - shift) % 2);
  const n = a.n << BigInt(up);
  // Newton from above decreases until it has reached the integer root.
  let root = 1n << BigInt(Math.ceil(bitLength(n) / 2) + 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return { n: root, e: (a.e - up) / 2 };
    root = next;
  }
}

/** got - exact in units of the last place of a double of exact's size (subnormals: 2^-1074). */
export function signedUlps(got: number, exact: Exact): number {
  if (Number.isNaN(got)) return Number.NaN;
  if (exact.n === 0n) return got === 0 ? 0 : got * Number.POSITIVE_INFINITY;
  const ulp = Math.max(bitLength(exact.n) + exact.e - 53, -1074);
  const difference = add(fromDouble(got), negate(exact));
  const shift = difference.e - ulp;
  // 60 bits behind the point are enough to read an error in ulps.
  return shift >= -60 ? Number(difference.n) * 2 ** shift : Number(difference.n >> BigInt(-60 - shift)) * 2 ** -60;
}

/** |got - exact| in the same units; infinite for NaN. */
export function ulpError(got: number, exact: Exact): number {
  return Number.isNaN(got) ? Number.POSITIVE_INFINITY : Math.abs(signedUlps(got, exact));
}
