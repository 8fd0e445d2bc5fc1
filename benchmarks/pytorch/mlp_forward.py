"""The peer of benchmarks/workloads/mlp-forward.ts."""
import torch
from peer import mlp, serve


def prepare(_, tensors):
    network, observations = mlp(tensors, "policy"), tensors["observations"]
    outputs = None

    def forward():
        nonlocal outputs
        with torch.no_grad():
            outputs = network(observations)

    return forward, lambda: [outputs.mean(), outputs.square().mean()]


serve(prepare)
