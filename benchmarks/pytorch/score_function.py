"""The score function estimate of ∂E[f(x)] with n samples in PyTorch, float64: sample, evaluate, log_prob, backward.

For each line "density n" it takes one estimate and prints its milliseconds and its gradient. f is evaluated on the whole
tensor of samples at once, which is PyTorch's best case.

Run by benchmarks/estimators.ts. Debian: python3-torch.
"""
import json
import sys
import time

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
torch.manual_seed(0)


def normal(n):
    mean, deviation = torch.tensor(1.0, requires_grad=True), torch.tensor(1.0, requires_grad=True)
    estimate(torch.distributions.Normal(mean, deviation), n)
    return [mean.grad.item(), deviation.grad.item()]


def categorical(n):
    logits = torch.linspace(-1, 1, 10).requires_grad_()
    estimate(torch.distributions.Categorical(logits=logits), n)
    return logits.grad.tolist()


def estimate(density, n):
    x = density.sample((n,))
    f = (x - 3.0) ** 2
    (density.log_prob(x) * (f - f.mean())).mean().backward()


for line in sys.stdin:
    name, n = line.split()
    start = time.perf_counter()
    gradient = {"normal": normal, "categorical": categorical}[name](int(n))
    print(json.dumps([(time.perf_counter() - start) * 1e3, gradient]), flush=True)
