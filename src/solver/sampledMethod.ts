import type { RowForm, Session } from "../problem/session.js";
import { LANCZOS_START } from "../sketch/counters.js";
import { layoutSketch, type SketchWork } from "../sketch/layout.js";
import type { Arena } from "../wasm/memory.js";
import type { Paced } from "../wasm/pace.js";
import { type CgWork, conjugateGradients, type Product } from "./conjugateGradients.js";
import { type Direction, newtonDirection } from "./direction.js";
import { type ExactWork, smallestPivot, solveWithFactor } from "./factor.js";
import { forcing, LOOSEST } from "./forcing.js";
import { lanczos, type Spectrum } from "./lanczos.js";
import type { Method } from "./method.js";
import { type SampledFactor, type SamplerSetting, sampler } from "./sampler.js";
import { certificateOf } from "./samplingCertificate.js";

/** Storage beside the exact method's: the sketch's, and 3 d-vectors for conjugate gradients. */
export function layoutSampled(rows: number, columns: number, capacity: number, arena: Arena) {
  return {
    ...layoutSketch(rows, columns, capacity, arena),
    residual: arena.f64(columns),
    conjugate: arena.f64(columns),
    product: arena.f64(columns),
  };
}

export type SampledWork = ExactWork & SketchWork & Omit<CgWork, "R">;

export interface SampledSetting extends SamplerSetting {
  /** "sampled": p = -M^-1 g of the sampled M; "pcg": M preconditions conjugate gradients on the exact Hessian. */
  readonly name: "sampled" | "pcg";
  /** "unit": the papers' literal step; "search": scaled to the minimum of the model along it, then searched. */
  readonly step: "search" | "unit";
  /** Measure the spectral error of the last sample at the end. */
  readonly certify: boolean;
}

const MOST_LINEAR = 30;
/** A factor is kept while each iteration of conjugate gradients shrinks the residual to this share or less (8 d rows: 0.35). */
const GOOD_RATE = 0.5;
/** Where it leaves more than this share, the next sample is twice as large. */
const POOR_RATE = 0.65;
/** M^-1 H has no eigenvalue below about this for samples of 2 d rows and more (Marchenko and Pastur: 0.34). */
const LEAST_EIGENVALUE = 0.25;
/**
 * With N the part of the majorant M that was turned round, H = M - 2 N and v'N v <= (sum of N's scores) v'M v: H is
 * positive definite while they sum to less than 1/2. The estimate, at 35 % for a single row, has to be below a fifth of that.
 */
const SAFE_SCORES = 0.1;
/** Lanczos must see M^-1 H above this for H to pass as positive definite; else the exact Hessian is factored. */
const SAFELY_POSITIVE = 0.1;
/** Lanczos steps: 8 are within 6 % of both ends of the spectrum, 12 within 3 % (SOLVER 5.4). */
const PROOF_STEPS = 8;
const MEASURING_STEPS = 12;

/** base^n by products: Math.pow's last bit depends on the engine. */
function power(base: number, n: number): number {
  let out = 1;
  for (let i = 0; i < n; i++) out *= base;
  return out;
}

/** The papers' approximate Newton method, literally or as a preconditioner. */
export function sampledMethod(session: Session, form: RowForm, work: SampledWork, setting: SampledSetting): Method {
  const { kernels } = session;
  const { vector: k } = kernels;
  const draws = sampler(session, form, work, setting);
  let keep = false;
  let firstDecrement = 0;
  let serial = 0;

  const exact: Product = (v, hv) => form.product(v, hv, work.image);
  const majorant: Product = (v, hv) => form.product(v, hv, work.image, work.weights);
  const images = { image: work.image, sum: form.step };

  const describe = (factor: SampledFactor, far: boolean) => ({
    shift: factor.shift,
    smallestPivot: smallestPivot(work, session.dimension),
    curvature: factor.curvature,
    negative: -1,
    bent: far,
    provisional: !(factor.curvature.semidefinite && factor.proves),
    test: "sample" as const,
    knownStep: true,
    sampledRows: factor.rows,
  });

  /** p = -t M^-1 g with t the minimum of the exact model along it, or 1. */
  function* sampledStep(factor: SampledFactor, apply: Product, far: boolean): Paced<Direction> {
    const { p, g, product: hp, residual: r } = work;
    const whole = solveWithFactor(session, work);
    yield* apply(p, hp);
    form.step.data.set(work.image.data);
    const curvature = k.dot(p, hp);
    const unit = setting.step === "unit";
    const t = unit || !(curvature > 0) ? 1 : Math.min(Math.max(whole / curvature, 0.25), 4);
    for (let j = 0; j < g.length; j++) {
      p.data[j] *= t;
      r.data[j] = g.data[j] + t * hp.data[j];
    }
    if (t !== 1) k.scaleAdd(form.step, t - 1, form.step, form.step);
    kernels.symmetric.solveTransposed(session.dimension, session.dimension, work.R, r);
    const rest = k.dot(r, r);
    const decrement = t * whole;
    const bound = (unit ? whole : decrement) + rest / LEAST_EIGENVALUE;
    const quality = whole > 0 ? Math.sqrt(rest / whole) : 0;
    return { ...describe(factor, far), kind: "sampled", unit, decrement, bound, linearIterations: 1, quality };
  }

  function* pcgStep(factor: SampledFactor, apply: Product, far: boolean): Paced<Direction> {
    const now = solveWithFactor(session, work);
    if (!(firstDecrement > 0)) firstDecrement = now;
    const eta = forcing(now, firstDecrement);
    const solved = yield* conjugateGradients(session, apply, { ...work, images }, eta, MOST_LINEAR);
    const { decrement, bound, quality, negative, iterations } = solved;
    keep = !negative && quality <= power(GOOD_RATE, iterations);
    const poor = !negative && quality > power(POOR_RATE, iterations);
    if (factor.rows > 0 && poor) draws.rows = Math.min(2 * draws.rows, draws.most);
    const common = describe(factor, far);
    const provisional = common.provisional || negative;
    return { ...common, kind: "pcg", provisional, decrement, bound, linearIterations: iterations, quality };
  }

  function* direction(far: boolean): Paced<Direction> {
    const factor = yield* draws.factor(keep);
    if (!factor) return yield* newtonDirection(session, work, far);
    const bent = far && factor.curvature.negativeRows > 0;
    const step = setting.name === "pcg" ? pcgStep : sampledStep;
    return yield* step(factor, bent ? majorant : exact, bent);
  }

  function* spectrum(apply: Product, steps: number): Paced<Spectrum> {
    const counter = { seed: setting.seed, draw: setting.start, iteration: serial++, purpose: LANCZOS_START };
    kernels.random.normal(counter, 0, work.words, work.residual);
    return yield* lanczos(session, apply, work, steps);
  }

  return {
    direction,
    *confirm(found) {
      if (found.shift === 0 && (yield* draws.negativeScores()) < SAFE_SCORES) {
        return { ...found, provisional: false, test: "scores" };
      }
      if (found.shift === 0) {
        // Lanczos needs p as workspace.
        work.downhill.data.set(work.p.data);
        const { least } = yield* spectrum(exact, PROOF_STEPS);
        work.p.data.set(work.downhill.data);
        if (least > SAFELY_POSITIVE) return { ...found, provisional: false, test: "lanczos" };
      }
      return yield* newtonDirection(session, work);
    },
    *halfDecrement(enough) {
      const loose = (0.5 * solveWithFactor(session, work)) / LEAST_EIGENVALUE;
      if (loose <= enough) return loose;
      const { bound, negative } = yield* conjugateGradients(session, exact, work, LOOSEST, MOST_LINEAR);
      return 0.5 * (negative ? solveWithFactor(session, work) : bound);
    },
    *certificate() {
      yield* form.weights(work.weights);
      return certificateOf(
        draws.counts,
        setting,
        session.dimension,
        setting.certify ? yield* spectrum(majorant, MEASURING_STEPS) : undefined,
      );
    },
  };
}
