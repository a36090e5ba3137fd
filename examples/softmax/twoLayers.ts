import { csrFromTriplets, dense, type Matrix, softmaxRegression, solve, twoLayerRegression } from "subnewton";
import { percent, seconds, whole } from "../flights/format.js";
import { busiest } from "./busiest.js";
import type { Cells } from "./data.js";
import { design } from "./design.js";
import { squaredError } from "./error.js";
import { smoothFeatures, withProducts } from "./smooth.js";

const ROUTES = 200;
const RIDGE = 1e-9;
/** F has many local minima. */
const STARTS = 8;

/**
 * What a second layer adds on the cells of the busiest routes: softmax(relu(Z x) - relu(Z y)) against softmax(Z x) with the same
 * features Z and the same targets, and against single layers with more features. Prints all; true if every solve succeeded.
 */
export function twoLayers(all: Cells): boolean {
  const cells = busiest(all, ROUTES);
  const { even, odd } = cells;
  const features = smoothFeatures(cells);
  const uniform = new Float64Array(even.length).fill(1 / even.length);
  const fits: Fit[] = [];
  const single = (name: string, A: Matrix): void => {
    const problem = softmaxRegression({ A, b: even, ridge: RIDGE });
    const { x, success } = solve(problem);
    fits.push({ name: `one layer, ${name}`, fitted: problem.predict(x), unknowns: x.length, success });
  };

  console.log(`\nTwo layers, on the ${whole(even.length)} cells of the ${ROUTES} busiest routes, ${STARTS} starts:`);
  console.log(
    `F = 0.5 |softmax(relu(Z x) - relu(Z y)) - shares|^2 + 0.5 ridge |(x, y)|^2, Z: ${features[0].length} features`,
  );
  single("the same features", dense(features));
  fits.push(double(features, even));
  single("their products too", dense(withProducts(features)));
  single("the sparse features above", design(cells).A);

  console.log(`\nsquared error, 1 for all cells alike${"unknowns".padStart(17)}  fit, even  odd days`);
  const errors = fits.map(({ name, fitted, unknowns }) => {
    const [fit, heldOut] = [even, odd].map((shares) => squaredError(fitted, shares) / squaredError(uniform, shares));
    const numbers = `${String(unknowns).padStart(8)} ${fit.toFixed(4).padStart(10)} ${heldOut.toFixed(4).padStart(9)}`;
    console.log(`  ${name.padEnd(42)} ${numbers}`);
    return heldOut;
  });
  const gain = percent(1 - errors[1] / errors[0]);
  console.log(`\nThe second layer takes ${gain} off the odd days' error of one layer of the same features.`);
  return fits.every(({ success }) => success);
}

interface Fit {
  readonly name: string;
  readonly fitted: Float64Array;
  readonly unknowns: number;
  readonly success: boolean;
}

/** Solves with two layers and says how the solve went. */
function double(features: readonly number[][], b: Float64Array): Fit {
  const problem = twoLayerRegression({ ...layers(features), b, ridge: RIDGE });
  const result = solve(problem, { starts: STARTS });
  const kinks = result.certificate.kinks!.rows.length;
  console.log(`${result.status}, ${result.iterations} iterations, ${seconds(result.seconds)}: ${result.message}`);
  console.log(
    `${kinks} of ${whole(2 * b.length)} hidden units held on their kinks, residual ${result.gradientNorm.toExponential(1)}; ${result.solutions.length} distinct minima`,
  );
  const fitted = problem.predict(result.x);
  return { name: "two layers", fitted, unknowns: problem.dimension, success: result.success };
}

/** A1 = [Z 0; 0 Z] and A2 = [I -I]: each cell's output is one hidden unit less another. */
function layers(features: readonly number[][]): { A1: Matrix; A2: Matrix } {
  const [m, d] = [features.length, features[0].length];
  const upper = features.flatMap((row, i) => row.map((v, j) => [i, j, v]));
  const lower = upper.map(([i, j, v]) => [m + i, d + j, v]);
  const identities = features.flatMap((_, i) => [
    [i, i, 1],
    [i, m + i, -1],
  ]);
  return { A1: fromTriplets(2 * m, 2 * d, [...upper, ...lower]), A2: fromTriplets(m, 2 * m, identities) };
}

function fromTriplets(rows: number, columns: number, triplets: readonly number[][]): Matrix {
  const [row, column, value] = [0, 1, 2].map((k) => triplets.map((triplet) => triplet[k]));
  return csrFromTriplets({ rows, columns, row, column, value });
}
