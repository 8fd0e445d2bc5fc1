"""Writes test/math/special.json: values of the special functions, for the tests of src/math.

Needs mpmath (Debian: python3-mpmath):  python3 test/oracles/mpmath-special.py
Each function has a list of [arguments…, value]; values are correct to about 30 digits before they are rounded.
"""

import json
import random
from pathlib import Path

import mpmath as mp

mp.mp.dps = 60
random.seed(1)


def spread(low, high, count):
    """Numbers evenly spread in logarithm."""
    return [float(low * (high / low) ** ((i + random.random()) / count)) for i in range(count)]


def near(points, count):
    return [float(p + s * 2.0**-e) for p in points for e in random.sample(range(3, 50), count) for s in (-1, 1)]


def stirling_error(x, order):
    def delta(t):
        return mp.loggamma(t + 1) - (t + 0.5) * mp.log(t) + t - mp.log(2 * mp.pi) / 2

    if order == 0:
        return delta(x)
    n = order - 1
    log_part = mp.log(x) if n == 0 else (-1) ** (n - 1) * mp.factorial(n - 1) / x**n
    reciprocal = (-1) ** n * mp.factorial(n) / x ** (n + 1)
    return mp.psi(n, x) - log_part + reciprocal / 2


def scaled_erfc(x):
    with mp.workdps(60 + int(float(x * x) / 2.3) if abs(x) < 40 else 60):
        if x > 1e3:
            return 1 / (x * mp.sqrt(mp.pi)) * sum((-1) ** k * mp.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(8))
        return mp.exp(x * x) * mp.erfc(x)


def log_normal_cdf(x):
    if x < 0:
        return -x * x / 2 + mp.log(scaled_erfc(-x / mp.sqrt(2)) / 2)
    return mp.log1p(-mp.erfc(x / mp.sqrt(2)) / 2)


def inverse_mills(x):
    if x < 0:
        return mp.sqrt(2 / mp.pi) / scaled_erfc(-x / mp.sqrt(2))
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi) / (1 - mp.erfc(x / mp.sqrt(2)) / 2)


def log_scaled_i0(x):
    if x > 1e4:
        terms = [mp.mpf(1)]
        for k in range(1, 30):
            terms.append(terms[-1] * (2 * k - 1) ** 2 / (8 * x * k))
        return mp.log(sum(terms)) - mp.log(2 * mp.pi * x) / 2
    return mp.log(mp.besseli(0, x)) - x


def ratio_complement(x):
    with mp.workdps(90):
        if x > 1e4:
            first, second = [mp.mpf(1)], [mp.mpf(1)]
            for k in range(1, 30):
                first.append(first[-1] * (2 * k - 1) ** 2 / (8 * x * k))
                second.append(second[-1] * ((2 * k - 1) ** 2 - 4) / (8 * x * k))
            return 1 - sum(second) / sum(first)
        return 1 - mp.besseli(1, x) / mp.besseli(0, x)


def log_gamma_slope(log_draw, shape):
    """By a difference quotient of the side of the distribution function that is small."""
    z = mp.exp(log_draw)
    below = z < shape * 1.5

    def mass(a):
        return mp.gammainc(a, 0, z, regularized=True) if below else -mp.gammainc(a, z, mp.inf, regularized=True)

    step = shape * mp.mpf(10) ** -20
    density = mp.exp((shape - 1) * log_draw - z - mp.loggamma(shape))
    return -(mass(shape + step) - mass(shape - step)) / (2 * step) / density / z


def deviance(x, m):
    return m if x == 0 else x * mp.log(x / m) - x + m


symmetric = spread(1e-8, 5, 60)
positive = spread(1e-10, 1e10, 120) + [0.5, 1.5, 2.0, 2.5, 3.0, 8.0, 10.0, 1e-300, 1e100, 1e300]
arguments = {
    "logGamma": [(x,) for x in positive + near([1, 2], 12)],
    "polygamma": [(x, n) for n in (0, 1, 2, 3, 5) for x in spread(1e-8, 1e8, 40) + [1.0, 2.0, 10.0]]
    + [(x, 0) for x in near([1.4616321449683622], 12) + [1.4616321449683622]],
    "stirlingError": [(x, n) for n in (0, 1) for x in positive[:-3]] + [(x, n) for n in (2, 3) for x in spread(1e-3, 1e6, 40)],
    "erf": [(s * x,) for x in symmetric for s in (-1, 1)],
    "erfc": [(s * x,) for x in symmetric for s in (-1, 1)] + [(x,) for x in spread(5, 26, 30)],
    "erfcx": [(x,) for x in spread(1e-8, 1e10, 80)] + [(-x,) for x in spread(1e-5, 25, 30)],
    "logNormalCdf": [(-x,) for x in spread(1e-8, 1e100, 90)] + [(x,) for x in spread(1e-8, 37, 60)],
    "inverseMillsRatio": [(-x,) for x in spread(1e-8, 1e100, 90)] + [(x,) for x in spread(1e-8, 37, 60)],
    "logScaledBesselI0": [(x,) for x in spread(1e-8, 1e12, 120) + [19.999, 20.0, 20.001]],
    "besselRatioComplement": [(x,) for x in spread(1e-8, 1e12, 120) + [19.999, 20.0, 20.001]],
    "logGammaSlope": [(float(mp.log(a * f)), a) for a in (1e-3, 0.1, 0.7, 1.0, 2.5, 8.0, 25.0) for f in (1e-12, 0.01, 0.3, 0.9, 1.1, 2.0, 5.0, 20.0)]
    + [(float(mp.log(a + s * mp.sqrt(a))), a) for a in (31.0, 100.0, 1e4) for s in (-4, -1, -0.1, 0.1, 1, 5)]
    + [(-2000.0, 0.01)],
    "deviance": [(x, m) for x in [0.0] + spread(1e-5, 1e12, 12) for m in spread(1e-5, 1e12, 12)]
    + [(x, x * (1 + s * 2.0**-e)) for x in (1e-3, 1.0, 7.0, 1e9) for e in range(1, 40, 3) for s in (-1, 1)],
}  # fmt: skip
functions = {
    "logGamma": mp.loggamma,
    "polygamma": lambda x, n: mp.psi(n, x),
    "stirlingError": lambda x, n: stirling_error(x, n),
    "erf": mp.erf,
    "erfc": mp.erfc,
    "erfcx": scaled_erfc,
    "logNormalCdf": log_normal_cdf,
    "inverseMillsRatio": inverse_mills,
    "logScaledBesselI0": log_scaled_i0,
    "besselRatioComplement": ratio_complement,
    "logGammaSlope": log_gamma_slope,
    "deviance": deviance,
}


def value(name, x):
    """Differences of large numbers lose digits in proportion, so there are many."""
    with mp.workdps(400 if max(abs(x[0]), 1 / abs(x[0]) if x[0] else 1) > 1e50 else 60):
        orders = [x[1]] if name in ("polygamma", "stirlingError") else list(map(mp.mpf, x[1:]))
        return float(functions[name](mp.mpf(x[0]), *orders))


fixture = {name: [[*x, value(name, x)] for x in lists] for name, lists in arguments.items()}
target = Path(__file__).parent.parent / "math" / "special.json"
target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
print(f"{target}: {target.stat().st_size} bytes")
