import { attention } from "./attention/table.js";
import { type Erratum, type Evidence, flat, type Paper, type Values } from "./erratum.js";
import { expCoshSinh } from "./expCoshSinh/table.js";
import { leverage } from "./leverage/table.js";
import { softmax } from "./softmax/table.js";
import { twoLayer } from "./twoLayer/table.js";

export const papers: readonly Paper[] = [expCoshSinh, softmax, twoLayer, leverage, attention];

/** Six digits; rounding noise beside 1 is 0. */
function shown(v: number): string {
  if (Math.abs(v) < 1e-15) return "0";
  const [digits, exponent] = v.toPrecision(6).split("e");
  const short = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
  if (exponent !== undefined) return `${short}e${Number(exponent)}`;
  return Math.abs(v) < 1e-4 ? v.toExponential(5).replace(/\.?0+e/, "e") : short;
}

/** The index where two lists differ most. */
export function worst(a: readonly number[], b: readonly number[]): number {
  let k = 0;
  a.forEach((v, i) => {
    if (Math.abs(v - b[i]) > Math.abs(a[k] - b[k])) k = i;
  });
  return k;
}

function numbers(which: "printed" | "correct", evidence: Values): string {
  const all = flat(evidence[which]);
  if (evidence.entry) return shown(all[worst(flat(evidence.printed), flat(evidence.correct))]);
  const value = evidence[which];
  if (typeof value === "number") return shown(value);
  const rows = value.map((row) => (typeof row === "number" ? shown(row) : `(${row.map(shown).join(", ")})`));
  return rows.length === 1 ? rows[0] : `(${rows.join(", ")})`;
}

/** What the printed and the corrected formula give, in words. */
export function outcome(evidence: Evidence): [string, string] {
  const also = Object.entries(evidence.also ?? {}).map(([name, v]) => `; ${name}: ${shown(v)}`);
  if (evidence.kind === "values") {
    const at = evidence.entry?.(worst(flat(evidence.printed), flat(evidence.correct)));
    if (evidence.tolerance !== undefined) also.push(`; confirmed to ${shown(evidence.tolerance)}`);
    return [
      `${numbers("printed", evidence)}${at ? ` at ${at}` : ""}`,
      `${numbers("correct", evidence)}${also.join("")}`,
    ];
  }
  const { sense, quantity, printed, correct, mended } = evidence;
  const holds = evidence.kind === "loose" ? "true" : "false";
  const right =
    correct === undefined
      ? evidence.kind === "loose"
        ? "no sharper one is known"
        : "no such bound"
      : `${mended === undefined ? "" : `${shown(mended)} `}${sense} ${shown(correct)}`;
  return [`${shown(quantity)} ${sense} ${shown(printed)} is ${holds}`, `${right}${also.join("")}`];
}

const cell = (text: string): string =>
  text.replaceAll("|", "\\|").replaceAll("*", "\\*").replaceAll("_", "\\_").replaceAll("<", "&lt;");

function line(row: Erratum): string {
  const [printed, correct] = row.show ? outcome(row.show()) : ["no number", "no number"];
  return `| ${[row.id, row.place, row.printed, row.correct, row.counterexample, printed, correct].map(cell).join(" | ")} |`;
}

function section(paper: Paper, k: number): string {
  const tested = paper.rows.filter((row) => row.show).length;
  return [
    `## ${k + 1}. ${paper.title}`,
    `${paper.authors}; ${paper.source}. ${paper.rows.length} rows, ${tested} of them with numbers.`,
    paper.notation.map((text) => `- ${cell(text)}`).join("\n"),
    [
      "| id | place | printed | correct | counterexample | printed gives | corrected gives |",
      "|---|---|---|---|---|---|---|",
      ...paper.rows.map(line),
    ].join("\n"),
  ].join("\n\n");
}

const INTRODUCTION = `# Errata of five papers

subnewton implements the problems of five papers on exponential regression, softmax regression, two-layer regression, leverage
scores and attention. To implement a formula one has to know that it is right, so every formula that the package uses was
checked. This list is what did not pass, written for the readers and the authors of those papers, with respect for their
work: most statements are right as printed, and where a slip has no consequence the row says so. Lemma numbers
and formulas are those of the versions we have; later versions may have mended them.

**How each row was verified.** A row with numbers is a test (\`test/errata\`). It evaluates the printed and the corrected formula in
plain arithmetic on the counterexample, and compares the corrected value with a third one that uses neither: differences of the
definition, extrapolated to step 0, or the definition itself. The test fails unless the two agree (to 1e-8, relative from 1 up, or as the row says)
and the printed value differs by far more. Of a bound, the measured quantity must break the printed bound and keep the corrected
one; where the printed bound is true but loose, it must keep both, and the row says "is true". Where the package has such a
function, the tests ask it too, for as many rows as they can. Rows marked "no number" are arguments, slips of notation or of reference; they are not counted as tested.
The numbers below are written by running those tests (\`npm run errata\`), none by hand.

**Notation.** Plain text: A' is the transpose, a.b the entrywise product of vectors (and of square matrices), |.| the 2-norm or spectral
norm, |.|_F the Frobenius norm, diag(v) the diagonal matrix, <a, b> the inner product, >= between symmetric matrices the
semidefinite order.

**How to cite.** Cite the paper, then "errata in subnewton" with the row's id (for example "erratum S4 in subnewton 0.1.0,
ERRATA.md"); \`CITATION.cff\` has the reference. Ids do not change.

**A mistake here?** Open an issue in the repository with the row's id and, if you can, an instance on which the corrected formula
fails. A row that is wrong is withdrawn under its id, with the reason.`;

/** The text of ERRATA.md. */
export const text = (): string =>
  `${[INTRODUCTION.replace(/<a, b>/, "&lt;a, b>"), ...papers.map(section)].join("\n\n")}\n`;
