"""
Expectations E[f(x)] and their gradients in closed form, by mpmath with 60 digits: an oracle for exactGradient.

    python3 scripts/expectations.py COUNT SEED > expectations.json

Families, parameters over many magnitudes, and f are drawn at random. Each case has the density as test/estimators/expectations.ts
knows it, its parameters, f (with the place of its step), E[f] and the gradient; null where the expectation does not exist.
test/estimators/expectations.json is from COUNT 80, SEED 8; `npx tsx benchmarks/probes/exact-gradient.ts FILE` runs a larger one.
"""

import json
import random
import sys

from mpmath import (
    atan, atan2, atanh, besseli, beta, betainc, cos, erfc, euler, exp, gamma, gammainc, hyp1f1, hyper, log, loggamma,
    mp, mpc, mpf, npdf, pi, psi, re, sin, sinh, sqrt, tanh,
)

mp.dps = 60
i = mpc(0, 1)
half = mpf(1) / 2
rnd = random.Random(int(sys.argv[2]))


def magnitude(low, high):
    return float("%.4g" % 10 ** rnd.uniform(low, high))


def location():
    return rnd.choice([0.0, rnd.uniform(-5, 5), magnitude(-3, 9), -magnitude(-3, 9)])


def place(low=-9, high=9):
    """Location and scale: of any magnitudes, or of ordinary ones."""
    return [location(), magnitude(low, high)] if rnd.random() < 0.6 else [rnd.choice([0.0, rnd.uniform(-5, 5)]), magnitude(-2, 2)]


def survival(z):
    return erfc(z / sqrt(2)) / 2


def normal():
    m, s = place()
    forms = {
        "x": lambda m, s: m,
        "square": lambda m, s: m * m + s * s,
        "cos": lambda m, s: exp(-s * s / 2) * cos(m),
        "step": lambda m, s, c: survival((c - m) / s),
    }
    if abs(m) < 600 and s < 15:
        forms["exp"] = lambda m, s: exp(m + s * s / 2)
    if abs(m / s) < 15:
        forms["logAbs"] = lambda m, s: log(s) - (euler + log(2)) / 2 + (m / s) ** 2 / 2 * hyper([1, 1], [3 * half, 2], -((m / s) ** 2) / 2)
        forms["rootReciprocal"] = lambda m, s: s**-half * 2 ** (-half / 2) * gamma(half / 2) / sqrt(pi) * hyp1f1(half / 2, half, -((m / s) ** 2) / 2)
    return [m, s], forms, lambda q: m + q * s


def affine_normal():
    """3 − 2 x."""
    (m, s), forms, _ = normal()
    moved = {
        name: (lambda form: lambda m, s, *c: form(3 - 2 * m, 2 * s, *c))(form)
        for name, form in forms.items()
        if name in ("x", "square", "cos", "step")
    }
    return [m, s], moved, lambda q: 3 - 2 * m + 2 * q * s


def log_normal():
    m, s = rnd.choice([0.0, rnd.uniform(-20, 20)]), magnitude(-6, 0.7)
    return [m, s], {
        "x": lambda m, s: exp(m + s * s / 2),
        "square": lambda m, s: exp(2 * m + 2 * s * s),
        "logAbs": lambda m, s: m,
        "rootReciprocal": lambda m, s: exp(-m / 2 + s * s / 8),
        "step": lambda m, s, c: survival((log(c) - m) / s),
    }, lambda q: exp(mpf(m + q * s))


def exponential():
    rate = magnitude(-9, 9)
    forms = {
        "x": lambda r: 1 / r,
        "square": lambda r: 2 / r**2,
        "cos": lambda r: re(r / (r - i)),
        "logAbs": lambda r: -euler - log(r),
        "rootReciprocal": lambda r: sqrt(r * pi),
        "step": lambda r, c: exp(-r * c),
    }
    if rate > 1.05:
        forms["exp"] = lambda r: r / (r - 1)
    return [rate], forms, lambda q: abs(q) / rate


def gamma_family():
    a, b = magnitude(-2, 6), magnitude(-4, 4)
    forms = {
        "x": lambda a, b: a / b,
        "square": lambda a, b: a * (a + 1) / b**2,
        "logAbs": lambda a, b: psi(0, a) - log(b),
    }
    if a > 0.6:
        forms["rootReciprocal"] = lambda a, b: exp(log(b) / 2 + loggamma(a - half) - loggamma(a))
    if a < 1e4:
        forms["step"] = lambda a, b, c: 1 - gammainc(a, 0, b * c, regularized=True)
        forms["cos"] = lambda a, b: re(exp(-a * log(1 - i / b)))
    if b > 1.1 and a < 1e3:
        forms["exp"] = lambda a, b: (b / (b - 1)) ** a
    return [a, b], forms, lambda q: a / b * exp(q / 2 / max(1, a**0.5))


def affine_gamma():
    """5 − 1000 x."""
    a, b = magnitude(-2, 6), magnitude(-4, 4)
    return [a, b], {
        "x": lambda a, b: 5 - 1000 * a / b,
        "square": lambda a, b: 25 - 10**4 * a / b + 10**6 * a * (a + 1) / b**2,
    }, None


def unit_shapes():
    return [magnitude(-2, 4), magnitude(-2, 4)] if rnd.random() < 0.5 else [magnitude(-0.7, 2), magnitude(-0.7, 2)]


def beta_family():
    a, b = unit_shapes()
    forms = {
        "x": lambda a, b: a / (a + b),
        "square": lambda a, b: a * (a + 1) / (a + b) / (a + b + 1),
        "logAbs": lambda a, b: psi(0, a) - psi(0, a + b),
    }
    if a > 0.6:
        forms["rootReciprocal"] = lambda a, b: exp(loggamma(a - half) + loggamma(a + b) - loggamma(a) - loggamma(a + b - half))
    if max(a, b) < 300:
        forms["exp"] = lambda a, b: hyp1f1(a, a + b, 1)
        forms["cos"] = lambda a, b: re(hyp1f1(a, a + b, i))
        forms["step"] = lambda a, b, c: 1 - betainc(a, b, 0, c, regularized=True)
    return [a, b], forms, lambda q: min(max(a / (a + b) * (1 + q / 5 / (1 + min(a, b)) ** 0.5), 1e-3), 0.999)


def kumaraswamy():
    a, b = unit_shapes()
    forms = {
        "x": lambda a, b: b * beta(1 + 1 / a, b),
        "square": lambda a, b: b * beta(1 + 2 / a, b),
        "logAbs": lambda a, b: -(psi(0, b + 1) + euler) / a,
        "step": lambda a, b, c: (1 - c**a) ** b,
    }
    if a > 0.6:
        forms["rootReciprocal"] = lambda a, b: b * beta(1 - 1 / (2 * a), b)
    return [a, b], forms, lambda q: (1 - (half + mpf(q) / 5) ** (1 / mpf(b))) ** (1 / mpf(a))


def laplace():
    m, s = place()
    forms = {
        "x": lambda m, s: m,
        "square": lambda m, s: m * m + 2 * s * s,
        "cos": lambda m, s: cos(m) / (1 + s * s),
        "step": lambda m, s, c: exp(-(c - m) / s) / 2 if c > m else 1 - exp((c - m) / s) / 2,
    }
    if s < 0.9 and abs(m) < 600:
        forms["exp"] = lambda m, s: exp(m) / (1 - s * s)
    return [m, s], forms, lambda q: m + q * s


def logistic():
    m, s = place()
    forms = {
        "x": lambda m, s: m,
        "square": lambda m, s: m * m + pi**2 * s * s / 3,
        "cos": lambda m, s: cos(m) * pi * s / sinh(pi * s),
        "step": lambda m, s, c: 1 / (1 + exp((c - m) / s)),
    }
    if s < 0.9 and abs(m) < 600:
        forms["exp"] = lambda m, s: exp(m) * pi * s / sin(pi * s)
    return [m, s], forms, lambda q: m + q * s


def gumbel():
    m, s = place()
    forms = {
        "x": lambda m, s: m + euler * s,
        "square": lambda m, s: (m + euler * s) ** 2 + pi**2 * s * s / 6,
        "step": lambda m, s, c: 1 - exp(-exp(-(c - m) / s)),
    }
    if s < 50:
        forms["cos"] = lambda m, s: re(exp(i * m) * gamma(1 - i * s))
    if s < 0.9 and abs(m) < 600:
        forms["exp"] = lambda m, s: exp(m) * gamma(1 - s)
    return [m, s], forms, lambda q: m + q * s


def cauchy():
    m, s = place()
    return [m, s], {
        "x": None,
        "square": None,
        "cos": lambda m, s: exp(-s) * cos(m),
        "step": lambda m, s, c: half - atan((c - m) / s) / pi,
        "logAbs": lambda m, s: log(m * m + s * s) / 2,
        "rootReciprocal": lambda m, s: (m * m + s * s) ** (-half / 2) * cos((pi / 2 - atan2(s, m)) / 2) / cos(pi / 4),
    }, lambda q: m + q * s


def student_t():
    nu = magnitude(-0.3, 4)
    m, s = place()

    def tail(nu, z):
        beyond = betainc(nu / 2, half, 0, nu / (nu + z * z), regularized=True) / 2
        return beyond if z > 0 else 1 - beyond

    return [nu, m, s], {
        "x": (lambda nu, m, s: m) if nu > 1 else None,
        "square": (lambda nu, m, s: m * m + s * s * nu / (nu - 2)) if nu > 2 else None,
        "step": lambda nu, m, s, c: tail(nu, (c - m) / s),
    }, lambda q: m + q * s


def truncated_normal(low, high, m, s):
    """Of a normal density between two bounds, by its closed form; where the bounds are far in a tail 60 digits are enough."""

    def piece(m, s):
        alpha = (low - m) / s
        near = survival(alpha)
        if high is None:
            return near, npdf(alpha), 0, alpha * npdf(alpha), 0
        omega = (high - m) / s
        return near, npdf(alpha), npdf(omega), alpha * npdf(alpha), omega * npdf(omega)

    def volume(m, s):
        return survival((low - m) / s) - (0 if high is None else survival((high - m) / s))

    def mean(m, s):
        _, first, last, _, _ = piece(m, s)
        return m + s * (first - last) / volume(m, s)

    def square(m, s):
        _, first, last, by_first, by_last = piece(m, s)
        return m * m + 2 * m * s * (first - last) / volume(m, s) + s * s * (1 + (by_first - by_last) / volume(m, s))

    def step(m, s, c):
        return (survival((c - m) / s) - (0 if high is None else survival((high - m) / s))) / volume(m, s)

    at = lambda q: min(max(low, m) + abs(q) * s * 0.3, high if high is not None else float("inf"))
    return [m, s], {"x": mean, "square": square, "step": step}, at


def positive_normal():
    return truncated_normal(0, None, rnd.choice([-1, 1, 1]) * magnitude(-3, 2), magnitude(-1, 2)) if rnd.random() < 0.5 else truncated_normal(0, None, magnitude(0, 6), magnitude(-6, 0))


def boxed_normal():
    return truncated_normal(-1, 1, rnd.uniform(-0.99, 0.99), magnitude(-7, 3))


def von_mises():
    m, k = rnd.choice([0.0, rnd.uniform(-10, 10)]), magnitude(-3, 3.5)
    return [m, k], {
        "cos": lambda m, k: besseli(1, k) / besseli(0, k) * cos(m),
        "sin": lambda m, k: besseli(1, k) / besseli(0, k) * sin(m),
    }, None


def sigmoid_normal():
    m, s = rnd.uniform(-8, 8), magnitude(-6, 0.5)
    return [m, s], {
        "logit": lambda m, s: m,
        "step": lambda m, s, c: survival((log(c / (1 - c)) - m) / s),
    }, lambda q: 1 / (1 + exp(-mpf(m + q * s)))


def tanh_normal():
    m, s = rnd.uniform(-5, 5), magnitude(-6, 0.5)
    return [m, s], {
        "atanh": lambda m, s: m,
        "step": lambda m, s, c: survival((atanh(c) - m) / s),
    }, lambda q: tanh(mpf(m + q * s))


families = {
    "normal": normal, "affineNormal": affine_normal, "logNormal": log_normal, "expNormal": log_normal,
    "exponential": exponential, "gamma": gamma_family, "affineGamma": affine_gamma, "beta": beta_family,
    "kumaraswamy": kumaraswamy, "laplace": laplace, "logistic": logistic, "gumbel": gumbel, "cauchy": cauchy,
    "studentT": student_t, "positiveNormal": positive_normal, "boxedNormal": boxed_normal, "vonMises": von_mises,
    "sigmoidNormal": sigmoid_normal, "tanhNormal": tanh_normal,
}


def slope(form, arguments, at):
    """By central differences of fourth order: with 60 digits the step may be so small that nothing is left out."""
    least = min((abs(each) for each in arguments if each != 0), default=mpf(1))
    step = least * mpf(10) ** -12
    moved = lambda by: form(*[each + by * step if k == at else each for k, each in enumerate(arguments)])
    return re((8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * step))


cases = []
while len(cases) < int(sys.argv[1]):
    name = rnd.choice(list(families))
    parameters, forms, threshold = families[name]()
    f = rnd.choice(list(forms))
    form = forms[f]
    case = {"density": name, "parameters": parameters, "f": f, "value": None, "gradient": None}
    if form is not None:
        if f == "step":
            case["at"] = float(threshold(rnd.uniform(-2, 2)))
            if name in ("beta", "kumaraswamy", "sigmoidNormal") and not 0 < case["at"] < 1:
                continue
            if name == "tanhNormal" and not abs(case["at"]) < 1 - 1e-9:
                continue
            c = mpf(case["at"])
            form = (lambda form, c: lambda *theta: form(*theta, c))(form, c)
        arguments = [mpf(each) for each in parameters]
        case["value"] = float(re(form(*arguments)))
        case["gradient"] = [float(slope(form, arguments, at)) for at in range(len(arguments))]
    cases.append(case)

print("[" + ",\n".join(json.dumps(case) for case in cases) + "]")
