import { type Arena, type Layout, place, type Vector } from "../wasm/memory.js";
import type { Pace } from "../wasm/pace.js";
import { isLeastSquares, type LeastSquaresProblem, type Opened, type Problem } from "./problem.js";
import { START_SCALES } from "./randomStart.js";
import type { Counts, Session } from "./session.js";

/** Storage: 3 d-vectors and 4 words. */
export function layoutAdapter(d: number, arena: Arena) {
  return { x: arena.f64(d), trial: arena.f64(d), step: arena.f64(d), words: arena.i32(4) };
}

/**
 * A session for a problem that is only functions on plain arrays. It has no z, so lines are plain x + t p, and it
 * knows no terms, so the sizes in the stopping tests are |F''| max(|x|, 1) and max(|F|, 1).
 */
export function adapt<T>(problem: Problem, layout: Layout<T>): Opened<T> {
  const d = problem.dimension;
  const { kernels, parts, release } = place((arena) => ({ own: layoutAdapter(d, arena), solver: layout(arena) }));
  const { x, trial, step, words } = parts.own;
  const counts: Counts = { value: 0, gradient: 0, hvp: 0, factorization: 0 };
  const pace: Pace = { spent: 0 };
  let value = Number.POSITIVE_INFINITY;

  const valueAt = (point: Vector): number => {
    counts.value++;
    const f = problem.value(point.data.slice());
    return Number.isFinite(f) ? f : Number.POSITIVE_INFINITY;
  };

  const session: Session = {
    dimension: d,
    kernels,
    pace,
    counts,
    x,
    *linearize(point) {
      if (point.at !== x.at) x.data.set(point.data);
      value = valueAt(x);
      return value;
    },
    magnitude: () => Math.max(Math.abs(value), 1),
    *gradient(g) {
      counts.gradient++;
      g.data.set(problem.gradient(x.data.slice()));
    },
    *gradientSize(s) {
      const H = problem.hessian(x.data.slice()).data;
      for (let i = 0; i < d; i++) {
        s.data[i] = 0;
        for (let j = 0; j < d; j++) s.data[i] += Math.abs(H[i * d + j]) * Math.max(Math.abs(x.data[j]), 1);
      }
    },
    *hvp(v, hv) {
      counts.hvp++;
      hv.data.set(problem.hvp(x.data.slice(), v.data.slice()));
    },
    *hessian(H) {
      H.data.set(problem.hessian(x.data.slice()).data);
      return { semidefinite: false, negativeRows: 0, negativeMass: 0 };
    },
    gaussNewton: isLeastSquares(problem)
      ? function* (M) {
          normalMatrix(problem, x.data.slice(), M.data);
        }
      : undefined,
    majorant: () => false,
    *along(p) {
      step.data.set(p.data);
      const size = Math.max(kernels.vector.normMax(x), 1);
      return {
        reach: kernels.vector.normMax(step) / size,
        *value(t) {
          kernels.vector.scaleAdd(x, t, step, trial);
          return valueAt(trial);
        },
        *slope(t) {
          kernels.vector.scaleAdd(x, t, step, trial);
          counts.gradient++;
          const g = problem.gradient(trial.data.slice());
          return g.reduce((sum, gj, j) => sum + gj * step.data[j], 0);
        },
        *accept(t) {
          kernels.vector.scaleAdd(x, t, step, x);
          value = valueAt(x);
        },
      };
    },
    randomStart(seed, count, out) {
      const scale = START_SCALES[(count - 1) % START_SCALES.length];
      kernels.random.normal({ seed, draw: count, iteration: 0, purpose: 1 }, 0, words, out);
      for (let j = 0; j < d; j++) out.data[j] *= scale;
    },
    same: (a, b) => a.every((v, j) => Math.abs(v - b[j]) <= 1e-4 * (1 + Math.abs(b[j]))),
    release,
    facts: () => ({}),
  };
  return { session, parts: parts.solver };
}

/** M <- 2 factor J'J + ridge I, upper triangle. */
function normalMatrix(problem: LeastSquaresProblem, x: Float64Array, M: Float64Array): void {
  const { factor, ridge } = problem.leastSquares ?? { factor: 0.5, ridge: 0 };
  const { rows, columns, data } = problem.jacobian(x);
  M.fill(0);
  for (let a = 0; a < columns; a++) {
    M[a * columns + a] = ridge;
    for (let b = a; b < columns; b++) {
      for (let i = 0; i < rows; i++) M[a * columns + b] += 2 * factor * data[i * columns + a] * data[i * columns + b];
    }
  }
}
