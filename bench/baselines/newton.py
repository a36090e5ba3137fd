"""Exact Newton method for ExpRegression, written by hand for NumPy."""

import time

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

ARMIJO = 1e-4
TINY = 1e-300
FAR_REDUCTION = 0.9


def newton(problem, gram, x0, tolerance=1e-10, max_iterations=200, seconds_limit=np.inf):
    """Minimises F: solves (A' diag(D) A + ridge I) p = -grad F and moves along p by line search on u + t A p.

    Stops when half the squared Newton decrement, -p'grad F / 2, is at most tolerance max(F, TINY).
    Returns (x, status, iterations, trace) with trace = [(seconds, F)] at each iterate.
    """
    start = time.perf_counter()
    problem.forget()
    problem.at(x0)
    trace = [(time.perf_counter() - start, problem.cost)]
    far = True
    for iteration in range(max_iterations):
        p = direction(problem, gram, far)
        slope = p @ problem.gradient()
        if -0.5 * slope <= tolerance * max(problem.cost, TINY):
            return problem.x, "converged", iteration, trace
        before = problem.cost
        if not line_search(problem, p, slope):
            return problem.x, "no decrease along the Newton direction", iteration, trace
        far = far and problem.cost <= FAR_REDUCTION * before
        trace.append((time.perf_counter() - start, problem.cost))
        if trace[-1][0] > seconds_limit:
            return problem.x, "time limit", iteration + 1, trace
    return problem.x, "iteration limit", max_iterations, trace


def direction(problem, gram, far):
    """p with H p = -grad F; |D| replaces D while far from the solution, and where the Hessian is not positive definite.

    Far away |D| does as well as D and spares the Hessian that would fail to factor.
    """
    D = problem.row_curvature()
    factor = None
    if not (far and D.min() < 0):
        factor = factored(gram(D), problem.ridge)
    if factor is None:
        factor = factored(gram(np.abs(D)), problem.ridge)
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


class Along:
    """F(x + t p) from u + t A p alone: one exponential a trial, no product with A."""

    def __init__(self, problem, p):
        self.problem, self.p = problem, p
        self.u, self.step = problem.u, problem.A @ p
        self.start = self.u if problem.offset is None else self.u + problem.offset
        self.e, self.residual = np.empty_like(self.u), np.empty_like(self.u)
        x, ridge = problem.x, problem.ridge
        # The quadratic terms are q0 + t q1 + t^2 q2, whatever t.
        self.q0, self.q1, self.q2 = 0.5 * ridge * (x @ x), ridge * (x @ p), 0.5 * ridge * (p @ p)
        if np.any(problem.w2):
            weighted = problem.w2 * self.step
            self.q0 += 0.5 * problem.square_penalty()
            self.q1 += self.u @ weighted
            self.q2 += 0.5 * (self.step @ weighted)

    def cost(self, t):
        """F(x + t p)."""
        e, r = self.e, self.residual
        with np.errstate(over="ignore", invalid="ignore"):
            np.multiply(self.step, t, out=e)
            np.add(e, self.start, out=e)
            np.exp(e, out=e)
            np.subtract(e, self.problem.b, out=r)
            fit = r @ r if self.problem.weights is None else r @ (self.problem.weights * r)
        return 0.5 * fit + self.q0 + t * (self.q1 + t * self.q2)

    def slope(self, t):
        """dF/dt at the t of the last call of cost."""
        fit = self.e * self.residual
        if self.problem.weights is not None:
            fit *= self.problem.weights
        return fit @ self.step + self.q1 + 2 * t * self.q2


def line_search(problem, p, slope):
    """Moves problem to x + t p: t = 1, halved until Armijo's condition holds, doubled while F is still falling fast.

    Returns False when no step decreases F.
    """
    along = Along(problem, p)
    cost, t = along.cost(1.0), 1.0
    while not cost <= problem.cost + ARMIJO * t * slope:
        t *= 0.5
        if t < 1e-16:
            return False
        cost = along.cost(t)
    if t == 1.0 and along.slope(t) < 0.25 * slope:
        t = doubled(along, t, cost)
        along.cost(t)
    problem.adopt(problem.x + t * p, problem.u + t * along.step, along.e, along.residual)
    return True


def doubled(along, t, cost):
    """The last t that lowered F when t is doubled."""
    while True:
        further = along.cost(2 * t)
        if not further < cost:
            return t
        t, cost = 2 * t, further
