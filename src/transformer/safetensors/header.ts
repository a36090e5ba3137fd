import { InputError } from "../../inputError.js";
import type { Bytes } from "./source.js";

/** One tensor's place in a file. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte and one past the last, counted from the start of the file. */
  readonly start: number;
  readonly end: number;
}

/** What a safetensors file says of itself. */
export interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/** The reference reader's limit, too. */
const LARGEST_HEADER = 100_000_000;

/** Bytes of an element; sizes of types that are not read are known so that offsets can be checked. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
};

const wrong = (message: string): InputError => new InputError("unsupported", "source", message);
const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Reads and checks the header: u64 little-endian length, JSON { name: { dtype, shape, data_offsets } }. Throws an
 * InputError that names the tensor for a file cut off, for ranges outside the file, that overlap or leave holes, and for
 * ranges that do not fit dtype and shape.
 */
export async function readHeader(bytes: Bytes): Promise<Header> {
  const prefix = await bytes.read(0, 8);
  if (prefix.length < 8) {
    throw wrong(`the file has ${prefix.length} bytes, too few for a safetensors header: is the download complete?`);
  }
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true));
  if (length > LARGEST_HEADER) {
    throw new InputError(
      "tooLarge",
      "source",
      `the header's length, ${length} bytes, is beyond ${LARGEST_HEADER}: this is not a safetensors file (a .bin or .pt file of PyTorch must be converted first)`,
    );
  }
  const text = await bytes.read(8, 8 + length);
  if (text.length < length) {
    throw wrong(`the file ends inside its header, after ${8 + text.length} of ${8 + length} bytes: it is cut off`);
  }
  const { __metadata__: metadata, ...rest } = parse(text);
  const tensors = new Map(Object.entries(rest).map(([name, entry]) => [name, entryOf(name, entry, 8 + length)]));
  checkRanges(tensors, 8 + length, bytes.size);
  return { metadata: strings(metadata), tensors };
}

function parse(text: Uint8Array): Record<string, unknown> {
  try {
    const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
  } catch {
    // Said below, in one sentence for every reason.
  }
  throw wrong("the header is not a JSON object: this is not a safetensors file");
}

function strings(metadata: unknown): Record<string, string> {
  if (typeof metadata !== "object" || metadata === null) return {};
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => typeof value === "string"));
}

function entryOf(name: string, entry: unknown, base: number): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== "string" || !Array.isArray(shape) || !shape.every(whole)) {
    throw wrong(`the header's entry of ${name} has no dtype or no shape of whole numbers: write the file again`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole) || offsets[0] > offsets[1]) {
    throw wrong(`the header's entry of ${name} has no data_offsets [start, end]: write the file again`);
  }
  const size = ELEMENT_BYTES[dtype];
  const expected = size === undefined ? undefined : shape.reduce((product, extent) => product * extent, size);
  if (expected !== undefined && expected !== offsets[1] - offsets[0]) {
    throw wrong(
      `${name} is ${dtype} [${shape}], ${expected} bytes, but its data_offsets hold ${offsets[1] - offsets[0]}: write the file again`,
    );
  }
  return { dtype, shape, start: base + offsets[0], end: base + offsets[1] };
}

/** The tensors must tile the data: no overlap, no hole, nothing past the end, nothing left over. */
function checkRanges(tensors: ReadonlyMap<string, TensorEntry>, base: number, size: number | undefined): void {
  let at = base;
  let before = "the header";
  for (const [name, { start, end }] of [...tensors].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)) {
    if (start < at) throw wrong(`the bytes of ${name} overlap those of ${before}: write the file again`);
    if (start > at) throw wrong(`${start - at} bytes before ${name} belong to no tensor: write the file again`);
    if (size !== undefined && end > size) {
      throw wrong(`${name} ends at byte ${end}, the file at ${size}: it is cut off, download it again`);
    }
    [at, before] = [end, name];
  }
  if (size !== undefined && size > at) {
    throw wrong(`${size - at} bytes after ${before} belong to no tensor: write the file again`);
  }
}
