"""The peer of benchmarks/estimators.ts: sample, evaluate f on the whole tensor, log_prob, backward, in float64."""
import torch
from peer import serve


def prepare(settings, _):
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    if not settings["categorical"]:
        parameters = [torch.tensor(1.0, requires_grad=True), torch.tensor(1.0, requires_grad=True)]
        density = lambda: torch.distributions.Normal(*parameters)
    else:
        parameters = [torch.linspace(-1, 1, 10).requires_grad_()]
        density = lambda: torch.distributions.Categorical(logits=parameters[0])

    def work():
        for parameter in parameters:
            parameter.grad = None
        p = density()
        x = p.sample((settings["samples"],))
        f = (x - 3.0) ** 2
        (p.log_prob(x) * (f - f.mean())).mean().backward()

    return work, lambda: torch.cat([parameter.grad.reshape(-1) for parameter in parameters]).tolist()


serve(prepare)
