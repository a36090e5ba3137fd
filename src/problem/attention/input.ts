import { InputError } from "../../inputError.js";
import { checkNames, checkNumber, describe } from "../../matrix/check.js";
import { type Dense, type DenseInput, dense } from "../../matrix/dense.js";
import type { Head, Model } from "./model.js";
import { checkNoise, type Noise } from "./noise.js";

/** One observed head. */
export interface AttentionHead {
  /** d x d scores matrix, Q K' of the head in the row convention. */
  readonly W: DenseInput;
  /** d x dv values matrix. */
  readonly V: DenseInput;
  /** n x dv observed output, a row a token. */
  readonly B: DenseInput;
}

interface Common {
  /** Weight of gamma |X|_F^2. Default 0. */
  readonly gamma?: number;
  /**
   * "row" (default): P_ik ~ exp(x_i'W x_k), eq. (1) and Definition 3.1 of the paper. "column": P_ik ~ exp(x_k'W x_i), its
   * section 3.2 and appendix: the same with W transposed.
   */
  readonly convention?: "row" | "column";
  /** Fit X' + P X'V instead of P X'V; V must be square. Default false. */
  readonly residualBlock?: boolean;
  /**
   * Errors of B: the standard deviation of each entry's (10^-k / sqrt(12) for k decimals), or the format it was rounded to.
   * A solution then counts as a perfect fit (`zeroLoss`) where |r|^2 is no more than noise explains, and its certificate
   * has `standardErrors`. Default 0: B is exact, but for its last double-precision digit.
   */
  readonly noise?: Noise;
  /**
   * Nv x d table of embeddings, Nv >= 2: each solution's certificate then has every token's nearest row (`tokens`) and F
   * with all tokens set to those rows (`snappedValue`).
   */
  readonly embedding?: DenseInput;
}

/** What attentionInversion takes: one head, or several heads that saw the same tokens. */
export type AttentionInput = Common & (AttentionHead | { readonly heads: readonly AttentionHead[] });

const COMMON = ["gamma", "convention", "residualBlock", "noise", "embedding"];
const HEAD = ["W", "V", "B"];

/** Checks everything once; W is transposed here for the column convention. */
export function checkAttention(input: AttentionInput): Model {
  if (typeof input !== "object" || input === null) {
    throw new InputError(
      "type",
      "input",
      `attentionInversion takes one object { W, V, B, ... } or { heads: [{ W, V, B }, ...], ... }, not ${describe(input)}`,
    );
  }
  const several = "heads" in input;
  checkNames("attentionInversion", input, several ? ["heads", ...COMMON] : [...HEAD, ...COMMON]);
  const { convention = "row", residualBlock = false } = input;
  if (convention !== "row" && convention !== "column") {
    throw new InputError(
      "unsupported",
      "convention",
      `convention "${String(convention)}" is not known: use "row" or "column"`,
    );
  }
  if (typeof residualBlock !== "boolean") {
    throw new InputError(
      "type",
      "residualBlock",
      `residualBlock is ${describe(residualBlock)}, true or false is needed`,
    );
  }
  const gamma = input.gamma === undefined ? 0 : checkNumber("gamma", input.gamma, 0);
  const found = several ? checkHeads(input.heads) : [input];
  const given = found.map((head, k) => checkHead(head, several ? `heads[${k}].` : "", convention, residualBlock));
  const [first] = given;
  given.forEach(({ n, d }, k) => {
    if (n === first.n && d === first.d) return;
    throw new InputError(
      "length",
      "heads",
      `heads[${k}] has ${n} tokens of ${d} entries, heads[0] has ${first.n} of ${first.d}: all heads see the same tokens`,
      k,
    );
  });
  const noise = checkNoise(input.noise);
  const embedding = input.embedding === undefined ? undefined : checkEmbedding(input.embedding, first.d);
  return { n: first.n, d: first.d, heads: given.map(({ head }) => head), gamma, residualBlock, noise, embedding };
}

function checkEmbedding(value: unknown, d: number): Dense {
  const table = matrix("embedding", value);
  if (table.columns !== d) {
    const message = `embedding has ${table.columns} columns, ${d} are needed: a row is a token of the model`;
    throw new InputError("length", "embedding", message);
  }
  if (table.rows < 2) {
    throw new InputError("empty", "embedding", "embedding has one row: two are needed to tell tokens apart");
  }
  return table;
}

function checkHeads(heads: unknown): readonly AttentionHead[] {
  if (!Array.isArray(heads)) {
    throw new InputError("type", "heads", `heads is ${describe(heads)}, an array of { W, V, B } is needed`);
  }
  const list: readonly AttentionHead[] = heads;
  if (list.length === 0) throw new InputError("empty", "heads", "heads is empty: give at least one { W, V, B }");
  list.forEach((head, k) => {
    if (typeof head !== "object" || head === null) {
      throw new InputError("type", "heads", `heads[${k}] is ${describe(head)}, an object { W, V, B } is needed`, k);
    }
    checkNames(`heads[${k}]`, head, HEAD);
  });
  return list;
}

function checkHead(
  { W: w, V: v, B: b }: AttentionHead,
  prefix: string,
  convention: "row" | "column",
  residualBlock: boolean,
): { head: Head; n: number; d: number } {
  const [W, V, B] = [matrix(`${prefix}W`, w), matrix(`${prefix}V`, v), matrix(`${prefix}B`, b)];
  const d = W.rows;
  const shape = (name: string, what: string, found: number, wanted: number): void => {
    if (found === wanted) return;
    throw new InputError("length", name, `${name} has ${found} ${what}, ${wanted} are needed (W has ${d} rows)`);
  };
  shape(`${prefix}W`, "columns", W.columns, d);
  shape(`${prefix}V`, "rows", V.rows, d);
  if (B.columns !== V.columns) {
    throw new InputError(
      "length",
      `${prefix}B`,
      `${prefix}B has ${B.columns} columns, V has ${V.columns}: row i of B is the output of token i`,
    );
  }
  if (residualBlock && V.columns !== d) {
    throw new InputError(
      "length",
      `${prefix}V`,
      `${prefix}V has ${V.columns} columns, ${d} are needed: with residualBlock the output is added to the token`,
    );
  }
  const head = {
    width: V.columns,
    W: convention === "row" ? W.data : transposed(W),
    V: V.data,
    B: B.data,
  };
  return { head, n: B.rows, d };
}

/** A dense matrix of an argument, whose name its complaints then carry. */
function matrix(argument: string, value: unknown): Dense {
  if (typeof value !== "object" || value === null) {
    throw new InputError(
      "type",
      argument,
      `${argument} is ${describe(value)}, dense(...) or an array of rows is needed`,
    );
  }
  if ("indptr" in value) {
    throw new InputError("unsupported", argument, `${argument} is sparse: make it dense(...)`);
  }
  try {
    return dense(value as DenseInput);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message = /^A\b/.test(error.argument)
      ? error.message.replace(/\bA\b/g, argument)
      : `${argument}: ${error.message}`;
    throw new InputError(error.code, argument, message, error.index);
  }
}

function transposed({ rows, columns, data }: Dense): Float64Array {
  return data.map((_, k) => data[(k % rows) * columns + Math.floor(k / rows)]);
}
