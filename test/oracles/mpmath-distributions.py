"""Writes test/distributions/mpmath.json: log-densities, scores, entropies, divergences and moments at extreme parameters.

Needs mpmath (Debian: python3-mpmath):  python3 test/oracles/mpmath-distributions.py
"""

import json
from pathlib import Path

import mpmath as mp

mp.mp.dps = 600  # a difference quotient with a step of 1e-250 takes many digits
lg, log, pi = mp.loggamma, mp.log, mp.pi


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def normal(x, mean, standardDeviation):
    return -(((x - mean) / standardDeviation) ** 2) / 2 - log(standardDeviation) - log(2 * pi) / 2


def truncated_normal(x, mean, standardDeviation, low, high):
    a, b = (low - mean) / standardDeviation, (high - mean) / standardDeviation
    if a + b < 0:
        a, b = -b, -a
    return normal(x, mean, standardDeviation) - log((mp.erfc(a / mp.sqrt(2)) - mp.erfc(b / mp.sqrt(2))) / 2)


def student_t(x, degreesOfFreedom, location, scale):
    nu, z = degreesOfFreedom, (x - location) / scale
    return lg((nu + 1) / 2) - lg(nu / 2) - log(nu * pi) / 2 - log(scale) - (nu + 1) / 2 * mp.log1p(z * z / nu)


def gamma(x, shape, rate):
    return shape * log(rate) - lg(shape) + (shape - 1) * log(x) - rate * x


def beta(x, a, b):
    return (a - 1) * log(x) + (b - 1) * mp.log1p(-x) + lg(a + b) - lg(a) - lg(b)


def kumaraswamy(x, a, b):
    return log(a) + log(b) + (a - 1) * log(x) + (b - 1) * mp.log1p(-(x**a))


def von_mises(x, mean, concentration):
    k = concentration
    if k > 1e4:
        terms = [mp.mpf(1)]
        for i in range(1, 100):
            terms.append(terms[-1] * (2 * i - 1) ** 2 / (8 * k * i))
        log_i0 = k + log(sum(terms)) - log(2 * pi * k) / 2
    else:
        log_i0 = log(mp.besseli(0, k))
    return k * mp.cos(x - mean) - log(2 * pi) - log_i0


def choose(n, k):
    return lg(n + 1) - lg(k + 1) - lg(n - k + 1)


functions = {
    "normal": normal,
    "logNormal": lambda x, location, scale: normal(log(x), location, scale) - log(x),
    "truncatedNormal": truncated_normal,
    "laplace": lambda x, location, scale: -abs(x - location) / scale - log(2 * scale),
    "cauchy": lambda x, location, scale: -log(pi * scale) - mp.log1p(((x - location) / scale) ** 2),
    "gumbel": lambda x, location, scale: -(x - location) / scale - mp.exp(-(x - location) / scale) - log(scale),
    "logistic": lambda x, location, scale: -(x - location) / scale - 2 * mp.log1p(mp.exp(-(x - location) / scale)) - log(scale),
    "exponential": lambda x, rate: log(rate) - rate * x,
    "studentT": student_t,
    "gamma": gamma,
    "beta": beta,
    "kumaraswamy": kumaraswamy,
    "vonMises": von_mises,
    "geometric": lambda k, logit: k * log(sigmoid(-logit)) + log(sigmoid(logit)),
    "bernoulli": lambda k, logit: log(sigmoid(logit if k else -logit)),
    "poisson": lambda k, rate: k * log(rate) - rate - lg(k + 1),
    "binomial": lambda k, trials, logit: choose(trials, k) + k * log(sigmoid(logit)) + (trials - k) * log(sigmoid(-logit)),
    "negativeBinomial": lambda k, failures, logit: lg(k + failures) - lg(k + 1) - lg(failures)
    + k * log(sigmoid(logit)) + failures * log(sigmoid(-logit)),
}  # fmt: skip
tiny = 1e-300
cases = {
    "normal": [
        ({"mean": 0.0, "standardDeviation": 1e200}, [1e200, -3e200, 0.0]),
        ({"mean": 1e8, "standardDeviation": 1e-3}, [1e8, 1e8 + 0.25, 1.01e8]),
        ({"mean": 0.0, "standardDeviation": 1.0}, [1e-300, 40.0, -1e5]),
        ({"mean": 0.0, "standardDeviation": 1.0}, [1e150]),
    ],
    "logNormal": [({"location": -3.0, "scale": 5.0}, [1e-300, 1e-10, 1.0, 1e300]), ({"location": 2.0, "scale": 1e-4}, [7.389, 7.4])],
    "truncatedNormal": [
        ({"mean": 0.0, "standardDeviation": 1.0, "low": 30.0, "high": 31.0}, [30.0, 30.01, 31.0]),
        ({"mean": 0.0, "standardDeviation": 1.0, "low": -40.0, "high": -39.0}, [-39.0, -39.5]),
        ({"mean": 0.5, "standardDeviation": 2.0, "low": -1.0, "high": 3.0}, [-1.0, 0.0, 2.9]),
        ({"mean": 0.5, "standardDeviation": 2.0, "low": -30.0, "high": 1.0}, [-29.0, 0.0, 0.9]),
        ({"mean": 5.0, "standardDeviation": 2.0, "low": -1e3, "high": 3.0}, [3.0, 2.0, -10.0]),
    ],
    "laplace": [({"location": 0.0, "scale": 1e-8}, [1e-9, 1.0, -1e8])],
    "cauchy": [({"location": 0.0, "scale": 1.0}, [1e-200, 1e-3, 1e8, -1e200]), ({"location": 3.0, "scale": 1e-100}, [3.0, 4.0, 1e150])],
    "gumbel": [({"location": 0.0, "scale": 1.0}, [-6.0, 700.0, 1e10])],
    "logistic": [({"location": 0.0, "scale": 1.0}, [-800.0, 1e-8, 1e10]), ({"location": 1.0, "scale": 1e-5}, [1.0, 1.01, 0.0])],
    "exponential": [({"rate": 1e-200}, [0.0, 3e200]), ({"rate": 1e100}, [1e-100, 1e-99])],
    "studentT": [
        ({"degreesOfFreedom": 1e-3, "location": 0.0, "scale": 1.0}, [0.0, 1.0, 1e10, 1e200]),
        ({"degreesOfFreedom": 3.0, "location": 0.0, "scale": 1.0}, [1e-5, 1e5, 1e160]),
        ({"degreesOfFreedom": 1e8, "location": 0.0, "scale": 1.0}, [0.5, 6.0, 40.0]),
    ],
    "gamma": [
        ({"shape": 0.5, "rate": 2.0}, [1000.0, 1e-300]),
        ({"shape": 1e10, "rate": 1.0}, [1e10, 1.0001e10, 9e9]),
        ({"shape": 1e-5, "rate": 3.0}, [tiny, 1e-3, 5.0]),
        ({"shape": 1e6, "rate": 1e-6}, [1e12, 1.001e12]),
        ({"shape": 3.0, "rate": 1e100}, [1e-100, 1e-98]),
    ],
    "beta": [
        ({"a": 1e8, "b": 2e8}, [0.33333, 1 / 3, 0.3335]),
        ({"a": 1e-3, "b": 1e-3}, [tiny, 1e-10, 0.5, 1 - 1e-10]),
        ({"a": 1e6, "b": 0.5}, [0.999999, 0.99, 0.5]),
        ({"a": 5.0, "b": 1e9}, [1e-9, 5e-9, 1e-6]),
    ],
    "kumaraswamy": [({"a": 1e-3, "b": 50.0}, [1e-200, 1e-5, 0.5]), ({"a": 300.0, "b": 0.01}, [0.5, 0.99, 1 - 1e-9])],
    "vonMises": [
        ({"mean": 0.4, "concentration": 1.7}, [-3.1, 0.0, 0.4, 2.0]),
        ({"mean": 0.0, "concentration": 1e-8}, [0.0, 3.0]),
        ({"mean": 1.0, "concentration": 1e9}, [1.0, 1.00001, 1.0004]),
        ({"mean": 1.0, "concentration": 21.0}, [1.0, 2.0, -2.0]),
    ],
    "geometric": [({"logit": -30.0}, [0.0, 1e10, 1e14]), ({"logit": 40.0}, [0.0, 3.0])],
    "bernoulli": [({"logit": 40.0}, [0.0, 1.0]), ({"logit": -700.0}, [0.0, 1.0])],
    "poisson": [
        ({"rate": 1e-10}, [0.0, 1.0, 5.0]),
        ({"rate": 1e12}, [1e12, 1e12 + 1e6, 9.9999e11]),
        ({"rate": 50.0}, [0.0, 1.0, 1000.0]),
    ],
    "binomial": [
        ({"trials": 1e12, "logit": -0.5}, [377540668798.0, 377541000000.0, 0.0, 1e12]),
        ({"trials": 1000.0, "logit": -20.0}, [0.0, 1.0, 500.0, 1000.0]),
        ({"trials": 1.0, "logit": 0.3}, [0.0, 1.0]),
        ({"trials": 10.0, "logit": -800.0}, [0.0, 3.0, 10.0]),
        ({"trials": 10.0, "logit": 5000.0}, [0.0, 3.0, 10.0]),
    ],
    "negativeBinomial": [
        ({"failures": 1e-4, "logit": 3.0}, [0.0, 1.0, 100.0]),
        ({"failures": 1e9, "logit": -1.0}, [367879441.0, 367900000.0]),
        ({"failures": 2.5, "logit": 25.0}, [0.0, 1e11]),
        ({"failures": 2.5, "logit": -800.0}, [0.0, 4.0]),
    ],
}  # fmt: skip


def case(name, parameters, values):
    f = functions[name]
    exact = {key: mp.mpf(value) for key, value in parameters.items()}
    fixed = {"trials", "low", "high"}
    score = {}
    for key in parameters:
        if key in fixed:
            continue
        at = exact[key]
        step = (abs(at) if at else 1) * mp.mpf(10) ** -250
        slope = lambda x: (f(x, **{**exact, key: at + step}) - f(x, **{**exact, key: at - step})) / (2 * step)
        score[key] = [float(slope(mp.mpf(x))) for x in values]
    log_prob = [float(f(mp.mpf(x), **exact)) for x in values]
    return {"density": name, "parameters": parameters, "values": values, "logProb": log_prob, "score": score}


def gamma_entropy(shape, rate):
    return shape - log(rate) + lg(shape) + (1 - shape) * mp.digamma(shape)


def gamma_divergence(p, q):
    a, b = p["shape"], q["shape"]
    ratio = q["rate"] / p["rate"]
    return (a - b) * mp.digamma(a) - lg(a) + lg(b) - b * log(ratio) + a * (ratio - 1)


def dirichlet_entropy(alphas):
    whole = sum(alphas)
    volume = sum(map(lg, alphas)) - lg(whole)
    slopes = sum((a - 1) * mp.digamma(a) for a in alphas)
    return volume + (whole - len(alphas)) * mp.digamma(whole) - slopes


def dirichlet_divergence(alphas, betas):
    whole, other = sum(alphas), sum(betas)
    volumes = sum(map(lg, betas)) - lg(other) - sum(map(lg, alphas)) + lg(whole)
    return volumes + sum((a - b) * (mp.digamma(a) - mp.digamma(whole)) for a, b in zip(alphas, betas))


def student_t_entropy(degreesOfFreedom, location, scale):
    nu = degreesOfFreedom
    spread = (nu + 1) / 2 * (mp.digamma((nu + 1) / 2) - mp.digamma(nu / 2))
    return spread + log(nu) / 2 + lg(nu / 2) + log(pi) / 2 - lg((nu + 1) / 2) + log(scale)


def truncated_moments(mean, standardDeviation, low, high):
    """Entropy, mean and variance."""
    a, b = (low - mean) / standardDeviation, (high - mean) / standardDeviation
    phi = lambda u: mp.exp(-u * u / 2) / mp.sqrt(2 * pi) if mp.isfinite(u) else mp.mpf(0)
    times = lambda u: u * phi(u) if mp.isfinite(u) else mp.mpf(0)
    volume = (mp.erfc(a / mp.sqrt(2)) - mp.erfc(b / mp.sqrt(2))) / 2
    first = (phi(a) - phi(b)) / volume
    second = 1 + (times(a) - times(b)) / volume
    entropy = log(standardDeviation * volume) + log(2 * pi) / 2 + second / 2
    return entropy, mean + standardDeviation * first, standardDeviation**2 * (second - first**2)


def truncated_divergence(p, q):
    """log p − log q is quadratic in x."""
    entropy, mean, variance = truncated_moments(**p)
    m, s = q["mean"], q["standardDeviation"]
    a, b = (q["low"] - m) / s, (q["high"] - m) / s
    volume = (mp.erfc(a / mp.sqrt(2)) - mp.erfc(b / mp.sqrt(2))) / 2
    return (variance + (mean - m) ** 2) / (2 * s * s) + log(s * volume) + log(2 * pi) / 2 - entropy


def information(density, parameters, other=None):
    exact = lambda each: {key: [*map(mp.mpf, v)] if isinstance(v, list) else mp.mpf(v) for key, v in each.items()}
    p, q = exact(parameters), exact(other) if other else None
    result = {"density": density, "parameters": parameters, "other": other, "values": [], "logProb": [], "score": {}}
    if density == "gamma":
        result |= {"entropy": gamma_entropy(**p), "kl": gamma_divergence(p, q)}
    if density == "beta":
        result |= {"entropy": dirichlet_entropy([p["a"], p["b"]]), "kl": dirichlet_divergence([p["a"], p["b"]], [q["a"], q["b"]])}
    if density == "dirichlet":
        a, b = p["concentration"], q["concentration"]
        result |= {"entropy": dirichlet_entropy(a), "kl": dirichlet_divergence(a, b)}
    if density == "studentT":
        result |= {"entropy": student_t_entropy(**p)}
    if density == "bernoulli":
        one = sigmoid(p["logit"])
        result |= {"entropy": -one * log(one) - (1 - one) * log(1 - one)}
    if density == "geometric":
        one = sigmoid(p["logit"])
        result |= {"entropy": -log(one) - (1 - one) / one * log(1 - one)}
    if density == "truncatedNormal":
        names = ["entropy", "mean", "variance"]
        result |= dict(zip(names, truncated_moments(**p))) | {"kl": truncated_divergence(p, q)}
    return {key: float(each) if isinstance(each, mp.mpf) else each for key, each in result.items()}


inf = float("inf")
informations = [
    information("gamma", {"shape": 1e12, "rate": 3.0}, {"shape": 1.000001e12, "rate": 3.0}),
    information("gamma", {"shape": 1e-8, "rate": 1e-3}, {"shape": 2e-8, "rate": 2.0}),
    information("gamma", {"shape": 2.5, "rate": 1.5}, {"shape": 1e8, "rate": 1e8}),
    information("beta", {"a": 1e12, "b": 3e12}, {"a": 1.000001e12, "b": 3e12}),
    information("beta", {"a": 1e-6, "b": 2e4}, {"a": 2e-6, "b": 1e4}),
    information("beta", {"a": 2.2, "b": 0.7}, {"a": 1.1, "b": 3.0}),
    information("dirichlet", {"concentration": [1e12, 2e12, 1e-3]}, {"concentration": [1.00001e12, 2e12, 2e-3]}),
    information("dirichlet", {"concentration": [0.3, 2.0, 5.0]}, {"concentration": [1.0, 1.0, 1.0]}),
    information("studentT", {"degreesOfFreedom": 1e12, "location": 0.0, "scale": 1.0}),
    information("studentT", {"degreesOfFreedom": 1e18, "location": 0.0, "scale": 2.0}),
    information("studentT", {"degreesOfFreedom": 1e-3, "location": 0.0, "scale": 1.0}),
    information("bernoulli", {"logit": 40.0}),
    information("bernoulli", {"logit": -40.0}),
    information("geometric", {"logit": -800.0}),
    information("geometric", {"logit": 30.0}),
    *(
        information("truncatedNormal", {"mean": 0.0, "standardDeviation": 1.0, "low": low, "high": high}, {"mean": 0.5, "standardDeviation": 2.0, "low": low, "high": high})
        for low, high in [
            (0.0, 1e-8), (-1e-6, 2e-6), (1e3, inf), (1e6, 1e6 + 1e-6), (-inf, -50.0), (-3.9, 0.05), (-4.1, 0.05), (-0.01, 3.9),
            (-1e-3, inf), (0.5, 30.0), (-2.0, 2.0), (-2.01, 2.01), (-30.0, 40.0), (8.0, 9.0),
        ]
    ),
]  # fmt: skip
fixture = {
    "cases": [case(name, *each) for name, lists in cases.items() for each in lists],
    "informations": informations,
}
target = Path(__file__).parent.parent / "distributions" / "mpmath.json"
target.write_text(json.dumps(fixture, separators=(",", ":")).replace("-Infinity", "-1e999").replace("Infinity", "1e999") + "\n")
print(f"{target}: {target.stat().st_size} bytes")
