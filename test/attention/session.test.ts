import { attentionInversion } from "subnewton";
import { describe, expect, it } from "vitest";
import { OPEN } from "../../src/problem/problem.js";
import { layoutExact } from "../../src/solver/direction.js";
import { drain } from "../../src/wasm/pace.js";
import { seeded } from "../kernels/support/seeded.js";
import { apart } from "./support/cases.js";
import * as oracle from "./support/oracle.js";

const [n, d] = [3, 2];
const N = n * d;
const problem = attentionInversion(oracle.spec(seeded(1), { n, d, widths: [2, 3], gamma: 0.2 }));
const random = seeded(2);
const [x0, p, q] = [1, 2, 3].map(() => Float64Array.from(oracle.normals(random, N)));
const moved = (t: number, v: Float64Array): Float64Array => x0.map((a, j) => a + t * v[j]);

function opened() {
  const { session, parts } = problem[OPEN].open((arena) => layoutExact(N, arena));
  parts.start.data.set(x0);
  expect(drain(session.linearize(parts.start))).toBe(problem.value(x0));
  const line = (v: Float64Array) => {
    parts.p.data.set(v);
    return drain(session.along(parts.p));
  };
  return { session, work: parts, line };
}

describe("the session of an attention inversion", () => {
  it("goes along a line: values, slopes, and the point it accepts", () => {
    const { session, work, line } = opened();
    const along = line(p);
    for (const t of [1, 0.5, -2]) {
      expect(drain(along.value(t))).toBe(problem.value(moved(t, p)));
      const slope = problem.gradient(moved(t, p)).reduce((s, g, j) => s + g * p[j], 0);
      expect(drain(along.slope(t)) / slope).toBeCloseTo(1, 12);
    }
    // A slope at a point whose value was not asked for, and the acceptance of yet another.
    const there = problem.gradient(moved(0.25, p)).reduce((s, g, j) => s + g * p[j], 0);
    expect(drain(along.slope(0.25)) / there).toBeCloseTo(1, 12);
    drain(along.accept(0.75));
    expect(session.x.data).toEqual(moved(0.75, p));
    drain(session.gradient(work.g));
    expect(work.g.data).toEqual(problem.gradient(moved(0.75, p)));
  });

  it("a trial of one direction is not taken for a point of the next, and accepting 0 goes back", () => {
    const { session, work, line } = opened();
    drain(line(p).value(1));
    const next = line(q);
    drain(next.accept(1));
    drain(session.gradient(work.g));
    expect(work.g.data).toEqual(problem.gradient(moved(1, q)));
    const again = opened();
    const along = again.line(p);
    drain(along.value(1));
    drain(along.accept(0));
    drain(again.session.gradient(again.work.g));
    expect(again.work.g.data).toEqual(problem.gradient(x0));
  });

  it("has the dense matrices in the upper triangle, gaussNewton that of gnvp", () => {
    const { session, work } = opened();
    drain(session.hessian(work.H));
    const H = problem.hessian(x0).data;
    for (let i = 0; i < N; i++) for (let j = i; j < N; j++) expect(work.H.data[i * N + j]).toBe(H[i * N + j]);
    drain(session.gaussNewton!(work.H));
    for (let j = 0; j < N; j++) {
      const e = new Float64Array(N);
      e[j] = 1;
      const column = problem.gnvp(x0, e);
      for (let i = 0; i <= j; i++) expect(work.H.data[i * N + j]).toBeCloseTo(column[i], 12);
    }
  });

  it("bounds the terms of the gradient: twice each column of J times the sizes of output and target", () => {
    const { session, work } = opened();
    drain(session.gradientSize(work.size));
    const J = problem.jacobian(x0);
    const g = problem.gradient(x0);
    for (let j = 0; j < N; j++) {
      const column = Math.hypot(...Array.from({ length: J.rows }, (_, i) => J.data[i * N + j]));
      expect(work.size.data[j]).toBeGreaterThan(2 * column);
      expect(Math.abs(g[j])).toBeLessThan(work.size.data[j]);
    }
  });

  it("takes points for the same that differ by less than 1e-4 of their size", () => {
    const { session } = opened();
    const near = x0.map((v) => v * (1 + 5e-5));
    expect(session.same(x0, near)).toBe(true);
    expect(
      session.same(
        x0,
        x0.map((v) => v * (1 + 5e-4)),
      ),
    ).toBe(false);
    expect(
      session.same(
        x0,
        x0.map((v) => -v),
      ),
    ).toBe(false);
    expect(session.same(new Float64Array(N), new Float64Array(N))).toBe(true);
  });

  it("starts are standard normal, the same for the same seed and number", () => {
    const { session, work } = opened();
    const start = (seed: number, k: number): Float64Array => {
      session.randomStart(seed, k, work.start);
      return work.start.data.slice();
    };
    expect(start(4, 1)).toEqual(start(4, 1));
    expect(apart(start(4, 1), start(4, 2))).toBeGreaterThan(0.1);
    expect(apart(start(4, 1), start(5, 1))).toBeGreaterThan(0.1);
  });

  it("without room for dense matrices says so instead of writing somewhere", () => {
    const { session, parts } = problem[OPEN].open((arena) => arena.f64(N * N), false);
    drain(session.linearize(session.x));
    expect(() => drain(session.hessian(parts))).toThrow("without room for dense matrices");
  });
});
