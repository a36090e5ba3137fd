import { attentionInversion, covariance, csr, dense, plan } from "subnewton";
import { describe, expect, it } from "vitest";
import { type Refusal, refusal } from "../matrix/support/refusal.js";

const W = [
  [1, 2],
  [3, 4],
];
const V = [
  [1, 0.5, 2],
  [0, 1, 3],
];
const B = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const GOOD = { W, V, B };

const CASES: [string, unknown, Refusal][] = [
  [
    "no object",
    undefined,
    {
      code: "type",
      argument: "input",
      message:
        "attentionInversion takes one object { W, V, B, ... } or { heads: [{ W, V, B }, ...], ... }, not undefined",
    },
  ],
  [
    "a missing matrix",
    { W, B },
    { code: "type", argument: "V", message: "V is undefined, dense(...) or an array of rows is needed" },
  ],
  [
    "a misspelt option",
    { ...GOOD, Gamma: 1 },
    {
      code: "unsupported",
      argument: "Gamma",
      message:
        "Gamma is not an option of attentionInversion: it takes W, V, B, gamma, convention, residualBlock, noise, embedding",
    },
  ],
  [
    "heads beside a W",
    { W, heads: [GOOD] },
    {
      code: "unsupported",
      argument: "W",
      message:
        "W is not an option of attentionInversion: it takes heads, gamma, convention, residualBlock, noise, embedding",
    },
  ],
  [
    "a sparse matrix",
    { ...GOOD, W: csr({ rows: 2, columns: 2, indptr: [0, 1, 2], indices: [0, 1], data: [1, 1] }) },
    { code: "unsupported", argument: "W", message: "W is sparse: make it dense(...)" },
  ],
  [
    "NaN in a row",
    {
      ...GOOD,
      B: [
        [1, 2, 3],
        [4, Number.NaN, 6],
      ],
    },
    { code: "notFinite", argument: "B", index: 1, message: "B[1][1] = NaN is not a finite number" },
  ],
  [
    "rows of different lengths in a head",
    {
      heads: [
        GOOD,
        {
          W,
          B,
          V: [
            [1, 2, 3],
            [4, 5],
          ],
        },
      ],
    },
    { code: "length", argument: "heads[1].V", index: 1, message: "heads[1].V[1] has 2 entries, the first row has 3" },
  ],
  [
    "wrong lengths of row-major data",
    { ...GOOD, V: { rows: 2, columns: 3, data: [1] } },
    { code: "length", argument: "V", message: "V: data has 1 entries, rows x columns = 6 are needed" },
  ],
  [
    "a W that is not square",
    {
      W: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      V,
      B,
    },
    { code: "length", argument: "W", message: "W has 3 columns, 2 are needed (W has 2 rows)" },
  ],
  [
    "a V of other rows",
    { W, V: [[1, 2, 3]], B },
    { code: "length", argument: "V", message: "V has 1 rows, 2 are needed (W has 2 rows)" },
  ],
  [
    "a B of other columns",
    { W, V, B: W },
    { code: "length", argument: "B", message: "B has 2 columns, V has 3: row i of B is the output of token i" },
  ],
  [
    "a residual block that is not square",
    { ...GOOD, residualBlock: true },
    {
      code: "length",
      argument: "V",
      message: "V has 3 columns, 2 are needed: with residualBlock the output is added to the token",
    },
  ],
  [
    "a residual block that is no boolean",
    { ...GOOD, residualBlock: 1 },
    { code: "type", argument: "residualBlock", message: "residualBlock is number 1, true or false is needed" },
  ],
  [
    "an unknown convention",
    { ...GOOD, convention: "columns" },
    {
      code: "unsupported",
      argument: "convention",
      message: 'convention "columns" is not known: use "row" or "column"',
    },
  ],
  ["a negative gamma", { ...GOOD, gamma: -1 }, { code: "range", argument: "gamma", message: "gamma = -1 is below 0" }],
  [
    "no heads",
    { heads: [] },
    { code: "empty", argument: "heads", message: "heads is empty: give at least one { W, V, B }" },
  ],
  [
    "heads that are no array",
    { heads: 3 },
    { code: "type", argument: "heads", message: "heads is number 3, an array of { W, V, B } is needed" },
  ],
  [
    "a head that is no object",
    { heads: [GOOD, null] },
    { code: "type", argument: "heads", index: 1, message: "heads[1] is null, an object { W, V, B } is needed" },
  ],
  [
    "a misspelt part of a head",
    { heads: [{ ...GOOD, w: W }] },
    { code: "unsupported", argument: "w", message: "w is not an option of heads[0]: it takes W, V, B" },
  ],
  [
    "heads of different tokens",
    { heads: [GOOD, { W, V, B: B.slice(1) }] },
    {
      code: "length",
      argument: "heads",
      index: 1,
      message: "heads[1] has 2 tokens of 2 entries, heads[0] has 3 of 2: all heads see the same tokens",
    },
  ],
  [
    "an unknown format",
    { ...GOOD, noise: "float8" },
    {
      code: "unsupported",
      argument: "noise",
      message: 'noise "float8" is not known: use float32, bfloat16, float16 or a standard deviation',
    },
  ],
  [
    "the name of what every object has as noise",
    { ...GOOD, noise: "toString" },
    {
      code: "unsupported",
      argument: "noise",
      message: 'noise "toString" is not known: use float32, bfloat16, float16 or a standard deviation',
    },
  ],
  ["negative noise", { ...GOOD, noise: -1 }, { code: "range", argument: "noise", message: "noise = -1 is below 0" }],
  [
    "noise that is no number",
    { ...GOOD, noise: true },
    {
      code: "type",
      argument: "noise",
      message: "noise is boolean true, a standard deviation or a format's name is needed",
    },
  ],
  [
    "an embedding of another width",
    { ...GOOD, embedding: B },
    {
      code: "length",
      argument: "embedding",
      message: "embedding has 3 columns, 2 are needed: a row is a token of the model",
    },
  ],
  [
    "an embedding of one row",
    { ...GOOD, embedding: [[1, 2]] },
    { code: "empty", argument: "embedding", message: "embedding has one row: two are needed to tell tokens apart" },
  ],
];

describe("attentionInversion refuses", () => {
  it.each(CASES)("%s", (_what, input, expected) => {
    expect(refusal(() => attentionInversion(input as typeof GOOD))).toEqual(expected);
  });
});

describe("its functions refuse", () => {
  const problem = attentionInversion(GOOD);
  const x = new Float64Array(6);

  it("vectors of a wrong length, by name", () => {
    expect(refusal(() => problem.value([1]))).toMatchObject({ code: "length", argument: "x" });
    expect(refusal(() => problem.hvp(x, [1]))).toMatchObject({ code: "length", argument: "v" });
    expect(refusal(() => problem.jvp(x, [1]))).toMatchObject({ code: "length", argument: "v" });
    expect(refusal(() => problem.gnvp(x, [1]))).toMatchObject({ code: "length", argument: "v" });
    expect(refusal(() => problem.vjp(x, x))).toMatchObject({ code: "length", argument: "u" });
  });

  it("use after dispose", () => {
    const gone = attentionInversion(GOOD);
    expect(gone.value(x)).toBe(gone.value(x));
    gone.dispose();
    expect(refusal(() => gone.value(x))).toMatchObject({ code: "disposed" });
    expect(refusal(() => gone.hessian(x))).toMatchObject({ code: "disposed" });
  });

  it("a covariance: the rows of B are no independent observations", () => {
    expect(refusal(() => covariance(problem, x))).toMatchObject({ code: "unsupported", argument: "problem" });
  });
});

describe("attentionInversion takes", () => {
  it("dense matrices for arrays of rows, and one head as a list of one", () => {
    const x = [0.1, -0.2, 0.3, 0.4, 0.5, -0.6];
    const plain = attentionInversion(GOOD);
    const made = attentionInversion({ heads: [{ W: dense(W), V: dense(V), B: dense(B) }] });
    expect(made.value(x)).toBe(plain.value(x));
    expect(made.gradient(x)).toEqual(plain.gradient(x));
    expect(plan(made)).toBe(plan(plain));
  });
});
