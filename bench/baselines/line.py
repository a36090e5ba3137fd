"""Line search of the hand-written Newton methods: on u + t A p alone, one exponential a trial."""

import numpy as np

ARMIJO = 1e-4


class Along:
    """F(x + t p) from u + t A p alone: no product with A but the first."""

    def __init__(self, problem, p):
        self.problem, self.p = problem, p
        self.u, self.step = problem.u, problem.A @ p
        self.start = self.u if problem.offset is None else self.u + problem.offset
        self.e, self.residual = np.empty_like(self.u), np.empty_like(self.u)
        self.room = np.empty_like(self.u) if problem.link.two_sided else None
        self.f = self.e
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
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            np.multiply(self.step, t, out=e)
            np.add(e, self.start, out=e)
            np.exp(e, out=e)
            self.f = self.problem.link.value(e, self.room)
            np.subtract(self.f, self.problem.b, out=r)
            fit = r @ r if self.problem.weights is None else r @ (self.problem.weights * r)
        return 0.5 * fit + self.q0 + t * (self.q1 + t * self.q2)

    def slope(self, t):
        """dF/dt at the t of the last call of cost."""
        fit = self.problem.link.slope(self.e, self.f) * self.residual
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
    problem.adopt(problem.x + t * p, problem.u + t * along.step, along.e, along.f, along.residual)
    return True


def doubled(along, t, cost):
    """The last t that lowered F when t is doubled."""
    while True:
        further = along.cost(2 * t)
        if not further < cost:
            return t
        t, cost = 2 * t, further
