// F and its gradient in plain JS, independent of every contestant: the one judge of all final points.
import { type ProblemData, product } from "./problems.js";

const LINKS = {
  exp: { value: Math.exp, slope: Math.exp },
  sinh: { value: Math.sinh, slope: Math.cosh },
};

/** F(x) = 0.5 |f(Ax) - b|^2 + 0.5 w^2 |Ax|^2 + 0.5 ridge |x|^2 and the 2-norm of its gradient. */
export function judgePoint(problem: ProblemData, x: Float64Array): { cost: number; gradientNorm: number } {
  const { A, b, w, ridge } = problem;
  const { value, slope } = LINKS[problem.link];
  const z = product(A, x);
  const y = new Float64Array(A.rows);
  let cost = 0;
  for (let i = 0; i < A.rows; i++) {
    const residual = value(z[i]) - b[i];
    cost += 0.5 * (residual * residual + w * w * z[i] * z[i]);
    y[i] = slope(z[i]) * residual + w * w * z[i];
  }
  const gradient = x.map((entry) => ridge * entry);
  for (let i = 0; i < A.rows; i++) addRow(A, i, y[i], gradient);
  for (const entry of x) cost += 0.5 * ridge * entry * entry;
  return { cost, gradientNorm: Math.hypot(...gradient) };
}

/** g <- g + t a_i. */
function addRow(A: ProblemData["A"], i: number, t: number, g: Float64Array): void {
  if ("indptr" in A) {
    for (let k = A.indptr[i]; k < A.indptr[i + 1]; k++) g[A.indices[k]] += t * A.data[k];
  } else {
    for (let j = 0; j < A.columns; j++) g[j] += t * A.data[i * A.columns + j];
  }
}
