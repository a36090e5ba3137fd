import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

/** Skips by name where something is not on this machine; on CI that is a failure. */
export function present(t, what, found) {
  if (found) return true;
  if (process.env.CI === "true") assert.fail(`${what} is not installed`);
  t.skip(`${what} is not installed`);
  return false;
}

/** Runs a program that prints one line of JSON. */
export function printed(command, args, options) {
  const run = spawnSync(command, args, { encoding: "utf8", timeout: 120_000, ...options });
  assert.equal(run.status, 0, `${command} ${args.join(" ")}\n${run.error ?? ""}${run.stdout}${run.stderr}`);
  return JSON.parse(run.stdout.trim().split("\n").at(-1));
}

/** Every case solved, and every bit of x the same as the reference's. */
export function same(t, { coldStart, report }, reference) {
  for (const { family, solved, status } of report) assert.ok(solved && status === "converged", `${family}: ${status}`);
  assert.deepEqual(report, reference);
  if (coldStart !== undefined) t.diagnostic(`import to first result ${coldStart.toFixed(1)} ms`);
}
