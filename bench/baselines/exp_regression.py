"""The objective of exp regression with everything at one point evaluated once."""

import time

import numpy as np
from scipy.sparse import issparse

LARGEST_EXPONENT = 300.0


class ExpRegression:
    """F(x) = 1/2 sum_i s_i (e^(u_i + o_i) - b_i)^2 + 1/2 |w.u|^2 + 1/2 ridge |x|^2 with u = A x.

    Gradient A'y + ridge x with y_i = s_i e_i (e_i - b_i) + w_i^2 u_i and e = e^(u + o);
    Hessian A' diag(D) A + ridge I with D_i = s_i e_i (2 e_i - b_i) + w_i^2.
    """

    def __init__(self, A, b, w=0.0, ridge=0.0, weights=None, offset=None):
        self.A, self.b, self.ridge, self.weights, self.offset = A, b, ridge, weights, offset
        w = np.asarray(w, dtype=np.float64)
        # A constant w stays a scalar: one array fewer to read.
        self.w2 = float(w.flat[0] ** 2) if np.all(w == w.flat[0]) else w**2
        self.rows, self.columns = A.shape
        self.At = A.T.tocsr() if issparse(A) else A.T
        self.pull = self._fastest_pull()
        self.forget()

    def _fastest_pull(self):
        """y -> A'y through the stored transpose or through A itself, whichever is faster here."""
        ways = [lambda y: self.At @ y]
        if issparse(self.A):
            csc = self.A.T
            ways.append(lambda y: csc @ y)
        return min(ways, key=lambda way: least_seconds(way, np.ones(self.rows)))

    def forget(self):
        """Drops the cached point, so that repeats of a measurement start alike."""
        self.x = None

    def at(self, x):
        """Evaluates u, e, residual and F at x, unless they are there already."""
        if self.x is not None and np.array_equal(x, self.x):
            return self
        self.take(np.array(x, dtype=np.float64), self.A @ x)
        return self

    def take(self, x, u):
        """Makes x the current point, with u = A x known."""
        z = u if self.offset is None else u + self.offset
        # Beyond any solution: SciPy's line searches need F and its gradient finite at every trial.
        if z.max() > LARGEST_EXPONENT:
            z = np.minimum(z, LARGEST_EXPONENT)
        e = np.exp(z)
        self.adopt(x, u, e, e - self.b)

    def adopt(self, x, u, e, residual):
        """Makes x the current point, with u = A x, e = e^(u + o) and residual = e - b known."""
        self.x, self.u, self.e, self.residual = x, u, e, residual
        self.cost = 0.5 * (self.square_residual() + self.square_penalty() + self.ridge * (x @ x))
        self.y = self.D = self.g = None

    def square_residual(self):
        """sum_i s_i (e_i - b_i)^2 at the current point."""
        r = self.residual
        return r @ r if self.weights is None else r @ (self.weights * r)

    def square_penalty(self):
        """|w.u|^2 at the current point."""
        u = self.u
        if not np.isscalar(self.w2):
            return u @ (self.w2 * u)
        return self.w2 * (u @ u) if self.w2 else 0.0

    def row_gradient(self):
        """y with grad F = A'y + ridge x, at the current point."""
        if self.y is None:
            y = self.e * self.residual
            if self.weights is not None:
                y *= self.weights
            if np.any(self.w2):
                y += self.w2 * self.u
            self.y = y
        return self.y

    def row_curvature(self):
        """D of the Hessian, at the current point."""
        if self.D is None:
            D = self.e + self.residual
            D *= self.e
            if self.weights is not None:
                D *= self.weights
            if np.any(self.w2):
                D += self.w2
            self.D = D
        return self.D

    def gradient(self):
        """grad F at the current point."""
        if self.g is None:
            self.g = self.pull(self.row_gradient()) + self.ridge * self.x
        return self.g

    def value_and_gradient(self, x):
        """F and grad F at x, for `minimize(..., jac=True)`."""
        self.at(x)
        return self.cost, self.gradient()

    def hessian_product(self, x, v):
        """(A' diag(D) A + ridge I) v at x."""
        D = self.at(x).row_curvature()
        return self.pull(D * (self.A @ v)) + self.ridge * v


def least_seconds(run, *arguments, repeats=3):
    """Least wall-clock seconds of `repeats` calls."""
    least = np.inf
    for _ in range(repeats):
        start = time.perf_counter()
        run(*arguments)
        least = min(least, time.perf_counter() - start)
    return least
