"""Prints the polynomials that src/math evaluates: Chebyshev fits with an error below 2e-17 of the function, as powers.

Run: python3 scripts/special-function-coefficients.py   (Debian: python3-mpmath)
"""
import mpmath as mp

mp.mp.dps = 60
DIGAMMA_ZERO = mp.findroot(mp.digamma, 1.4616321449683623)


def scaled_erfc(t):
    """exp(x²) erfc(x) (1 + 2 x) with t = (x − 3.75) / (x + 3.75), for x from 0 (t = −1) to infinity (t = 1)."""
    if t > 1 - mp.mpf(10) ** -40:
        return 2 / mp.sqrt(mp.pi)
    x = mp.mpf("3.75") * (1 + t) / (1 - t)
    if x > 1e6:
        return (1 + 2 * x) / (x * mp.sqrt(mp.pi)) * (1 - 1 / (2 * x**2) + 3 / (4 * x**4) - 15 / (8 * x**6))
    return mp.exp(x * x) * mp.erfc(x) * (1 + 2 * x)


def limit_at(f, at, value):
    return lambda x: value if abs(x - at) < mp.mpf(10) ** -25 else f(x)


fits = {
    "erf(√z) / √z": (limit_at(lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z), 0, 2 / mp.sqrt(mp.pi)), [0, 1]),
    "exp(x²) erfc(x) (1 + 2 x) of (x − 3.75) / (x + 3.75)": (scaled_erfc, [-1, 1]),
    "log Γ(1 + z) / z": (limit_at(lambda z: mp.loggamma(1 + z) / z, 0, -mp.euler), [-0.5, 0.5]),
    "log Γ(2 + z) / z": (limit_at(lambda z: mp.loggamma(2 + z) / z, 0, 1 - mp.euler), [-0.5, 0.5]),
    "ψ(1.5 + z) / (1.5 + z − zero)": (
        limit_at(lambda z: mp.digamma(1.5 + z) / (1.5 + z - DIGAMMA_ZERO), DIGAMMA_ZERO - 1.5, mp.psi(1, DIGAMMA_ZERO)),
        [-0.5, 0.5],
    ),
}  # fmt: skip
zero_high = float(DIGAMMA_ZERO)
print("zero of digamma:", repr(zero_high), repr(float(DIGAMMA_ZERO - zero_high)))
for name, (f, interval) in fits.items():
    terms = 10
    while True:
        coefficients, error = mp.chebyfit(f, interval, terms, error=True)
        least = min(abs(f(mp.mpf(a))) for a in interval)
        if error < 2e-17 * least:
            break
        terms += 1
    print(f"{name} on {interval}: {terms} terms, error {mp.nstr(error, 3)}")
    print("  lowest power first:", [float(c) for c in reversed(coefficients)])
