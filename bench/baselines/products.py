"""Products with A and its transpose, each in the fastest of several ways, timed here once."""

import time

import numpy as np
from scipy.sparse import csr_array, issparse

BLOCK_BYTES = 1 << 20


class Products:
    """y -> A'y and (D, v) -> A'(D.(A v)) for dense or CSR A."""

    def __init__(self, A):
        self.A = A
        start = time.perf_counter()
        self.At = A.T.tocsr() if issparse(A) else A.T
        self.setup_seconds = time.perf_counter() - start
        y, v = np.ones(A.shape[0]), np.ones(A.shape[1])
        self.pull = fastest(self._pulls(), y)
        self.curve = fastest(self._curves(), y, v)

    def _pulls(self):
        """Through the stored transpose, or through A itself."""
        ways = [lambda y: self.At @ y]
        if issparse(self.A):
            csc = self.A.T
            ways.append(lambda y: csc @ y)
        return ways

    def _curves(self):
        """In two passes; for dense A also in one, by row blocks that are still in the cache when read again."""
        ways = [lambda D, v: self.pull(D * (self.A @ v))]
        if not issparse(self.A):
            step = max(16, BLOCK_BYTES // (8 * self.A.shape[1]))
            ways.append(lambda D, v: self._curve_by_blocks(D, v, step))
        return ways

    def _curve_by_blocks(self, D, v, step):
        out = np.zeros(self.A.shape[1])
        for i in range(0, self.A.shape[0], step):
            block = self.A[i : i + step]
            u = block @ v
            u *= D[i : i + step]
            out += u @ block
        return out


class Squares:
    """The squared entries of A, stored once: D -> diag(A' diag(D) A), and the squared norms of the rows."""

    def __init__(self, A):
        start = time.perf_counter()
        squares = csr_array((A.data**2, A.indices, A.indptr), shape=A.shape) if issparse(A) else A * A
        self.row_norms = squares @ np.ones(A.shape[1])
        ways = [squares.T]
        if issparse(A):
            ways.append(squares.T.tocsr())
        self.setup_seconds = time.perf_counter() - start
        self.transpose = fastest([way.__matmul__ for way in ways], np.ones(A.shape[0]))

    def diagonal(self, D):
        """sum_i D_i a_ij^2 for each column j."""
        return self.transpose(D)


def fastest(ways, *arguments):
    """The way with the least seconds."""
    return ways[0] if len(ways) == 1 else min(ways, key=lambda way: least_seconds(way, *arguments))


def least_seconds(run, *arguments, repeats=3):
    """Least wall-clock seconds of `repeats` calls."""
    least = np.inf
    for _ in range(repeats):
        start = time.perf_counter()
        run(*arguments)
        least = min(least, time.perf_counter() - start)
    return least
