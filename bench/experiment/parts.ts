import type { AttackSpec, ModelSpec } from "./jobs.js";

/** One set of attacks: what it is called, how many, and how many go to a worker at a time. */
export interface AttackSet {
  readonly name: string;
  readonly part: Part;
  readonly attack: AttackSpec;
  readonly repeats: number;
  readonly chunk: number;
}

export const PARTS = ["main", "paper", "onset", "defences"] as const;
export type Part = (typeof PARTS)[number];

export interface Plan {
  readonly models: readonly ModelSpec[];
  readonly sets: readonly AttackSet[];
}

/** Everything random begins here. */
export const SEED = 20240611;
/** Each set of attacks has a stream of its own, so that its numbers do not depend on what else is run. */
const seedOf = (stream: number): number => SEED + 1_000_000 * stream;
const BATCH = 32;
/** The paper's 30 epochs of fine-tuning. */
const EPOCHS = 30;
const SENTENCES = 100;

interface Variant {
  readonly epochs?: number;
  readonly width?: number;
  readonly peoplePerName?: number;
  readonly copies?: readonly number[];
  readonly sentences?: number;
}

function modelSpec(name: string, variant: Variant = {}): ModelSpec {
  const { epochs = EPOCHS, width = 256, peoplePerName = 1, copies = [1], sentences = SENTENCES } = variant;
  const trained = (sentences * copies.reduce((sum, count) => sum + count, 0)) / copies.length;
  return {
    name,
    corpus: { sentences, seed: SEED, peoplePerName },
    copies,
    size: { context: 16, width, layers: 1, heads: Math.max(1, width / 64) },
    training: { steps: Math.round((epochs * trained) / BATCH), batch: BATCH, learningRate: 2e-3, seed: SEED },
  };
}

/** The paper's attack does better by far with two changes: mirror steps, and a joint search among the likeliest words. */
const REFINED = { method: "mirror", steps: 25, restarts: 4, refineTopK: 8, batch: BATCH } as const;

/** Copies of a sentence in the corpus with duplicates: a quarter of the sentences once, a quarter twice, and so on. */
export const COPIES = [1, 2, 4, 8] as const;
/** Passes over that corpus: few, so that a sentence seen once a pass is not yet learned. */
const PASSES = 2;
/** Passes over the de-duplicated one that make as many training steps. */
const SAME_STEPS = (PASSES * COPIES.reduce((sum, count) => sum + count, 0)) / COPIES.length;

/** One change at a time, with the stream of random starts of its attacks; the first is the main model once more. */
const DEFENCES: Readonly<Record<string, Variant & { readonly stream: number }>> = {
  "30 epochs, width 256, unique names": { stream: 9 },
  "2 epochs": { stream: 22, epochs: 2 },
  "5 epochs": { stream: 10, epochs: 5 },
  "7 epochs": { stream: 23, epochs: 7 },
  "10 epochs": { stream: 11, epochs: 10 },
  "60 epochs": { stream: 13, epochs: 60 },
  "width 32": { stream: 14, width: 32 },
  "width 64": { stream: 15, width: 64 },
  "width 128": { stream: 16, width: 128 },
  "names of 2 people": { stream: 17, peoplePerName: 2 },
  "names of 5 people": { stream: 18, peoplePerName: 5 },
  [`with duplicates, ${PASSES} passes`]: { stream: 24, epochs: PASSES, copies: COPIES },
  [`de-duplicated, ${PASSES} passes`]: { stream: 25, epochs: PASSES },
  "de-duplicated, as many steps": { stream: 26, epochs: SAME_STEPS },
};

const ONSET = [0.1, 0.05, 0.02] as const;

/** Steps after which Adam at a rate has long settled: twice the onset that the law foretells for V = 350. */
const settled = (learningRate: number): number => Math.ceil((2 * 6.36) / learningRate / 50) * 50;

/** What is run: `repeats` single mirror starts, of the dearer sets as many up to a limit of their own. */
export function planOf(repeats: number, parts: readonly Part[], quick: boolean): Plan {
  if (quick) return quickPlan();
  const main = modelSpec("main");
  const defences = Object.entries(DEFENCES).map(([name, one]) => modelSpec(name, one));
  const few = Math.min(repeats, 64);
  const set = (
    name: string,
    part: Part,
    stream: number,
    options: AttackSpec["options"],
    count: number,
    chunk = BATCH,
  ): AttackSet => ({
    name,
    part,
    attack: { model: "main", seed: seedOf(stream), options: { batch: BATCH, ...options } },
    repeats: count,
    chunk,
  });
  const sets = [
    set("mirror", "main", 1, { method: "mirror", steps: 25 }, repeats),
    set("mirror + refine", "main", 2, REFINED, Math.min(repeats, 256)),
    set("adam .05", "main", 3, { method: "adam", learningRate: 0.05, steps: 300, traceEvery: 5 }, few),
    set("gcg", "main", 4, { method: "gcg", steps: 12, restarts: 4, refineTopK: 16 }, few),
    {
      ...set("control", "main", 5, REFINED, few),
      attack: { model: "main", seed: seedOf(5), options: REFINED, repair: 1 },
    },
    ...ONSET.map((learningRate, k) =>
      set(
        `onset ${learningRate}`,
        "onset",
        6 + k,
        { method: "adam", learningRate, steps: settled(learningRate), traceEvery: Math.ceil(0.1 / learningRate) },
        Math.min(repeats, 32),
        16,
      ),
    ),
    ...defences.map(({ name }): AttackSet => {
      const one = set(name, "defences", DEFENCES[name].stream, { ...REFINED, restarts: 2 }, few);
      return { ...one, attack: { ...one.attack, model: name } };
    }),
    set(
      "adam .001",
      "paper",
      21,
      { method: "adam", learningRate: 0.001, steps: 10_000, traceEvery: 100 },
      Math.min(repeats, 8),
      4,
    ),
  ];
  return {
    models: [main, ...(parts.includes("defences") ? defences : [])],
    sets: sets.filter(({ part }) => parts.includes(part)),
  };
}

/** A smoke test: a model of seconds, a few attacks of each kind, every table and plot. */
function quickPlan(): Plan {
  const small = { sentences: 20, width: 64 };
  const models = [
    modelSpec("main", { ...small, epochs: 60 }),
    modelSpec("5 epochs", { ...small, epochs: 5 }),
    modelSpec("with duplicates", { ...small, epochs: 8, copies: COPIES }),
    modelSpec("de-duplicated", { ...small, epochs: 8 }),
  ];
  const set = (name: string, part: Part, options: AttackSpec["options"], model = "main"): AttackSet => ({
    name,
    part,
    attack: { model, seed: 0, options, ...(name === "control" ? { repair: 1 } : {}) },
    repeats: 8,
    chunk: 4,
  });
  const adam = (learningRate: number) => ({ method: "adam", learningRate, steps: 60, traceEvery: 5 }) as const;
  const refined = { ...REFINED, restarts: 2 };
  return {
    models,
    sets: [
      set("mirror", "main", { method: "mirror", steps: 25 }),
      set("mirror + refine", "main", refined),
      set("adam .05", "main", adam(0.2)),
      set("gcg", "main", { method: "gcg", steps: 4, refineTopK: 8 }),
      set("control", "main", refined),
      set("adam .001", "paper", adam(0.1)),
      set("onset 0.1", "onset", adam(0.1)),
      ...models.slice(1).map(({ name }) => set(name, "defences", refined, name)),
    ].map((one, k) => ({ ...one, attack: { ...one.attack, seed: seedOf(k + 1) } })),
  };
}
