import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the bench keeps what it makes; relative to the repository's root, where it runs. */
export const OUTPUT = join("build", "bench");

/** Writes arrays as raw little-endian files beside a meta.json that names their types; returns the folder. */
export function writeArrays(
  name: string,
  arrays: Record<string, Float64Array | Int32Array | undefined>,
  scalars: Record<string, number>,
): string {
  const folder = join(OUTPUT, "data", name);
  mkdirSync(folder, { recursive: true });
  const entries: Record<string, { file: string; type: string }> = {};
  for (const [key, array] of Object.entries(arrays)) {
    if (!array) continue;
    const file = `${key}.bin`;
    writeFileSync(join(folder, file), new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    entries[key] = { file, type: array instanceof Float64Array ? "float64" : "int32" };
  }
  writeFileSync(join(folder, "meta.json"), JSON.stringify({ arrays: entries, scalars }));
  return folder;
}

/** Writes one JSON record of a run and says where. */
export function writeRecord(name: string, record: unknown): void {
  mkdirSync(OUTPUT, { recursive: true });
  const path = join(OUTPUT, `${name}.json`);
  writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`);
  console.log(`record: ${path}\n`);
}
