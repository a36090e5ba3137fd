import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Chunk, Job, Trained } from "./jobs.js";
import { keyOf } from "./jobs.js";

/** Outcomes kept on disk, one line each, so that a run which was ended goes on where it was. */
export interface Store {
  get(job: Job): Trained | Chunk | undefined;
  put(job: Job, result: Trained | Chunk): void;
  /** Where a model's checkpoint lies. */
  checkpoint(job: Pick<Job, "model">): string;
}

/** Results of other code are never taken for this one's: the folder is named after the worker's bytes. */
export function openStore(output: string, worker: string): Store {
  const folder = join(output, createHash("sha256").update(readFileSync(worker)).digest("hex").slice(0, 12));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "results.jsonl");
  const known = new Map<string, Trained | Chunk>();
  for (const line of existsSync(path) ? readFileSync(path, "utf8").split("\n") : []) {
    const entry = entryOf(line);
    if (entry) known.set(entry.key, entry.result);
  }
  return {
    get: (job) => known.get(keyOf(job)),
    put(job, result) {
      const key = keyOf(job);
      known.set(key, result);
      // On a line of its own, also after one that was cut short.
      appendFileSync(path, `\n${JSON.stringify({ key, result })}`);
    },
    checkpoint: ({ model }) => {
      const name = createHash("sha256").update(JSON.stringify(model)).digest("hex").slice(0, 12);
      return join(folder, `${model.name}-${name}.safetensors`);
    },
  };
}

/** A line cut short by the end of a run is not there. */
function entryOf(line: string): { key: string; result: Trained | Chunk } | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
