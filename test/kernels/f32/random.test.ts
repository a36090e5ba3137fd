import { describe, expect, it } from "vitest";
import { Sandbox, whole } from "../support/sandbox.js";
import { PRECISIONS } from "./support/precisions.js";

const first = new Sandbox(1 << 10);
const counter = { seed: 2 ** 40 + 7, draw: 1, iteration: 2, purpose: 3 };

// The same kernels in another module: the same bits as in the first, where they are tested.
describe.each(PRECISIONS)("random numbers in $name", ({ box }) => {
  const same = (name: "uniform" | "normal"): void => {
    box.reset(1);
    first.reset(1);
    const [out, want] = [box.vector(67), first.vector(67)];
    const words = box.words(4);
    box.run(name, [whole(out), whole(words)], () => box.kernels.random[name](counter, 5, words, out));
    first.kernels.random[name](counter, 5, first.words(4), want);
    expect([...out.data]).toEqual([...want.data]);
  };

  describe("uniform", () => {
    it("has the bits of the package's first module, in doubles", () => same("uniform"));
  });

  describe("normal", () => {
    it("has the bits of the package's first module, in doubles", () => same("normal"));
  });

  describe("philox", () => {
    it("has the bits of the package's first module", () => {
      box.reset(2);
      first.reset(2);
      const [out, want] = [box.words(4), first.words(4)];
      box.run("philox", [whole(out)], () => box.kernels.random.philox(1, 2, [3, 4, 5, 6], out));
      first.kernels.random.philox(1, 2, [3, 4, 5, 6], want);
      expect([...out.data]).toEqual([...want.data]);
    });
  });
});
