import { open, rename, writeFile } from "node:fs/promises";
import {
  type AttackRecord,
  attackManyAsync,
  createModel,
  loadModel,
  type Model,
  saveModel,
  train,
} from "subnewton/transformer";
import { type Corpus, makeCorpus } from "../../examples/text-recovery/corpus/corpus.js";
import type { Attacked, Chunk, Job, ModelSpec, Trained } from "./jobs.js";
import { sentenceLoss } from "./sentenceLoss.js";

/** Does a job; `onProgress` hears the share that is done. */
export function work(job: Job, onProgress: (share: number) => void): Promise<Trained | Chunk> {
  return job.kind === "train" ? trainModel(job, onProgress) : attackSentences(job, onProgress);
}

async function trainModel(
  { model: spec, path }: Extract<Job, { kind: "train" }>,
  onProgress: (share: number) => void,
): Promise<Trained> {
  const began = performance.now();
  const { sentences, vocabulary } = makeCorpus(spec.corpus);
  const data = sentences.flatMap((tokens, i) => Array(spec.copies[i % spec.copies.length]).fill(tokens));
  const model = createModel({ ...spec.size, vocabulary: vocabulary.words.length }, { seed: spec.training.seed });
  const { loss } = train(model, data, {
    ...spec.training,
    onStep: ({ step }) => onProgress(step / spec.training.steps),
  });
  const final = sentences.map((tokens) => sentenceLoss(model, tokens) / (tokens.length - 1));
  // Under another name until it is whole: a run that was ended leaves no half checkpoint.
  await writeFile(`${path}.part`, saveModel(model));
  await rename(`${path}.part`, path);
  model.dispose();
  return { seconds: (performance.now() - began) / 1000, loss, final };
}

let held: { path: string; model: Model } | undefined;

/** The model of the last job is kept: most jobs in a row are on the same. */
async function modelAt(path: string): Promise<Model> {
  if (held?.path !== path) {
    held?.model.dispose();
    held = undefined;
    const file = await open(path);
    try {
      held = { path, model: await loadModel(file) };
    } finally {
      await file.close();
    }
  }
  return held.model;
}

async function attackSentences(
  { model: spec, path, attack, from, to }: Extract<Job, { kind: "attack" }>,
  onProgress: (share: number) => void,
): Promise<Chunk> {
  const model = await modelAt(path);
  const corpus = makeCorpus(spec.corpus);
  const targets = Array.from({ length: to - from }, (_, k) => target(corpus, from + k, attack.repair ?? 0));
  const jobs = targets.map(({ tokens }, k) => ({ tokens, mask: corpus.names, seed: attack.seed + from + k }));
  const { restarts = 1, steps = 1 } = attack.options;
  const began = performance.now();
  const results = await attackManyAsync(model, jobs, {
    ...attack.options,
    onStep: counter(jobs.length * restarts * steps, onProgress),
  });
  const seconds = (performance.now() - began) / 1000;
  const attacks = results.map((result, k): Attacked => {
    const { sentence, tokens } = targets[k];
    const memorised = corpus.names.every((at, i) => result.tokens[i] === corpus.sentences[sentence][at]);
    return { sentence, trueLoss: sentenceLoss(model, tokens), memorised, result };
  });
  return { seconds, attacks };
}

/** The sentence that attack k is on; with `shift`, the names of another in its place. */
function target({ sentences, names }: Corpus, k: number, shift: number): { sentence: number; tokens: number[] } {
  const sentence = k % sentences.length;
  const other = sentences[(sentence + shift) % sentences.length];
  return { sentence, tokens: sentences[sentence].map((token, at) => (names.includes(at) ? other[at] : token)) };
}

/** Adds up the steps of all runs, of which only some may be told. */
function counter(total: number, onProgress: (share: number) => void): (record: AttackRecord) => void {
  const reached = new Map<string, number>();
  let done = 0;
  return ({ job, restart, step }) => {
    const run = `${job} ${restart}`;
    done += step - (reached.get(run) ?? 0);
    reached.set(run, step);
    onProgress(Math.min(1, done / total));
  };
}

/** Attacks of a model spec's own sentences, for reports. */
export function corpusOf(spec: ModelSpec): Corpus {
  return makeCorpus(spec.corpus);
}
