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

/** Everything random begins here; attacks of different sets begin 10^6 apart. */
export const SEED = 20240611;
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
/** Passes over that corpus and over the de-duplicated one: few, so that a sentence seen once per pass is not yet learned. */
const FEW = 8;

/** The first is the main model once more, with this part's attack. */
const DEFENCES: Readonly<Record<string, Variant>> = {
  "30 epochs, width 256, unique names": {},
  "5 epochs": { epochs: 5 },
  "10 epochs": { epochs: 10 },
  "15 epochs": { epochs: 15 },
  "60 epochs": { epochs: 60 },
  "width 32": { width: 32 },
  "width 64": { width: 64 },
  "width 128": { width: 128 },
  "names of 2 people": { peoplePerName: 2 },
  "names of 5 people": { peoplePerName: 5 },
  duplicates: { epochs: FEW, copies: COPIES },
  "de-duplicated": { epochs: FEW },
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
  const set = (name: string, part: Part, options: AttackSpec["options"], count: number, chunk = BATCH): AttackSet => ({
    name,
    part,
    attack: { model: "main", seed: 0, options: { batch: BATCH, ...options } },
    repeats: count,
    chunk,
  });
  const sets = [
    set("mirror", "main", { method: "mirror", steps: 25 }, repeats),
    set("mirror + refine", "main", REFINED, Math.min(repeats, 256)),
    set("adam .05", "main", { method: "adam", learningRate: 0.05, steps: 300, traceEvery: 5 }, few),
    set("gcg", "main", { method: "gcg", steps: 12, restarts: 4, refineTopK: 16 }, few),
    { ...set("control", "main", REFINED, few), attack: { model: "main", seed: 0, options: REFINED, repair: 1 } },
    ...ONSET.map((learningRate) =>
      set(
        `onset ${learningRate}`,
        "onset",
        { method: "adam", learningRate, steps: settled(learningRate), traceEvery: Math.ceil(0.1 / learningRate) },
        Math.min(repeats, 32),
        16,
      ),
    ),
    ...defences.map(({ name }): AttackSet => {
      const one = set(name, "defences", { ...REFINED, restarts: 2 }, few);
      return { ...one, attack: { ...one.attack, model: name } };
    }),
    set(
      "adam .001",
      "paper",
      { method: "adam", learningRate: 0.001, steps: 10_000, traceEvery: 100 },
      Math.min(repeats, 8),
      4,
    ),
  ];
  // Seeded before the choice, so that a set has its own seed whatever else is run.
  const chosen = sets.map(seeded).filter(({ part }) => parts.includes(part));
  return { models: [main, ...(parts.includes("defences") ? defences : [])], sets: chosen };
}

function seeded(set: AttackSet, index: number): AttackSet {
  return { ...set, attack: { ...set.attack, seed: SEED + 1_000_000 * (index + 1) } };
}

/** A smoke test: a model of seconds, a few attacks of each kind, every table and plot. */
function quickPlan(): Plan {
  const small = { sentences: 20, width: 64 };
  const models = [
    modelSpec("main", { ...small, epochs: 60 }),
    modelSpec("5 epochs", { ...small, epochs: 5 }),
    modelSpec("duplicates", { ...small, epochs: FEW, copies: COPIES }),
    modelSpec("de-duplicated", { ...small, epochs: FEW }),
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
    ].map(seeded),
  };
}
