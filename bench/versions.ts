import { readFileSync } from "node:fs";
import { cpus, release, type } from "node:os";

/** Versions of what our side runs on. */
export interface Versions {
  readonly subnewton: string;
  readonly node: string;
  readonly v8: string;
  readonly system: string;
  readonly processor: string;
}

export function versions(): Versions {
  return {
    subnewton: JSON.parse(readFileSync("package.json", "utf8")).version,
    node: process.versions.node,
    v8: process.versions.v8,
    system: `${type()} ${release()}`,
    processor: `${cpus()[0]?.model ?? "unknown"} x ${cpus().length}`,
  };
}

/** "name value, name value" of a flat record. */
export function listed(record: object): string {
  return Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
