"""Writes test/optimizers/torch.json: what PyTorch's optimizers do to three weights in five steps, in float64.

Run: python3 test/oracles/torch-optimizers.py   (Debian: python3-torch)
"""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
start = [0.5, -1.25, 2.0]
gradients = [[0.1, -2.0, 3.0], [0.3, 0.5, -1.0], [-4.0, 0.25, 0.0], [1e-3, 1.0, 2.0], [0.7, -0.7, 0.1]]
settings = {
    "sgd": (torch.optim.SGD, {"lr": 0.1}),
    "sgd with weight decay": (torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.05}),
    "sgd with momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
    "sgd with nesterov momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.95}),
    "rmsprop with momentum": (torch.optim.RMSprop, {"lr": 0.01, "momentum": 0.5}),
    "adam": (torch.optim.Adam, {"lr": 0.01, "eps": 1e-5}),
    "adamw": (torch.optim.AdamW, {"lr": 0.01, "betas": (0.8, 0.99), "weight_decay": 0.1}),
}
results = {}
for name, (optimizer_class, options) in settings.items():
    for clip in (None, 0.5):
        weights = torch.nn.Parameter(torch.tensor(start))
        optimizer = optimizer_class([weights], **options)
        path = []
        for gradient in gradients:
            weights.grad = torch.tensor(gradient)
            if clip is not None:
                torch.nn.utils.clip_grad_norm_([weights], clip)
            optimizer.step()
            path.append(weights.tolist())
        results[name + (" and clipping" if clip else "")] = path

fixture = {"torch": torch.__version__, "start": start, "gradients": gradients, "results": results}
pathlib.Path(__file__).parent.parent.joinpath("optimizers/torch.json").write_text(json.dumps(fixture, indent=1) + "\n")
