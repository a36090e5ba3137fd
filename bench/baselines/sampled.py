"""Inexact Newton directions preconditioned by a leverage-score sample of the Hessian: the algorithm of our own side.

Scores come from the factor of the iteration before through a Gaussian sketch of 16 columns, rows are drawn once each
with water-filled probabilities, conjugate gradients run on the exact Hessian.
"""

import numpy as np
from scipy.linalg import LinAlgError, cho_solve, solve_triangular

from cg import curved_step, forcing
from gram import fastest_way
from newton import factored

ROWS_A_COLUMN = 8
SKETCH = 16
LEAST_FORCING = 1e-3
MOST_STEPS = 30
KEEP_STEPS, KEEP_SPREAD = 6, 4.0
REUSE_SPREAD = 16.0
LEAST_SCORE = 0.1
LOST = 0.15
TRIES = 8


class SampledCg:
    """Directions for `newton`; `squares` holds the squared entries of the problem's A."""

    def __init__(self, problem, squares, seed=1):
        self.squares, self.seed = squares, seed
        self.A = problem.A
        rows, columns = self.A.shape
        sample = np.linspace(0, rows - 1, min(rows, ROWS_A_COLUMN * columns)).astype(np.intp)
        self.gram = fastest_way(self.A[sample])
        self.start()

    def start(self):
        """Forgets the run before: every run draws the same rows."""
        self.random = np.random.default_rng(self.seed)
        self.linear_iterations, self.first, self.steps = 0, None, 0
        self.factor = self.scores = self.scored = self.factored = self.sampled_rows = None
        self.asked = ROWS_A_COLUMN * self.A.shape[1]

    def __call__(self, problem, far, deadline):
        D = self._majorant(problem)
        if not self._factor_holds(D):
            self._score(D)
            self._factor(problem, D)
        eta, self.first = forcing(problem, self.first)
        eta = max(eta, LEAST_FORCING)
        p, self.steps = curved_step(problem, far, self._solve, eta, MOST_STEPS, deadline)
        self.linear_iterations += self.steps
        self._resize()
        return p

    def _majorant(self, problem):
        """|D|, off zero."""
        D = np.abs(problem.row_curvature())
        return np.maximum(D, 1e-14 * D.max(), out=D)

    def _solve(self, r):
        return cho_solve(self.factor, r, check_finite=False)

    def _factor_holds(self, D):
        return self.factor is not None and self.steps <= KEEP_STEPS and spread(D, self.factored) < KEEP_SPREAD

    def _score(self, D):
        """Leverage scores: by row norms at first, by ratios of D while they are close, else through the last factor."""
        if self.factor is None:
            scores = D * self.squares.row_norms
        elif spread(D, self.scored) <= REUSE_SPREAD:
            scores = self.scores * (D / self.scored)
        else:
            sketch = self.random.standard_normal((self.A.shape[1], SKETCH)) / np.sqrt(SKETCH)
            Z = self.A @ solve_triangular(self.factor[0], sketch, lower=self.factor[1], check_finite=False)
            scores = np.minimum(1.0, D * np.einsum("ij,ij->i", Z, Z))
        self.scores = np.maximum(scores, LEAST_SCORE * scores.mean())
        self.scored = D

    def _factor(self, problem, D):
        """Samples, until the Gram matrix of the sample has a Cholesky factor; every row is the last resort."""
        # Row norms are poor scores: twice the rows make up for some of it.
        asked = self.asked * (2 if self.factor is None else 1)
        diagonal = None
        shift = 0.0
        for attempt in range(TRIES):
            p = water_filled(self.scores, asked)
            taken = np.flatnonzero(self.random.random(p.size) < p)
            H = self.gram(self.A[taken])(D[taken] / p[taken])
            diagonal = self.squares.diagonal(D) if diagonal is None else diagonal
            repair(H, diagonal)
            self.sampled_rows = taken.size
            factor = factored(H, problem.ridge + shift)
            if factor is not None:
                break
            if attempt == 0:
                asked *= 2
            else:
                shift = max(10 * shift, 1e-10 * diagonal.mean())
        else:
            self.sampled_rows = D.size
            factor = factored(self.gram(self.A)(D), problem.ridge)
        if factor is None:
            raise LinAlgError("A' diag|D| A + ridge I is not positive definite")
        self.factor, self.factored = factor, D

    def _resize(self):
        """More rows where the preconditioner is poor, fewer where it is better than needed."""
        columns = self.A.shape[1]
        if self.steps > 8:
            self.asked = max(self.asked, min(2 * self.asked, self.A.shape[0] // 4))
        elif self.steps <= 2 and self.asked > 4 * columns:
            self.asked = int(0.7 * self.asked)


def spread(D, before):
    """Largest over smallest ratio of D to what it was."""
    ratio = D / before
    return ratio.max() / ratio.min()


def water_filled(scores, rows):
    """p_i = min(1, c score_i) with sum p = rows; every row where there are no more."""
    if rows >= scores.size:
        return np.ones(scores.size)
    p = scores * (rows / scores.sum())
    while p.max() > 1.0:
        full = p >= 1.0
        rest = p[~full].sum()
        if rest == 0:
            break
        p = np.where(full, 1.0, p * ((rows - np.count_nonzero(full)) / rest))
    return p


def repair(H, diagonal):
    """Gives the columns that the sample lost their exact diagonal entry."""
    sampled = H.diagonal()
    lost = np.flatnonzero(sampled < LOST * diagonal)
    H[lost, lost] = diagonal[lost]
