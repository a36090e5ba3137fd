// Softmax regression on real shares: which share of all US flights leaves on each route in each hour of the day?
// Learnt from the even days, judged on the odd ones; then with a second layer on the busiest routes. `npm run example:softmax`
import { softmaxRegression, solve } from "subnewton";
import { percent, seconds, whole } from "../flights/format.js";
import { HOURS, loadDepartures } from "./data.js";
import { design } from "./design.js";
import { squaredError } from "./error.js";
import { twoLayers } from "./twoLayers.js";

/** Keeps effects of airports with hardly a flight at a finite size; the curvature of the others is far above it. */
const RIDGE = 1e-9;

const departures = await loadDepartures();
const { A, names } = design(departures);
const { even, odd, airports, origin, flights } = departures;
console.log(`${whole(flights)} flights, ${whole(origin.length)} routes of ${airports.length} airports`);
console.log(`A: ${whole(A.rows)} cells of route and hour, ${names.length} features, ${whole(A.data.length)} entries`);
console.log("F(x) = 0.5 |softmax(A x) - shares of the even days|^2 + 0.5 ridge |x|^2\n");

const problem = softmaxRegression({ A, b: even, ridge: RIDGE });
const result = solve(problem);
const { certificate, choice } = result;
console.log(`${result.status} after ${result.iterations} iterations, ${seconds(result.seconds)}: ${result.message}`);
console.log(`method ${choice.method}: ${choice.why}`);
console.log(`Hessian ${certificate.hessian}, gradient quotient ${certificate.gradientQuotient.toExponential(1)}\n`);

const fitted = problem.predict(result.x);
const uniform = new Float64Array(A.rows).fill(1 / A.rows);
console.log("squared error on the odd days' shares, 1 for all cells alike:");
const base = squaredError(uniform, odd);
console.log(`  softmax regression            ${(squaredError(fitted, odd) / base).toFixed(4)}`);
console.log(`  margins (route end x hour)    ${(squaredError(margins(even), odd) / base).toFixed(4)}`);
console.log(
  `  the even days' own shares     ${(squaredError(even, odd) / base).toFixed(4)}   (one free number a cell)`,
);
console.log(
  `\n${names.length} numbers explain ${percent(1 - squaredError(fitted, odd) / base)} of what distinguishes ${whole(A.rows)} cells.`,
);

const order = [...names.keys()].sort((i, j) => result.x[j] - result.x[i]);
console.log(`\nlargest effects:  ${order.slice(0, 6).map(effect).join(", ")}`);
console.log(`smallest effects: ${order.slice(-6).map(effect).join(", ")}`);
const [busy] = [...fitted.keys()].sort((i, j) => fitted[j] - fitted[i]);
const route = Math.floor(busy / HOURS);
const [from, to] = [airports[origin[route]], airports[departures.destination[route]]].map((a) => a.code);
console.log(
  `busiest by the model: ${from} to ${to} at ${busy % HOURS} h, ${share(fitted[busy])}; odd days: ${share(odd[busy])}`,
);
const twoSucceeded = twoLayers(departures);
if (!result.success || !twoSucceeded) process.exitCode = 1;

function effect(j: number): string {
  return `${names[j]} ${result.x[j].toFixed(2)}`;
}

function share(value: number): string {
  return percent(value, 4);
}

/** Origin, destination and hour as if independent, over the routes that exist: what a table of margins would say. */
function margins(shares: Float64Array): Float64Array {
  const [leaving, arriving] = [new Float64Array(airports.length), new Float64Array(airports.length)];
  const hours = new Float64Array(HOURS);
  shares.forEach((v, cell) => {
    leaving[origin[Math.floor(cell / HOURS)]] += v;
    arriving[departures.destination[Math.floor(cell / HOURS)]] += v;
    hours[cell % HOURS] += v;
  });
  const product = shares.map((_, cell) => {
    const r = Math.floor(cell / HOURS);
    return leaving[origin[r]] * arriving[departures.destination[r]] * hours[cell % HOURS];
  });
  const total = product.reduce((sum, v) => sum + v, 0);
  return product.map((v) => v / total);
}
