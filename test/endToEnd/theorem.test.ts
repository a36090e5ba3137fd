import {
  type IterationRecord,
  iterate,
  leverageScores,
  type Problem,
  type Result,
  type SolveOptions,
  solve,
} from "subnewton";
import { describe, expect, it } from "vitest";
import { OPEN, type Openable, type Opened } from "../../src/problem/problem.js";
import type { Session } from "../../src/problem/session.js";
import type { Layout } from "../../src/wasm/memory.js";
import { wilsonLower } from "../sketch/support/statistics.js";
import { confirmed } from "./cases.js";
import { FAMILIES, type FamilyName, familyInstance, type Instance } from "./families.js";

const N = 5000;
const D = 40;
const SEEDS = 20;
/** A solve that takes longer has not converged: exact Newton takes 12 iterations at most from the same start. */
const MOST = 60;

const made = new Map<FamilyName, { instance: Instance; exact: Result }>();

/** Each family once, with its solution to rounding. */
function prepared(name: FamilyName) {
  const known = made.get(name);
  if (known) return known;
  const instance = familyInstance(name, 1, N, D);
  const exact = solve(instance.problem, { method: "exact", tolerance: 1e-14, maxIterations: 500 });
  expect(exact.success, exact.message).toBe(true);
  made.set(name, { instance, exact });
  return { instance, exact };
}

/** n max tau_i / d at the solution: 1 where rows are alike, n / d where one row alone determines a direction. */
function coherence(name: FamilyName): number {
  const { instance, exact } = prepared(name);
  const weights = instance.curvature(exact.x);
  expect(Math.min(...weights)).toBeGreaterThan(0);
  return (N * Math.max(...leverageScores(instance.A, { weights }))) / D;
}

const sampledBy = (name: FamilyName, by: "leverage" | "uniform", perColumn: number, seed: number): Result =>
  solve(prepared(name).instance.problem, {
    method: "sampled",
    seed,
    maxIterations: MOST,
    sampling: { by, rows: perColumn * D },
  });

const seeds = Array.from({ length: SEEDS }, (_, k) => k + 1);

describe.each([
  "T2: t rows, sinh, max|Ax| = 4",
  "EXP-D: Gaussian rows, exp, std(Ax) = 2",
  "ZIPF: one-hot counts, exp, std(Ax) = 2",
] as const)("%s", (name) => {
  it("is coherent: one row determines a direction", () => {
    expect(coherence(name)).toBeGreaterThan(0.9 * (N / D));
  });

  it("seed 1: 8 d rows by leverage converge, 32 d by equal chances do not", () => {
    const { instance, exact } = prepared(name);
    const leverage = sampledBy(name, "leverage", 8, 1);
    confirmed(instance.problem, leverage);
    expect(leverage.value / exact.value - 1).toBeLessThan(1e-8);
    expect(leverage.iterations).toBeLessThanOrEqual(25);
    const uniform = sampledBy(name, "uniform", 32, 1);
    expect(uniform.status).toBe("maxIterations");
    expect(uniform.value / exact.value - 1).toBeGreaterThan(1e-6);
  });

  it(`${SEEDS} seeds: with 95 % confidence the one converges in 85 % of all runs, the other fails in 85 %`, () => {
    const converged = seeds.filter((seed) => sampledBy(name, "leverage", 8, seed).success).length;
    const failed = seeds.filter((seed) => !sampledBy(name, "uniform", 32, seed).success).length;
    expect(wilsonLower(converged, SEEDS), `${converged} converged`).toBeGreaterThan(0.85);
    expect(wilsonLower(failed, SEEDS), `${failed} failed`).toBeGreaterThan(0.85);
  });
});

describe("ZIPF, D = 1: the same rows, sinh near 0", () => {
  const name = "ZIPF, D = 1: the same rows, sinh near 0";

  it(`the control: rows are alike, and equal chances do, ${SEEDS} seeds`, () => {
    expect(coherence(name)).toBeLessThan(10);
    for (const [by, perColumn] of [
      ["uniform", 32],
      ["leverage", 8],
    ] as const) {
      const converged = seeds.filter((seed) => sampledBy(name, by, perColumn, seed).success).length;
      expect(wilsonLower(converged, SEEDS), `${by}: ${converged} converged`).toBeGreaterThan(0.85);
    }
  });
});

/** |x - x*| in the norm of the Hessian at x*. */
function distanceTo({ problem, d }: Instance, { x: best }: Result): (x: ArrayLike<number>) => number {
  const H = problem.hessian(best).data;
  return (x) => {
    let square = 0;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) square += (x[i] - best[i]) * H[i * d + j] * (x[j] - best[j]);
    }
    return Math.sqrt(Math.max(square, 0));
  };
}

/** No run may end for being good enough: errors are followed down to 1e-10 of the start. */
const NEVER = 1e-28;

/** The points of a solve, read where its session stands after each iteration. */
function* points(
  { problem }: Instance,
  options: SolveOptions,
): Generator<{ x: Float64Array; record: IterationRecord }> {
  const door = (problem as Problem & Openable)[OPEN];
  let session: Session | undefined;
  const watched = {
    ...problem,
    [OPEN]: {
      ...door,
      open<T>(layout: Layout<T>): Opened<T> {
        const opened = door.open(layout);
        session = opened.session;
        return opened;
      },
    },
  };
  for (const record of iterate(watched, options)) yield { x: session?.x.data.slice() ?? new Float64Array(0), record };
}

/**
 * Where the theorem starts: the first point of exact Newton's path from 0 after which each of its own steps contracts the
 * error tenfold, so that what a sampled step adds is the sample's.
 */
function localStart(instance: Instance, distance: (x: ArrayLike<number>) => number): Float64Array {
  const path = Array.from(points(instance, { method: "exact", tolerance: 1e-14 }), ({ x }) => x);
  const errors = path.map(distance);
  let first = 0;
  for (let t = 1; t < errors.length; t++) {
    if (errors[t - 1] > 1e-10 * errors[0] && errors[t] > 0.1 * errors[t - 1]) first = t;
  }
  return path[first];
}

/** e_t / e_(t-1) from the first full step on, until the error is 1e-10 of its start. */
function contractions(name: FamilyName, x0: Float64Array, step: "search" | "unit", seed: number): number[] {
  const { instance, exact } = prepared(name);
  const distance = distanceTo(instance, exact);
  const options: SolveOptions = { method: "sampled", x0, seed, tolerance: NEVER, sampling: { rows: 16 * D, step } };
  const start = distance(x0);
  const found: number[] = [];
  let error = start;
  let full = false;
  for (const { x, record } of points(instance, options)) {
    if (record.iteration === 0) continue;
    const now = distance(x);
    full ||= record.stepLength === 1;
    if (full) found.push(now / error);
    error = now;
    expect(record.iteration, `${name}, seed ${seed}`).toBeLessThan(30);
    if (error <= 1e-10 * start) break;
  }
  expect(error, `${name}, seed ${seed}`).toBeLessThanOrEqual(1e-10 * start);
  return found;
}

const NAMES = Object.keys(FAMILIES) as FamilyName[];

describe("the theorem's rate", () => {
  it("is measured at the points that maxIterations t ends at, to the bit", () => {
    const { instance } = prepared("EXP-D: Gaussian rows, exp, std(Ax) = 2");
    const options: SolveOptions = { method: "sampled", seed: 1, tolerance: NEVER, sampling: { rows: 16 * D } };
    for (const { x, record } of points(instance, { ...options, maxIterations: 6 })) {
      const cut = solve(instance.problem, { ...options, maxIterations: record.iteration });
      expect(Array.from(cut.x)).toEqual(Array.from(x));
    }
  });

  // Worst step of all, and median: GA 0.31, 0.24; T2 0.17, 0.10; EXP-D 0.07, 0.04; ZIPF 0.08, 0.05; D = 1 0.39, 0.24.
  // From x = 0 the worst that follows the first full one is 0.34, 0.63, 0.76, 0.64 and 0.39: exact Newton's own steps
  // contract by no more than 0.69 there.
  it.each(NAMES)(`%s: 16 d rows contract the error by 0.4 or better in every full step, ${SEEDS} seeds`, (name) => {
    const { instance, exact } = prepared(name);
    const x0 = localStart(instance, distanceTo(instance, exact));
    for (const seed of seeds) {
      const rates = contractions(name, x0, "search", seed);
      expect(rates.length).toBeGreaterThan(4);
      rates.forEach((rate, k) => {
        expect(rate, `seed ${seed}, step ${k} since the first full one`).toBeLessThanOrEqual(0.4);
      });
    }
  });

  // The literal step's worst of 20 seeds: GA 0.47, T2 0.19, EXP-D 0.08, ZIPF 0.11, D = 1 0.68; medians 0.27, .11, .04, .05, .27.
  // Marchenko and Pastur's worst direction at 16 d rows is 0.78, the average one 0.28 (SOLVER 1.4).
  it.each(NAMES)(
    "%s: the papers' literal unit step does so in the middle, and never worse than 0.78, 3 seeds",
    (name) => {
      const { instance, exact } = prepared(name);
      const x0 = localStart(instance, distanceTo(instance, exact));
      const rates = [1, 2, 3].flatMap((seed) => contractions(name, x0, "unit", seed)).sort((a, b) => a - b);
      expect(rates[rates.length >> 1]).toBeLessThan(0.3);
      expect(rates[rates.length - 1]).toBeLessThan(0.78);
      if (name !== "GA: Gaussian rows, sinh" && !name.startsWith("ZIPF, D = 1")) {
        expect(rates[rates.length - 1]).toBeLessThanOrEqual(0.4);
      }
    },
  );
});
