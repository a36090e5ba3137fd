"""Rivals of the solver: `python solve.py folder link` reads one problem and answers {"method": ..., "limit": seconds}.

Each answer has the final x, F and |grad F|, the method's status, seconds, and the trace of (seconds, F).
"""

import sys
import time

import numpy as np

from arrays import read_folder, read_matrix
from cg import JacobiCg
from gram import contenders, timed_grams
from links import LINKS
from newton import Cholesky, newton
from products import Squares
from regression import Regression
from sampled import SampledCg
from scipy_methods import least_squares_refusal, run_least_squares, run_minimize
from server import serve
from versions import versions


class Session:
    """One problem with its transpose and its Gram products, ready to be solved by any method."""

    def __init__(self, folder, link):
        arrays, scalars = read_folder(folder)
        self.problem = Regression(
            LINKS[link],
            read_matrix(arrays, scalars),
            arrays["b"],
            arrays.get("w", scalars.get("w", 0.0)),
            scalars.get("ridge", 0.0),
            arrays.get("weights"),
            arrays.get("offset"),
        )
        self.x0 = arrays.get("x0", np.zeros(self.problem.columns))
        timed = timed_grams(self.problem.A, self.problem.products.At)
        self.timings = [entry for _, entry in timed]
        self.contenders = contenders(timed)
        self.squares = self.sampled = None

    def about(self):
        """Versions, what each Gram cost, and the names to ask Newton's method with, fastest first."""
        return {
            "versions": versions(),
            "grams": self.timings,
            "contenders": [entry for _, entry in self.contenders],
        }

    def gram(self, name=None):
        """(gram, its entry): the contender of that name, by default the fastest."""
        return next(pair for pair in self.contenders if name in (None, pair[0].name))

    def direction(self, request):
        """How Newton's method finds its directions, and the seconds that took to set up."""
        if request["method"] == "newton":
            gram, entry = self.gram(request.get("gram"))
            return Cholesky(gram), entry["setupSeconds"]
        # Shared by both: each method's set-up counts it once.
        self.squares = self.squares or Squares(self.problem.A)
        if request["method"] == "jacobi-cg":
            return JacobiCg(self.squares), self.squares.setup_seconds
        self.sampled = self.sampled or SampledCg(self.problem, self.squares)
        return self.sampled, self.squares.setup_seconds

    def run(self, request):
        """One record of one method, timed from x0 to its own end."""
        problem, method = self.problem, request["method"]
        refusal = least_squares_refusal(problem) if method == "least_squares" else None
        if refusal:
            return {"skipped": refusal}
        solve, setup = self.prepared(method, request)
        start = time.perf_counter()
        ending = solve()
        seconds = time.perf_counter() - start
        problem.at(ending.x)
        return {
            "status": ending.status,
            "iterations": ending.iterations,
            "linearIterations": ending.linear_iterations,
            "sampledRows": ending.sampled_rows,
            "seconds": seconds,
            "setupSeconds": problem.products.setup_seconds + setup,
            "cost": float(problem.cost),
            "gradientNorm": float(np.linalg.norm(problem.gradient())),
            "x": ending.x.tolist(),
            "trace": ending.trace,
        }

    def prepared(self, method, request):
        """(what runs the method, seconds that its own set-up took)."""
        problem, x0, limit = self.problem, self.x0, request.get("limit", np.inf)
        if method in HAND_WRITTEN:
            direction, setup = self.direction(request)
            options = (request["tolerance"], request["maxIterations"], limit)
            return lambda: newton(problem, direction, x0, *options), setup
        if method == "least_squares":
            return lambda: run_least_squares(problem, x0, limit), 0.0
        gram, entry = self.gram()
        setup = entry["setupSeconds"] if method == "trust-exact" else 0.0
        return lambda: run_minimize(method, problem, gram, x0, limit), setup


HAND_WRITTEN = ("newton", "jacobi-cg", "sampled")


def main(folder, link):
    session = Session(folder, link)
    serve(lambda request: session.about() if request["method"] == "about" else session.run(request))


if __name__ == "__main__":
    main(*sys.argv[1:])
