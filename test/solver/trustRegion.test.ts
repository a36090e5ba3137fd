import { describe, expect, it } from "vitest";
import type { Line } from "../../src/problem/session.js";
import { layoutExact } from "../../src/solver/factor.js";
import { newRegion, type RegionSession, regionStep } from "../../src/solver/trustRegion.js";
import { place, type Vector } from "../../src/wasm/memory.js";
import { drain } from "../../src/wasm/pace.js";

interface Given {
  f: (x: Float64Array) => number;
  x: number[];
  g: number[];
  H: number[][];
  metric?: number[][];
  undamped?: number;
}

/** A session that is nothing but a function, a gradient, a matrix and a metric; it counts its trials. */
function fake({ f, x, g, H, metric, undamped }: Given) {
  const d = x.length;
  const { kernels, parts } = place((arena) => ({ work: layoutExact(d, arena), x: arena.f64(d) }));
  parts.x.data.set(x);
  parts.work.g.data.set(g);
  parts.work.H.data.set(H.flat());
  const seen = { trials: 0, accepted: [] as number[] };
  const session: RegionSession = {
    dimension: d,
    kernels,
    pace: { spent: 0 },
    counts: { value: 0, gradient: 0, hvp: 0, factorization: 0 },
    x: parts.x,
    undamped,
    ...(metric
      ? {
          *metric(M: Vector) {
            M.data.set(metric.flat());
          },
        }
      : {}),
    *along(p) {
      const at = (t: number): Float64Array => parts.x.data.map((v, j) => v + t * p.data[j]);
      const line: Line = {
        reach: kernels.vector.normMax(p),
        *value(t) {
          seen.trials++;
          return f(at(t));
        },
        *slope() {
          return Number.NaN;
        },
        *accept(t) {
          seen.accepted.push(t);
          parts.x.data.set(at(t));
        },
      };
      return line;
    },
  };
  const value = f(parts.x.data);
  const step = (region = newRegion(), settled = 0) => drain(regionStep(session, parts.work, region, value, settled));
  return { session, step, seen, x: parts.x.data, p: parts.work.p.data, counts: session.counts };
}

const taken = (step: unknown): { value: number; rejected: number; decrement: number; norm: number } => {
  expect(typeof step).toBe("object");
  return step as { value: number; rejected: number; decrement: number; norm: number };
};

/** 0.5 x'Hx + c'x at x = 0: gradient c. */
const quadratic = (H: number[][], c: number[]): Given => ({
  f: (x) => x.reduce((s, xi, i) => s + c[i] * xi + 0.5 * xi * x.reduce((t, xj, j) => t + H[i][j] * xj, 0), 0),
  x: [0, 0],
  g: c,
  H,
});
const BOWL = quadratic(
  [
    [4, 1],
    [1, 3],
  ],
  [1, 2],
);

describe("regionStep", () => {
  it("is the Newton step where mu is tiny, and mu falls to a third where the model is exact", () => {
    const { step, x, seen } = fake(BOWL);
    const region = { damping: 1e-30, raise: 8 };
    const found = taken(step(region));
    // H^-1 c = (1/11, 7/11)
    expect(x[0]).toBeCloseTo(-1 / 11, 15);
    expect(x[1]).toBeCloseTo(-7 / 11, 15);
    expect(found.value).toBeCloseTo(-0.5 * (15 / 11), 15);
    expect(found.decrement).toBeCloseTo(15 / 11, 14);
    expect(found.rejected).toBe(0);
    expect(seen.trials).toBe(1);
    expect(region.damping).toBeCloseTo(1e-30 / 3, 44);
    expect(region.raise).toBe(2);
  });

  it("begins with a thousandth of the largest diagonal entry in the metric, and solves (H + mu M) p = -g", () => {
    for (const metric of [
      undefined,
      [
        [2, 0.5],
        [0.5, 0.25],
      ],
    ]) {
      const { step, p } = fake({ ...BOWL, metric });
      const region = newRegion();
      taken(step(region));
      const mu = 1e-3 * (metric ? 12 : 4);
      expect(region.damping).toBeCloseTo(mu / 3, 12);
      const M = metric ?? [
        [1, 0],
        [0, 1],
      ];
      BOWL.H.forEach((row, i) => {
        const product = row.reduce((sum, h, j) => sum + (h + mu * M[i][j]) * p[j], 0);
        expect(product).toBeCloseTo(-BOWL.g[i], 14);
      });
    }
  });

  it("is undamped where that is short enough in the metric and F falls, else damped", () => {
    const metric = [
      [4, 0],
      [0, 4],
    ];
    // |H^-1 c| = sqrt(50) / 11 = 0.643, in the metric twice that.
    for (const [undamped, free] of [
      [1.29, true],
      [1.28, false],
    ] as const) {
      const { step, p, counts } = fake({ ...BOWL, metric, undamped });
      const region = newRegion();
      taken(step(region));
      expect(Math.abs(p[1] + 7 / 11) < 1e-14).toBe(free);
      expect(region.damping < 0).toBe(free);
      expect(counts.factorization).toBe(free ? 1 : 2);
    }
    // F rises at the free end: the damped step is tried from x itself.
    const wall: Given = { ...BOWL, f: (x) => (x[1] < -0.6 ? 1 : BOWL.f(x)), undamped: 10 };
    const { step, x, seen } = fake(wall);
    expect(taken(step()).value).toBeLessThan(0);
    expect(seen.accepted).toEqual([0, 1]);
    expect(x[1]).toBeGreaterThan(-0.6);
  });

  it("sets mu by the share rho of the promised fall: 1 - (2 rho - 1)^3", () => {
    // F falls by `share` of what the model with H = 1 promises at p = -1: 0.5.
    for (const [share, factor] of [
      [0.5, 1],
      [0.75, 0.875],
      [0.25, 1.125],
      [0.01, 1 + 0.98 ** 3],
      [2, 1 / 3],
    ]) {
      const { step } = fake({ f: (x) => share * 0.5 * x[0], x: [0], g: [1], H: [[1]] });
      const region = { damping: 1e-12, raise: 2 };
      taken(step(region));
      expect(region.damping / 1e-12).toBeCloseTo(factor, 9);
    }
  });

  it("rejects a fall that is next to nothing beside the promise", () => {
    const { step, seen } = fake({ f: (x) => (x[0] < -0.9 ? -1e-5 : x[0]), x: [0], g: [1], H: [[1]] });
    expect(taken(step({ damping: 1e-12, raise: 2 })).rejected).toBeGreaterThan(0);
    expect(seen.trials).toBeGreaterThan(1);
  });

  it("raises mu by 2, 4, 8, ... where trials leave the domain, with the same H", () => {
    const { step, seen, x } = fake({
      f: (v) => (v[0] < -0.01 ? Number.POSITIVE_INFINITY : v[0]),
      x: [0],
      g: [1],
      H: [[1]],
    });
    const region = { damping: 1, raise: 2 };
    const { rejected } = taken(step(region));
    // mu = 1, 2, 8, 64, 1024 (p = -1/1025 is inside)
    expect(rejected).toBe(4);
    expect(seen.trials).toBe(5);
    expect(seen.accepted).toEqual([1]);
    expect(x[0]).toBeCloseTo(-1 / 1025, 15);
    expect(region.raise).toBe(2);
  });

  it("takes NaN for a rejection", () => {
    const { step } = fake({ f: (v) => (v[0] < -0.5 ? Number.NaN : v[0]), x: [0], g: [1], H: [[1]] });
    expect(taken(step({ damping: 0.1, raise: 2 })).rejected).toBeGreaterThan(0);
  });

  it("raises mu until an indefinite H becomes positive definite, without a trial before", () => {
    const saddle = quadratic(
      [
        [1, 0],
        [0, -2],
      ],
      [1, 1],
    );
    const { step, seen, counts } = fake(saddle);
    const region = { damping: 0.25, raise: 2 };
    const { rejected, value } = taken(step(region));
    // 0.25, 0.5 and 2 are too little (2 leaves a zero pivot), 16 is enough.
    expect(rejected).toBe(3);
    expect(seen.trials).toBe(1);
    expect(counts.factorization).toBe(4);
    expect(value).toBeLessThan(0);
  });

  it("is flat where the model promises no more than is settled, and asks for no trial", () => {
    const { step, seen, x } = fake(BOWL);
    expect(step({ damping: 1e-30, raise: 2 }, 1)).toBe("flat");
    expect(seen).toEqual({ trials: 0, accepted: [] });
    expect([...x]).toEqual([0, 0]);
    expect(fake({ ...BOWL, g: [0, 0] }).step()).toBe("flat");
    expect(fake({ ...BOWL, g: [Number.NaN, 0] }).step()).toBe("flat");
  });

  it("is stuck where no length of step lowers F, and leaves the session where it was", () => {
    for (const x of [
      [3, 4],
      [0, 0],
    ]) {
      const f = (v: Float64Array): number => (v.every((t, j) => t === x[j]) ? 0 : 1);
      const found = fake({ ...BOWL, f, x });
      expect(found.step()).toBe("stuck");
      expect(found.seen.trials).toBeGreaterThan(2);
      expect(found.seen.trials).toBeLessThan(60);
      expect(found.seen.accepted).toEqual([0]);
      expect([...found.x]).toEqual(x);
    }
  });

  it("is stuck, not endless, where H is NaN", () => {
    const { step, seen } = fake({ f: () => 0, x: [1], g: [1], H: [[Number.NaN]] });
    expect(step()).toBe("stuck");
    expect(seen.trials).toBe(0);
  });

  it("a zero H still gives a first mu", () => {
    const { step, x } = fake({ f: (v) => v[0], x: [0], g: [1], H: [[0]] });
    taken(step());
    expect(x[0]).toBeCloseTo(-1000, 9);
  });
});
