"""Inexact Newton directions by preconditioned conjugate gradients on the exact Hessian."""

import time

import numpy as np

FORCING = 0.1


def forcing(problem, first):
    """(eta, |grad F| at the start): the residual asked for falls with the gradient, for superlinear convergence."""
    size = np.linalg.norm(problem.gradient())
    first = size if first is None else first
    return min(FORCING, np.sqrt(size / first) if first else 0.0), first


def conjugate_gradients(product, g, precondition, eta, most, deadline):
    """p with |H p + g| <= eta |g| in the norm of the preconditioner.

    Returns (p, steps): p is what had been found where the curvature turned out negative, zero if at once.
    """
    p, r = np.zeros_like(g), -g
    y = precondition(r)
    q, size = y, r @ y
    goal = eta * eta * size
    for step in range(1, most + 1):
        Hq = product(q)
        curvature = q @ Hq
        if not curvature > 0:
            return p, step
        t = size / curvature
        p += t * q
        r -= t * Hq
        y = precondition(r)
        before, size = size, r @ y
        if size <= goal or time.perf_counter() > deadline:
            return p, step
        q = y + (size / before) * q
    return p, most


def curved_step(problem, far, precondition, eta, most, deadline):
    """(p, steps) on the exact D; on |D| while far from the solution with negative D, and where D gives no direction.

    The same rule as in the exact method: far away |D| does as well as D.
    """
    D, g = problem.row_curvature(), problem.gradient()
    steps = 0
    if not (far and D.min() < 0):
        p, steps = conjugate_gradients(lambda v: problem.weighted_product(D, v), g, precondition, eta, most, deadline)
        if p.any() or not g.any():
            return p, steps
    size = np.abs(D)
    p, more = conjugate_gradients(lambda v: problem.weighted_product(size, v), g, precondition, eta, most, deadline)
    return p, steps + more


class JacobiCg:
    """Preconditioned by the diagonal of A' diag|D| A + ridge I."""

    sampled_rows = None
    # Rounding makes conjugate gradients need several times the dimension on ill-conditioned Hessians.
    STEPS_A_COLUMN = 10

    def __init__(self, squares):
        self.squares = squares
        self.start()

    def start(self):
        """Forgets the run before."""
        self.linear_iterations, self.first = 0, None

    def __call__(self, problem, far, deadline):
        eta, self.first = forcing(problem, self.first)
        scale = 1.0 / (self.squares.diagonal(np.abs(problem.row_curvature())) + problem.ridge)
        most = self.STEPS_A_COLUMN * problem.columns
        p, steps = curved_step(problem, far, lambda r: scale * r, eta, most, deadline)
        self.linear_iterations += steps
        return p
