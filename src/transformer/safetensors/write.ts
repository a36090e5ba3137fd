/** A tensor to be written: its entries are asked for when their turn comes. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  data(): Float32Array;
}

/** Entries sent at a time. */
const PIECE = 2 ** 20;

/**
 * A safetensors file of F32 tensors, piece by piece: u64 little-endian header length, JSON header (filled up with spaces
 * so that the data starts at a multiple of 8), the entries. Each piece is a copy.
 */
export function writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): ReadableStream<Uint8Array> {
  const pieces = generate(tensors, metadata);
  return new ReadableStream({
    pull(controller) {
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

function* generate(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): Generator<Uint8Array<ArrayBuffer>, void, void> {
  yield headerOf(tensors, metadata);
  for (const tensor of tensors) {
    const { length } = tensor.data();
    for (let at = 0; at < length; at += PIECE) yield new Uint8Array(tensor.data().slice(at, at + PIECE).buffer);
  }
}

function headerOf(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const { name, shape } of tensors) {
    const end = at + 4 * shape.reduce((product, extent) => product * extent, 1);
    header[name] = { dtype: "F32", shape, data_offsets: [at, end] };
    at = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20, 8);
  bytes.set(json, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  return bytes;
}
