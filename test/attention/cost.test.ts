import { attentionInversion, dense } from "subnewton";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hessianMatrix } from "../../src/problem/attention/hessian.js";
import { checkAttention } from "../../src/problem/attention/input.js";
import { eachTokenRows } from "../../src/problem/attention/jacobian.js";
import { layoutAttention, load, type Placed } from "../../src/problem/attention/layout.js";
import {
  forward,
  gaussNewtonProduct,
  gradient,
  hessianProduct,
  jvp,
  likeValues,
} from "../../src/problem/attention/products.js";
import { place, type Vector } from "../../src/wasm/memory.js";
import { drain } from "../../src/wasm/pace.js";
import { seeded } from "../kernels/support/seeded.js";
import * as oracle from "./support/oracle.js";

const [n, d] = [11, 7];

/** A model in a memory whose products are counted in multiply-adds. */
function counted() {
  const model = checkAttention(oracle.spec(seeded(1), { n, d, widths: [d] }));
  const { kernels, parts } = place((arena) => ({
    own: layoutAttention(model, arena, true),
    v: arena.f64(n * d),
    out: arena.f64(n * d),
    M: arena.f64((n * d) ** 2),
  }));
  const count = { products: 0 };
  const multiply: typeof kernels.product.multiply = (form, A, B, C, pack, options) => {
    count.products += C.rows * C.columns * (form[0] === "T" ? A.rows : A.columns);
    kernels.product.multiply(form, A, B, C, pack, options);
  };
  const at: Placed = { model, parts: parts.own, kernels: { ...kernels, product: { multiply } }, pace: { spent: 0 } };
  load(at);
  const x: Vector = parts.own.x;
  x.data.set(oracle.normals(seeded(2), n * d));
  parts.v.data.set(oracle.normals(seeded(3), n * d));
  drain(forward(at, x));
  const during = (work: () => void): number => {
    count.products = 0;
    work();
    return count.products;
  };
  return { at, x, during, ...parts };
}

describe("multiply-adds of products, as in FORMULAS-attention A1", () => {
  const { at, x, v, out, M, during } = counted();
  const [n2d, nd2] = [n * n * d, n * d * d];
  const [head] = at.parts.heads;

  it.each([
    ["forward", 2, 2, () => drain(forward(at, x))],
    ["gradient after it", 4, 2, () => drain(gradient(at, x, out))],
    ["jvp", 4, 2, () => drain(jvp(at, head, x, v, likeValues(at, head, 2)))],
    ["Gauss-Newton product", 8, 4, () => drain(gaussNewtonProduct(at, x, v, out))],
    ["Hessian product", 13, 4, () => drain(hessianProduct(at, x, v, out))],
  ] as const)("%s: %d n^2 d + %d n d^2", (_name, squares, lines, work) => {
    expect(during(work)).toBe(squares * n2d + lines * nd2);
  });

  it("Jacobian: n^2 d^2 for the tokens' own blocks (two more in its loop) and n d^2", () => {
    expect(during(() => drain(eachTokenRows(at, x, () => {})))).toBe(n * n * d * d + nd2);
  });

  it("Hessian besides 2 J'J: n^3 d^2 and terms of n^2 d^2", () => {
    const products = during(() => drain(hessianMatrix(at, at.parts.dense!, x, M)));
    expect(products).toBe(n ** 3 * d ** 2 + (1 + 2 + 1) * n * n * d * d + n2d + 3 * nd2);
  });
});

describe("a Hessian product at n = 256, d = 64", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("takes memory for no array of more than dv n d entries: 200 MB are not reached by far", () => {
    const [tokens, width] = [256, 64];
    const random = seeded(9);
    const matrix = (rows: number, columns: number, size: number) =>
      dense({ rows, columns, data: oracle.normals(random, rows * columns).map((v) => size * v) });
    const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow");
    const before = process.memoryUsage().arrayBuffers;
    const problem = attentionInversion({
      W: matrix(width, width, 1 / width),
      V: matrix(width, width, 1 / 8),
      B: matrix(tokens, width, 1),
    });
    const x = Float64Array.from(oracle.normals(random, tokens * width));
    const v = Float64Array.from(oracle.normals(random, tokens * width));
    const hv = problem.hvp(x, v);
    const pages = grow.mock.calls.reduce((sum, [delta]) => sum + delta, 0);
    expect(65536 * pages).toBeLessThan(32e6);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200e6);
    // And it is the Hessian's product: v'Hv by differences of the gradient along v.
    const h = 2 ** -16;
    const slope = (t: number): Float64Array => problem.gradient(x.map((a, j) => a + t * v[j]));
    const [up, down] = [slope(h), slope(-h)];
    const by = up.map((g, j) => (g - down[j]) / (2 * h));
    const size = Math.sqrt(hv.reduce((s, a) => s + a * a, 0));
    expect(Math.sqrt(hv.reduce((s, a, j) => s + (a - by[j]) ** 2, 0)) / size).toBeLessThan(1e-6);
  });
});
