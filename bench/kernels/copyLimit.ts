import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import { median, secondsOf } from "../timing.js";

const CACHE_SIZE = "/sys/devices/system/cpu/cpu0/cache/index3/size";
const ASSUMED_CACHE = 32 * 2 ** 20;
const RESIDENT_BYTES = 48 * 2 ** 20;

/** Bytes a second of copying typed arrays, a byte counted once as read and once as written. */
export interface CopyLimit {
  readonly bytes: number;
  readonly bandwidth: number;
}

/** Copy bandwidth of arrays larger than the last-level cache, as far as memory goes, and of the kernels' own size. */
export function copyLimits(quick: boolean, repeats: number): { memory: CopyLimit; resident: CopyLimit } {
  const wanted = quick ? RESIDENT_BYTES : Math.max(4 * RESIDENT_BYTES, 1.5 * lastLevelCache());
  const bytes = Math.floor(Math.min(wanted, freemem() / 4) / 64) * 64;
  return { memory: copyLimit(bytes, repeats), resident: copyLimit(Math.min(bytes, RESIDENT_BYTES), repeats) };
}

function copyLimit(bytes: number, repeats: number): CopyLimit {
  const from = new Float64Array(bytes / 8).fill(1);
  const to = new Float64Array(bytes / 8);
  const copy = (): void => to.set(from);
  // The first copy maps the pages.
  copy();
  return { bytes, bandwidth: (2 * bytes) / median(Array.from({ length: repeats }, () => secondsOf(copy))) };
}

/** Bytes of the last-level cache where the system tells, else a guess. */
export function lastLevelCache(): number {
  try {
    const [, size, unit] = /^(\d+)([KM])/.exec(readFileSync(CACHE_SIZE, "utf8")) ?? [];
    return size ? Number(size) * (unit === "M" ? 2 ** 20 : 2 ** 10) : ASSUMED_CACHE;
  } catch {
    return ASSUMED_CACHE;
  }
}
