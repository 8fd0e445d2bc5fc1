"""Writes test/distributions/divergences.json: divergences of near and far densities, and variances, at extreme parameters.

Needs mpmath (Debian: python3-mpmath):  python3 test/oracles/mpmath-divergences.py
"""

import json
from pathlib import Path

import mpmath as mp

mp.mp.dps = 120
F, exp, log = mp.mpf, mp.exp, mp.log


def softplus(x):
    return mp.log1p(exp(x))


def bernoulli(a, b):
    p, q = 1 / (1 + exp(-a)), 1 / (1 + exp(a))
    return p * (softplus(-b) - softplus(-a)) + q * (softplus(b) - softplus(a))


def geometric(a, b):
    return bernoulli(a, b) * (1 + exp(-a))


def poisson(a, b):
    return a * log(a / b) - a + b


def normal(m, s, n, t):
    return log(t / s) + (s * s + (m - n) ** 2) / (2 * t * t) - F(1) / 2


def laplace(m, b, n, c):
    a, r = abs(m - n) / b, b / c
    return r * (a + exp(-a) - 1) + r - 1 - log(r)


def exponential(a, b):
    return b / a - 1 - log(b / a)


def gumbel(m, s, n, t):
    r, a = s / t, (m - n) / t
    return (r - 1) * mp.euler + a + exp(mp.loggamma(r + 1) - a) - 1 - log(r)


def uniform(low, high, other_low, other_high):
    return log((other_high - other_low) / (high - low))


def cauchy(m, s, n, t):
    return log(((s + t) ** 2 + (m - n) ** 2) / (4 * s * t))


def gamma(a, b, c, d):
    return (a - c) * mp.digamma(a) - mp.loggamma(a) + mp.loggamma(c) - c * log(d / b) + a * (d / b - 1)


def dirichlet(a, b):
    v, w = mp.fsum(a), mp.fsum(b)
    volumes = mp.fsum(map(mp.loggamma, b)) - mp.loggamma(w) - mp.fsum(map(mp.loggamma, a)) + mp.loggamma(v)
    return volumes + mp.fsum((x - y) * (mp.digamma(x) - mp.digamma(v)) for x, y in zip(a, b))


def von_mises(m, k, n, l):
    ratio = mp.besseli(1, k) / mp.besseli(0, k)
    return log(mp.besseli(0, l)) - log(mp.besseli(0, k)) + k * ratio - l * ratio * mp.cos(m - n)


def categorical(a, b):
    v, w = log(mp.fsum(map(exp, a))), log(mp.fsum(map(exp, b)))
    return mp.fsum(exp(x - v) * ((x - v) - (y - w)) for x, y in zip(a, b))


def multivariate_normal(m, factor, n, other):
    s, t = (mp.matrix(each) * mp.matrix(each).T for each in (factor, other))
    inverse, apart = t**-1, mp.matrix([x - y for x, y in zip(m, n)])
    trace = mp.fsum((inverse * s)[i, i] for i in range(len(m)))
    return (trace + (apart.T * inverse * apart)[0] - len(m) + log(mp.det(t) / mp.det(s))) / 2


def diagonal_normal(m, s, n, t):
    return mp.fsum(normal(a, exp(b), c, exp(d)) for a, b, c, d in zip(m, s, n, t))


def exact(value):
    return [exact(each) for each in value] if isinstance(value, list) else F(value)


divergences = []


def compare(density, function, names, *cases):
    """Each case has the parameters of both densities, one after another."""
    for case in cases:
        half = len(names)
        p, q = (dict(zip(names, each)) for each in (case[:half], case[half:]))
        divergences.append([density, p, q, float(function(*map(exact, case)))])


logits = [(1, 1 + 1e-8), (0, 1e-8), (30, 30 + 1e-6), (-30, -30.5), (-700, -699), (50, 49.9), (-3, 4), (4, -3), (1e-3, 1), (20, -20)]
compare("bernoulli", bernoulli, ["logit"], *logits, (-800, 800))
compare("geometric", geometric, ["logit"], *logits, (-800, -799.5), (-800, -700))
times = lambda density: lambda n, a, _, b: n * density(a, b)
compare("binomial", times(bernoulli), ["trials", "logit"], (1e15, 0, 1e15, 1e-8), (1e15, -3, 1e15, -3 + 1e-9), (10, 2, 10, 2.5))
compare("negativeBinomial", times(lambda a, b: geometric(-a, -b)), ["failures", "logit"], (2.5, 1, 2.5, 1 + 1e-8))
compare("poisson", poisson, ["rate"], (1e15, 1e15 + 1e6))
normals = [(0, 1, 0, 1 + 1e-9), (5, 2, 5 + 1e-7, 2), (0, 1, 0, 1e150), (0, 1e-150, 0, 1), (1e8, 1e-3, 1e8 + 1e-7, 1.0000001e-3), (0, 3, 1, 2)]
compare("normal", normal, ["mean", "standardDeviation"], *normals)
compare("logNormal", normal, ["location", "scale"], *normals)
compare(
    "diagonalNormal", diagonal_normal, ["mean", "logStandardDeviation"],
    ([0.5], [400.0], [0.5], [400.0]), ([0.5], [-400.0], [0.5], [-400.0]), ([1, 2], [0, 1e-8], [1, 2 + 1e-8], [1e-8, 0]),
    ([0.0], [-300.0], [1e-130], [-300.5]), ([0.0], [2.0], [0.0], [-1.0]),
)  # fmt: skip
compare("laplace", laplace, ["location", "scale"], (0, 1, 1e-8, 1), (0, 1, 0, 1 + 1e-8), (0, 1e-10, 5, 1), (0, 1, 30, 2), (3, 2, 1, 5))
compare("exponential", exponential, ["rate"], (1, 1 + 1e-9), (1e200, 1e-200), (3, 2))
compare(
    "gumbel", gumbel, ["location", "scale"],
    (0, 1, 0, 1 + 1e-6), (0, 1, 1e-7, 1), (2, 3, 2.00001, 3.00001), (0, 1, 0, 1.05), (0, 1, 2, 5), (0, 5, 1, 1),
)  # fmt: skip
compare("uniform", uniform, ["low", "high"], (0, 1, -1e-12, 1 + 1e-12))
compare("cauchy", cauchy, ["location", "scale"], (0, 1, 1e-9, 1))
compare(
    "gamma", gamma, ["shape", "rate"],
    (2.5, 1, 2.5 + 1e-7, 1), (2.5, 1, 2.5, 1 + 1e-8), (1e-3, 1, 1.0001e-3, 1), (1e10, 2, 1e10 + 1, 2), (0.5, 1, 3, 2),
    (1e-8, 1, 1e-8, 2), (40, 1, 41, 1),
)  # fmt: skip
concentrations = [
    ([2, 3], [2 + 1e-7, 3]), ([1e12, 1e-6], [2e12, 1e-6]), ([1e12, 1e-6], [1e12, 2e-6]), ([0.3, 0.6], [0.3, 0.6000001]),
    ([1e6, 2e6], [1e6 + 1, 2e6]), ([0.5, 2], [2, 0.5]),
]  # fmt: skip
compare("dirichlet", dirichlet, ["concentration"], *concentrations)
compare("beta", lambda a, b, c, d: dirichlet([a, b], [c, d]), ["a", "b"], *([*p, *q] for p, q in concentrations))
compare(
    "vonMises", von_mises, ["mean", "concentration"],
    (0, 2, 0, 2 + 1e-6), (0, 2, 1e-8, 2), (1, 1e-6, 1, 2e-6), (0, 100, 0, 100.001), (0, 1e4, 0.01, 1.1e4), (0, 3, 2, 0.5), (0, 0, 0, 1e-3),
)  # fmt: skip
compare(
    "categorical", categorical, ["logits"],
    ([0, 1, 2], [0, 1, 2 + 1e-7]), ([0, -40, 3], [0, -41, 3]), ([0, 0], [1e-9, 0]), ([5, -3], [-4, 2]), ([0, -800], [0, 800]),
)  # fmt: skip
lower = [[1, 0], [0.5, 2]]
compare(
    "multivariateNormal", multivariate_normal, ["mean", "factor"],
    ([0, 0], lower, [0, 1e-8], [[1 + 1e-8, 0], [0.5, 2 - 1e-8]]), ([0, 0], lower, [3, 1], [[2, 0], [-1, 0.3]]),
)  # fmt: skip


def kumaraswamy_variance(a, b):
    moment = lambda n: b * mp.beta(1 + n / a, b)
    return moment(2) - moment(1) ** 2


def dirichlet_variance(alpha):
    whole = mp.fsum(alpha)
    return [each * (whole - each) / whole**2 / (whole + 1) for each in alpha]


variances = []


def measure(density, function, names, *cases):
    for case in cases:
        value = function(*map(exact, case))
        variances.append([density, dict(zip(names, case)), [float(x) for x in value] if isinstance(value, list) else float(value)])


measure(
    "kumaraswamy", kumaraswamy_variance, ["a", "b"],
    (430865.555, 2.058e-6), (1e6, 1), (1e6, 1e6), (1, 1e-10), (0.5, 1e-8), (0.01, 1e-5), (2, 3), (0.1, 0.1), (30, 1e-3), (2, 1e12),
    (1e8, 1e-12), (0.3, 50), (1e3, 0.3), (1e-2, 0.5), (7, 40),
)  # fmt: skip
measure("dirichlet", dirichlet_variance, ["concentration"], ([1e12, 1e-6],), ([1e-20, 1],), ([3, 1e17, 1e-3],), ([0.3, 0.6],))
measure("gamma", lambda a, b: a / b**2, ["shape", "rate"], (1e100, 1e160))
measure("exponential", lambda rate: 1 / rate**2, ["rate"], (1e-150,), (1e150,))
measure("logNormal", lambda m, s: mp.expm1(s * s) * exp(2 * m + s * s), ["location", "scale"], (-500, 25), (1, 1e-9))

target = Path(__file__).parent.parent / "distributions" / "divergences.json"
target.write_text(json.dumps({"divergences": divergences, "variances": variances}, separators=(",", ":")) + "\n")
print(f"{target}: {target.stat().st_size} bytes")
