import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

const BASELINES = join("bench", "baselines");
const EXECUTABLE = process.env.PYTHON ?? "python3";
const ENVIRONMENT = {
  ...process.env,
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  PYTHONDONTWRITEBYTECODE: "1",
};

/** Why the Python baselines cannot run here, or undefined when they can. */
export function pythonRefusal(): string | undefined {
  const probe = spawnSync(EXECUTABLE, ["-c", "import numpy, scipy"], { encoding: "utf8", env: ENVIRONMENT });
  if (probe.error) return `${EXECUTABLE} not found`;
  if (probe.status !== 0) return `NumPy and SciPy not found by ${EXECUTABLE}`;
  return undefined;
}

/** A baseline script kept running, so that its repeats can be interleaved with ours. */
export class Python {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;

  constructor(
    private readonly script: string,
    ...args: string[]
  ) {
    this.child = spawn(EXECUTABLE, [join(BASELINES, script), ...args], {
      env: ENVIRONMENT,
      stdio: ["pipe", "pipe", "inherit"],
    });
    // A script that has ended is reported by the missing answer.
    this.child.stdin.on("error", () => {});
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** Sends one request, waits for its record. */
  async ask<T>(request: unknown): Promise<T> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.lines.next();
    if (line.done) throw new Error(`${this.script} ended without an answer`);
    const record = JSON.parse(line.value);
    if (record.failed) throw new Error(`${this.script}: ${record.failed}`);
    return record as T;
  }

  /** Lets the script end. */
  close(): void {
    this.child.stdin.end();
  }
}
