import { describe, expect, it } from "vitest";
import * as transformer from "../../src/transformer/index.js";
import { genericModel } from "./support/models.js";

const keys = (value: object): string[] => Object.keys(value).sort();

describe("the entry's public names", () => {
  it("have model, training and attacks among them", () => {
    for (const name of [
      "InputError",
      "attack",
      "attackAsync",
      "attackMany",
      "attackManyAsync",
      "createModel",
      "iterateAttack",
      "iterateTraining",
      "modelBytes",
      "train",
      "trainAsync",
    ]) {
      expect(typeof (transformer as Record<string, unknown>)[name], name).toBe("function");
    }
  });

  it("give results of these keys", () => {
    const model = genericModel("single");
    const result = transformer.attack(model, [1, 2, 3], [1], { steps: 1 });
    const restart = ["evaluations", "gradients", "loss", "meanLoss", "relaxedLoss", "success", "tokens", "trace"];
    expect(keys(result.restarts[0])).toEqual(restart);
    expect(keys(result)).toEqual([...restart, "best", "restarts", "sentence", "status"].sort());
    expect(keys(result.trace[0])).toEqual(["correct", "loss", "meanLoss", "step", "tokens"]);
    expect(keys(transformer.train(model, [[1, 2]], { steps: 1, learningRate: 0.1 }))).toEqual(["loss", "status"]);
    expect(keys(model)).toEqual(["config", "dispose", "logits", "names", "shape", "tensor"]);
  });
});
