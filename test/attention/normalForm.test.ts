import { attentionInversion, plan } from "subnewton";
import { describe, expect, it } from "vitest";
import { checkAttention } from "../../src/problem/attention/input.js";
import { layoutAttention } from "../../src/problem/attention/layout.js";
import { normalForm } from "../../src/problem/attention/normalForm.js";
import { forward } from "../../src/problem/attention/products.js";
import { OPEN } from "../../src/problem/problem.js";
import { layoutExact } from "../../src/solver/factor.js";
import { place, planBytes } from "../../src/wasm/memory.js";
import { drain } from "../../src/wasm/pace.js";
import { seeded } from "../kernels/support/seeded.js";
import { apart, norm } from "./support/cases.js";
import { normals } from "./support/oracle.js";
import { instance } from "./support/recovery.js";

/** The normal form of an instance, which must have one. */
function formOf(...given: Parameters<typeof instance>) {
  const made = instance(...given);
  const form = normalForm(checkAttention({ heads: made.heads }));
  if (!form) throw new Error("no normal form");
  return { ...made, form };
}

const SHAPES: [string, number, number, number[] | undefined, number][] = [
  ["more tokens than entries", 6, 3, undefined, 3],
  ["as many", 4, 4, undefined, 3],
  ["fewer tokens than entries: n - 1 are left", 3, 8, undefined, 2],
  ["a wide V", 5, 3, [7], 3],
  ["several heads: all their mixtures lie in one hull", 3, 8, [8, 8], 2],
  ["a head of low rank beside a full one", 5, 4, [4, 2], 4],
];

describe.each(SHAPES)("the normal form with %s", (_what, n, d, widths, r) => {
  const { problem, form, truth } = formOf(7, n, d, widths);
  const y = new Float64Array(n * r);
  const x = new Float64Array(n * d);

  it("has r entries a token, and brings the truth there and back", () => {
    expect(form.model.d).toBe(r);
    form.enter(truth, y);
    form.lift(y, x);
    expect(apart(x, truth)).toBeLessThan(1e-11);
  });

  it("has the same attention at every point, and is zero at the truth alone of these", () => {
    const { kernels, parts } = place((arena) => layoutAttention(form.model, arena, false));
    const at = { model: form.model, kernels, parts, pace: { spent: 0 } };
    const { heads } = form.model;
    heads.forEach(({ W, V, B, bias }, k) => {
      parts.heads[k].W.data.data.set(W);
      parts.heads[k].V.data.data.set(V);
      parts.heads[k].B.data.data.set(B);
      parts.heads[k].bias?.data.set(bias ?? []);
    });
    const F = (from: Float64Array): number => {
      form.enter(from, parts.x.data);
      return drain(forward(at, parts.x));
    };
    expect(F(truth)).toBeLessThan(1e-18);
    const random = Float64Array.from(normals(seeded(3), n * r));
    form.lift(random, x);
    expect(F(x)).toBeGreaterThan(1e-3);
    const P = parts.heads.map(({ P: found }) => found.data.data.slice());
    const { session } = problem[OPEN].open((arena) => arena.f64(1), false);
    session.x.data.set(x);
    drain(session.linearize(session.x));
    const own = (session as unknown as { placed: { parts: typeof parts } }).placed.parts.heads;
    own.forEach(({ P: wanted }, k) => {
      expect(apart(P[k], wanted.data.data)).toBeLessThan(1e-10);
    });
  });
});

it("the mixtures P X' have mean 0 and unit covariance there", () => {
  const { form } = formOf(7, 6, 3);
  const A = form.model.heads[0].B;
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      let sum = 0;
      for (let i = 0; i < 6; i++) sum += (A[3 * i + a] * A[3 * i + b]) / 6;
      expect(sum).toBeCloseTo(a === b ? 1 : 0, 12);
    }
    expect(A.reduce((sum, v, k) => sum + (k % 3 === a ? v : 0), 0)).toBeCloseTo(0, 12);
  }
});

describe("there is no normal form", () => {
  const { heads } = instance(8, 4, 3);
  const [head] = heads;
  it.each([
    ["with gamma", { ...head, gamma: 0.1 }],
    ["with a residual block", { ...head, residualBlock: true }],
    ["with one token", { ...head, B: head.B.slice(0, 1) }],
    ["with a narrow V", { ...head, V: head.V.map((row) => row.slice(0, 2)), B: head.B.map((row) => row.slice(0, 2)) }],
    ["with a V of rank 2", { ...head, V: [head.V[0], head.V[1], head.V[0].map((v, j) => v - head.V[1][j])] }],
    ["where every row of B is the same", { ...head, B: head.B.map(() => head.B[0]) }],
  ])("%s", (_what, input) => {
    expect(normalForm(checkAttention(input))).toBeUndefined();
    expect(normalForm(checkAttention(head))).toBeDefined();
  });
});

describe("a session with a normal form", () => {
  it("starts in it: the lift of twice a standard normal y", () => {
    const { problem, form } = formOf(9, 5, 3);
    const { session, parts } = problem[OPEN].open((arena) => layoutExact(15, arena));
    session.randomStart(4, 2, parts.start);
    const y = new Float64Array(15);
    form.enter(parts.start.data, y);
    // 15 normal draws of deviation 2: their root mean square.
    expect(norm(y) / Math.sqrt(15)).toBeGreaterThan(1.2);
    expect(norm(y) / Math.sqrt(15)).toBeLessThan(2.8);
    const { kernels, parts: own } = place((arena) => ({ y: arena.f64(15), words: arena.i32(4) }));
    kernels.random.normal({ seed: 4, draw: 2, iteration: 0, purpose: 1 }, 0, own.words, own.y);
    expect(
      apart(
        y,
        own.y.data.map((v) => 2 * v),
      ),
    ).toBeLessThan(1e-12);
  });

  it("plans for both, and for F alone where no matrix is wanted", () => {
    const { problem, form, heads } = formOf(9, 3, 8);
    const model = checkAttention({ heads });
    const bytes = (dense: boolean): number => planBytes((arena) => layoutAttention(model, arena, dense));
    const both = bytes(true) + planBytes((arena) => layoutAttention(form.model, arena, true));
    expect(plan(problem)).toBe(both + planBytes((arena) => layoutExact(24, arena)));
    expect(plan(problem, { method: "adam" })).toBe(bytes(false) + 5 * 8 * 24);
    expect(plan(attentionInversion({ heads, gamma: 1 }))).toBe(
      bytes(true) + planBytes((arena) => layoutExact(24, arena)),
    );
  });
});
