"""How one run of one method ended."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Ending:
    """The final x with the method's own status, and (seconds, F) at each of its iterates."""

    x: np.ndarray
    status: str
    iterations: int
    trace: list
    # Products with the Hessian, or steps of an inner linear solver; None where there are none.
    linear_iterations: int | None = None
    # Rows of the last sampled Hessian.
    sampled_rows: int | None = None
