// What do published leverage scores give away? `npm run example:leverage` audits releases of scores of a weighted design
// on a real table and writes build/examples/leverage-audit.html.
import { mkdirSync, writeFileSync } from "node:fs";
import { auditGradient, auditReleases, auditWithoutOffset } from "./audit.js";
import { loadCars } from "./cars.js";
import { auditPage } from "./page.js";
import { HEADER, lineOf, summarise } from "./summary.js";

const REPORT = "build/examples/leverage-audit.html";
const OWNERS = 40;
/** Owners whose releases are read without the residuals' signs as well. */
const BLIND = 5;
const STARTS = 20;

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const aligned = (cells: readonly string[]): string => cells.map((cell) => cell.padEnd(21)).join("");

const cars = loadCars();
print(
  `${cars.A.rows} cars, ${cars.A.columns} coefficients; ${OWNERS} owners publish scores of their weighted designs\n`,
);
print(aligned(HEADER));
const audits = auditReleases(cars, { owners: OWNERS, blind: BLIND }, (audit) =>
  print(aligned(lineOf(summarise(audit)))),
);

const scaleFree = auditWithoutOffset(cars);
print(`\nweights 1 / prediction: ${scaleFree.status}. ${scaleFree.message}`);
print(`  direction to ${scaleFree.angle.toExponential(1)}, length off by ${scaleFree.lengthRatio.toPrecision(3)}`);

print("\na published gradient, from a guess");
const gradients = [0.1, 1, 10].map((distance) => {
  const found = auditGradient(cars, distance, STARTS);
  const { error, roots, others, nearest } = found;
  print(
    `  at Dikin distance ${distance}: error ${error.toExponential(1)}; ${STARTS} starts: ${roots} roots, ${others} other points, nearest root ${nearest.toExponential(1)} off`,
  );
  return found;
});

mkdirSync("build/examples", { recursive: true });
writeFileSync(
  REPORT,
  auditPage({ cars, owners: OWNERS, blind: BLIND, summaries: audits.map(summarise), scaleFree, gradients }),
);
print(`\nreport: ${REPORT}`);
