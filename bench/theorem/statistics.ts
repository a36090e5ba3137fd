// What the tables are summed up with.

const NORMAL_95 = 1.96;

/** The value below which a share q lies, the lower of two neighbours; NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length
    ? sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))]
    : Number.NaN;
}

/** The 95 % interval of the q-quantile that order statistics give, whatever the distribution. */
export function quantileInterval(values: readonly number[], q: number): Interval {
  const spread = NORMAL_95 * Math.sqrt((q * (1 - q)) / values.length);
  return { low: quantile(values, Math.max(0, q - spread)), high: quantile(values, Math.min(1, q + spread)) };
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson's 95 % interval of a probability from `events` in `trials`: honest at 0 events, where the usual one is empty. */
export function wilson(events: number, trials: number): Interval {
  const z2 = NORMAL_95 * NORMAL_95;
  const share = events / trials;
  const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (NORMAL_95 / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** y = intercept + slope x by least squares. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Standard error of the slope; NaN with fewer than three points. */
  readonly slopeError: number;
  /** Share of the variance of y that the line explains. */
  readonly r2: number;
  readonly points: number;
}

export function fitLine(x: readonly number[], y: readonly number[]): Line {
  const points = x.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / points;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < points; i++) {
    xx += (x[i] - mx) ** 2;
    xy += (x[i] - mx) * (y[i] - my);
    yy += (y[i] - my) ** 2;
  }
  const slope = xy / xx;
  const rest = Math.max(0, yy - slope * xy);
  const slopeError = points > 2 ? Math.sqrt(rest / (points - 2) / xx) : Number.NaN;
  return { slope, intercept: my - slope * mx, slopeError, r2: 1 - rest / yy, points };
}

/** One past the last index at which a test holds; 0 where it never does. */
export function pastLast<T>(values: readonly T[], test: (value: T, index: number) => boolean): number {
  let index = values.length;
  while (index > 0 && !test(values[index - 1], index - 1)) index--;
  return index;
}
