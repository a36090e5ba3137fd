import type { JacobianForm } from "../problem/session.js";
import { COINS, PROJECTION } from "../sketch/counters.js";
import { drawSample } from "../sketch/drawSample.js";
import { layoutSketch, type SketchWork } from "../sketch/layout.js";
import { exactDiagonal, sampledGram } from "../sketch/sampledGram.js";
import { sketchedScores } from "../sketch/sketchedScores.js";
import { type Arena, slice, sliceWords } from "../wasm/memory.js";
import { inSlices, type Paced } from "../wasm/pace.js";
import { PANEL } from "../wasm/panel.js";
import type { ExactWork } from "./factor.js";
import type { Method } from "./method.js";
import type { Run } from "./minimise.js";
import type { SamplingCounts } from "./sampler.js";
import { certificateOf } from "./samplingCertificate.js";

/** Rows of a sample in multiples of the unknowns. */
const ROWS = 8;
/** Draws of one sample that may fall larger than there is room for. */
const ATTEMPTS = 4;

/** Storage beside the exact method's: the sketch's, with room for a sample of every row. */
export function layoutJacobianSample(rows: number, d: number, arena: Arena): SketchWork {
  return layoutSketch(rows, d, rows, arena);
}

/** The part of a sketch's storage that a matrix of fewer rows and columns needs. */
export function leadingSketch(work: SketchWork, rows: number, d: number): SketchWork {
  const part = (v: SketchWork["weights"]) => slice(v, 0, rows);
  return {
    weights: part(work.weights),
    reference: part(work.reference),
    scores: part(work.scores),
    image: part(work.image),
    list: sliceWords(work.list, 0, rows),
    kept: part(work.kept),
    panel: slice(work.panel, 0, d * PANEL),
    diagonal: slice(work.diagonal, 0, d),
    two: work.two,
    words: work.words,
  };
}

/** Gauss-Newton matrices of sampled rows, for one start. */
export interface JacobianSampler {
  /**
   * work.H <- an unbiased estimate of weight J'J + ridge I at the session's point; `factored`: work.R is a factor of the
   * last matrix, which scores are taken from (the first matrix has every row). Returns the rows it is made of.
   */
  matrix(factored: boolean): Paced<number>;
  readonly counts: SamplingCounts;
}

/**
 * Row i of J with probability min(1, c t_i), t_i its leverage score |R^-T j_i|^2 in the last damped matrix R'R, estimated by
 * 16 random projections: the sampled Hessian of the papers (Lemma 4.5 of 2303.15725) for the Gauss-Newton part. By
 * "rowNorm" t_i = |j_i|^2, by "uniform" 1. A sample of all rows is the exact matrix; where there are no more rows than
 * unknowns every score is 1, and a smaller sample is singular in directions that only the damping holds.
 */
export function jacobianSampler({ session, options, work }: Run, form: JacobianForm, start: number): JacobianSampler {
  const { J, weight, ridge } = form;
  const { rows: m, columns: d } = J;
  const { by = "leverage", rows = ROWS * d } = options.sampling;
  const sketch = leadingSketch(work as ExactWork & SketchWork, m, d);
  const on = { A: J, kernels: session.kernels, pace: session.pace };
  const asked = Math.min(m, rows);
  const counts: SamplingCounts = {
    asked,
    kept: 0,
    certain: 0,
    maxWeight: 1,
    sumOfScores: 0,
    diagonalError: 0,
    draws: 0,
    refreshes: 0,
    repaired: 0,
    retries: 0,
  };
  let serial = 0;
  const counter = (purpose: number) => ({ seed: options.seed, draw: start, iteration: serial++, purpose });

  function* whole(): Paced<number> {
    work.H.data.fill(0);
    yield* inSlices(
      session.pace,
      m,
      J.costs.gram,
      (from, to) => J.gram(sketch.weights, work.H, undefined, from, to),
      J.gramRows,
    );
    Object.assign(counts, { kept: m, certain: m, maxWeight: 1, diagonalError: 0 });
    return m;
  }

  function* scored(): Paced<void> {
    if (by === "leverage") {
      counts.refreshes++;
      counts.sumOfScores = yield* sketchedScores(on, work.R, sketch, counter(PROJECTION));
      return;
    }
    yield* exactDiagonal(on, sketch);
    if (by === "uniform") sketch.scores.data.fill(1);
    else {
      const norms = (from: number, to: number): void => J.rowNorms(sketch.weights, sketch.scores, from, to);
      yield* inSlices(session.pace, m, J.costs.product, norms);
    }
  }

  function* drawn(): Paced<number> {
    yield* scored();
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      counts.draws++;
      const sample = yield* drawSample({ ...on, rows: m }, sketch, asked, counter(COINS));
      if (!sample) continue;
      const { diagonalError, repaired } = yield* sampledGram(on, sketch, sample.rows, work.H);
      Object.assign(counts, { kept: sample.rows, certain: sample.certain, maxWeight: sample.maxWeight, diagonalError });
      counts.repaired += repaired;
      return sample.rows;
    }
    return yield* whole();
  }

  return {
    counts,
    *matrix(factored) {
      yield* form.update();
      sketch.weights.data.fill(weight);
      const used = yield* asked < m && (factored || by !== "leverage") ? drawn() : whole();
      for (let j = 0; j < d; j++) work.H.data[j * (d + 1)] += ridge;
      return used;
    },
  };
}

/** What a start's sampling did, in place of its method's own certificate. */
export function sampledCertificate(run: Run, { counts }: JacobianSampler): Method {
  const { by = "leverage" } = run.options.sampling;
  return {
    ...run.method,
    *certificate() {
      return certificateOf(counts, { by, seed: run.options.seed }, run.session.dimension, undefined);
    },
  };
}
