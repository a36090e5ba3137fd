import { InputError } from "../inputError.js";
import { checkArray, checkNames, checkNumber, checkWhole, describe } from "../matrix/check.js";
import type { AttackRecord } from "./attackResult.js";
import type { Config } from "./config.js";
import { checkTokens } from "./sequences.js";

export type AttackMethod = "mirror" | "adam" | "gcg";

export interface AttackOptions {
  /**
   * How a relaxed one-hot softmax(X) moves. "mirror", the default: exponentiated gradient, X <- X - rate G / max|G|, the
   * natural gradient on the simplex. "adam": the paper's, Adam on X. "gcg": greedy coordinate gradient on the tokens.
   */
  readonly method?: AttackMethod;
  /** Gradients a restart. Default 25 for mirror, 300 for adam, 8 for gcg. */
  readonly steps?: number;
  /** Default 2 for mirror; 0.05 for adam (the paper's is 0.001 with 10000 steps: the same curve, slower). None for gcg. */
  readonly learningRate?: number;
  /** Random starts; the one whose tokens have the lowest loss wins. Default 1. */
  readonly restarts?: number;
  /**
   * After each start, search jointly among the k likeliest tokens of each masked position (pair by pair where there are more
   * than two), by forward passes only. 0, the default: none. For gcg, which ends in such a search: the k candidates it tries
   * a position and step, default 16.
   */
  readonly refineTopK?: number;
  /** Whole number behind the random starts. Default 0. */
  readonly seed?: number;
  /** Keep every n-th step in the trace, the first and the last always. Default 1. */
  readonly traceEvery?: number;
  /** Sentences in one product of matrices. Default 32. */
  readonly batch?: number;
  /** Ends the attack at the next step: status "aborted", the best found so far. */
  readonly signal?: AbortSignal;
  /** Called with every step of every run. */
  readonly onStep?: (record: AttackRecord) => void;
}

export interface CheckedAttack {
  readonly method: AttackMethod;
  readonly steps: number;
  readonly learningRate: number;
  readonly restarts: number;
  readonly refineTopK: number;
  readonly seed: number;
  readonly traceEvery: number;
  readonly batch: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (record: AttackRecord) => void;
}

const DEFAULTS = {
  mirror: { steps: 25, learningRate: 2, refineTopK: 0 },
  adam: { steps: 300, learningRate: 0.05, refineTopK: 0 },
  gcg: { steps: 8, learningRate: 1, refineTopK: 16 },
};
const NAMES = [
  "method",
  "steps",
  "learningRate",
  "restarts",
  "refineTopK",
  "seed",
  "traceEvery",
  "batch",
  "signal",
  "onStep",
];

/** Defaults filled in, everything checked before any work. */
export function checkAttackOptions(options: AttackOptions, { vocabulary }: Config): CheckedAttack {
  if (typeof options !== "object" || options === null) {
    throw new InputError("type", "options", `options is ${describe(options)}, an object is needed`);
  }
  checkNames("attack", options, NAMES);
  const { method = "mirror", onStep, signal } = options;
  if (!Object.hasOwn(DEFAULTS, method)) {
    throw new InputError("range", "method", `method = ${describe(method)} must be "mirror", "adam" or "gcg"`);
  }
  if (method === "gcg" && options.learningRate !== undefined) {
    throw new InputError(
      "unsupported",
      "learningRate",
      "gcg changes whole tokens and has no learningRate: leave it out",
    );
  }
  const start = DEFAULTS[method];
  const learningRate = checkNumber("learningRate", options.learningRate ?? start.learningRate);
  if (!(learningRate > 0)) {
    throw new InputError("range", "learningRate", `learningRate = ${learningRate} must be above 0`);
  }
  const refineTopK = checkWhole("refineTopK", options.refineTopK ?? start.refineTopK, method === "gcg" ? 1 : 0);
  return {
    method,
    steps: checkWhole("steps", options.steps ?? start.steps, 1),
    learningRate,
    restarts: checkWhole("restarts", options.restarts ?? 1, 1),
    refineTopK: Math.min(refineTopK, vocabulary),
    seed: checkWhole("seed", options.seed ?? 0, 0),
    traceEvery: checkWhole("traceEvery", options.traceEvery ?? 1, 1),
    batch: checkWhole("batch", options.batch ?? 32, 1),
    signal,
    onStep,
  };
}

/** One text to attack. */
export interface AttackJob {
  /** The whole sentence. A masked entry is read only to judge success; -1 where the truth is unknown. */
  readonly tokens: ArrayLike<number>;
  /** Masked positions from 0 on, rising. */
  readonly mask: readonly number[];
  /** Default: the options' seed plus the job's index. */
  readonly seed?: number;
}

export interface CheckedJob {
  /** Masked entries are 0. */
  readonly tokens: readonly number[];
  readonly mask: readonly number[];
  /** Undefined where a masked token is not known. */
  readonly truth?: readonly number[];
  readonly seed: number;
}

/** The job with its truth apart; `where` names it in messages. */
export function checkJob(where: string, job: AttackJob, index: number, seed: number, config: Config): CheckedJob {
  const { mask } = job;
  const argument = (name: string): string => (where ? `${where}.${name}` : name);
  const given = Array.from(checkArray(argument("tokens"), job.tokens));
  checkMask(argument("mask"), mask, given.length);
  const tokens = given.slice();
  for (const i of mask) tokens[i] = given[i] === -1 ? 0 : given[i];
  checkTokens(argument("tokens"), tokens, config);
  if (tokens.length < 2) {
    throw new InputError(
      "length",
      argument("tokens"),
      `${argument("tokens")} has one token: nothing is predicted, two are needed`,
    );
  }
  const truth = mask.every((i) => given[i] >= 0) ? mask.map((i) => given[i]) : undefined;
  for (const i of mask) tokens[i] = 0;
  const own = job.seed === undefined ? seed + index : checkWhole(argument("seed"), job.seed, 0);
  return { tokens, mask: [...mask], truth, seed: own };
}

function checkMask(argument: string, mask: unknown, length: number): asserts mask is readonly number[] {
  if (!Array.isArray(mask) || mask.length === 0) {
    throw new InputError("empty", argument, `${argument} must be an array of at least one masked position`);
  }
  mask.forEach((position, k) => {
    if (!Number.isInteger(position) || position < 0 || position >= length) {
      throw new InputError(
        "range",
        argument,
        `${argument}[${k}] = ${String(position)} is not a position: whole numbers from 0 to ${length - 1} are`,
        k,
      );
    }
    if (k > 0 && position <= mask[k - 1]) {
      throw new InputError(
        "order",
        argument,
        `${argument}[${k}] = ${position} does not rise above ${mask[k - 1]}: sort the positions`,
        k,
      );
    }
  });
}
