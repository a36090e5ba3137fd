import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../files.js";
import { secondsOf } from "../timing.js";

const CHAINS = [4, 8, 12, 16] as const;
const FLOPS = 16e6;

/** Multiply-add peak of the machine as WASM reaches it. */
export interface PeakLimit {
  /** Flops a second of one short run on each number of chains. */
  sample(): Record<string, number>;
}

/** Compiles bench/kernels/peak.ts, or peak32.ts for lanes of 4 bytes, and warms it up. */
export function peakLimit(laneBytes: 4 | 8 = 8): PeakLimit {
  mkdirSync(OUTPUT, { recursive: true });
  const name = laneBytes === 8 ? "peak" : "peak32";
  const path = join(OUTPUT, `${name}.wasm`);
  const options = "--runtime stub --enable simd --use abort= --use real=f32 -O3 --noAssert --importMemory -o".split(
    " ",
  );
  execFileSync("npx", ["asc", join("bench", "kernels", `${name}.ts`), ...options, path], { stdio: "inherit" });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), { env: { memory } });
  const peaks = exports as unknown as Record<string, (turns: number, b: number, c: number) => number>;
  const sample = (): Record<string, number> => {
    const found: Record<string, number> = {};
    for (const chains of CHAINS) {
      // A multiply-add on 16 bytes counts four flops in doubles, eight in singles.
      const turns = Math.floor(FLOPS / ((32 / laneBytes) * chains));
      found[`${chains} chains`] = FLOPS / secondsOf(() => peaks[`peak${chains}`](turns, 0.999, 0.001));
    }
    return found;
  };
  for (let i = 0; i < 50; i++) sample();
  return { sample };
}
