"""SciPy's optimisers on Regression, each with a trace of (seconds, F) at its iterates."""

import time

import numpy as np
from scipy.optimize import least_squares, minimize
from scipy.sparse import dia_array, issparse, vstack

from ending import Ending

# Tolerances far below the accuracy compared, so that every method runs until it can do no better;
# the trace tells when it passed the accuracy compared.
OPTIONS = {
    "L-BFGS-B": {"maxcor": 20, "ftol": 1e-15, "gtol": 1e-10, "maxiter": 20000, "maxfun": 40000},
    "Newton-CG": {"xtol": 1e-12, "maxiter": 2000},
    "trust-exact": {"gtol": 1e-8, "maxiter": 2000},
    "trust-ncg": {"gtol": 1e-8, "maxiter": 2000},
    "trust-krylov": {"gtol": 1e-8, "maxiter": 2000},
}
WITH_PRODUCTS = ("Newton-CG", "trust-ncg", "trust-krylov")
DENSE_JACOBIAN_BYTES = 1 << 30


class TimeLimit(Exception):
    """Raised inside a method that would otherwise not look at the clock for long."""


class Trace:
    """SciPy callback that notes (seconds, F) and stops the method at the time limit."""

    def __init__(self, seconds_limit):
        self.limit, self.start, self.points = seconds_limit, time.perf_counter(), []
        self.x, self.stopped = None, False

    def late(self):
        """Whether the time limit has passed."""
        return time.perf_counter() - self.start > self.limit

    def note(self, x, cost):
        self.x = np.array(x)
        self.points.append((time.perf_counter() - self.start, float(cost)))

    def __call__(self, intermediate_result):
        # least_squares reports `cost`, minimize reports `fun`.
        cost = getattr(intermediate_result, "cost", None)
        self.note(intermediate_result.x, intermediate_result.fun if cost is None else cost)
        if self.late():
            self.stopped = True
            raise StopIteration


def run_minimize(method, problem, gram, x0, seconds_limit):
    """`minimize` with value and gradient fused, and the exact Hessian or its products where the method takes them."""
    trace = Trace(seconds_limit)
    products = 0

    def product(x, v):
        nonlocal products
        if trace.late():
            raise TimeLimit
        products += 1
        return problem.hessian_product(x, v)

    curvature = {}
    if method in WITH_PRODUCTS:
        curvature["hessp"] = product
    if method == "trust-exact":
        curvature["hess"] = lambda x: hessian(problem, gram, x)
    problem.forget()
    trace.note(x0, problem.at(x0).cost)
    try:
        result = minimize(
            problem.value_and_gradient,
            x0,
            jac=True,
            method=method,
            options=OPTIONS[method],
            callback=trace,
            **curvature,
        )
        x, message, iterations = result.x, status(result, trace), int(result.nit)
    except TimeLimit:
        x, message, iterations = trace.x, "time limit", len(trace.points) - 1
    return Ending(x, message, iterations, trace.points, products if method in WITH_PRODUCTS else None)


def hessian(problem, gram, x):
    """A' diag(D) A + ridge I at x."""
    H = gram(problem.at(x).row_curvature())
    H.flat[:: H.shape[0] + 1] += problem.ridge
    return H


def status(result, trace):
    """The method's own last word in one line."""
    return "time limit" if trace.stopped else " ".join(str(result.message).split())


def least_squares_refusal(problem):
    """Why least_squares is not run on this problem, or None."""
    rows = residual_rows(problem)
    if issparse(problem.A) and rows > 10**6:
        return f"Jacobian of {rows} x {problem.columns} with an LSMR solve a step"
    if not issparse(problem.A) and 8 * rows * problem.columns > DENSE_JACOBIAN_BYTES:
        return f"dense Jacobian of {rows} x {problem.columns}"
    return None


def residual_rows(problem):
    """Rows of the stacked residual [sqrt(s).(f - b); w.u; sqrt(ridge) x]."""
    return problem.rows * (2 if np.any(problem.w2) else 1) + (problem.columns if problem.ridge else 0)


def run_least_squares(problem, x0, seconds_limit):
    """trf on the stacked residual with its analytic Jacobian [sqrt(s) f'.A; w.A; sqrt(ridge) I]."""
    root = 1.0 if problem.weights is None else np.sqrt(problem.weights)
    w, ridge = np.sqrt(problem.w2), np.sqrt(problem.ridge)
    penalty = row_scaled(problem.A, np.broadcast_to(w, (problem.rows,))) if np.any(problem.w2) else None

    def residual(x):
        at = problem.at(x)
        parts = [root * at.residual]
        if penalty is not None:
            parts.append(w * at.u)
        if ridge:
            parts.append(ridge * x)
        return np.concatenate(parts)

    def jacobian(x):
        parts = [row_scaled(problem.A, root * problem.at(x).slope())]
        if penalty is not None:
            parts.append(penalty)
        if ridge:
            parts.append(identity(problem.columns, ridge, issparse(problem.A)))
        return vstack(parts, format="csr") if issparse(problem.A) else np.concatenate(parts)

    problem.forget()
    trace = Trace(seconds_limit)
    trace.note(x0, problem.at(x0).cost)
    result = least_squares(
        residual, x0, jac=jacobian, method="trf", ftol=1e-15, xtol=1e-15, gtol=1e-12, max_nfev=2000, callback=trace
    )
    return Ending(result.x, status(result, trace), int(result.nfev), trace.points)


def row_scaled(A, scale):
    """diag(scale) A."""
    if not issparse(A):
        return scale[:, None] * A
    scaled = A.copy()
    scaled.data *= np.repeat(scale, np.diff(A.indptr))
    return scaled


def identity(size, factor, sparse):
    """factor I."""
    if not sparse:
        return factor * np.eye(size)
    return dia_array((np.full((1, size), factor), [0]), shape=(size, size)).tocsr()
