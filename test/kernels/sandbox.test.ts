import { describe, expect, it } from "vitest";
import { Sandbox, upper, whole } from "./support/sandbox.js";
import { reals, seeded } from "./support/seeded.js";

// The guard that all kernel tests rest on must itself be able to fail.
const box = new Sandbox(1 << 10);

describe("the sandbox", () => {
  it("finds one changed byte anywhere outside the output", () => {
    box.reset(1);
    const v = box.vector(4);
    const bytes = new Uint8Array(v.data.buffer);
    const flip = (at: number) => () => {
      bytes[at] ^= 1;
    };
    for (const at of [0, box.base - 1, box.base, v.at - 1, v.at + 32, bytes.length - 1]) {
      expect(() => box.run("flip", [whole(v)], flip(at))).toThrow(`byte ${at} changed`);
    }
    for (const at of [v.at, v.at + 31]) expect(() => box.run("flip", [whole(v)], flip(at))).not.toThrow();
    expect(() => box.run("flip", [], flip(v.at))).toThrow("outside the output");
  });

  it("sees the lower triangle", () => {
    box.reset(2);
    const H = box.vector(9);
    const change = (at: number) => () => {
      H.data[at] = -H.data[at];
    };
    for (const at of [0, 1, 2, 4, 5, 8]) expect(() => box.run("change", upper(H, 3), change(at))).not.toThrow();
    for (const at of [3, 6, 7]) expect(() => box.run("change", upper(H, 3), change(at))).toThrow("changed");
  });

  it("cuts arrays at both alignments, apart from one another, from noise", () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 50; seed++) {
      box.reset(seed);
      const [x, w, y] = [box.vector(3), box.words(3), box.vector(reals(seeded(1), 3))];
      expect(x.at % 8).toBe(0);
      expect(w.at % 4).toBe(0);
      expect(w.at).toBeGreaterThan(x.at + 24);
      expect(y.at).toBeGreaterThan(w.at + 12);
      expect(new Set([...x.data, 0]).size).toBe(4);
      seen.add(x.at % 16).add(y.at % 16);
    }
    expect([...seen].sort()).toEqual([0, 8]);
  });
});
