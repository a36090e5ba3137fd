"""Kernels in NumPy and SciPy: answers {"folder", "kernel", "sample"} with seconds a call of each way to compute it."""

import math
import time

import numpy as np
from scipy.linalg import cho_factor
from scipy.linalg.blas import daxpy
from scipy.sparse import csr_array, diags_array

from arrays import read_folder, read_matrix
from gram import DENSE_BLOCK_BYTES, Gemm, Sandwich
from server import serve
from versions import versions


def dense_gram(data):
    """A' diag(w) A for dense A."""
    A, w = data["A"], data["w"]
    root = np.sqrt(w)[:, None]
    blocks = Gemm(A, DENSE_BLOCK_BYTES[-1])
    return {
        "A.T @ (w * A)": lambda: A.T @ (w[:, None] * A),
        "X.T @ X, X = sqrt(w) * A": lambda: symmetric_product(root * A),
        blocks.name: lambda: blocks(w),
    }


def symmetric_product(X):
    """X'X, for which NumPy calls syrk."""
    return X.T @ X


def cholesky(data):
    """R'R = H; the copy keeps H and is part of the call, as it is where H is still wanted."""
    H = np.asfortranarray(data["data"].reshape(data["columns"], data["columns"]))
    return {"cho_factor": lambda: cho_factor(H, check_finite=False)}


def csr_multiply(data):
    """A x."""
    A, x = data["A"], data["x"]
    return {"csr @ x": lambda: A @ x}


def csr_transpose(data):
    """A'y."""
    At, T, y = data["At"], data["A"].T, data["y"]
    return {"csr A.T @ y": lambda: At @ y, "csc A.T @ y": lambda: T @ y}


def csr_curvature(data):
    """A'(w.(A v))."""
    A, At, T, w, v = data["A"], data["At"], data["A"].T, data["y"], data["x"]
    return {"csr A.T @ (w * (A @ v))": lambda: At @ (w * (A @ v)), "csc A.T @ (w * (A @ v))": lambda: T @ (w * (A @ v))}


def csr_gram(data):
    """A' diag(w) A for sparse A, into a dense array."""
    A, At, w = data["A"], data["At"], data["y"]
    D = diags_array(w).tocsr()
    sandwich = Sandwich(A, At)
    return {"(A.T @ D @ A).toarray()": lambda: (At @ D @ A).toarray(), "(A.T @ DA).toarray()": lambda: sandwich(w)}


def exp(data):
    """e^x."""
    x, out = data["x"], np.empty_like(data["x"])
    return {"np.exp": lambda: np.exp(x, out=out)}


def sinh_cosh(data):
    """sinh x and cosh x."""
    x, s, c = data["x"], np.empty_like(data["x"]), np.empty_like(data["x"])
    return {"np.sinh, np.cosh": lambda: (np.sinh(x, out=s), np.cosh(x, out=c))}


def dot(data):
    """x'y."""
    x, y = data["x"], data["y"]
    return {"x @ y": lambda: x @ y}


def axpy(data):
    """y + a x."""
    x, y = data["x"], data["y"].copy()
    return {"daxpy": lambda: daxpy(x, y, a=1e-9)}


KERNELS = {
    "denseGram": dense_gram,
    "cholesky": cholesky,
    "csrMultiply": csr_multiply,
    "csrMultiplyTransposeAdd": csr_transpose,
    "csrCurvatureProduct": csr_curvature,
    "csrGram": csr_gram,
    "exp": exp,
    "sinhCosh": sinh_cosh,
    "dot": dot,
    "axpy": axpy,
}


class Session:
    """Keeps one folder's data and one kernel's ways between requests."""

    def __init__(self):
        self.folder = self.kernel = None

    def answer(self, request):
        if request["kernel"] == "about":
            return versions()
        if request["folder"] != self.folder:
            self.folder, self.kernel = request["folder"], None
            self.data = read_data(self.folder)
        if request["kernel"] != self.kernel:
            self.kernel = request["kernel"]
            self.ways = KERNELS[self.kernel](self.data)
            self.calls = {name: calls_for(run, request["sample"]) for name, run in self.ways.items()}
        return {name: seconds_of(run, self.calls[name]) for name, run in self.ways.items()}


def read_data(folder):
    """Arrays and scalars of a folder, with A, and A' stored once as CSR, where it has a matrix."""
    arrays, scalars = read_folder(folder)
    data = {**arrays, **scalars}
    if "rows" in scalars and "data" in arrays:
        data["A"] = read_matrix(arrays, scalars)
        if isinstance(data["A"], csr_array):
            data["At"] = data["A"].T.tocsr()
    return data


def calls_for(run, sample):
    """Calls that fill `sample` seconds."""
    run()
    return max(1, math.ceil(sample / max(seconds_of(run, 1), 1e-8)))


def seconds_of(run, calls):
    """Wall-clock seconds a call."""
    start = time.perf_counter()
    for _ in range(calls):
        run()
    return (time.perf_counter() - start) / calls


if __name__ == "__main__":
    serve(Session().answer)
