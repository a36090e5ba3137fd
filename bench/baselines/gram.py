"""Ways to form A' diag(D) A in NumPy and SciPy; `timed_grams` times each, `contenders` keeps the best."""

import time

import numpy as np
from scipy.linalg.blas import dsyrk
from scipy.sparse import csr_array, issparse

from products import least_seconds

DENSE_BLOCK_BYTES = (1 << 17, 1 << 18, 1 << 20)
WIDE_BLOCK_BYTES = 1 << 22
WIDE = 256
PAIRS_LIMIT = 10**8
SLOW_SECONDS = 2.0


class Gemm:
    """A'(D.A) for dense A in row blocks that stay in cache: one symmetric product of sqrt(|D|).A.

    Where D is negative, twice those rows' product is taken away again: they are few near a solution.
    """

    label = "GEMM"
    stored = False

    def __init__(self, A, block_bytes):
        rows, columns = A.shape
        step = max(16, block_bytes // (8 * columns))
        self.name = f"{self.label} in blocks of {step} rows"
        self.columns = columns
        self.ranges = [(i, min(i + step, rows)) for i in range(0, rows, step)]
        self.block = self.blocks(A)
        self.scaled = np.empty((step, columns))

    def blocks(self, A):
        """(i, j) -> rows i..j-1 of A as a dense array."""
        return lambda i, j: A[i:j]

    def __call__(self, D):
        scale = np.sqrt(np.abs(D))[:, None]
        turned = D < 0
        some = turned.any()
        H = np.zeros((self.columns, self.columns), order="F")
        for i, j in self.ranges:
            scaled = np.multiply(self.block(i, j), scale[i:j], out=self.scaled[: j - i])
            H = dsyrk(1.0, scaled.T, beta=1.0, c=H, overwrite_c=1)
            if some and turned[i:j].any():
                H = dsyrk(-2.0, scaled[turned[i:j]].T, beta=1.0, c=H, overwrite_c=1)
        return np.triu(H) + np.triu(H, 1).T


class DensifiedGemm(Gemm):
    """The same for sparse A, each row block expanded into one dense buffer."""

    label = "densified GEMM"

    def blocks(self, A):
        parts = {i: A[i:j] for i, j in self.ranges}
        buffer = np.zeros((self.ranges[0][1], A.shape[1]))
        return lambda i, j: parts[i].toarray(out=buffer[: j - i])


class Sandwich:
    """(A' @ (D A)).toarray() with A' stored once as CSR and the entries of D A written into one array."""

    name = "CSR sandwich"
    stored = False

    def __init__(self, A, At=None):
        self.At = A.T.tocsr() if At is None else At
        self.A = A
        self.counts = np.diff(A.indptr)
        self.scaled = csr_array((np.empty_like(A.data), A.indices, A.indptr), shape=A.shape)

    def __call__(self, D):
        np.multiply(self.A.data, np.repeat(D, self.counts), out=self.scaled.data)
        return (self.At @ self.scaled).toarray()


class Pairs:
    """bincount of H[p, q] over all pairs of entries of a row, with the products a_ip a_iq formed once:

    vec(H) = P'D, where row i of the sparse P holds a_ip a_iq at column p d + q for each pair p <= q of row i.
    One pass over the pairs a call, no sorting and no hashing; np.bincount would first have to write D_i a_ip a_iq.
    """

    name = "stored pair products"
    stored = True

    def __init__(self, A):
        columns = A.shape[1]
        counts = np.diff(A.indptr).astype(np.int64)
        indptr = np.concatenate(([0], np.cumsum(counts * (counts + 1) // 2)))
        index = np.empty(indptr[-1], dtype=np.int32)
        product = np.empty(indptr[-1])
        for k in np.unique(counts):
            rows = np.flatnonzero(counts == k)
            first, second = np.triu_indices(int(k))
            entries = A.indptr[rows][:, None] + np.arange(k)
            j, a = A.indices[entries], A.data[entries]
            to = indptr[rows][:, None] + np.arange(first.size)
            index[to] = j[:, first] * np.int32(columns) + j[:, second]
            product[to] = a[:, first] * a[:, second]
        P = csr_array((product, index, indptr.astype(np.int32)), shape=(A.shape[0], columns * columns))
        self.columns = columns
        self.Pt = P.T

    def __call__(self, D):
        upper = (self.Pt @ D).reshape(self.columns, self.columns)
        return upper + np.triu(upper, 1).T


def candidates(A):
    """Builders, from a matrix like A and its transpose if that is there, of every way that fits it."""
    if not issparse(A):
        wide = (WIDE_BLOCK_BYTES,) if A.shape[1] >= WIDE else ()
        return [lambda A, At=None, size=size: Gemm(A, size) for size in DENSE_BLOCK_BYTES + wide]
    ways = [Sandwich, lambda A, At=None: DensifiedGemm(A, DENSE_BLOCK_BYTES[-1])]
    counts = np.diff(A.indptr).astype(np.int64)
    if np.sum(counts * (counts + 1) // 2) <= PAIRS_LIMIT and A.shape[1] < 46340:
        ways.append(lambda A, At=None: Pairs(A))
    return ways


def fastest_way(A):
    """The builder whose building and first call together take the least on A: for matrices that are used once."""
    D = np.linspace(0.5, 1.5, A.shape[0])
    return min(candidates(A), key=lambda build: least_seconds(lambda: build(A)(D)))


def timed_grams(A, At):
    """[(gram, {name, setupSeconds, callSeconds, stored})] of every way, the fastest call first."""
    D = np.linspace(0.5, 1.5, A.shape[0])
    timed = []
    for build in candidates(A):
        start = time.perf_counter()
        gram = build(A, At)
        setup = time.perf_counter() - start
        entry = {"name": gram.name, "setupSeconds": setup, "callSeconds": call_seconds(gram, D), "stored": gram.stored}
        timed.append((gram, entry))
    return sorted(timed, key=lambda pair: pair[1]["callSeconds"])


def call_seconds(gram, D):
    """Least of three calls, or of one that is slow."""
    call = np.inf
    for _ in range(3):
        start = time.perf_counter()
        gram(D)
        call = min(call, time.perf_counter() - start)
        if call > SLOW_SECONDS:
            break
    return call


def contenders(timed):
    """The fastest way, and the fastest that keeps no products of entries, when that is another."""
    fastest = timed[0]
    lean = next((pair for pair in timed if not pair[0].stored), fastest)
    return [fastest] if lean is fastest else [fastest, lean]
