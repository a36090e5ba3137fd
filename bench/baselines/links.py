"""The functions f of a regression, each from e = e^z alone: one exponential a point, whatever is asked of it there.

In all three f'' = f, so that D_i = f'(z)^2 + (f(z) - b) f(z).
"""

import numpy as np


class Exp:
    """f = f' = e^z."""

    two_sided = False

    def value(self, e, out):
        """f, in `out` where it is not e itself."""
        return e

    def slope(self, e, f):
        """f'."""
        return e

    def curvature(self, f, slope, residual):
        """f'^2 + residual f."""
        D = f + residual
        D *= f
        return D


class Hyperbolic:
    """f = (e^z + sign e^-z) / 2 and f' = e^z - f: sinh for sign = -1, cosh for sign = 1."""

    two_sided = True

    def __init__(self, sign):
        self.combine = np.add if sign > 0 else np.subtract

    def value(self, e, out):
        """f, in `out`."""
        np.reciprocal(e, out=out)
        self.combine(e, out, out=out)
        out *= 0.5
        return out

    def slope(self, e, f):
        """f'."""
        return e - f

    def curvature(self, f, slope, residual):
        """f'^2 + residual f."""
        D = slope * slope
        D += residual * f
        return D


LINKS = {"exp": Exp(), "cosh": Hyperbolic(1), "sinh": Hyperbolic(-1)}
