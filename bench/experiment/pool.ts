import { Worker } from "node:worker_threads";
import type { Chunk, Job, Trained } from "./jobs.js";

export interface Events {
  /** The share of a job that is done, now and then. */
  onProgress(job: Job, share: number): void;
  onResult(job: Job, result: Trained | Chunk): void;
}

interface Message {
  readonly share?: number;
  readonly result?: Trained | Chunk;
  readonly error?: Error;
}

/** Does the jobs in order, as many at a time as there are workers; the first error ends all. */
export async function runJobs(script: URL, workers: number, jobs: readonly Job[], events: Events): Promise<void> {
  const queue = [...jobs];
  const threads = Array.from({ length: Math.min(workers, jobs.length) }, () => new Worker(script));
  try {
    await Promise.all(
      threads.map(async (thread) => {
        for (let job = queue.shift(); job; job = queue.shift()) await runJob(thread, job, events);
      }),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function runJob(thread: Worker, job: Job, events: Events): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = ({ share, result, error }: Message): void => {
      if (share !== undefined) {
        events.onProgress(job, share);
        return;
      }
      leave();
      if (result) {
        events.onResult(job, result);
        resolve();
      } else {
        reject(error);
      }
    };
    const fail = (error: unknown): void => {
      leave();
      reject(error instanceof Error ? error : new Error(`a worker ended with code ${error}`));
    };
    const leave = (): void => {
      thread.off("message", hear).off("error", fail).off("exit", fail);
    };
    thread.on("message", hear).on("error", fail).on("exit", fail);
    thread.postMessage(job);
  });
}
