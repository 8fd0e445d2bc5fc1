"""The peer of benchmarks/workloads/go-network.ts: channels last, where PyTorch's convolutions are fastest."""
import torch
from peer import linear, serve
from torch import nn
from torch.nn import functional


class GoNetwork(nn.Module):
    def __init__(self, tensors):
        super().__init__()
        convolutions = []
        for name in [*(f"policy.tower.{index}" for index in range(5)), "policy.head.narrow"]:
            weights = tensors[f"{name}.weight"]  # [rows, columns, channels, filters]
            rows, _, channels, filters = weights.shape
            convolution = nn.Conv2d(channels, filters, rows, padding=rows // 2)
            convolution.weight.data = weights.permute(3, 2, 0, 1)
            convolution.bias.data = tensors[f"{name}.bias"]
            convolutions += [convolution, nn.ReLU(inplace=True)]
        self.convolutions = nn.Sequential(*convolutions).to(memory_format=torch.channels_last)
        self.moves = linear(tensors["policy.head.0.weight"], tensors["policy.head.0.bias"])

    def forward(self, boards):
        # The channels of a point lie side by side in memory: flattening them in that order copies nothing.
        return self.moves(self.convolutions(boards).permute(0, 2, 3, 1).flatten(1))


def prepare(settings, tensors):
    network = GoNetwork(tensors)
    boards = tensors["boards"].permute(0, 3, 1, 2)  # channels last in memory
    moves = tensors["moves"].long()
    optimizer = torch.optim.SGD(network.parameters(), lr=settings["learningRate"])
    outputs = loss = None

    def forward():
        nonlocal outputs
        with torch.no_grad():
            outputs = network(boards)

    def train():
        nonlocal loss
        loss = functional.cross_entropy(network(boards), moves)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    if settings["train"]:
        return train, lambda: [loss]
    return forward, lambda: [outputs.mean(), outputs.square().mean()]


serve(prepare)
