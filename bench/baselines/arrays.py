"""Reads the folders that the bench writes: meta.json beside raw little-endian arrays."""

import json
import pathlib

import numpy as np
from scipy.sparse import csr_array

TYPES = {"float64": "<f8", "int32": "<i4"}


def read_folder(folder):
    """Returns ({array name: ndarray}, {scalar name: value}) of a folder with meta.json."""
    folder = pathlib.Path(folder)
    meta = json.loads((folder / "meta.json").read_text())
    arrays = {
        name: np.fromfile(folder / entry["file"], dtype=TYPES[entry["type"]]) for name, entry in meta["arrays"].items()
    }
    return arrays, meta["scalars"]


def read_matrix(arrays, scalars):
    """The design matrix: row-major ndarray, or CSR with int32 indices when the folder has an indptr."""
    shape = (scalars["rows"], scalars["columns"])
    if "indptr" not in arrays:
        return arrays["data"].reshape(shape)
    A = csr_array((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
    A.has_canonical_format = True
    return A
