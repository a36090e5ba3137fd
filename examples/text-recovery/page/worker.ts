// Trains and attacks away from the page, so that the page stays alive; looks for a cancel after every step.
import { createModel, iterateAttack, iterateTraining, loadModel, type Model, saveModel } from "subnewton/transformer";
import type { AttackSettings, FromWorker, ToWorker, TrainSettings } from "./protocol.js";

const BATCH = 32;
const LEARNING_RATE = 2e-3;
/** Longer than any sentence of the corpus; room for one's own. */
const CONTEXT = 32;

let model: Model | undefined;
let cancelled = false;

const say = (message: FromWorker): void => postMessage(message);
const turn = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

addEventListener("message", async ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "cancel") {
    cancelled = true;
    return;
  }
  cancelled = false;
  try {
    await answer(data);
  } catch (error) {
    say({ kind: "failed", message: (error as Error).message });
  }
});

async function answer(request: Exclude<ToWorker, { kind: "cancel" }>): Promise<void> {
  if (request.kind === "train") return trainModel(request.sentences, request.vocabulary, request.settings);
  if (request.kind === "load") return load(request.file, request.vocabulary);
  if (!model) throw new Error("there is no model yet: train one first");
  if (request.kind === "save") {
    const file = await new Response(saveModel(model) as unknown as BodyInit).blob();
    return say({ kind: "saved", file });
  }
  return recover(model, request.tokens, request.mask, request.settings);
}

async function trainModel(sentences: number[][], vocabulary: number, settings: TrainSettings): Promise<void> {
  const { width, epochs, seed } = settings;
  model?.dispose();
  model = createModel({ vocabulary, context: CONTEXT, width, layers: 1, heads: Math.max(1, width / 64) }, { seed });
  const steps = Math.max(1, Math.round((epochs * sentences.length) / BATCH));
  for (const { step, loss } of iterateTraining(model, sentences, {
    steps,
    batch: BATCH,
    learningRate: LEARNING_RATE,
    seed,
  })) {
    say({ kind: "trainStep", step, of: steps, loss });
    await turn(0);
    if (cancelled) break;
  }
  say({ kind: "trained", parameters: parametersOf(model), cancelled });
}

async function load(file: Blob, vocabulary: number): Promise<void> {
  const loaded = await loadModel(file);
  if (loaded.config.vocabulary !== vocabulary) {
    const found = loaded.config.vocabulary;
    loaded.dispose();
    throw new Error(`this checkpoint has ${found} tokens and the sentences ${vocabulary}: it was trained on others`);
  }
  model?.dispose();
  model = loaded;
  say({ kind: "trained", parameters: parametersOf(model), cancelled: false });
}

async function recover(target: Model, tokens: number[], mask: number[], settings: AttackSettings): Promise<void> {
  const { pause, ...options } = settings;
  // One start after another: all at once would be quicker, and hard to watch.
  const steps = iterateAttack(target, tokens, mask, { ...options, batch: 1 });
  let last: readonly number[] = [];
  let gradients = 0;
  for (;;) {
    const next = steps.next();
    if (next.done) {
      const { tokens: found, loss, success, gradients: used } = next.value;
      return say({ kind: "attacked", cancelled: false, tokens: found, loss, success, gradients: used });
    }
    const { restart, step, loss, tokens: now } = next.value;
    say({ kind: "attackStep", restart, step, loss, tokens: now });
    last = now;
    gradients = restart * settings.steps + step;
    await turn(pause);
    if (cancelled) {
      steps.return(undefined as never);
      return say({ kind: "attacked", cancelled: true, tokens: last, gradients });
    }
  }
}

function parametersOf({ names, shape }: Model): number {
  return names.reduce((sum, name) => sum + shape(name).reduce((product, extent) => product * extent, 1), 0);
}
