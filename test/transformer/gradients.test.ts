import { describe, expect, it } from "vitest";
import { backward } from "../../src/transformer/backward.js";
import { forward, rowLosses } from "../../src/transformer/forward.js";
import type { Inside } from "../../src/transformer/model.js";
import { type Pass, planPass } from "../../src/transformer/pass.js";
import { type Sequence, writeRows } from "../../src/transformer/sequences.js";
import { type Weights, weightCount, weightsIn } from "../../src/transformer/weights.js";
import { seeded } from "../kernels/support/seeded.js";
import { generic } from "./support/models.js";

// Lengths that differ, neighbouring masks, masks at the first and the last position.
const SEQUENCES: Sequence[] = [
  { tokens: [3, 1, 4, 1, 5, 9], mask: [0, 1] },
  { tokens: [2, 6, 5, 3], mask: [3] },
  { tokens: [7, 12, 0, 8, 10], mask: [2, 4] },
];
const T = 6;
const SOFT = 5;
const EXTENT = { sequences: 3, T, soft: SOFT };
const SCALE = 0.7;

interface Run {
  readonly inside: Inside;
  readonly pass: Pass;
  readonly gradient: Weights;
  value(): number;
}

/** The objective's gradient in everything, and the objective itself as a function of what memory holds. */
function run(precision: "single" | "double"): Run {
  const inside = generic(precision);
  const { store, config, places } = inside;
  const { parts } = store.open("the test", (space) => ({
    pass: planPass(space, config, { ...EXTENT, gradient: "weights" }),
    gradient: space.reals(weightCount(places)),
  }));
  const { pass } = parts;
  const gradient = weightsIn(parts.gradient, places, store.slice);
  const V = config.vocabulary;
  const random = seeded(5);
  const S = pass.S.data;
  for (let row = 0; row < SOFT; row++) {
    const draws = Array.from({ length: V }, () => Math.round(1 + 15 * random()));
    // Sixteenths and the rest in the last: rows that sum to 1 exactly in both precisions.
    const sum = draws.reduce((a, b) => a + b, 0);
    draws[V - 1] += 256 - sum;
    draws.forEach((d, v) => {
      S[row * V + v] = d / 256;
    });
  }
  writeRows(pass, SEQUENCES, T);
  const value = (): number => {
    forward(inside, pass, EXTENT);
    rowLosses(inside, pass, EXTENT);
    return SCALE * pass.loss.data.subarray(0, 3 * T).reduce((a, b) => a + b, 0);
  };
  // Twice: nothing of a pass may stay in the next one.
  for (let time = 0; time < 2; time++) {
    gradient.all.data.fill(0);
    value();
    backward(inside, pass, EXTENT, SCALE, gradient);
  }
  return { inside, pass, gradient, value };
}

const maxOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
/** Every tensor's name with the array to move and its gradient. */
function tensors({ inside, pass, gradient }: Run): [string, Float32Array, number[]][] {
  const all = inside.places.map(({ name }): [string, Float32Array, number[]] => [
    name,
    inside.weights.named(name).data,
    [...gradient.named(name).data],
  ]);
  return [...all, ["S", pass.S.data, [...pass.dS.data]]];
}

describe("the gradient in double precision", () => {
  const double = run("double");
  const list = tensors(double);
  const largest = Math.max(...list.map(([, , g]) => maxOf(g)));

  it.each(list.map(([name]) => name))("in %s is the central difference within 1e-6 of the largest tensor's", (name) => {
    const [, values, gradient] = list.find((t) => t[0] === name) as (typeof list)[number];
    let worst = 0;
    for (let i = 0; i < values.length; i++) {
      const kept = values[i];
      const h = 1e-4;
      const at = (t: number): number => {
        values[i] = kept + t;
        return double.value();
      };
      // Fourth order, so that h may be large enough for the rounding.
      const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      values[i] = kept;
      worst = Math.max(worst, Math.abs(slope - gradient[i]));
    }
    expect(worst / largest).toBeLessThan(1e-6);
    expect(maxOf(gradient)).toBeGreaterThan(0);
  });

  it("is 0 within 1e-12 in the key biases, which no softmax sees", () => {
    const D = double.inside.config.width;
    for (const layer of double.gradient.layers) {
      expect(maxOf(layer.qkv.bias.data.subarray(D, 2 * D)) / largest).toBeLessThan(1e-12);
      expect(maxOf(layer.qkv.bias.data.subarray(0, D)) / largest).toBeGreaterThan(1e-4);
    }
  });

  it("is that of single precision within 1e-4", () => {
    for (const [k, [name, , single]] of tensors(run("single")).entries()) {
      const [, , exact] = list[k];
      const error = maxOf(single.map((g, i) => g - exact[i]));
      expect(error / largest, name).toBeLessThan(1e-4);
    }
  });
});
