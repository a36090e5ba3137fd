import { add, type Exact, fromDouble, multiply, negate } from "./exact.js";

// Fixed point: the BigInt n stands for n 2^-W. Results are good to about 2^-240 of themselves.
const W = 256;
const SCALE = BigInt(W);
const ONE = 1n << SCALE;

/** ln 2 = 2 atanh(1/3) = 2 sum (1/3)^(2k+1) / (2k+1). */
const LN2 = (() => {
  let sum = 0n;
  let power = (ONE << 32n) / 3n;
  for (let k = 1n; power > 0n; k += 2n) {
    sum += power / k;
    power /= 9n;
  }
  return (2n * sum) >> 32n;
})();

function toFixed({ n, e }: Exact): bigint {
  const shift = W + e;
  return shift >= 0 ? n << BigInt(shift) : n >> BigInt(-shift);
}

/** e^x for |x| < 2000: x = k ln 2 + r, and e^r by the Taylor series of r / 256 squared eight times. */
export function exactExp(x: number): Exact {
  const fixed = toFixed(fromDouble(x));
  const k = (2n * fixed + LN2) / (2n * LN2);
  const r = (fixed - k * LN2) >> 8n;
  let sum = ONE;
  let term = ONE;
  for (let j = 1n; term !== 0n && term !== -1n; j++) {
    term = ((term * r) >> SCALE) / j;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) >> SCALE;
  return { n: sum, e: Number(k) - W };
}

const half = (a: Exact): Exact => ({ n: a.n, e: a.e - 1 });

export function exactCosh(x: number): Exact {
  return half(add(exactExp(x), exactExp(-x)));
}

/** Below 1/2 as x times its series in x^2, since there the two exponentials cancel. */
export function exactSinh(x: number): Exact {
  if (Math.abs(x) >= 0.5) return half(add(exactExp(x), negate(exactExp(-x))));
  const exact = fromDouble(x);
  const q = toFixed(multiply(exact, exact));
  let sum = ONE;
  let term = ONE;
  for (let k = 2n; term !== 0n; k += 2n) {
    term = ((term * q) >> SCALE) / (k * (k + 1n));
    sum += term;
  }
  return { n: exact.n * sum, e: exact.e - W };
}
