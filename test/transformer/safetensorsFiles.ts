// Safetensors files made without the package's writer, to be read by its reader.

export interface FixtureTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A file with the header as given; `offsets` replaces the places where the tensors lie. */
export function fileOf(
  tensors: readonly FixtureTensor[],
  change: { metadata?: object; padding?: number; offsets?: Record<string, readonly number[]> } = {},
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (change.metadata) header.__metadata__ = change.metadata;
  let at = 0;
  for (const { name, dtype, shape, bytes } of tensors) {
    header[name] = { dtype, shape, data_offsets: change.offsets?.[name] ?? [at, at + bytes.length] };
    at += bytes.length;
  }
  return withHeader(
    JSON.stringify(header) + " ".repeat(change.padding ?? 0),
    tensors.map(({ bytes }) => bytes),
  );
}

export function withHeader(header: string, data: readonly Uint8Array[], length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const parts = [new Uint8Array(new BigUint64Array([length ?? BigInt(text.length)]).buffer), text, ...data];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

export const f32 = (name: string, shape: readonly number[], values: ArrayLike<number>): FixtureTensor => ({
  name,
  dtype: "F32",
  shape,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

interface Size {
  readonly vocabulary: number;
  readonly context: number;
  readonly width: number;
  readonly layers: number;
}

const lengthOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** GPT-2's names and shapes for one size, written out by hand from a checkpoint of gpt2. */
function gpt2Shapes({ vocabulary, context, width, layers }: Size): [string, number[]][] {
  const list: [string, number[]][] = [
    ["wte.weight", [vocabulary, width]],
    ["wpe.weight", [context, width]],
  ];
  for (let l = 0; l < layers; l++) {
    list.push(
      [`h.${l}.ln_1.weight`, [width]],
      [`h.${l}.ln_1.bias`, [width]],
      [`h.${l}.attn.c_attn.weight`, [width, 3 * width]],
      [`h.${l}.attn.c_attn.bias`, [3 * width]],
      [`h.${l}.attn.c_proj.weight`, [width, width]],
      [`h.${l}.attn.c_proj.bias`, [width]],
      [`h.${l}.ln_2.weight`, [width]],
      [`h.${l}.ln_2.bias`, [width]],
      [`h.${l}.mlp.c_fc.weight`, [width, 4 * width]],
      [`h.${l}.mlp.c_fc.bias`, [4 * width]],
      [`h.${l}.mlp.c_proj.weight`, [4 * width, width]],
      [`h.${l}.mlp.c_proj.bias`, [width]],
    );
  }
  list.push(["ln_f.weight", [width]], ["ln_f.bias", [width]]);
  return list;
}

/** Every tensor of one size, with entries of one's own. */
export function gpt2Tensors(size: Size, value: (name: string, index: number) => number): FixtureTensor[] {
  return gpt2Shapes(size).map(([name, shape]) =>
    f32(
      name,
      shape,
      Float32Array.from({ length: lengthOf(shape) }, (_, i) => value(name, i)),
    ),
  );
}

/** The JSON header of a file of that size in F32. */
export function gpt2Header(size: Size): string {
  let at = 0;
  const entries = gpt2Shapes(size).map(([name, shape]) => {
    const from = at;
    at += 4 * lengthOf(shape);
    return [name, { dtype: "F32", shape, data_offsets: [from, at] }];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

/** 32-bit float of a half, by the definition. */
export function halfValue(half: number): number {
  const sign = half >> 15 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
