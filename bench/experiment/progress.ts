import { dim, print, show } from "../../examples/flights/terminal.js";
import type { Job } from "./jobs.js";

/** Tells how far the whole run is; `cost` is a job's share of the work in any unit. */
export interface Progress {
  update(job: Job, share: number): void;
  done(job: Job, seconds: number): void;
}

const WIDTH = 24;

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** A bar with the time that is left, on a terminal; a line for each job that is done, everywhere. */
export function progressOf(jobs: readonly Job[], describe: (job: Job) => string): Progress {
  const total = jobs.reduce((sum, job) => sum + cost(job), 0);
  const shares = new Map<Job, number>();
  const began = performance.now();
  const draw = (job: Job): void => {
    const done = [...shares].reduce((sum, [one, share]) => sum + share * cost(one), 0) / total;
    const seconds = (performance.now() - began) / 1000;
    const left = done > 0.01 ? ` ${clock((seconds / done) * (1 - done))} left` : "";
    const bar = "#".repeat(Math.round(done * WIDTH)).padEnd(WIDTH, ".");
    show(`${bar} ${(100 * done).toFixed(0).padStart(3)} %${left}  ${dim(describe(job))}`);
  };
  return {
    update(job, share) {
      shares.set(job, share);
      draw(job);
    },
    done(job, seconds) {
      shares.set(job, 1);
      print(`${describe(job)} ${dim(`${seconds.toFixed(1)} s`)}`);
      draw(job);
    },
  };
}

/** Multiply-adds, roughly: what a step costs grows with the model's weights, a training step threefold. */
function cost(job: Job): number {
  const { width, layers } = job.model.size;
  const weights = (12 * layers * width + 350) * width;
  if (job.kind === "train") return 3 * weights * job.model.training.steps * job.model.training.batch;
  const { steps = 1, restarts = 1, refineTopK = 0 } = job.attack.options;
  // A joint search of k^2 pairs runs forward only.
  const evaluations = job.attack.options.method === "gcg" ? 8 * steps : (refineTopK * refineTopK) / 2;
  return 2 * weights * (job.to - job.from) * restarts * (steps + evaluations);
}
