"""Rivals of the solver: `python solve.py folder` reads one problem and answers {"method": ..., "limit": seconds}.

Each answer has the final x, F and |grad F|, the method's status, seconds, and the trace of (seconds, F).
"""

import sys
import time

import numpy as np

from arrays import read_folder, read_matrix
from exp_regression import ExpRegression
from gram import contenders, timed_grams
from newton import newton
from scipy_methods import least_squares_refusal, run_least_squares, run_minimize
from server import serve
from versions import versions


class Session:
    """One problem with its transpose and its Gram products, ready to be solved by any method."""

    def __init__(self, folder):
        arrays, scalars = read_folder(folder)
        start = time.perf_counter()
        self.problem = ExpRegression(
            read_matrix(arrays, scalars),
            arrays["b"],
            arrays.get("w", scalars.get("w", 0.0)),
            scalars.get("ridge", 0.0),
            arrays.get("weights"),
            arrays.get("offset"),
        )
        self.transpose_seconds = time.perf_counter() - start
        self.x0 = arrays.get("x0", np.zeros(self.problem.columns))
        timed = timed_grams(self.problem.A, self.problem.At)
        self.timings = [entry for _, entry in timed]
        self.contenders = contenders(timed)

    def about(self):
        """Versions, what each Gram cost, and the names to ask Newton's method with, fastest first."""
        return {
            "versions": versions(),
            "transposeSeconds": self.transpose_seconds,
            "grams": self.timings,
            "contenders": [entry for _, entry in self.contenders],
        }

    def gram(self, name=None):
        """The contender of that name, by default the fastest."""
        return next(gram for gram, _ in self.contenders if name in (None, gram.name))

    def run(self, request):
        """One record of one method, timed from x0 to its own end."""
        problem, method = self.problem, request["method"]
        refusal = least_squares_refusal(problem) if method == "least_squares" else None
        if refusal:
            return {"skipped": refusal}
        start = time.perf_counter()
        x, status, iterations, trace = self.minimum(method, request, request.get("limit", np.inf))
        seconds = time.perf_counter() - start
        problem.at(x)
        return {
            "status": status,
            "iterations": iterations,
            "seconds": seconds,
            "cost": float(problem.cost),
            "gradientNorm": float(np.linalg.norm(problem.gradient())),
            "x": x.tolist(),
            "trace": trace,
        }

    def minimum(self, method, request, limit):
        """(x, status, iterations, trace) of one method."""
        if method == "newton":
            gram = self.gram(request.get("gram"))
            return newton(self.problem, gram, self.x0, request["tolerance"], request["maxIterations"], limit)
        if method == "least_squares":
            return run_least_squares(self.problem, self.x0, limit)
        return run_minimize(method, self.problem, self.gram(), self.x0, limit)


def main(folder):
    session = Session(folder)
    serve(lambda request: session.about() if request["method"] == "about" else session.run(request))


if __name__ == "__main__":
    main(sys.argv[1])
