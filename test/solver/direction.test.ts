import { describe, expect, it } from "vitest";
import type { Curvature, Session } from "../../src/problem/session.js";
import { newtonDirection } from "../../src/solver/direction.js";
import { type ExactWork, layoutExact } from "../../src/solver/factor.js";
import { place } from "../../src/wasm/memory.js";
import { drain } from "../../src/wasm/pace.js";

/** A session that is nothing but a Hessian, a majorant and a gradient. */
function fake(H: number[][], g: number[], majorant?: number[][], semidefinite = false) {
  const d = g.length;
  const { kernels, parts: work } = place((arena) => layoutExact(d, arena));
  work.g.data.set(g);
  const facts: Curvature = { semidefinite, negativeRows: semidefinite ? 0 : 1, negativeMass: 0 };
  const session = {
    dimension: d,
    kernels,
    pace: { spent: 0 },
    counts: { value: 0, gradient: 0, hvp: 0, factorization: 0 },
    *hessian(out: { data: Float64Array }) {
      out.data.set(H.flat());
      return facts;
    },
    majorant(out: { data: Float64Array }) {
      if (majorant) out.data.set(majorant.flat());
      return majorant !== undefined;
    },
  } as unknown as Session;
  return { session, work };
}

const times = (H: number[][], v: ArrayLike<number>): number[] =>
  H.map((row) => row.reduce((sum, h, j) => sum + h * v[j], 0));
const step = (session: Session, work: ExactWork) => drain(newtonDirection(session, work));

describe("newtonDirection", () => {
  it("solves H p = -g exactly where H is positive definite", () => {
    const H = [
      [4, 1],
      [1, 3],
    ];
    const { session, work } = fake(H, [1, 2]);
    const direction = step(session, work);
    expect(direction.kind).toBe("exact");
    times(H, work.p.data).forEach((v, j) => {
      expect(v).toBeCloseTo(-[1, 2][j], 14);
    });
    // g'H^-1 g = (3 - 4 + 16) / 11
    expect(direction.decrement).toBeCloseTo(15 / 11, 14);
    expect(direction.smallestPivot).toBeCloseTo(11 / 12, 14);
    expect(direction.negative).toBe(-1);
  });

  it("uses the majorant where H is indefinite, and finds a direction of negative curvature", () => {
    const H = [
      [2, 3],
      [3, 1],
    ];
    const { session, work } = fake(
      H,
      [1, 1],
      [
        [5, 0],
        [0, 4],
      ],
    );
    const direction = step(session, work);
    expect(direction.kind).toBe("majorant");
    expect(direction.negative).toBe(1);
    expect(Array.from(work.p.data)).toEqual([-1 / 5, -1 / 4].map((v) => expect.closeTo(v, 14)));
    const v = work.downhill.data;
    const curvature = times(H, v).reduce((sum, h, j) => sum + h * v[j], 0);
    // The pivot of the second column: 1 - 3^2 / 2.
    expect(curvature).toBeCloseTo(-3.5, 13);
  });

  it("negative curvature is found at the first, a middle and the last pivot of random matrices, seeds 1 to 30", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const d = 1 + (seed % 9);
      const at = seed % d;
      const L = Array.from({ length: d }, (_, i) =>
        Array.from({ length: d }, (_, j) => (j > i ? 0 : i === j ? 1 : Math.sin(seed + 7 * i + 3 * j))),
      );
      const signs = Array.from({ length: d }, (_, k) => (k === at ? -0.5 : 1));
      const H = L.map((row, i) =>
        L.map((other, j) => row.reduce((sum, l, k) => sum + l * signs[k] * other[k] + (i === j ? 0 : 0), 0)),
      );
      const { session, work } = fake(H, Array(d).fill(1));
      const direction = step(session, work);
      expect(direction.negative, `seed ${seed}`).toBe(at);
      const v = work.downhill.data;
      expect(times(H, v).reduce((sum, h, j) => sum + h * v[j], 0)).toBeCloseTo(-0.5, 9);
      // Without a majorant the shift alone must make a descent direction.
      expect(work.p.data.reduce((sum, p, j) => sum + p * work.g.data[j], 0)).toBeLessThan(0);
    }
  });

  it("shifts a singular Hessian by a trace of its diagonal and stays exact in its range", () => {
    const H = [
      [1, 1],
      [1, 1],
    ];
    const { session, work } = fake(H, [1, 1], undefined, true);
    const direction = step(session, work);
    expect(direction.kind).toBe("shifted");
    expect(direction.shift).toBeLessThanOrEqual(1e-10);
    expect(direction.negative).toBe(-1);
    times(H, work.p.data).forEach((v) => {
      expect(v).toBeCloseTo(-1, 8);
    });
  });

  it("takes a tiny positive pivot for zero", () => {
    const { session, work } = fake(
      [
        [1, 1],
        [1, 1 + 4e-16],
      ],
      [1, -1],
      undefined,
      true,
    );
    expect(step(session, work).kind).toBe("shifted");
  });

  it("an empty column and a zero matrix still give a finite descent direction", () => {
    for (const H of [
      [
        [2, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]) {
      const { session, work } = fake(H, [1, 1], undefined, true);
      const direction = step(session, work);
      expect(Number.isFinite(direction.decrement)).toBe(true);
      for (const p of work.p.data) expect(p).toBeLessThan(0);
    }
  });

  it("never gives up: a Hessian of NaN leaves the scaled gradient", () => {
    const { session, work } = fake(
      [
        [Number.NaN, 0],
        [0, 1],
      ],
      [1, 1],
    );
    const direction = step(session, work);
    expect(direction.kind).toBe("majorant");
  });
});
