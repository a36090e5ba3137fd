const { LN2 } = Math;

/** ln x for x >= 1, to about 1e-15, from sums and products: the bits of Math.log depend on the engine. */
export function logarithm(x: number): number {
  let halvings = 0;
  let rest = x;
  while (rest > 1.5) {
    rest /= 2;
    halvings++;
  }
  // ln rest = 2 (s + s^3 / 3 + s^5 / 5 + ...), |s| <= 1/5.
  const s = (rest - 1) / (rest + 1);
  let sum = 0;
  for (let k = 25; k > 0; k -= 2) sum = sum * s * s + 1 / k;
  return halvings * LN2 + 2 * s * sum;
}
