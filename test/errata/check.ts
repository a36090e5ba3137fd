import { type Bound, type Erratum, type Evidence, flat, type Numbers, type Values } from "./erratum.js";

const largest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((v, k) => Math.abs(v - b[k])));

function* valueFaults({ printed, correct, truth, tolerance = 1e-8 }: Values): Generator<string> {
  const [p, c, t] = [printed, correct, truth].map(flat);
  if (p.length !== t.length || c.length !== t.length) yield "the three have different shapes";
  if (![...p, ...c, ...t].every(Number.isFinite)) yield "not all numbers are finite";
  const scale = tolerance * Math.max(1, ...t.map(Math.abs));
  if (!(largest(c, t) <= scale)) yield `the corrected value is off by ${largest(c, t)}`;
  if (!(largest(p, t) > 100 * scale)) yield `the printed value is off by ${largest(p, t)} only`;
}

function* boundFaults({ kind, sense, quantity, printed, correct, mended = quantity }: Bound): Generator<string> {
  const sign = sense === "<=" ? 1 : -1;
  const slack = (v: number, bound: number): number => sign * (bound - v);
  const holds = slack(quantity, printed);
  if (kind === "loose" && !(holds > 0)) yield `${quantity} breaks the printed bound ${printed}`;
  if (kind === "broken" && !(holds < -1e-6 * Math.max(Math.abs(quantity), Math.abs(printed))))
    yield `${quantity} keeps the printed bound ${printed}`;
  if (correct === undefined) return;
  if (!(slack(mended, correct) >= -1e-8 * Math.abs(correct) - 1e-12))
    yield `${mended} breaks the corrected bound ${correct}`;
  if (kind === "loose" && !(slack(correct, printed) > 0)) yield "the corrected bound is not sharper";
}

/** What is wrong with an erratum's numbers: empty where they show what the row says. */
export const faults = (evidence: Evidence): string[] =>
  evidence.kind === "values" ? [...valueFaults(evidence)] : [...boundFaults(evidence)];

/** Each number of `said` must be the value rounded to the digits given. */
function differing(value: Numbers | undefined, said: string | undefined): string[] {
  if (said === undefined) return [];
  const values = value === undefined ? [] : flat(value);
  const words = said.split(" ");
  if (words.length !== values.length) return [`${values.length} numbers, not ${words.length}`];
  return words.flatMap((word, k) => {
    if (word === "_") return [];
    const [digits, exponent = "0"] = word.split("e");
    const unit = 10 ** (Number(exponent) - (digits.split(".")[1] ?? "").length);
    return Math.abs(values[k] - Number(word)) <= 0.5001 * unit ? [] : [`${values[k]}, not ${word}`];
  });
}

/** Where an erratum's numbers are not those found by separate calculations. */
export function disagreements(evidence: Evidence, said: NonNullable<Erratum["said"]>): string[] {
  const quantity = evidence.kind === "values" ? undefined : evidence.quantity;
  return [
    ...differing(evidence.printed, said.printed),
    ...differing(evidence.correct, said.correct),
    ...differing(quantity, said.quantity),
  ];
}
