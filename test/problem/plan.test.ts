import { afterEach, describe, expect, it, vi } from "vitest";
import { dense, type Problem, plan, solve } from "../../src/index.js";
import { place } from "../../src/wasm/memory.js";
import { seeded } from "../kernels/support/seeded.js";
import { refusal } from "../matrix/support/refusal.js";
import { type Instance, instance, REGRESSIONS, type Shape } from "./support/instances.js";
import { ownProblem } from "./support/own.js";

/** Every piece begins at a multiple of 16 bytes. */
const piece = (bytes: number): number => 16 * Math.ceil(bytes / 16);
const doubles = (length: number): number => piece(8 * length);
const words = (length: number): number => piece(4 * length);

/** The Gram's packed panels: 16 doubles, and two packs of `depth` rows for columns in groups of four. */
const packed = (d: number, depth: number): number => doubles(16 + 2 * depth * 4 * Math.ceil(d / 4));
/** Rows packed at a time: 64..128, both panels within 1 MiB. */
const depthOf = (d: number): number => Math.max(64, Math.min(128, 4 * Math.floor(16384 / d)));

/** Two d x d matrices, five vectors, and the packed panels of blocks of 64 columns. */
const exact = (d: number): number => 2 * doubles(d * d) + 5 * doubles(d) + packed(d, 64);

function matrix({ input: { A } }: Instance): number {
  const [n, d] = [A.rows, A.columns];
  if (!("indptr" in A)) return doubles(n * d) + packed(d, depthOf(d));
  const nnz = A.data.length;
  const arrays = words(n + 1) + words(nnz) + doubles(nnz);
  if (nnz > 0.35 * n * d) {
    const tile = Math.min(n, 128);
    return arrays + doubles(tile * d) + packed(d, depthOf(d)) + doubles(tile);
  }
  // Strips of columns whose part of H is at most 2 MiB; one strip for up to 512 columns needs no cursors.
  if (d <= 512) return arrays;
  let products = 0;
  for (let i = 0; i < n; i++) {
    const r = A.indptr[i + 1] - A.indptr[i];
    products += (r * (r + 1)) / 2;
  }
  const nanosecondsARow = 8 + (2 * products) / n;
  return arrays + words(Math.min(n, Math.floor(1e7 / nanosecondsARow)));
}

const THRESHOLDS = {
  exp: (b: number): number => (b > 0 ? (b * b) / 8 : 0),
  cosh: (b: number): number => (b > 4 ? 1 + (b * b) / 8 : b - 1),
  sinh: (b: number): number => (b * b) / 8 - 1,
};

/** True where the regulariser meets every row's threshold: then no negative part of the Hessian is kept. */
const isConvex = ({ spec }: Instance): boolean =>
  spec.b.every((b, i) => spec.w[i] ** 2 >= spec.weights[i] * THRESHOLDS[spec.name](b));

/** The documented storage of a regression and of the exact method. */
function formula(made: Instance, { name, n, d, w, weights, offset }: Shape): number {
  const work = name === "exp" ? 1 : 2;
  const constants = weights ? 2 : 1;
  const vectors = 4 + constants + work + (w === "none" ? 0 : 1) + (offset ? 1 : 0);
  const own = vectors * doubles(n) + 4 * doubles(d) + doubles(4) + words(4) + (isConvex(made) ? 0 : doubles(d * d));
  return matrix(made) + own + exact(d);
}

const plainly = { w: "none", ridge: false, weights: false, offset: false } as const;
const all = { w: "vector", ridge: true, weights: true, offset: true } as const;
const SHAPES: [string, Shape, number?][] = [
  ["one row and one column", { name: "exp", sparse: false, n: 1, d: 1, ...plainly }],
  ["dense, odd sizes", { name: "cosh", sparse: false, n: 33, d: 7, ...plainly }],
  ["dense with everything", { name: "sinh", sparse: false, n: 150, d: 13, ...all }],
  ["dense with many columns", { name: "exp", sparse: false, n: 3, d: 300, ...all }],
  ["sparse", { name: "exp", sparse: true, n: 41, d: 30, ...plainly }, 0.1],
  ["sparse with everything", { name: "cosh", sparse: true, n: 41, d: 30, ...all }, 0.1],
  ["sparse on both sides of one strip (512)", { name: "exp", sparse: true, n: 9, d: 512, ...plainly }, 0.1],
  ["sparse on both sides of one strip (513)", { name: "exp", sparse: true, n: 9, d: 513, ...plainly }, 0.1],
  ["sparse in several blocks of rows", { name: "sinh", sparse: true, n: 330, d: 640, ...all }, 0.3],
  ["filled sparse, fewer rows than a tile", { name: "sinh", sparse: true, n: 40, d: 9, ...plainly }, 0.9],
  ["filled sparse, more rows than a tile", { name: "sinh", sparse: true, n: 300, d: 9, ...all }, 0.9],
];

describe("plan is the documented formula to the byte:", () => {
  it.each(SHAPES)("%s", (_what, shape, fill) => {
    const made = instance(seeded(120), shape, fill);
    expect(plan(REGRESSIONS[shape.name](made.input), { method: "exact" })).toBe(formula(made, shape));
  });

  it("a convex problem keeps no negative part of its Hessian", () => {
    const shape: Shape = { name: "exp", sparse: false, n: 20, d: 11, ...plainly, w: "scalar" };
    const { input } = instance(seeded(121), shape);
    // T = b^2 / 8 <= 25 / 8 < 2^2
    const [convex, not] = [2, 0.1].map((w) => plan(REGRESSIONS.exp({ ...input, w })));
    expect(not - convex).toBe(doubles(11 * 11));
  });

  it("a problem of one's own: three vectors and four words beside the exact method's storage", () => {
    const { spec } = instance(seeded(122), { name: "exp", sparse: false, n: 5, d: 3, ...plainly });
    expect(plan(ownProblem(spec))).toBe(exact(3) + 3 * doubles(3) + words(4));
  });
});

describe("a solve", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("takes one memory of the planned size and never grows it afterwards (seed 123)", () => {
    const shape: Shape = { name: "exp", sparse: true, n: 3000, d: 40, ...all };
    const problem = REGRESSIONS.exp(instance(seeded(123), shape).input);
    const base = place((arena) => arena.f64(0)).parts.at;
    const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow");
    expect(solve(problem, { starts: 2 }).iterations).toBeGreaterThan(2);
    expect(grow.mock.calls).toEqual([[Math.ceil((base + plan(problem)) / 65536) - 1]]);
  });
});

describe("plan refuses", () => {
  const problem = REGRESSIONS.exp({ A: dense([[1]]), b: [1] });

  it("what is no problem, and options that solve would refuse", () => {
    expect(refusal(() => plan(undefined as unknown as Problem))).toMatchObject({ code: "type", argument: "problem" });
    expect(refusal(() => plan(problem, { tolerance: -1 }))).toMatchObject({ code: "range", argument: "tolerance" });
    expect(refusal(() => plan(problem, { x0: [1, 2] }))).toMatchObject({ code: "length", argument: "x0" });
  });
});
