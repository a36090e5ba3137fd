import type { Curvature, RowForm, Session } from "../problem/session.js";
import { COINS, PROJECTION } from "../sketch/counters.js";
import { drawSample, type Sample } from "../sketch/drawSample.js";
import type { Sketched, SketchWork } from "../sketch/layout.js";
import { exactDiagonal, sampledGram } from "../sketch/sampledGram.js";
import { sketchedScores } from "../sketch/sketchedScores.js";
import { spread } from "../sketch/spread.js";
import { inSlices, type Paced, passed } from "../wasm/pace.js";
import { cholesky } from "./cholesky.js";
import { addDiagonal, type ExactWork, SHIFTS, smallestPivot, TINY } from "./factor.js";

/** How rows are chosen. */
export type SampledBy = "leverage" | "rowNorm" | "uniform";

/** What the sampling of one start did, for the certificate. */
export interface SamplingCounts {
  /** Expected rows of the last sample asked for. */
  asked: number;
  /** Rows of the last sample, and those of them that were certain. */
  kept: number;
  certain: number;
  maxWeight: number;
  /** Sum of the scores at their last refresh: the effective dimension. */
  sumOfScores: number;
  diagonalError: number;
  /** Samples drawn, scores computed anew, columns repaired, factorisations that failed. */
  draws: number;
  refreshes: number;
  repaired: number;
  retries: number;
}

/** The factor of a sampled majorant, in work.R, with the matrix itself in work.H. */
export interface SampledFactor {
  readonly curvature: Curvature;
  /** Rows sampled for it; 0 where the factor of an earlier iteration was kept. */
  readonly rows: number;
  /** Multiple of the diagonal that had to be added. */
  readonly shift: number;
  /** True where the sample proves the whole majorant positive definite: no shift, no repair, no tiny pivot. */
  readonly proves: boolean;
}

export interface Sampler {
  readonly counts: SamplingCounts;
  /** Expected rows of the next sample: a caller may change it within 1 and most. */
  rows: number;
  readonly most: number;
  /** Sum of the leverage scores, in the factored majorant, of the curvature that it turned round; overwrites the scores. */
  negativeScores(): Paced<number>;
  /** Factors a sample at the session's point, or keeps the last factor if `keep` and the rows have hardly changed. */
  factor(keep: boolean): Paced<SampledFactor | undefined>;
}

/** A kept factor serves while the Hessian has changed by no more than this (SOLVER 5.3). */
const KEEP_SPREAD = 4;
/** Scores are scaled by the ratio of the weights up to this change, and computed anew beyond it (SOLVER 1.5). */
const SCALE_SPREAD = 16;
/** No row's score counts as less than this share of the mean: tiny old scores would become huge weights. */
const FLOOR = 0.1;
/** Rounds of scores and sample before the first step, until scores come from a sound factor and sum to about d. */
const FIRST_ROUNDS = 4;
const TRUE_SUM = 1.5;
export interface SamplerSetting {
  readonly by: SampledBy;
  readonly rows: number;
  readonly seed: number;
  /** Which start of the solve: its samples are its own. */
  readonly start: number;
}

/** What a sampler needs of a session. */
export type Workplace = Pick<Session, "kernels" | "pace" | "counts">;

/** What a sampler needs of the rows. */
export type Rows = Pick<RowForm, "A" | "ridge" | "weights" | "negativeWeights">;

export function sampler(
  session: Workplace,
  form: Rows,
  work: ExactWork & SketchWork,
  { by, rows, seed, start }: SamplerSetting,
): Sampler {
  const { A, ridge } = form;
  const { H, R, weights, reference, scores } = work;
  const d = A.columns;
  const on: Sketched = { A, kernels: session.kernels, pace: session.pace };
  const counts: SamplingCounts = {
    asked: 0,
    kept: 0,
    certain: 0,
    maxWeight: 0,
    sumOfScores: 0,
    diagonalError: 0,
    draws: 0,
    refreshes: 0,
    repaired: 0,
    retries: 0,
  };
  let serial = 0;
  const counter = (purpose: number) => ({ seed, draw: start, iteration: serial++, purpose });
  /** The factor of the last iteration, and what scores were scaled by since they were computed. */
  let last: SampledFactor | undefined;
  let scaled = 1;
  let grown = false;
  /** The factor in R needed neither repair nor shift; the scores come from such a one. Else they are too small where it is too large. */
  let [sound, trusted] = [false, false];
  /** Sum of the scores over what it should be: through a sample of s rows even right ones sum to d / (1 - d/s). */
  let excess = 1;

  function* byRowNorm(): Paced<void> {
    yield* inSlices(session.pace, A.rows, A.costs.product, (from, to) => A.rowNorms(weights, scores, from, to));
    yield* exactDiagonal(on, work);
  }
  function* floored(): Paced<void> {
    let sum = 0;
    for (let i = 0; i < A.rows; i++) sum += scores.data[i];
    const least = (FLOOR * sum) / A.rows;
    for (let i = 0; i < A.rows; i++) if (scores.data[i] < least && weights.data[i] > 0) scores.data[i] = least;
    yield* passed(session.pace, 2 * A.rows);
  }
  function* refreshed(): Paced<void> {
    counts.refreshes++;
    trusted = sound;
    counts.sumOfScores = yield* sketchedScores(on, R, work, counter(PROJECTION));
    excess = (counts.sumOfScores / d) * Math.max(0.25, 1 - d / counts.kept);
    scaled = 1;
    yield* floored();
  }

  /** Scores that sum to more than d are too large somewhere, and then as many more rows keep every row's chance. */
  function enough(expected: number): number {
    return excess <= TRUE_SUM ? expected : Math.min(Math.ceil(excess * expected), self.most);
  }

  /** Draws a sample of `expected` rows by the scores and factors it. */
  function* sampled(expected: number): Paced<SampledFactor | undefined> {
    let sample: Sample | undefined;
    for (let attempt = 0; !sample && attempt < 4; attempt++) {
      counts.draws++;
      sample = yield* drawSample({ ...on, rows: A.rows }, work, expected, counter(COINS));
    }
    if (!sample) return undefined;
    const { diagonalError, repaired } = yield* sampledGram(on, work, sample.rows, H);
    for (let j = 0; j < d; j++) H.data[j * (d + 1)] += ridge;
    Object.assign(counts, { asked: expected, kept: sample.rows, certain: sample.certain, diagonalError });
    counts.maxWeight = sample.maxWeight;
    counts.repaired += repaired;
    for (const shift of SHIFTS) {
      R.data.set(H.data);
      yield* passed(session.pace, H.length);
      if (shift > 0) addDiagonal(R.data, d, shift);
      const failed = yield* cholesky(session, R, work.pack);
      if (failed < 0 && (shift > 0 || smallestPivot(work, d) > TINY)) {
        reference.data.set(weights.data);
        yield* passed(session.pace, A.rows);
        sound = shift === 0 && repaired === 0;
        return { curvature: none, rows: sample.rows, shift, proves: sound };
      }
      counts.retries++;
    }
    return undefined;
  }

  /** Row norms give a first factor; scores through it a better one, until they sum to about d. */
  function* first(expected: number): Paced<SampledFactor | undefined> {
    yield* byRowNorm();
    yield* floored();
    let factor = yield* sampled(expected);
    for (let round = 0; factor && round < FIRST_ROUNDS; round++) {
      yield* refreshed();
      factor = yield* sampled(enough(expected));
      if (trusted && excess <= TRUE_SUM) break;
    }
    return factor;
  }

  function* again(moved: number, expected: number): Paced<SampledFactor | undefined> {
    const serves = trusted && excess <= TRUE_SUM;
    if (serves && scaled * moved <= SCALE_SPREAD) {
      scaled *= moved;
      for (let i = 0; i < A.rows; i++) {
        const was = reference.data[i];
        if (was > 0) scores.data[i] *= weights.data[i] / was;
      }
      yield* passed(session.pace, 3 * A.rows);
      yield* exactDiagonal(on, work);
      yield* floored();
    } else {
      yield* refreshed();
    }
    return yield* sampled(enough(expected));
  }

  const self: Sampler = {
    counts,
    rows,
    most: work.list.length,
    *negativeScores() {
      yield* form.negativeWeights(weights);
      // The scores now belong to other weights: the next draw computes them anew.
      scaled = Number.POSITIVE_INFINITY;
      return yield* sketchedScores(on, R, work, counter(PROJECTION));
    },
    *factor(keep) {
      const curvature = yield* form.weights(weights);
      const comparable = last && by === "leverage" && scaled < Number.POSITIVE_INFINITY;
      const moved = comparable ? spread(weights, reference, scores) : Number.POSITIVE_INFINITY;
      if (comparable) yield* passed(session.pace, 5 * A.rows);
      if (keep && last && moved <= KEEP_SPREAD) return { ...last, curvature, rows: 0 };
      const draw = function* (expected: number): Paced<SampledFactor | undefined> {
        if (by !== "leverage") yield* byRowNorm();
        if (by === "uniform") scores.data.fill(1);
        if (by === "leverage") return yield* last ? again(moved, expected) : first(expected);
        return yield* sampled(expected);
      };
      let factor = yield* draw(self.rows);
      if (factor && factor.shift > 0 && !grown) {
        // A sample whose matrix is singular may be too small: twice the rows, once a start.
        grown = true;
        self.rows = Math.min(2 * self.rows, self.most);
        factor = yield* sampled(self.rows);
      }
      last = factor;
      return factor && { ...factor, curvature };
    },
  };
  return self;
}

const none: Curvature = { semidefinite: false, negativeRows: 0, negativeMass: 0 };
