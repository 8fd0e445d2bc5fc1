"""The peer of benchmarks/workloads/matrix-product.ts."""
import torch
from peer import serve


def prepare(_, tensors):
    a, b = tensors["a"], tensors["b"]
    product = torch.empty(a.shape[0], b.shape[1])

    def multiply():
        torch.mm(a, b, out=product)

    return multiply, lambda: [product.mean(), product.square().mean()]


serve(prepare)
