import { setImmediate } from "node:timers/promises";

/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Wall-clock seconds of `calls` calls, a call. */
export function secondsOf(run: () => void, calls = 1): number {
  const start = performance.now();
  for (let i = 0; i < calls; i++) run();
  return (performance.now() - start) / 1000 / calls;
}

/** Runs until the engine has had its chance to compile for speed; returns the calls that fill `sample` seconds. */
export async function warmUp(run: () => void, sample: number, patience = 0.3): Promise<number> {
  const start = performance.now();
  let last = secondsOf(run);
  for (let i = 0; i < 3 || (i < 10000 && performance.now() - start < 1000 * patience); i++) {
    last = secondsOf(run);
    // Lets code compiled in the background take over.
    if (i < 8) await setImmediate();
  }
  return Math.max(1, Math.ceil(sample / Math.max(last, 1e-8)));
}
