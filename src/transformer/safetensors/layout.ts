import { InputError } from "../../inputError.js";
import type { Config } from "../config.js";
import type { TensorEntry } from "./header.js";

const PREFIX = "transformer.";
/** Causal masks that old checkpoints carry: constants, not weights. */
const MASK = /^h\.\d+\.attn\.(?:bias|masked_bias)$/;
/** GPT-2's heads are 64 wide in every size. */
const HEAD_WIDTH = 64;

/** GPT-2's name of each tensor, without a prefix, to its name and place in the file. */
export type Named = ReadonlyMap<string, TensorEntry & { readonly name: string }>;

/** The weights of a file under GPT-2's names: without `transformer.`, without masks. */
export function weightsOf(tensors: ReadonlyMap<string, TensorEntry>): Named {
  const named = new Map<string, TensorEntry & { readonly name: string }>();
  for (const [name, entry] of tensors) {
    const bare = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
    if (MASK.test(bare)) continue;
    if (named.has(bare)) throw unsupported(`both ${named.get(bare)?.name} and ${name} are in the file: remove one`);
    named.set(bare, { ...entry, name });
  }
  return named;
}

/** The model's sizes from the tensors' shapes; heads from the caller, the file's metadata, or 64 wide. */
export function configOf(weights: Named, heads: number | undefined, saved: string | undefined): Config {
  const [vocabulary, width] = shapeOf(weights, "wte.weight");
  const [context] = shapeOf(weights, "wpe.weight");
  let layers = 0;
  while (weights.has(`h.${layers}.ln_1.weight`)) layers++;
  return { vocabulary, context, width, layers, heads: heads ?? headsOf(width, saved) };
}

function shapeOf(weights: Named, name: string): readonly number[] {
  const shape = weights.get(name)?.shape;
  if (!shape) {
    const found = [...weights.keys()].slice(0, 3).join(", ");
    throw unsupported(`there is no ${name}: a GPT-2 checkpoint is needed, this one begins with ${found || "nothing"}`);
  }
  if (shape.length !== 2 || shape.includes(0)) throw unsupported(`${name} is [${shape}], not a matrix`);
  return shape;
}

function headsOf(width: number, saved: string | undefined): number {
  const heads = saved === undefined ? width / HEAD_WIDTH : Number(saved);
  if (Number.isInteger(heads) && heads >= 1 && width % heads === 0) return heads;
  throw new InputError(
    "unsupported",
    "heads",
    `a width of ${width} does not tell the number of heads (GPT-2's are ${HEAD_WIDTH} wide): give it, { heads: 4 } for example`,
  );
}

/** Refuses a file whose tensors are not those of the model, by name and shape. */
export function checkShapes(weights: Named, expected: ReadonlyMap<string, readonly number[]>): void {
  for (const [name, shape] of expected) {
    const entry = weights.get(name);
    if (!entry) throw unsupported(`there is no ${name}: the checkpoint is not complete`);
    if (entry.shape.join() !== shape.join()) {
      throw unsupported(
        `${entry.name} is [${entry.shape}] and must be [${shape}]: matrices are stored in x out, as GPT-2's are`,
      );
    }
  }
  for (const [name, entry] of weights) {
    if (expected.has(name) || name === TIED_HEAD) continue;
    throw unsupported(`${entry.name} is not a tensor of GPT-2: other architectures cannot be loaded`);
  }
}

/** The output matrix, where a file has one: GPT-2 uses wte.weight for it. */
export const TIED_HEAD = "lm_head.weight";

/** Any of the ways in which a file is not what can be loaded. */
export function unsupported(message: string): InputError {
  return new InputError("unsupported", "source", message);
}
