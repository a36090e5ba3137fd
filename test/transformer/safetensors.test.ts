import { mkdtempSync, rmSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/inputError.js";
import { loadModel } from "../../src/transformer/loadModel.js";
import { createModel } from "../../src/transformer/model.js";
import { openSafetensors } from "../../src/transformer/safetensors/read.js";
import { saveModel } from "../../src/transformer/saveModel.js";
import { type FixtureTensor, f32, fileOf, gpt2Tensors, halfValue, withHeader } from "./safetensorsFiles.js";

const SIZE = { vocabulary: 23, context: 6, width: 8, layers: 2 };
const value = (name: string, index: number): number => Math.fround(((name.length * 31 + index * 7) % 64) / 64 - 0.5);
const fixture = (): FixtureTensor[] => gpt2Tensors(SIZE, value);
const bytesOf = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(stream as unknown as BodyInit).arrayBuffer());

async function all(file: Uint8Array, name: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { first, values } of (await openSafetensors(file)).pieces(name)) {
    expect(first).toBe(found.length);
    for (const entry of values) found.push(entry);
  }
  return found;
}

/** What loading refuses with. */
async function refusal(file: Uint8Array, options = { heads: 2 }): Promise<InputError> {
  const error = await loadModel(file, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
}

const altered = (name: string, change: Partial<FixtureTensor>): FixtureTensor[] =>
  fixture().map((tensor) => (tensor.name === name ? { ...tensor, ...change } : tensor));

describe("a checkpoint with GPT-2's names and layout", () => {
  it("loads each tensor into its place", async () => {
    const model = await loadModel(fileOf(fixture()), { heads: 2 });
    expect(model.config).toEqual({ ...SIZE, heads: 2 });
    expect([...model.names].sort()).toEqual(
      fixture()
        .map(({ name }) => name)
        .sort(),
    );
    for (const { name, shape, bytes } of fixture()) {
      expect(model.shape(name), name).toEqual(shape);
      expect(Array.from(model.tensor(name)), name).toEqual(Array.from(new Float32Array(bytes.buffer)));
    }
    model.dispose();
  });

  it("loads with the prefix, with masks, with a tied head, at any alignment, in any order", async () => {
    const plain = await loadModel(fileOf(fixture()), { heads: 2 });
    const logits = plain.logits([3, 1, 22]);
    const extended = [
      ...fixture()
        .map((tensor) => ({ ...tensor, name: `transformer.${tensor.name}` }))
        .reverse(),
      { name: "transformer.h.0.attn.bias", dtype: "BOOL", shape: [1, 1, 3, 3], bytes: new Uint8Array(9) },
      f32("transformer.h.1.attn.masked_bias", [], [-10000]),
      f32("lm_head.weight", [23, 8], plain.tensor("wte.weight")),
    ];
    for (const padding of [0, 1, 2, 3]) {
      const model = await loadModel(fileOf(extended, { padding }), { heads: 2 });
      expect(model.logits([3, 1, 22])).toEqual(logits);
      model.dispose();
    }
    plain.dispose();
  });

  it("loads from bytes, a Blob, an open file and a range function alike", async () => {
    const file = fileOf(fixture());
    const folder = mkdtempSync(join(tmpdir(), "subnewton-"));
    const path = join(folder, "model.safetensors");
    await writeFile(path, file);
    const handle = await open(path);
    try {
      const range = (start: number, end: number) => Promise.resolve(file.slice(start, end).buffer);
      for (const source of [file, file.slice().buffer, new Blob([file as BlobPart]), handle, range]) {
        const model = await loadModel(source, { heads: 2 });
        expect(Array.from(model.tensor("h.1.mlp.c_fc.weight").subarray(0, 9))).toEqual(
          Array.from({ length: 9 }, (_, i) => value("h.1.mlp.c_fc.weight", i)),
        );
        model.dispose();
      }
    } finally {
      await handle.close();
      rmSync(folder, { recursive: true });
    }
  });

  it("loads from a file that reads a few bytes at a time", async () => {
    const file = fileOf(fixture());
    const slow = (bytes: Uint8Array, size: number) => ({
      stat: async () => ({ size }),
      read: async (buffer: Uint8Array, offset: number, length: number, position: number) => {
        const some = bytes.subarray(position, position + Math.min(length, 7));
        buffer.set(some, offset);
        return { bytesRead: some.length };
      },
    });
    const model = await loadModel(slow(file, file.length), { heads: 2 });
    for (const { name, bytes } of fixture()) {
      expect(Array.from(model.tensor(name)), name).toEqual(Array.from(new Float32Array(bytes.buffer)));
    }
    model.dispose();
    // A file that has become shorter meanwhile.
    const cut = await loadModel(slow(file.subarray(0, file.length - 2), file.length), { heads: 2 }).catch(
      (e: unknown) => e,
    );
    expect((cut as Error).message).toMatch(/of ln_f\.bias, were asked for and 30 bytes came/);
  });

  it("has heads of width 64 unless told or saved otherwise", async () => {
    const wide = fileOf(gpt2Tensors({ vocabulary: 3, context: 2, width: 128, layers: 1 }, value));
    expect((await loadModel(wide)).config.heads).toBe(2);
    expect((await loadModel(wide, { heads: 4 })).config.heads).toBe(4);
    const saved = fileOf(fixture(), { metadata: { n_head: "4", format: "pt" } });
    expect((await loadModel(saved)).config.heads).toBe(4);
    expect((await loadModel(saved, { heads: 1 })).config.heads).toBe(1);
  });
});

describe("a saved model", () => {
  it("comes back to the bit, logits and all", async () => {
    const model = createModel({ vocabulary: 31, context: 7, width: 16, layers: 2, heads: 4 }, { seed: 5 });
    const again = await loadModel(await bytesOf(saveModel(model)));
    expect(again.config).toEqual(model.config);
    for (const name of model.names) expect(again.tensor(name), name).toEqual(model.tensor(name));
    const tokens = [30, 0, 7, 7, 12, 1, 2];
    const bits = (logits: Float32Array) => Array.from(new Uint32Array(logits.slice().buffer));
    expect(bits(again.logits(tokens))).toEqual(bits(model.logits(tokens)));
    model.dispose();
    again.dispose();
  });

  it("is a file that others can read: padded header, tensors in order without holes", async () => {
    const model = createModel({ vocabulary: 5, context: 3, width: 4, layers: 1, heads: 2 }, { seed: 1 });
    const file = await bytesOf(saveModel(model));
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    expect(header.__metadata__).toEqual({ format: "pt", n_head: "2" });
    let at = 0;
    for (const name of model.names) {
      const { dtype, shape, data_offsets: offsets } = header[name];
      expect(dtype).toBe("F32");
      expect(shape).toEqual(model.shape(name));
      expect(offsets[0]).toBe(at);
      at = offsets[1];
      const data = file.slice(8 + length + offsets[0], 8 + length + offsets[1]);
      expect(new Float32Array(data.buffer)).toEqual(model.tensor(name).slice());
    }
    expect(8 + length + at).toBe(file.length);
    model.dispose();
  });

  it("is a stream of pieces no larger than 4 MiB", async () => {
    const model = createModel({ vocabulary: 40_000, context: 2, width: 32, layers: 1, heads: 2 });
    let largest = 0;
    const reader = saveModel(model).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      largest = Math.max(largest, part.value.length);
    }
    expect(largest).toBe(4 * 2 ** 20);
    const again = await loadModel(await bytesOf(saveModel(model)));
    const raw = (of: typeof model) => Buffer.from(of.tensor("wte.weight").slice().buffer);
    expect(raw(again).equals(raw(model))).toBe(true);
    model.dispose();
    again.dispose();
  });
});

describe("numbers of 16 bits", () => {
  it("F16 are widened exactly, all 63488 finite ones", async () => {
    const halves = Uint16Array.from({ length: 65536 }, (_, i) => i).filter((half) => (half & 0x7c00) !== 0x7c00);
    const file = fileOf([{ name: "x", dtype: "F16", shape: [63488], bytes: new Uint8Array(halves.buffer) }], {
      padding: 1,
    });
    expect(await all(file, "x")).toEqual(Array.from(halves, halfValue));
  });

  it("BF16 are the upper half of a float", async () => {
    const values = [0, -0, 1, -2.5, 3.0e38, 1e-40, 0.15625].map((v) => new Uint32Array(Float32Array.of(v).buffer)[0]);
    const upper = Uint16Array.from(values, (bits) => bits >>> 16);
    const file = fileOf([{ name: "x", dtype: "BF16", shape: [7], bytes: new Uint8Array(upper.buffer) }], {
      padding: 1,
    });
    const expected = Array.from(upper, (half) => new Float32Array(Uint32Array.of((half << 16) >>> 0).buffer)[0]);
    expect(await all(file, "x")).toEqual(expected);
  });

  it("come in pieces whose first index is that of the entry", async () => {
    const halves = Uint16Array.from({ length: 2 ** 21 + 5 }, (_, i) => i % 1000);
    const file = fileOf([{ name: "x", dtype: "F16", shape: [halves.length], bytes: new Uint8Array(halves.buffer) }]);
    const pieces: [number, number, number][] = [];
    for await (const { first, values } of (await openSafetensors(file)).pieces("x")) {
      pieces.push([first, values.length, values[values.length - 1]]);
    }
    const last = (entry: number): number => halfValue(entry % 1000);
    expect(pieces).toEqual([
      [0, 2 ** 21, last(2 ** 21 - 1)],
      [2 ** 21, 5, last(2 ** 21 + 4)],
    ]);
  });

  it("load a whole model", async () => {
    // Multiples of 1/64 below 1/2 are the same number in all three types.
    const halfOf = (v: number): number => {
      for (let half = 0; half < 65536; half++) if ((half & 0x7c00) !== 0x7c00 && halfValue(half) === v) return half;
      throw new Error(`${v} is no half`);
    };
    const table = new Map(Array.from({ length: 64 }, (_, k) => [k / 64 - 0.5, halfOf(k / 64 - 0.5)]));
    const as = (dtype: "F16" | "BF16") =>
      fixture().map((tensor) => {
        const values = new Float32Array(tensor.bytes.buffer);
        const bits = new Uint32Array(tensor.bytes.buffer);
        const halves =
          dtype === "BF16" ? Uint16Array.from(bits, (b) => b >>> 16) : Uint16Array.from(values, (v) => table.get(v)!);
        return { ...tensor, dtype, bytes: new Uint8Array(halves.buffer) };
      });
    const plain = await loadModel(fileOf(fixture()), { heads: 2 });
    for (const dtype of ["F16", "BF16"] as const) {
      const model = await loadModel(fileOf(as(dtype)), { heads: 2 });
      for (const name of plain.names) expect(model.tensor(name), name).toEqual(plain.tensor(name));
      model.dispose();
    }
    plain.dispose();
  });
});

describe("a wrong file is refused with its cure:", () => {
  it("nothing, or a few bytes", async () => {
    expect((await refusal(new Uint8Array(0))).message).toMatch(/0 bytes, too few.*complete/);
    expect((await refusal(new Uint8Array(7))).message).toMatch(/7 bytes/);
  });

  it("a header too large, as another format's first bytes say", async () => {
    const zip = new TextEncoder().encode("PK\u0003\u0004 and so on for a while");
    expect(await refusal(zip)).toMatchObject({ code: "tooLarge", argument: "source" });
    expect((await refusal(withHeader("{}", [], 100_000_001n))).message).toMatch(/100000001 bytes.*\.pt file/);
  });

  it("a header cut off, or not JSON, or not an object", async () => {
    expect((await refusal(withHeader("{}", [], 100n))).message).toMatch(/ends inside its header, after 10 of 108/);
    for (const text of ["{", "[1]", "null", "3"]) {
      expect((await refusal(withHeader(text, []))).message).toMatch(/not a JSON object/);
    }
  });

  it("a header that is not UTF-8", async () => {
    const file = withHeader('{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', [new Uint8Array(4)]);
    file[file.indexOf("x".charCodeAt(0))] = 0xff;
    expect((await refusal(file)).message).toMatch(/not a JSON object/);
  });

  it("entries without type, shape or offsets", async () => {
    for (const entry of [
      null,
      {},
      { dtype: "F32" },
      { dtype: "F32", shape: [1.5] },
      { dtype: 3, shape: [1] },
      { dtype: "F32", shape: [-1] },
    ]) {
      expect((await refusal(withHeader(JSON.stringify({ "wte.weight": entry }), []))).message).toMatch(
        /wte\.weight has no dtype/,
      );
    }
    for (const offsets of [undefined, [0], [4, 0], [0, 4, 8], ["0", "4"], [-4, 0]]) {
      const header = JSON.stringify({ "wte.weight": { dtype: "F32", shape: [1], data_offsets: offsets } });
      expect((await refusal(withHeader(header, []))).message).toMatch(/wte\.weight has no data_offsets/);
    }
  });

  it("cut off, anywhere", async () => {
    const file = fileOf(fixture());
    expect((await refusal(file.subarray(0, file.length - 1))).message).toMatch(
      /ln_f\.bias ends at byte \d+.*cut off.*again/,
    );
    const base = file.length - 32;
    expect((await refusal(file.subarray(0, base))).message).toMatch(/ln_f\.bias/);
    const ranged = await loadModel((start, end) => file.slice(start, Math.min(end, file.length - 3)), {
      heads: 2,
    }).catch((error: unknown) => error);
    expect((ranged as Error).message).toMatch(/of ln_f\.bias, were asked for and 29 bytes came/);
  });

  it("offsets that overlap, leave holes or do not fit the shape", async () => {
    const two = [f32("a", [2], [1, 2]), f32("b", [2], [3, 4])];
    expect((await refusal(fileOf(two, { offsets: { b: [4, 12] } }))).message).toMatch(/bytes of b overlap those of a/);
    expect((await refusal(fileOf(two, { offsets: { b: [12, 20] } }))).message).toMatch(
      /4 bytes before b belong to no tensor/,
    );
    expect((await refusal(fileOf(two, { offsets: { a: [0, 12] } }))).message).toMatch(
      /a is F32 \[2\], 8 bytes, but .* 12/,
    );
    const more = fileOf(two);
    expect(
      (await refusal(withHeader(new TextDecoder().decode(more.subarray(8, more.length - 16)), [new Uint8Array(20)])))
        .message,
    ).toMatch(/4 bytes after b belong to no tensor/);
  });

  it("another type of number", async () => {
    const size = 23 * 8;
    const wrong = altered("wte.weight", { dtype: "F64", bytes: new Uint8Array(8 * size) });
    expect((await refusal(fileOf(wrong))).message).toMatch(/wte\.weight is F64: use .*F32, F16 or BF16/);
    const strange = altered("ln_f.bias", { dtype: "Q4_K", bytes: new Uint8Array(5) });
    expect((await refusal(fileOf(strange))).message).toMatch(/ln_f\.bias is Q4_K/);
  });

  it("another shape, transposed above all", async () => {
    expect((await refusal(fileOf(altered("h.1.mlp.c_fc.weight", { shape: [32, 8] })))).message).toMatch(
      /h\.1\.mlp\.c_fc\.weight is \[32,8\] and must be \[8,32\]: .*in x out/,
    );
    expect((await refusal(fileOf(altered("wpe.weight", { shape: [48] })))).message).toMatch(
      /wpe\.weight is \[48\], not a matrix/,
    );
    expect((await refusal(fileOf(altered("wpe.weight", { shape: [12, 4] })))).message).toMatch(
      /wpe\.weight.*must be \[12,8\]/,
    );
  });

  it("another architecture, or one with tensors missing", async () => {
    const without = fixture().filter(({ name }) => name !== "h.1.ln_2.bias");
    expect((await refusal(fileOf(without))).message).toMatch(/no h\.1\.ln_2\.bias: .*not complete/);
    expect((await refusal(fileOf([f32("model.embed_tokens.weight", [2, 2], [1, 2, 3, 4])]))).message).toMatch(
      /no wte\.weight: a GPT-2 checkpoint.*begins with model\.embed_tokens\.weight/,
    );
    const more = [...fixture(), f32("h.0.crossattention.q_attn.bias", [8], new Float32Array(8))];
    expect((await refusal(fileOf(more))).message).toMatch(/crossattention.*not a tensor of GPT-2/);
    const twice = [...fixture(), f32("transformer.ln_f.bias", [8], new Float32Array(8))];
    expect((await refusal(fileOf(twice))).message).toMatch(/both ln_f\.bias and transformer\.ln_f\.bias/);
  });

  it("an output matrix of its own", async () => {
    const head = Float32Array.from({ length: 184 }, (_, i) => value("wte.weight", i));
    head[183] += 1;
    expect((await refusal(fileOf([...fixture(), f32("lm_head.weight", [23, 8], head)]))).message).toMatch(
      /lm_head\.weight\[183\] is not wte\.weight\[183\]/,
    );
  });

  it("numbers that are not finite", async () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const values = new Float32Array(8);
      values[5] = bad;
      const file = fileOf(altered("h.0.ln_1.bias", { bytes: new Uint8Array(values.buffer) }));
      expect(await refusal(file)).toMatchObject({
        code: "notFinite",
        index: 5,
        message: expect.stringMatching(/h\.0\.ln_1\.bias\[5\]/),
      });
    }
  });

  it("a number that is not finite far into a tensor", async () => {
    const values = new Float32Array(2 ** 20 + 9);
    values[2 ** 20 + 3] = Number.NaN;
    const file = fileOf([f32("x", [values.length], values)]);
    await expect(all(file, "x")).rejects.toMatchObject({ code: "notFinite", index: 2 ** 20 + 3 });
  });

  it("a number of heads in the file that cannot be", async () => {
    for (const heads of ["3", "0", "2.5", "two"]) {
      const error = await loadModel(fileOf(fixture(), { metadata: { n_head: heads } })).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "unsupported", argument: "heads" });
    }
  });

  it("a width that does not tell the heads", async () => {
    const error = await loadModel(fileOf(fixture())).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "unsupported",
      argument: "heads",
      message: expect.stringMatching(/width of 8.*heads: 4/),
    });
  });

  it("something that is no source", async () => {
    for (const source of [undefined, null, 3, "model.safetensors", {}, []]) {
      const error = await loadModel(source as never).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "type", argument: "source" });
    }
    const error = await loadModel((() => "text") as never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "type", argument: "source" });
  });

  it("any bytes at all, never anything but an InputError or a model", async () => {
    const file = fileOf(fixture());
    const change = fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const broken = file.slice();
        for (const [at, byte] of changes) broken[at] = byte;
        const outcome = await loadModel(broken, { heads: 2 }).then(
          (model) => model.dispose(),
          (error: unknown) => error,
        );
        expect(outcome === undefined || outcome instanceof InputError).toBe(true);
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});
