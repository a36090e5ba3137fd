import { existsSync } from "node:fs";
import { print } from "../../examples/flights/terminal.js";
import type { Chunk, Job, ModelSpec, Trained } from "./jobs.js";
import type { AttackSet, Plan } from "./parts.js";
import { runJobs } from "./pool.js";
import { progressOf } from "./progress.js";
import type { Store } from "./store.js";

/** A set of attacks that was made, with the seconds its workers took in sum. */
export interface Outcome {
  readonly set: AttackSet;
  readonly attacks: Chunk["attacks"];
  /** NaN where a quiet run was named that did not make this set. */
  readonly seconds: number;
}

/** All that a plan gave. */
export interface Outcomes {
  readonly models: ReadonlyMap<string, Trained & { readonly spec: ModelSpec; readonly path: string }>;
  readonly sets: readonly Outcome[];
}

/**
 * Trains what is not yet trained, then attacks; what the store has is not done again. Seconds come from `timing`, a store
 * that a run on a quiet machine has made of some of the same jobs, or the same store.
 */
export async function runPlan(
  plan: Plan,
  store: Store,
  timing: Store,
  script: URL,
  workers: number,
): Promise<Outcomes> {
  const path = (model: ModelSpec): string => store.checkpoint({ model });
  const trainings = plan.models.map((model): Job => ({ kind: "train", model, path: path(model) }));
  const attacks = plan.sets.map((set) => chunksOf(set, plan.models, path));
  const missing = [
    trainings.filter((job) => !store.get(job) || !existsSync(job.path)),
    attacks.flat().filter((job) => !store.get(job)),
  ];
  const all = missing.flat();
  const known = trainings.length + attacks.flat().length - all.length;
  if (known > 0) print(`${known} of ${known + all.length} parts are there from an earlier run`);
  const names = new Map(attacks.flatMap((jobs, i) => jobs.map((job) => [job, plan.sets[i].name])));
  const progress = progressOf(all, (job) => describe(job, names.get(job)));
  for (const jobs of missing) {
    await runJobs(script, workers, jobs, {
      onProgress: progress.update,
      onResult(job, result) {
        store.put(job, result);
        progress.done(job, result.seconds);
      },
    });
  }
  const models = new Map(
    plan.models.map((spec, i) => [spec.name, { ...(store.get(trainings[i]) as Trained), spec, path: path(spec) }]),
  );
  const sets = plan.sets.map((set, i): Outcome => {
    const chunks = attacks[i].map((job) => store.get(job) as Chunk);
    const all = chunks.flatMap((chunk) => chunk.attacks);
    const timed = attacks[i].flatMap((job) => (timing.get(job) as Chunk | undefined) ?? []);
    const seconds = secondsAnAttack(timed) * all.length;
    return { set, attacks: all, seconds };
  });
  return { models, sets };
}

function secondsAnAttack(chunks: readonly Chunk[]): number {
  const attacks = chunks.reduce((sum, chunk) => sum + chunk.attacks.length, 0);
  return chunks.reduce((sum, chunk) => sum + chunk.seconds, 0) / attacks;
}

function chunksOf(set: AttackSet, models: readonly ModelSpec[], path: (model: ModelSpec) => string): Job[] {
  const model = models.find(({ name }) => name === set.attack.model);
  if (!model) throw new Error(`no model ${set.attack.model} for ${set.name}`);
  const starts = Array.from({ length: Math.ceil(set.repeats / set.chunk) }, (_, c) => c * set.chunk);
  return starts.map((from) => ({
    kind: "attack",
    model,
    path: path(model),
    attack: set.attack,
    from,
    to: Math.min(set.repeats, from + set.chunk),
  }));
}

function describe(job: Job, name = ""): string {
  if (job.kind === "train") return `training ${job.model.name}, ${job.model.training.steps} steps`;
  return `${name}, attacks ${job.from + 1} to ${job.to}`;
}
