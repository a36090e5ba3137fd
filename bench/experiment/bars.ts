import { type Onset, onsetOf, successWithin } from "./comparison.js";
import type { Outcome, Outcomes } from "./run.js";

/** One of the promises, as measured. */
export interface Bar {
  readonly text: string;
  readonly measured: string;
  readonly met: boolean;
}

const ONSET_RANGE = [0.5, 1.4] as const;

/** The bars of those sets that were run. */
export function barsOf({ models, sets }: Outcomes, vocabulary: number): Bar[] {
  const named = (name: string): Outcome | undefined => sets.find(({ set }) => set.name === name);
  const bars: Bar[] = [];
  const add = (text: string, measured: string, met: boolean): void => {
    bars.push({ text, measured, met });
  };
  const main = models.get("main");
  if (main) {
    const mean = main.final.reduce((sum, loss) => sum + loss, 0) / main.final.length;
    add("mean cross-entropy of a predicted token after training < 0.02", mean.toFixed(4), mean < 0.02);
  }
  const adam = named("adam .05");
  if (adam) {
    const rate = successWithin(adam, 300);
    add("Adam, lr .05, within 300 steps: at least .75", rate.toFixed(3), rate >= 0.75);
  }
  const refined = named("mirror + refine");
  if (refined) addRefined(refined, add);
  const control = named("control");
  if (control) {
    const asked = control.attacks.filter(({ result }) => result.success).length / control.attacks.length;
    add("re-paired names, the asked pair recovered: at most .05", asked.toFixed(3), asked <= 0.05);
  }
  const paper = named("adam .001");
  if (paper) {
    const [early, late] = [successWithin(paper, 3000), successWithin(paper, 10_000)];
    const shape = early <= 0.1 && late >= 0.7;
    add("Adam, lr .001: nothing by step 3000, most by 10000", `${early.toFixed(2)}, ${late.toFixed(2)}`, shape);
  }
  for (const onset of onsetsOf(sets, vocabulary)) {
    const text = `onset, lr ${onset.learningRate}: T_half lr / (ln V + 1/2) in ${ONSET_RANGE.join("..")}`;
    add(text, onset.ratio.toFixed(2), onset.ratio >= ONSET_RANGE[0] && onset.ratio <= ONSET_RANGE[1]);
  }
  return bars;
}

function addRefined({ attacks }: Outcome, add: (text: string, measured: string, met: boolean) => void): void {
  const rate = attacks.filter(({ result }) => result.success).length / attacks.length;
  const restarts = Math.max(...attacks.map(({ result }) => result.restarts.length));
  const gradients = Math.max(...attacks.flatMap(({ result }) => result.restarts.map((one) => one.gradients)));
  add("mirror + refine: at least .95", rate.toFixed(3), rate >= 0.95);
  add(
    "... with at most 40 gradients a restart, 4 restarts",
    `${gradients}, ${restarts}`,
    gradients <= 40 && restarts <= 4,
  );
}

/** The law of the onset, for every rate of Adam that was run. */
export function onsetsOf(sets: readonly Outcome[], vocabulary: number): Onset[] {
  const adam = sets.filter(({ set }) => set.part === "onset" || set.name === "adam .001");
  return adam.map((outcome) => onsetOf(outcome, vocabulary)).sort((a, b) => b.learningRate - a.learningRate);
}
