import { readFileSync } from "node:fs";
import { join } from "node:path";
import { normals, source } from "../data.js";
import { peakLimit } from "../kernels/peakLimit.js";
import { table } from "../table.js";
import { median, secondsOf } from "../timing.js";
import { judge, type Verdict } from "../verdict.js";

type Gemm = (...operands: number[]) => void;
const FORMS = ["NN", "TN", "NT"] as const;
const SHAPES = [
  [256, 256, 1024],
  [320, 1024, 256],
  [320, 321, 256],
  [10, 768, 3072],
];
const REPEATS = 15;
/** Blocks of the wrapper, src/wasm/f32/gemmKernels.ts. */
const BLOCKS = [128, 512, 256];

/** Flops a second of single-precision products as a share of the multiply-add peak sampled between their runs. */
export function runGemm(quick: boolean): { records: object[]; verdicts: Verdict[] } {
  const limit = peakLimit(4);
  const memory = new WebAssembly.Memory({ initial: 512 });
  const module = new WebAssembly.Module(readFileSync(join("build", "dist", "transformer.wasm")));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const gemm = exports.gemm as Gemm;
  new Float32Array(memory.buffer, 65536).set(normals(2 ** 18, source(7)));
  const [A, B, C, pack] = [1, 9, 17, 25].map((mebibytes) => mebibytes * 2 ** 20);
  const records: { shape: string; form: string; share: number; rate: number }[] = [];
  for (const [m, n, k] of SHAPES) {
    FORMS.forEach((form, bits) => {
      const [aStride, bStride] = [bits & 1 ? m : k, bits & 2 ? k : n];
      const run = (): void => gemm(m, n, k, bits, A, aStride, B, bStride, 0, C, n, ...BLOCKS, pack);
      for (let i = 0; i < 20; i++) run();
      const shares: number[] = [];
      const rates: number[] = [];
      for (let i = 0; i < REPEATS; i++) {
        const peak = Math.max(...Object.values(limit.sample()));
        const rate = (2 * m * n * k) / secondsOf(run, 2);
        rates.push(rate);
        shares.push(rate / peak);
      }
      records.push({ shape: `${m} x ${n} x ${k}`, form, share: median(shares), rate: median(rates) });
    });
  }
  const rows = records.map((r) => [r.shape, r.form, (r.rate / 1e9).toFixed(1), r.share.toFixed(2)]);
  console.log(table([["m x n x k", "form", "GF/s", "of the peak"], ...rows]));
  const verdicts = records.slice(0, 3).map((r) =>
    judge(
      `gemm ${r.form} ${r.shape}`,
      "70 % of the f32 peak",
      r.share,
      (s) => s >= 0.7,
      (s) => s.toFixed(2),
      quick,
    ),
  );
  return { records, verdicts };
}
