import { InputError } from "../../inputError.js";
import { checkNumber, describe } from "../../matrix/check.js";
import { type Model, residualLength } from "./model.js";

/** Errors of B's entries: one standard deviation for all, or the number format that B was rounded to. */
export type Noise = number | "float32" | "bfloat16" | "float16";

/** Digits of a significand (with the hidden one) and the least exponent of normal numbers. */
const FORMATS: Record<Exclude<Noise, number>, readonly [digits: number, least: number]> = {
  float32: [24, -126],
  bfloat16: [8, -126],
  float16: [11, -14],
};
/** Standard deviations of a sum of squares above its mean that noise is allowed: fewer than 1 of 10,000 exceed it. */
const ALLOWED = 4;

/** The noise option: none where it is 0. */
export function checkNoise(noise: unknown): Noise | undefined {
  if (noise === undefined) return undefined;
  if (typeof noise === "string") {
    if (Object.hasOwn(FORMATS, noise)) return noise as Noise;
    throw new InputError(
      "unsupported",
      "noise",
      `noise "${noise}" is not known: use ${Object.keys(FORMATS).join(", ")} or a standard deviation`,
    );
  }
  if (typeof noise !== "number") {
    throw new InputError(
      "type",
      "noise",
      `noise is ${describe(noise)}, a standard deviation or a format's name is needed`,
    );
  }
  return checkNumber("noise", noise, 0) > 0 ? noise : undefined;
}

/** Standard deviation of each residual entry: half a unit of the last place makes an error uniform in that width. */
export function noiseOf(model: Model): Float64Array | undefined {
  const { noise, heads } = model;
  if (noise === undefined) return undefined;
  const sigma = new Float64Array(residualLength(model));
  if (typeof noise === "number") return sigma.fill(noise);
  const [digits, least] = FORMATS[noise];
  let k = 0;
  for (const { B } of heads) {
    for (const b of B) sigma[k++] = powerOfTwo(Math.max(exponent(b), least) + 1 - digits) / Math.sqrt(12);
  }
  return sigma;
}

/** The |r|^2 that noise alone explains: its mean and 4 standard deviations of it. 0 without noise. */
export function explained(model: Model): number {
  const sigma = noiseOf(model);
  if (!sigma) return 0;
  let [mean, fourth] = [0, 0];
  for (const s of sigma) {
    mean += s * s;
    fourth += s * s * s * s;
  }
  return mean + ALLOWED * Math.sqrt(2 * fourth);
}

/** The whole e with 2^e <= |v| < 2^(e + 1), from the bits. */
function exponent(v: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, v);
  return ((bits.getUint32(0) >>> 20) & 2047) - 1023;
}

function powerOfTwo(e: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, (e + 1023) << 20);
  return bits.getFloat64(0);
}
