/** The standard normal distribution function by its series, good to 1e-15 for |x| < 9. */
export function normalCdf(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The p-value of Kolmogorov and Smirnov's test that the sample follows the distribution function (Stephens' form). */
export function kolmogorovSmirnov(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let distance = 0;
  for (let i = 0; i < n; i++) {
    const p = cdf(sorted[i]);
    distance = Math.max(distance, p - i / n, (i + 1) / n - p);
  }
  const t = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  if (t < 0.3) return 1;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * t * t);
  return p;
}

/** The mean of (x_i - centre)^power. */
export function moment(x: ArrayLike<number>, power: number, centre = 0): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - centre) ** power;
  return sum / x.length;
}

/** The correlation coefficient of two samples. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [mx, my] = [moment(x, 1), moment(y, 1)];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - mx) * (y[i] - my);
  return sum / x.length / Math.sqrt(moment(x, 2, mx) * moment(y, 2, my));
}
