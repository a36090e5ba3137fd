import { short } from "../../table.js";
import { judge, type Verdict } from "../../verdict.js";
import type { Chapter, Sheet } from "../chapter.js";
import { fitLine, type Line } from "../statistics.js";
import { type Effort, GROWTH_FAMILIES, type Need, needs, SHARE, TARGET } from "./measure.js";
import { growthPlot } from "./plot.js";

const FULL: Effort = {
  draws: { most: 200, timesColumns: 12800 },
  fixed: { n: 50000, d: 20 },
  n: [1e3, 1e4, 3e4, 1e5, 3e5, 1e6],
  d: [16, 32, 64, 128, 256],
};
const QUICK: Effort = {
  draws: { most: 40, timesColumns: 320 },
  fixed: { n: 3000, d: 8 },
  n: [1e3, 3e3, 1e4],
  d: [4, 8, 16],
};
/** Below so many rows the sample is a good part of all rows, which makes it better than n without end. */
const MANY = 10000;
/** What counts as flat: a tenfold n may change the rows by 12 %. */
const FLAT = 0.05;

/** (c) Rows needed against n and against d. */
export function growthChapter(quick: boolean, progress: (name: string) => void): Chapter {
  const effort = quick ? QUICK : FULL;
  const { againstRows, againstColumns } = needs(effort, progress);
  const fits = GROWTH_FAMILIES.map(({ name }) => fitsOf(name, againstRows, againstColumns));
  return {
    title: "(c) Rows needed against n and against d",
    method: `Claim: O(d log d) rows are enough, however large n is. Rows here means: the expected rows s, sampled by
leverage, at which ${100 * SHARE} % of up to ${effort.draws.most} draws have a spectral error eps <= ${TARGET}; H = A'A. Against n with d = ${effort.fixed.d},
against d with n = ${effort.fixed.n}. Gaussian rows are as incoherent as can be; stacked identities (rows within e^0.3 of each other) are where a column can be
lost altogether, which is where the log comes from.`,
    findings: fits.map(finding),
    sheets: [sheet("against n", againstRows), sheet("against d", againstColumns)],
    plots: [growthPlot(againstRows, "n"), growthPlot(againstColumns, "d")],
    verdicts: fits.flatMap((fit) => verdicts(fit, quick)),
    record: { effort, againstRows, againstColumns, fits },
  };
}

interface Fits {
  readonly family: string;
  /** ln s against ln n, for n of MANY or more. */
  readonly rows: Line;
  /** ln s against ln d. */
  readonly columns: Line;
  /** ln(s / (d ln d)) against ln d. */
  readonly claimed: Line;
}

function fitsOf(family: string, againstRows: readonly Need[], againstColumns: readonly Need[]): Fits {
  const own = (list: readonly Need[]): Need[] => list.filter((one) => one.family === family);
  const many = own(againstRows).filter(({ n }) => n >= MANY);
  const large = many.length > 1 ? many : own(againstRows);
  const columns = own(againstColumns);
  const logD = columns.map(({ d }) => Math.log(d));
  return {
    family,
    rows: fitLine(
      large.map(({ n }) => Math.log(n)),
      large.map(({ rows }) => Math.log(rows)),
    ),
    columns: fitLine(
      logD,
      columns.map(({ rows }) => Math.log(rows)),
    ),
    claimed: fitLine(
      logD,
      columns.map(({ rows, d }) => Math.log(rows / (d * Math.log(d)))),
    ),
  };
}

const withError = ({ slope, slopeError }: Line): string =>
  `${slope.toFixed(3)} (standard error ${slopeError.toFixed(3)})`;

function finding({ family, rows, columns, claimed }: Fits): string {
  return `${family}: rows grow like n^${withError(rows)} and like d^${withError(columns)}; divided by d ln d they change like
d^${withError(claimed)}.`.replaceAll("\n", " ");
}

function verdicts({ family, rows, claimed }: Fits, quick: boolean): Verdict[] {
  return [
    judge(
      family,
      `independent of n: |exponent| - 2 s.e. <= ${FLAT} from n = ${MANY}`,
      Math.abs(rows.slope) - 2 * rows.slopeError,
      (least) => least <= FLAT,
      () => withError(rows),
      quick,
    ),
    judge(
      family,
      "at most like d log d: exponent of s / (d ln d) - 2 s.e. <= 0",
      claimed.slope - 2 * claimed.slopeError,
      (least) => least <= 0,
      () => withError(claimed),
      quick,
    ),
  ];
}

function sheet(title: string, list: readonly Need[]): Sheet {
  const heading = ["rows of A", "n", "d", "rows needed", "95 % interval", "in d", "in d ln d"];
  const rows = list.map(({ family, n, d, rows, interval: { low, high } }) => [
    family,
    String(n),
    String(d),
    rows.toFixed(0),
    `${low.toFixed(0)} to ${high.toFixed(0)}`,
    short(rows / d),
    short(rows / (d * Math.log(d))),
  ]);
  return { title: `${title}: rows for eps <= ${TARGET} in ${100 * SHARE} % of draws`, rows: [heading, ...rows] };
}
