// Families of regressions from incoherent to coherent, by their rows or by their loss alone.
import { gaussianRows, type Rows, spikedRows, stackedRows, studentRows, zipfRows } from "./rows.js";

/** Rows with the loss that is fitted on them. */
export interface Family {
  readonly name: string;
  readonly rows: Rows;
  readonly columns: number;
  readonly loss: "exp" | "sinh";
  /** What the true x is scaled to. */
  readonly scale: { readonly std: number } | { readonly largest: number };
  /** True where rows have a mean that x would otherwise turn into one common shift of A x. */
  readonly shifted?: boolean;
  /** True where a few rows matter so much that uniform sampling is expected to fail. */
  readonly coherent: boolean;
  readonly about: string;
}

/** exp with std(Ax) = 2 where its overflow is far; sinh with max|Ax| = 4 on rows whose tails would overflow e^2z. */
export const FAMILIES: readonly Family[] = [
  {
    name: "GA",
    rows: gaussianRows(1),
    columns: 100,
    loss: "sinh",
    scale: { std: 0.5 },
    shifted: true,
    coherent: false,
    about: "rows N(1, Sigma), sinh, std(Ax) = 0.5",
  },
  heavy("T3", 3),
  heavy("T2", 2),
  heavy("T1", 1),
  {
    name: "STK",
    rows: stackedRows(1),
    columns: 200,
    loss: "sinh",
    scale: { largest: 4 },
    coherent: true,
    about: "stacked identities with lognormal rows, sinh, max|Ax| = 4",
  },
  {
    // exp would give the blind rows a curvature that drowns the spikes.
    name: "SPIKE",
    rows: spikedRows,
    columns: 100,
    loss: "sinh",
    scale: { largest: 4 },
    coherent: true,
    about: "d/2 rows own a direction each, the others blind to it up to 1e-3, sinh, max|Ax| = 4",
  },
  {
    name: "ZIPF",
    rows: zipfRows,
    columns: 200,
    loss: "exp",
    scale: { std: 2 },
    shifted: true,
    coherent: true,
    about: "counts of 20 one-hot draws with frequency k^-1.3, exp, std(Ax) = 2",
  },
  {
    name: "ZIPF, D = 1",
    rows: zipfRows,
    columns: 200,
    loss: "sinh",
    scale: { std: 0.05 },
    shifted: true,
    coherent: false,
    about: "the same rows where the loss is all but quadratic: sinh, std(Ax) = 0.05",
  },
  {
    name: "EXP-D",
    rows: gaussianRows(0),
    columns: 100,
    loss: "exp",
    scale: { std: 2 },
    coherent: true,
    about: "rows N(0, Sigma), exp, std(Ax) = 2: coherent by its weights alone",
  },
];

function heavy(name: string, df: number): Family {
  const about = `multivariate t rows with ${df} degree${df > 1 ? "s" : ""} of freedom, sinh, max|Ax| = 4`;
  return { name, rows: studentRows(df), columns: 100, loss: "sinh", scale: { largest: 4 }, coherent: true, about };
}

export function family(name: string): Family {
  const found = FAMILIES.find((one) => one.name === name);
  if (!found) throw new Error(`no family is called ${name}`);
  return found;
}
