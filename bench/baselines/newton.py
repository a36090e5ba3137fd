"""Newton's method for Regression, written by hand for NumPy; how a direction is found is another file's concern."""

import time

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from ending import Ending
from line import line_search

TINY = 1e-300
FAR_REDUCTION = 0.9


def newton(problem, direction, x0, tolerance=1e-10, max_iterations=200, seconds_limit=np.inf):
    """Minimises F: direction(problem, far, deadline) solves H p = -grad F, a line search on u + t A p follows it.

    Stops when half the squared Newton decrement, -p'grad F / 2, is at most tolerance max(F, TINY).
    """
    start = time.perf_counter()
    problem.forget()
    direction.start()
    problem.at(x0)
    trace = [(0.0, problem.cost)]
    far = True

    def ending(status):
        inner = (direction.linear_iterations, direction.sampled_rows)
        return Ending(problem.x, status, len(trace) - 1, trace, *inner)

    trace[0] = (time.perf_counter() - start, problem.cost)
    for _ in range(max_iterations):
        p = direction(problem, far, start + seconds_limit)
        slope = p @ problem.gradient()
        if -0.5 * slope <= tolerance * max(problem.cost, TINY):
            return ending("converged")
        before = problem.cost
        if not line_search(problem, p, slope):
            return ending("no decrease along the Newton direction")
        far = far and problem.cost <= FAR_REDUCTION * before
        trace.append((time.perf_counter() - start, problem.cost))
        if trace[-1][0] > seconds_limit:
            return ending("time limit")
    return ending("iteration limit")


class Cholesky:
    """Exact directions; |D| replaces D while far from the solution, and where the Hessian is not positive definite.

    Far away |D| does as well as D and spares the Hessian that would fail to factor.
    """

    linear_iterations = sampled_rows = None

    def __init__(self, gram):
        self.gram = gram

    def start(self):
        """Nothing is kept from run to run."""

    def __call__(self, problem, far, deadline):
        D = problem.row_curvature()
        factor = None
        if not (far and D.min() < 0):
            factor = factored(self.gram(D), problem.ridge)
        if factor is None:
            factor = factored(self.gram(np.abs(D)), problem.ridge)
        if factor is None:
            raise LinAlgError("A' diag|D| A + ridge I is not positive definite")
        return cho_solve(factor, -problem.gradient(), check_finite=False)


def factored(H, ridge):
    """Cholesky factor of H + ridge I, or None."""
    H.flat[:: H.shape[0] + 1] += ridge
    try:
        # H.T is the same matrix in the order LAPACK works in, so that no copy is made.
        return cho_factor(H.T, overwrite_a=True, check_finite=False)
    except LinAlgError:
        return None
