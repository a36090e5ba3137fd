/** Adds term(i) for i = from..to-1 with Neumaier's compensation: two roundings in all, however many rows. */
export function compensatedSum(from: number, to: number, term: (i: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = from; i < to; i++) {
    const t = term(i);
    const next = sum + t;
    // TwoSum: the exact rounding error of sum + t.
    const back = next - sum;
    lost += sum - (next - back) + (t - back);
    sum = next;
  }
  return sum + lost;
}
