"""The objective of exp, cosh or sinh regression with everything at one point evaluated once."""

import numpy as np

from products import Products

LARGEST_EXPONENT = 300.0


class Regression:
    """F(x) = 1/2 sum_i s_i (f(u_i + o_i) - b_i)^2 + 1/2 |w.u|^2 + 1/2 ridge |x|^2 with u = A x.

    Gradient A'y + ridge x with y_i = s_i f'_i (f_i - b_i) + w_i^2 u_i;
    Hessian A' diag(D) A + ridge I with D_i = s_i (f'_i^2 + (f_i - b_i) f''_i) + w_i^2.
    """

    def __init__(self, link, A, b, w=0.0, ridge=0.0, weights=None, offset=None):
        self.link, self.A, self.b, self.ridge, self.weights, self.offset = link, A, b, ridge, weights, offset
        w = np.asarray(w, dtype=np.float64)
        # A constant w stays a scalar: one array fewer to read.
        self.w2 = float(w.flat[0] ** 2) if np.all(w == w.flat[0]) else w**2
        self.rows, self.columns = A.shape
        self.products = Products(A)
        self.forget()

    def forget(self):
        """Drops the cached point, so that repeats of a measurement start alike."""
        self.x = None

    def at(self, x):
        """Evaluates u, f, residual and F at x, unless they are there already."""
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
        if self.link.two_sided and z.min() < -LARGEST_EXPONENT:
            z = np.maximum(z, -LARGEST_EXPONENT)
        e = np.exp(z)
        f = self.link.value(e, np.empty_like(e) if self.link.two_sided else None)
        self.adopt(x, u, e, f, f - self.b)

    def adopt(self, x, u, e, f, residual):
        """Makes x the current point, with u = A x, e = e^(u + o), f and residual = f - b known."""
        self.x, self.u, self.e, self.f, self.residual = x, u, e, f, residual
        self.cost = 0.5 * (self.square_residual() + self.square_penalty() + self.ridge * (x @ x))
        self.f1 = self.y = self.D = self.g = None

    def square_residual(self):
        """sum_i s_i (f_i - b_i)^2 at the current point."""
        r = self.residual
        return r @ r if self.weights is None else r @ (self.weights * r)

    def square_penalty(self):
        """|w.u|^2 at the current point."""
        u = self.u
        if not np.isscalar(self.w2):
            return u @ (self.w2 * u)
        return self.w2 * (u @ u) if self.w2 else 0.0

    def slope(self):
        """f' at the current point."""
        if self.f1 is None:
            self.f1 = self.link.slope(self.e, self.f)
        return self.f1

    def row_gradient(self):
        """y with grad F = A'y + ridge x, at the current point."""
        if self.y is None:
            y = self.slope() * self.residual
            if self.weights is not None:
                y *= self.weights
            if np.any(self.w2):
                y += self.w2 * self.u
            self.y = y
        return self.y

    def row_curvature(self):
        """D of the Hessian, at the current point."""
        if self.D is None:
            D = self.link.curvature(self.f, self.slope(), self.residual)
            if self.weights is not None:
                D *= self.weights
            if np.any(self.w2):
                D += self.w2
            self.D = D
        return self.D

    def gradient(self):
        """grad F at the current point."""
        if self.g is None:
            self.g = self.products.pull(self.row_gradient()) + self.ridge * self.x
        return self.g

    def value_and_gradient(self, x):
        """F and grad F at x, for `minimize(..., jac=True)`."""
        self.at(x)
        return self.cost, self.gradient()

    def hessian_product(self, x, v):
        """(A' diag(D) A + ridge I) v at x."""
        return self.weighted_product(self.at(x).row_curvature(), v)

    def weighted_product(self, D, v):
        """(A' diag(D) A + ridge I) v."""
        return self.products.curve(D, v) + self.ridge * v
