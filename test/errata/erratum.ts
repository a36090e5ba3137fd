/** A number, a vector, or a matrix by rows. */
export type Numbers = number | readonly number[] | readonly (readonly number[])[];

/** A formula on an instance: as printed, as corrected, and by a way that uses neither (differences of the definition). */
export interface Values {
  readonly kind: "values";
  readonly printed: Numbers;
  readonly correct: Numbers;
  readonly truth: Numbers;
  /** Largest error of `correct` against `truth`, relative to the larger of 1 and |truth|. Default 1e-8. */
  readonly tolerance?: number;
  /** Name of the k-th number, where only the one that differs most is shown. */
  readonly entry?: (k: number) => string;
  /** Figures that help the reader, by name. */
  readonly also?: Readonly<Record<string, number>>;
}

/** A claimed bound on a measured quantity. "broken": the quantity breaks the printed one; "loose": it keeps both. */
export interface Bound {
  readonly kind: "broken" | "loose";
  readonly sense: "<=" | ">=";
  readonly quantity: number;
  readonly printed: number;
  /** Absent where no bound of that kind holds. */
  readonly correct?: number;
  /** What the corrected bound is on, where that is another quantity. */
  readonly mended?: number;
  readonly also?: Readonly<Record<string, number>>;
}

export type Evidence = Values | Bound;

export interface Erratum {
  readonly id: string;
  readonly place: string;
  readonly printed: string;
  readonly correct: string;
  /** The instance in words; without a `show`, why it is an erratum. */
  readonly counterexample: string;
  /** The numbers of the printed and of the corrected formula. Absent: an erratum without numbers, not counted as tested. */
  readonly show?: () => Evidence;
  /** The same numbers as found by separate calculations, to the digits given ("_" where none is). */
  readonly said?: { readonly printed?: string; readonly correct?: string; readonly quantity?: string };
}

export interface Paper {
  readonly title: string;
  readonly authors: string;
  /** How to find it: arXiv number or what the text says. */
  readonly source: string;
  /** Notation and instances that the rows share. */
  readonly notation: readonly string[];
  readonly rows: readonly Erratum[];
}

export const flat = (v: Numbers): number[] => (typeof v === "number" ? [v] : (v as readonly number[]).flat());

/** The rows with the evidence of their ids, each computed once. */
export function withEvidence(rows: readonly Erratum[], evidence: Readonly<Record<string, () => Evidence>>): Erratum[] {
  const ids = new Set(rows.map((row) => row.id));
  for (const id of Object.keys(evidence)) if (!ids.has(id)) throw new Error(`no row for the evidence of ${id}`);
  return rows.map((row) => {
    const compute = evidence[row.id];
    if (!compute) return row;
    let known: Evidence | undefined;
    return {
      ...row,
      show: () => {
        known ??= compute();
        return known;
      },
    };
  });
}
