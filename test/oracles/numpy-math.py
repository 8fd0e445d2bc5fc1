"""Writes test/math/values.json: correctly rounded values of the elementary functions, for the tests of src/math.

Needs NumPy for the arguments and mpmath for the values:  python3 test/oracles/numpy-math.py
Each function has a list of [argument, value]; both read back to the bit.
"""

import json
import math
from pathlib import Path

import mpmath
import numpy as np

mpmath.mp.prec = 1400  # the largest angle has 1024 bits before the point
random = np.random.default_rng(1)

angles = np.concatenate([
    random.uniform(-0.21, 0.21, 60),
    random.uniform(-0.86, 0.86, 60),
    random.uniform(-10, 10, 80),
    random.uniform(-1e6, 1e6, 40),
    random.uniform(-1e9, 1e9, 40),
    np.ldexp(random.uniform(-1, 1, 30), random.integers(30, 1024, 30)),
    np.arange(1, 21) * (np.pi / 4),
    # Nearest to a multiple of π/2 of all float64, and the largest one.
    [6381956970095103 * 2.0**797, 1.7976931348623157e308, 1e8, 100000001.0, 2.0**-26, 2.0**-27, 5e-324],
])  # fmt: skip
unit = random.uniform(-1, 1, 100)
arguments = {
    "sin": angles,
    "cos": angles,
    "exp": np.concatenate([unit, random.uniform(-708, 709, 80), [-740.0, -745.1, 709.782712893384, 1e-300]]),
    "log": np.concatenate([abs(unit), random.uniform(0.5, 2, 80), np.ldexp(abs(unit), random.integers(-1073, 1023, 100)), [1.0, 5e-324, 1.7976931348623157e308]]),
    "log1p": np.concatenate([unit, np.exp(random.uniform(-40, 40, 80)), -np.exp(random.uniform(-40, -1, 40))]),
    "expm1": np.concatenate([unit, random.uniform(-40, 709, 80), np.exp(random.uniform(-40, 0, 40)), [-60.0, 1e-300]]),
    "tanh": np.concatenate([unit, random.uniform(-22, 22, 80), np.exp(random.uniform(-40, 0, 40)), [-25.0, 1e-300]]),
}  # fmt: skip


def rounded(value):
    """A big float as the nearest float64; by way of an integer, so that subnormals are rounded once too."""
    exponent = max(int(mpmath.floor(mpmath.log(abs(value), 2))) - 52, -1074) if value else 0
    return math.ldexp(int(mpmath.nint(mpmath.ldexp(value, -exponent))), exponent)


fixture = {
    name: [[x, rounded(getattr(mpmath, name)(mpmath.mpf(x)))] for x in map(float, values)]
    for name, values in arguments.items()
}
target = Path(__file__).parent.parent / "math" / "values.json"
target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
print(f"{target}: {target.stat().st_size} bytes")
