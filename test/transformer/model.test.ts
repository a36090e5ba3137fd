import { describe, expect, it } from "vitest";
import { createModel, InputError, modelBytes } from "../../src/transformer/index.js";
import { genericModel, SMALL } from "./support/models.js";
import { textbookLogits } from "./support/textbook.js";

const TOKENS = [3, 1, 4, 1, 5, 9];

describe("createModel", () => {
  it("has GPT-2's tensors in GPT-2's order and layout", () => {
    const model = createModel({ vocabulary: 50, context: 6, width: 8, layers: 2, heads: 2 });
    expect(model.names.slice(0, 14)).toEqual([
      "wte.weight",
      "wpe.weight",
      "h.0.ln_1.weight",
      "h.0.ln_1.bias",
      "h.0.attn.c_attn.weight",
      "h.0.attn.c_attn.bias",
      "h.0.attn.c_proj.weight",
      "h.0.attn.c_proj.bias",
      "h.0.ln_2.weight",
      "h.0.ln_2.bias",
      "h.0.mlp.c_fc.weight",
      "h.0.mlp.c_fc.bias",
      "h.0.mlp.c_proj.weight",
      "h.0.mlp.c_proj.bias",
    ]);
    expect(model.names.length).toBe(2 + 2 * 12 + 2);
    expect(model.names.slice(-2)).toEqual(["ln_f.weight", "ln_f.bias"]);
    expect(model.shape("wte.weight")).toEqual([50, 8]);
    expect(model.shape("wpe.weight")).toEqual([6, 8]);
    expect(model.shape("h.1.attn.c_attn.weight")).toEqual([8, 24]);
    expect(model.shape("h.1.mlp.c_fc.bias")).toEqual([32]);
    expect(model.shape("h.1.mlp.c_proj.weight")).toEqual([32, 8]);
  });

  it("has GPT-2-small's 124 million weights, counted without making it", () => {
    const bytes = modelBytes({ vocabulary: 50257, context: 1024, width: 768, layers: 12, heads: 12 });
    expect(bytes).toBe(4 * 124439808);
  });

  it("draws its weights by the seed, of GPT-2's deviations", () => {
    const config = { vocabulary: 300, context: 16, width: 64, layers: 2, heads: 4 };
    const [a, b, c] = [1, 1, 2].map((seed) => createModel(config, { seed }));
    for (const name of a.names) {
      expect([...a.tensor(name)]).toEqual([...b.tensor(name)]);
      const values = a.tensor(name);
      const square = values.reduce((sum, x) => sum + x * x, 0) / values.length;
      const wanted = name.endsWith(".bias") ? 0 : name.includes("ln_") ? 1 : name.includes("c_proj") ? 0.01 : 0.02;
      expect(Math.sqrt(square) / (wanted || 1), name).toBeCloseTo(wanted === 0 ? 0 : 1, 1);
    }
    expect([...a.tensor("wte.weight")]).not.toEqual([...c.tensor("wte.weight")]);
    expect(a.tensor("wte.weight")[0]).not.toBe(a.tensor("wpe.weight")[0]);
    const zero = createModel(config, { weights: "zero" });
    expect(zero.names.every((name) => zero.tensor(name).every((x) => x === 0))).toBe(true);
  });

  it("throws for wrong sizes, names and options, naming what and the cure", () => {
    const wrong: [() => unknown, RegExp][] = [
      [() => createModel({ ...SMALL, heads: 3 }), /width = 8 is not a multiple of heads = 3/],
      [() => createModel({ ...SMALL, layers: 0 }), /layers = 0 must be a whole number from 1 on/],
      [() => createModel({ ...SMALL, depth: 1 } as never), /depth is not an option of a config/],
      [() => createModel(undefined as never), /config is undefined/],
      [() => createModel(SMALL, { seed: -1 }), /seed = -1/],
      [() => createModel(SMALL, { weights: "ones" as never }), /weights = ones must be "random" or "zero"/],
      [() => createModel(SMALL).tensor("lm_head.weight"), /no tensor "lm_head.weight": its names are wte.weight/],
      [() => createModel({ ...SMALL, vocabulary: 2 ** 30 }), /the model needs .* GiB, more than the 4 GiB/],
      [() => createModel(SMALL).logits([]), /tokens is empty/],
      [() => createModel(SMALL).logits([1, 13]), /tokens\[1\] = 13 is not a token: whole numbers from 0 to 12/],
      [() => createModel(SMALL).logits(new Array(9).fill(0)), /tokens has 9 tokens, the model's context has 8/],
    ];
    for (const [call, message] of wrong) {
      expect(call).toThrow(InputError);
      expect(call).toThrow(message);
    }
  });

  it("throws after dispose", () => {
    const model = createModel(SMALL);
    model.dispose();
    expect(() => model.logits([1])).toThrow("this model was disposed");
    expect(() => model.tensor("wte.weight")).toThrow("this model was disposed");
  });
});

describe("logits", () => {
  it("are the textbook's, written out in plain loops", () => {
    for (const [precision, digits] of [
      ["double", 12],
      ["single", 4],
    ] as const) {
      const model = genericModel(precision);
      const got = model.logits(TOKENS);
      const want = textbookLogits(model, TOKENS);
      expect(got.length).toBe(TOKENS.length * SMALL.vocabulary);
      want.forEach((z, i) => {
        expect(got[i]).toBeCloseTo(z, digits);
      });
    }
  });

  it("of a token do not depend on those after it, to the bit", () => {
    const model = genericModel("single");
    const [long, short] = [model.logits(TOKENS), model.logits(TOKENS.slice(0, 3))];
    expect([...long.slice(0, short.length)]).toEqual([...short]);
  });

  it("follow what is written to a tensor, and are equal to the bit for a copied model", () => {
    const [model, copy] = [genericModel("single"), createModel(SMALL, { seed: 9 })];
    const before = model.logits(TOKENS);
    for (const name of model.names) copy.tensor(name).set(model.tensor(name));
    expect([...copy.logits(TOKENS)]).toEqual([...before]);
    copy.tensor("ln_f.bias")[0] += 0.5;
    expect([...copy.logits(TOKENS)]).not.toEqual([...before]);
  });
});
