// Runs in a worker thread: one job after another.
import { parentPort } from "node:worker_threads";
import type { Job } from "./jobs.js";
import { work } from "./work.js";

const OFTEN = 200;

parentPort?.on("message", async (job: Job) => {
  let told = performance.now();
  const tell = (share: number): void => {
    if (performance.now() - told < OFTEN) return;
    told = performance.now();
    parentPort?.postMessage({ share });
  };
  try {
    parentPort?.postMessage({ result: await work(job, tell) });
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});
