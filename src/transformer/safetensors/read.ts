import { InputError } from "../../inputError.js";
import { DECODERS } from "./decode.js";
import { readHeader, type TensorEntry } from "./header.js";
import { bytesOf, type CheckpointSource } from "./source.js";

/** A run of a tensor's entries, `first` the index of the first of them. */
export interface Piece {
  readonly first: number;
  readonly values: Float32Array;
}

/** An open safetensors file. */
export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** A tensor (F32, F16 or BF16) piece by piece; entries must be finite. */
  pieces(name: string): AsyncGenerator<Piece, void, void>;
}

/** Bytes read at a time: what loading needs beside the model. */
const PIECE_BYTES = 4 * 2 ** 20;

/** Reads the header; the tensors follow when asked for, so memory holds one piece at a time. */
export async function openSafetensors(source: CheckpointSource): Promise<Safetensors> {
  const bytes = await bytesOf(source);
  const { metadata, tensors } = await readHeader(bytes);

  async function* pieces(name: string): AsyncGenerator<Piece, void, void> {
    const { dtype, start, end } = tensors.get(name) as TensorEntry;
    const decoder = DECODERS[dtype];
    if (!decoder) {
      throw new InputError(
        "unsupported",
        "source",
        `${name} is ${dtype}: use a checkpoint with F32, F16 or BF16 tensors, or convert it`,
      );
    }
    for (let at = start; at < end; at += PIECE_BYTES) {
      const stop = Math.min(end, at + PIECE_BYTES);
      const raw = await bytes.read(at, stop);
      if (raw.length !== stop - at) {
        throw new InputError(
          "unsupported",
          "source",
          `bytes ${at} to ${stop - 1}, of ${name}, were asked for and ${raw.length} bytes came: the file is cut off, or the range function wrong`,
        );
      }
      const bits = decoder.decode(raw);
      const first = (at - start) / decoder.bytes;
      checkFinite(name, bits, first);
      yield { first, values: new Float32Array(bits.buffer) };
    }
  }
  return { metadata, tensors, pieces };
}

const EXPONENT = 0x7f800000;

function checkFinite(name: string, bits: Uint32Array, first: number): void {
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i] & EXPONENT) === EXPONENT) {
      throw new InputError(
        "notFinite",
        "source",
        `${name}[${first + i}] is not finite: the checkpoint is damaged`,
        first + i,
      );
    }
  }
}
