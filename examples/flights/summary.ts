import type { IterationRecord, Result } from "subnewton";
import { METHOD_NAMES } from "./comparison.js";
import type { Flights } from "./data.js";
import type { GravityDesign } from "./design.js";
import { day, percent, scientific, seconds, signed, whole } from "./format.js";
import { NOTABLE_SHIFT, RIDGE, type Study } from "./study.js";
import { bold, dim, print } from "./terminal.js";

const label = (text: string): string => bold(text.padEnd(10));

export function printHeader(): void {
  print(
    bold("A gravity model of US air traffic") + dim("   flights ~ origin × destination × hour × distance^elasticity"),
  );
  print();
}

export function printData({ airports, total, first, last }: Flights): void {
  print(`${label("data")}${whole(total)} flights, ${day(first)} to ${day(last)}, ${airports.length} airports`);
}

export function printDesign({ A, b }: GravityDesign): void {
  const zeros = b.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
  const empty = percent(zeros / A.rows);
  print(`${label("cells")}${whole(A.rows)} = every ordered pair of airports × 24 hours of departure; ${empty} empty`);
  print(`${label("design")}${A.columns} columns, ${whole(A.data.length)} nonzeros (CSR)`);
}

export function printLoss(): void {
  print(`${label("loss")}½ Σ (exp(a·x) − count)² + ½·${RIDGE}·|x|²: least squares on the counts themselves.`);
  print(dim("          Not OLS of log(count): that drops or bends the zeros and needs a retransformation to predict."));
  print(dim("          Not Poisson: that divides each row's error by its mean; here the busiest routes weigh most."));
  print();
}

export const iterationHeader = dim(
  "  iteration             cost     max |g|   decrement        step   solved with      time",
);

export function iterationLine(record: IterationRecord): string {
  return [
    String(record.iteration).padStart(11),
    record.cost.toFixed(2).padStart(17),
    scientific(record.gradientNorm).padStart(12),
    scientific(record.newtonDecrement).padStart(12),
    scientific(record.stepNorm).padStart(12),
    record.hessian.padStart(14),
    `${record.seconds.toFixed(1)} s`.padStart(10),
  ].join("");
}

export function printStatus(result: Result): void {
  const { iterations, message, certificate } = result;
  print(`status: ${result.status}`);
  print(dim(`${iterations} iterations, ${seconds(result.seconds)}: ${message}; Hessian ${certificate.hessian}`));
  print(dim(`method auto chose ${result.choice.method}: ${result.choice.why}`));
  print();
}

export function printResults(study: Study): void {
  printElasticity(study);
  printAirports(study);
  printRidge(study);
  print();
  printComparison(study);
  print();
}

function printElasticity({ elasticity: { value, classical, sandwich, clustered } }: Study): void {
  print(
    `${label("distance")}elasticity ${bold(signed(value, 3))}; standard errors: ${classical.toFixed(4)} classical, ` +
      `${sandwich.toFixed(4)} sandwich, ${clustered.toFixed(4)} by route`,
  );
}

function printAirports({ effects, flights, design }: Study): void {
  const strongest = effects
    .slice(0, 10)
    .map(({ airport, strength }) => `${airport.code} ${Math.exp(strength).toFixed(2)}`);
  const reference = flights.airports[design.layout.referenceAirport]!.code;
  print(`${label("airports")}${strongest.join(", ")}`);
  print(dim(`          (pull: geometric mean of the origin and destination factors, ${reference} = 1)`));
}

function printRidge({ influence }: Study): void {
  const empty = influence.filter(({ flights }) => flights === 0).map(({ name }) => name);
  const moved = influence.filter(({ flights }) => flights > 0).map(({ name }) => name);
  const bounded = empty.length > 0 ? `alone bounds ${empty.join(", ")} (no flight at all)` : "alone bounds no effect";
  print(`${label("ridge")}${bounded}`);
  if (moved.length > 0) print(`          and moves by more than ${NOTABLE_SHIFT}: ${moved.join(", ")}`);
}

function printComparison({ fits, design }: Study): void {
  const columns = ["RMSE all n", "RMSE n > 0", "log(1 + n)", "total", "elasticity"];
  print(bold("error on the same cells".padEnd(40)) + dim(columns.map((name) => name.padStart(13)).join("")));
  for (const { method, retransformation, accuracy, coefficients } of fits) {
    const name = method === "counts" ? METHOD_NAMES[method] : `${METHOD_NAMES[method]}; ${retransformation}`;
    const values = [
      accuracy.allCells.toFixed(2),
      accuracy.positiveCells.toFixed(2),
      accuracy.logScale.toFixed(3),
      percent(accuracy.totalRatio, 0),
      signed(coefficients[design.layout.distance]!, 3),
    ];
    print(name.padEnd(40) + values.map((value) => value.padStart(13)).join(""));
  }
}
