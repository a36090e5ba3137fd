import { readFileSync } from "node:fs";
import { solve } from "subnewton";
import { describe, expect, it } from "vitest";
import { evaluate } from "../oracle/twoLayer.js";
import { draws, instance } from "../oracle/twoLayerInstances.js";
import { bruteDescent, problemOf } from "./support.js";

const certified = JSON.parse(readFileSync(new URL("../certified/twoLayer/best.json", import.meta.url), "utf8")) as {
  instances: number;
  starts: number;
  values: number[];
};

// The first of 1000 instances (n = 12, d = 3, m = 5, w = 0.3); `npm run bench -- twoLayer` runs them all.
const SOLVED = 24;

describe("random instances", () => {
  it("have certified best values", () => {
    expect(certified.values.length).toBe(1000);
    expect(certified.starts).toBe(2000);
  });

  it("never end in success where a direction leads down", () => {
    let kinks = 0;
    for (let seed = 0; seed < SOLVED; seed++) {
      const data = instance(seed);
      const { normal } = draws(9000 + seed);
      const problem = problemOf(data);
      for (const x0 of [[0, 0, 0], [normal(), normal(), normal()].map((v) => 3 * v)]) {
        const result = solve(problem, { x0 });
        expect(result.success, `${seed}`).toBe(true);
        const fall = bruteDescent(data, [...result.x], 40, normal);
        expect(fall, `${seed} from ${x0}`).toBeLessThanOrEqual(1e-9 * Math.max(1, result.value));
        expect(result.gradientNorm).toBeLessThan(1e-8);
        if (result.certificate.kinks!.rows.length > 0) kinks++;
      }
    }
    // Or the test would say nothing of kinks.
    expect(kinks).toBeGreaterThan(SOLVED / 2);
  });

  // Flat ways that end at convex kinks, a second-order test with rows held by multipliers of 0, concave kinks near a minimum.
  it.each([101, 132, 168, 185, 246, 297, 454, 541, 708, 770])(
    "%i, once ended where F still fell, does no more",
    (seed) => {
      const data = instance(seed);
      const { normal } = draws(seed + 5e5);
      for (let k = 0; k < 3; k++) {
        const x0 = k ? [normal(), normal(), normal()].map((v) => 3 * v) : [0, 0, 0];
        const result = solve(problemOf(data), { x0 });
        const fall = bruteDescent(data, [...result.x], 100, draws(k).normal);
        expect(fall).toBeLessThanOrEqual(1e-9);
      }
    },
  );

  it("ends at x = 0 where a cone narrows towards it", () => {
    const { normal } = draws(7036 + 5e5);
    for (let i = 0; i < 900; i++) normal();
    const result = solve(problemOf(instance(7036, 12, 3, 5, 0.02)), { x0: [3 * normal(), 3 * normal(), 3 * normal()] });
    expect([...result.x]).toEqual([0, 0, 0]);
    expect(result.success).toBe(true);
  });

  it("reach the best of 2000 starts of other code from 32 starts", () => {
    let reached = 0;
    for (let seed = 0; seed < SOLVED; seed++) {
      const result = solve(problemOf(instance(seed)), { starts: 32 });
      if (result.value <= certified.values[seed] * (1 + 1e-8)) reached++;
      expect(result.value).toBeGreaterThan(certified.values[seed] * (1 - 1e-6));
    }
    expect(reached).toBe(SOLVED);
  });

  it("satisfy 0 = g + sum theta_i gamma_i a_i by the definition, from x and the certificate alone", () => {
    for (let seed = 0; seed < SOLVED; seed++) {
      const data = instance(seed);
      const { x, certificate } = solve(problemOf(data));
      const { rows, multipliers } = certificate.kinks!;
      const { u, gradient, gamma } = evaluate(data, [...x], new Set(rows));
      const residual = gradient.slice();
      rows.forEach((i, at) => {
        expect(Math.abs(u[i])).toBeLessThan(1e-12);
        data.A1[i].forEach((a, j) => {
          residual[j] += multipliers[at] * gamma[i] * a;
        });
      });
      for (const r of residual) expect(Math.abs(r)).toBeLessThan(1e-8);
    }
  });
});
