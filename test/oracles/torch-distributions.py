"""Writes test/distributions/torch.json: log-densities, scores, entropies, divergences and moments by PyTorch, in float64.

Run: python3 test/oracles/torch-distributions.py   (Debian: python3-torch)
A case has one density with its parameters, many values, and the score at each value with respect to each parameter.
VonMises is not here: PyTorch's Bessel functions have seven digits. mpmath-distributions.py has it.
"""
import json
import pathlib

import torch
import torch.distributions as td

torch.set_default_dtype(torch.float64)
T = torch.tensor


def concrete(temperature, logits):
    return td.RelaxedOneHotCategorical(temperature, logits=logits)


def kumaraswamy(a, b):
    return td.Kumaraswamy(a, b)


def squashed(mean, log_deviation):
    base = td.Normal(mean, log_deviation.exp())
    return td.Independent(td.TransformedDistribution(base, [td.TanhTransform()]), 1)


def mixture(logits, means, deviations):
    return td.MixtureSameFamily(td.Categorical(logits=logits), td.Normal(means, deviations))


real = [-40.0, -7.5, -2.0, -0.3, 0.0, 0.1, 1.0, 3.3, 12.0, 60.0]
positive = [1e-6, 0.01, 0.4, 1.0, 2.5, 9.0, 40.0, 300.0]
unit = [1e-6, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-6]
counts = [0.0, 1.0, 2.0, 5.0, 13.0, 60.0]
simplex = [[0.2, 0.3, 0.5], [0.98, 0.01, 0.01], [1e-5, 0.5, 0.5 - 1e-5]]
vectors = [[0.0, 0.0], [1.0, -2.0], [5.0, 3.0], [-8.0, 0.5]]

# name, constructor, parameters, other parameters, values
cases = [
    ("normal", td.Normal, {"mean": 0.5, "standardDeviation": 1.7}, {"mean": -1.0, "standardDeviation": 0.6}, real),
    ("normal", td.Normal, {"mean": -20.0, "standardDeviation": 0.05}, {"mean": -19.0, "standardDeviation": 3.0}, real),
    ("logNormal", td.LogNormal, {"location": 0.3, "scale": 0.8}, {"location": -0.5, "scale": 1.5}, positive),
    ("laplace", td.Laplace, {"location": 0.7, "scale": 1.3}, {"location": -1.0, "scale": 0.4}, real),
    ("cauchy", td.Cauchy, {"location": 0.7, "scale": 1.3}, {"location": -1.0, "scale": 0.4}, real),
    ("gumbel", td.Gumbel, {"location": 0.7, "scale": 1.3}, {"location": -1.0, "scale": 2.4}, real[2:]),
    ("logistic", lambda m, s: td.TransformedDistribution(td.Uniform(T(0.0), T(1.0)), [td.SigmoidTransform().inv, td.AffineTransform(m, s)]),
     {"location": 0.7, "scale": 1.3}, None, real[2:9]),
    ("exponential", td.Exponential, {"rate": 1.8}, {"rate": 0.4}, positive),
    ("studentT", td.StudentT, {"degreesOfFreedom": 4.5, "location": 0.3, "scale": 1.4}, None, real),
    ("studentT", td.StudentT, {"degreesOfFreedom": 0.7, "location": -1.0, "scale": 0.2}, None, real),
    ("gamma", td.Gamma, {"shape": 2.5, "rate": 1.3}, {"shape": 0.6, "rate": 3.0}, positive),
    ("gamma", td.Gamma, {"shape": 0.3, "rate": 0.2}, {"shape": 9.0, "rate": 1.0}, positive),
    ("beta", td.Beta, {"a": 2.5, "b": 1.3}, {"a": 0.6, "b": 3.0}, unit),
    ("beta", td.Beta, {"a": 0.4, "b": 0.2}, {"a": 20.0, "b": 30.0}, unit),
    ("kumaraswamy", kumaraswamy, {"a": 2.5, "b": 1.3}, None, unit),
    ("kumaraswamy", kumaraswamy, {"a": 0.4, "b": 3.0}, None, unit),
    ("bernoulli", lambda logit: td.Bernoulli(logits=logit), {"logit": 0.8}, {"logit": -2.0}, [0.0, 1.0]),
    ("bernoulli", lambda logit: td.Bernoulli(logits=logit), {"logit": -12.0}, {"logit": 3.0}, [0.0, 1.0]),
    ("geometric", lambda logit: td.Geometric(logits=logit), {"logit": -1.2}, {"logit": 0.5}, counts),
    ("poisson", td.Poisson, {"rate": 3.7}, {"rate": 9.0}, counts),
    ("binomial", lambda n, logit: td.Binomial(T(13.0), logits=logit), {"trials": 13.0, "logit": -0.4}, None, counts[:5]),
    ("negativeBinomial", lambda r, logit: td.NegativeBinomial(r, logits=logit), {"failures": 3.4, "logit": -0.4}, None, counts),
    ("dirichlet", td.Dirichlet, {"concentration": [2.0, 0.7, 5.0]}, {"concentration": [1.0, 1.5, 0.4]}, simplex),
    ("relaxedCategorical", concrete, {"temperature": 0.6, "logits": [0.3, -1.0, 0.5]}, None, simplex),
    ("categorical", lambda logits: td.Categorical(logits=logits), {"logits": [0.3, -1.0, 9.0]}, {"logits": [0.0, 1.0, -2.0]}, [0, 1, 2]),
    ("diagonalNormal", lambda m, s: td.Independent(td.Normal(m, s.exp()), 1), {"mean": [0.5, -1.0], "logStandardDeviation": [0.3, -1.2]},
     {"mean": [0.0, 1.0], "logStandardDeviation": [-0.3, 0.4]}, vectors),
    ("multivariateNormal", lambda m, factor: td.MultivariateNormal(m, scale_tril=factor), {"mean": [0.5, -1.0], "factor": [[1.2, 0.0], [0.7, 0.4]]},
     {"mean": [0.0, 1.0], "factor": [[0.8, 0.0], [-0.3, 2.0]]}, vectors),
    ("squashedNormal", squashed, {"mean": [0.5, -1.0], "logStandardDeviation": [0.3, -1.2]}, None, [[0.1, -0.5], [0.9, 0.99], [-0.999, 0.2]]),
    ("mixture", mixture, {"logits": [0.2, -1.0, 0.5], "mean": [-2.0, 0.0, 3.0], "standardDeviation": [0.5, 1.0, 2.0]}, None, real),
]  # fmt: skip


def attempt(f):
    """What PyTorch has no formula for is left out of the fixture."""
    try:
        result = f()
        return None if not torch.isfinite(result).all() else result.tolist()
    except (NotImplementedError, AttributeError, TypeError):
        return None


results = []
for name, make, parameters, other, values in cases:
    tensors = {key: T(value) for key, value in parameters.items()}
    density = make(*tensors.values())
    at = torch.tensor(values, dtype=torch.int64 if name == "categorical" else None)
    log_probs, scores = [], {key: [] for key in parameters if key != "trials"}
    for value in at:
        leaves = {key: tensor.clone().requires_grad_(key != "trials") for key, tensor in tensors.items()}
        log_prob = make(*leaves.values()).log_prob(value)
        log_prob.backward()
        log_probs.append(log_prob.item())
        for key in scores:
            scores[key].append(leaves[key].grad.tolist())
    case = {
        "density": name,
        "parameters": parameters,
        "values": values,
        "logProb": log_probs,
        "score": scores,
        "entropy": attempt(density.entropy),
        "mean": attempt(lambda: density.mean),
        "variance": attempt(lambda: density.variance),
    }
    if other is not None:
        case["other"] = other
        case["kl"] = attempt(lambda: td.kl_divergence(density, make(*map(T, other.values()))))
    results.append(case)

target = pathlib.Path(__file__).parent.parent / "distributions" / "torch.json"
target.write_text(json.dumps({"torch": torch.__version__, "cases": results}, separators=(",", ":")) + "\n")
print(f"{target}: {target.stat().st_size} bytes")
