import { InputError } from "../../inputError.js";

/** Bytes start..end-1 of a file, for example by an HTTP range request. */
export type RangeReader = (start: number, end: number) => Uint8Array | ArrayBuffer | Promise<Uint8Array | ArrayBuffer>;

/** What is used of an open file of `node:fs/promises`. */
export interface OpenFile {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<{ readonly size: number }>;
}

/** Where a checkpoint comes from: a Blob or File, an open file of Node, a function that gives ranges, or the bytes. */
export type CheckpointSource = Blob | OpenFile | RangeReader | Uint8Array | ArrayBuffer;

/** A source of any kind, read piece by piece. */
export interface Bytes {
  /** Bytes in all; undefined where only a range function is known. */
  readonly size?: number;
  /** Bytes start..end-1, or as many of them as there are. */
  read(start: number, end: number): Promise<Uint8Array>;
}

const isOpenFile = (source: unknown): source is OpenFile => {
  const { read, stat } = (source ?? {}) as Partial<OpenFile>;
  return typeof read === "function" && typeof stat === "function";
};

/** One way to read, whatever was given; throws an InputError for anything else. */
export async function bytesOf(source: CheckpointSource): Promise<Bytes> {
  if (typeof source === "function") return { read: async (start, end) => asBytes(await source(start, end)) };
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) {
    const bytes = asBytes(source);
    return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
  }
  if (typeof Blob !== "undefined" && source instanceof Blob) {
    const read = async (start: number, end: number) => new Uint8Array(await source.slice(start, end).arrayBuffer());
    return { size: source.size, read };
  }
  if (isOpenFile(source)) {
    return { size: (await source.stat()).size, read: (start, end) => readFile(source, start, end) };
  }
  throw new InputError(
    "type",
    "source",
    "source must be a Blob, an open file of node:fs/promises, a function (start, end) => bytes, a Uint8Array or an ArrayBuffer",
  );
}

async function readFile(file: OpenFile, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

function asBytes(given: Uint8Array | ArrayBuffer): Uint8Array {
  if (given instanceof Uint8Array) return given;
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  throw new InputError(
    "type",
    "source",
    "source(start, end) must give a Uint8Array or an ArrayBuffer, or a promise of one",
  );
}
