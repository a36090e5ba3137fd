"""Versions of what the baselines run on."""

import os
import platform

import numpy as np
import scipy


def versions():
    """Python, NumPy, SciPy, the BLAS by name and the threads it may use."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "blas": f"{blas['name']} {blas['version']}",
        "blasThreads": blas_threads(),
    }


def blas_threads():
    """Threads as threadpoolctl reports them, or as the environment asks when it is not there."""
    try:
        import threadpoolctl
    except ImportError:
        return f"{os.environ.get('OPENBLAS_NUM_THREADS', 'default')} (environment)"
    return max((pool["num_threads"] for pool in threadpoolctl.threadpool_info()), default=1)
