import { type Exact, fromDouble } from "./exact.js";
import { exactExp } from "./exponential.js";
import { Sum } from "./sum.js";

/** e^(x_i - shift) for finite |x_i - shift| < 2000, the difference rounded once */
export function expShifted(x: ArrayLike<number>, shift: number): Exact[] {
  return Array.from(x, (xi) => (xi - shift === 0 ? fromDouble(1) : exactExp(xi - shift)));
}

/** f / total, rounded once, with sum f (f - b) and sum f^2 of the rounded quotients */
export function shares(total: number, f: ArrayLike<number>, b: ArrayLike<number>) {
  const divided = Float64Array.from(f, (fi) => fi / total);
  const [mean, square] = [new Sum(), new Sum()];
  divided.forEach((y, i) => {
    mean.addProduct(y, y).addProduct(-y, b[i]);
    square.addProduct(y, y);
  });
  return { divided, mean, square };
}

/** f (f - b - t) entry by entry, as rounded from the left */
export function sharesSlope(f: ArrayLike<number>, b: ArrayLike<number>, t: number): Float64Array {
  return Float64Array.from(f, (fi, i) => fi * (fi - b[i] - t));
}

/** f (f + (f - b - t)) entry by entry, as rounded from the inside */
export function sharesCurvature(f: ArrayLike<number>, b: ArrayLike<number>, t: number): Float64Array {
  return Float64Array.from(f, (fi, i) => fi * (fi + (fi - b[i] - t)));
}
