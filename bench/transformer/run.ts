import { writeRecord } from "../files.js";
import { printVerdicts } from "../verdict.js";
import { listed, versions } from "../versions.js";
import { runGemm } from "./gemm.js";
import { runGpt2, runRecovery, runThousand } from "./recovery.js";

/** GPT-2 first: its peak of memory is the process's. */
const ALL = { gpt2: runGpt2, gemm: runGemm, recovery: runRecovery, thousand: runThousand };
export const TRANSFORMER_PARTS = Object.keys(ALL);

/** The transformer's bars: products, recovery, throughput, size. */
export function runTransformer(quick: boolean, only?: readonly string[]): void {
  console.log(`\ntransformer\n${listed(versions())}\n`);
  const chosen = Object.entries(ALL).filter(([name]) => only?.includes(name) ?? true);
  const found = chosen.map(([, run]) => run(quick));
  const [records, verdicts] = [found.flatMap((f) => f.records), found.flatMap((f) => f.verdicts)];
  printVerdicts(verdicts);
  writeRecord("transformer", { versions: versions(), quick, records, verdicts });
}
