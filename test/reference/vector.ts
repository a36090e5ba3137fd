import { add, type Exact, fromDouble, multiply, sqrt } from "./exact.js";
import { exactCosh, exactExp, exactSinh } from "./exponential.js";
import { Sum } from "./sum.js";

/** sum x_i y_i */
export function dot(x: ArrayLike<number>, y: ArrayLike<number>): Sum {
  const sum = new Sum();
  for (let i = 0; i < x.length; i++) sum.addProduct(x[i], y[i]);
  return sum;
}

/** y + a x, rounded after the product and after the sum */
export function axpy(a: number, x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = y[i] + a * x[i];
  return out;
}

/** x + a y, rounded after the product and after the sum */
export function scaleAdd(x: ArrayLike<number>, a: number, y: ArrayLike<number>): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) out[i] = x[i] + a * y[i];
  return out;
}

/** max |x_i|, 0 for no entries; Math.max gives NaN if one is NaN */
export function normMax(x: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]));
  return most;
}

/** The root of the sum of squares of finite x, without rounding of the sum */
export function norm2(x: ArrayLike<number>): Exact {
  let sum: Exact = { n: 0n, e: 0 };
  for (let i = 0; i < x.length; i++) {
    const t = fromDouble(x[i]);
    sum = add(sum, multiply(t, t));
  }
  return sqrt(sum);
}

/** e^x for finite |x| < 2000 */
export function exp(x: number): Exact {
  return exactExp(x);
}

/** sinh x and cosh x for finite |x| < 2000 */
export function sinhCosh(x: number): { s: Exact; c: Exact } {
  return { s: exactSinh(x), c: exactCosh(x) };
}

/** out + x.y entry by entry, rounded after the product and after the sum */
export function multiplyAdd(x: ArrayLike<number>, y: ArrayLike<number>, out: ArrayLike<number>): Float64Array {
  const result = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) result[i] = out[i] + x[i] * y[i];
  return result;
}

/** The number of x_i < 0, the sum of |x_i| over them, the sum of |x_i| over all */
export function signs(x: ArrayLike<number>): { count: number; below: Sum; all: Sum } {
  const result = { count: 0, below: new Sum(), all: new Sum() };
  for (let i = 0; i < x.length; i++) {
    if (x[i] < 0) result.count++;
    if (x[i] < 0) result.below.add(-x[i]);
    result.all.add(Math.abs(x[i]));
  }
  return result;
}

/** The least and the largest entry; Math.min and Math.max give NaN if one is NaN */
export function extent(x: ArrayLike<number>): [number, number] {
  return [Math.min(...Array.from(x)), Math.max(...Array.from(x))];
}
