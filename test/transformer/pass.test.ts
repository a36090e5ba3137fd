import { describe, expect, it } from "vitest";
import { planPass } from "../../src/transformer/pass.js";
import { gemmPack } from "../../src/wasm/f32/gemmKernels.js";
import { regionBytes } from "../../src/wasm/f32/memory.js";

describe("a pass's plan", () => {
  const [V, D, layers, heads] = [40, 16, 3, 4];
  const config = { vocabulary: V, context: 32, width: D, layers, heads };
  const [sequences, T, soft] = [4, 8, 8];
  const R = sequences * T;

  it.each(["none", "input", "weights"] as const)("takes the bytes its formula says, gradient: %s", (gradient) => {
    const bytes = regionBytes((space) => planPass(space, config, { sequences, T, soft, gradient }));
    const forward = R * layers * (9 * D + T * heads + 4) + R * (2 * D + V + 6) + soft * (V + D);
    const inputs = R * (gradient === "weights" ? layers : 1) * 7 * D;
    const backward = gradient === "none" ? 0 : R * (9 * D + T * heads) + soft * (V + D);
    // The widest array of a product here is 4 D = 64.
    expect(bytes).toBe(4 * (forward + inputs + backward + gemmPack(64, 64, 64)));
  });

  it("of GPT-2-small at ten tokens is under 20 MiB beside the weights", () => {
    const gpt2 = { vocabulary: 50257, context: 1024, width: 768, layers: 12, heads: 12 };
    const plan = (space: Parameters<typeof planPass>[0]) =>
      planPass(space, gpt2, { sequences: 1, T: 10, soft: 2, gradient: "input" });
    expect(regionBytes(plan)).toBeLessThan(20 * 2 ** 20);
  });
});
