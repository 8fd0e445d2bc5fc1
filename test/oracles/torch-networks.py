"""Writes test/networks/torch.json: what PyTorch's layers compute, and their gradients, in float64.

Images are written channels last, weights as [kernel rows, kernel columns, channels, filters] and [inputs, outputs].
Run: python3 test/oracles/torch-networks.py   (Debian: python3-torch)
"""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)


def tensor(*shape):
    return torch.randn(*shape).round(decimals=4).requires_grad_()


def images(x):
    return x.permute(0, 2, 3, 1)


def described(x):
    return {"shape": list(x.shape), "values": [float(f"{value:.10g}") for value in x.detach().reshape(-1).tolist()]}


def case(inputs, outputs):
    """Outputs, and the gradients of Σ outputs · (0, 1, 2, …) with respect to the inputs."""
    loss = sum((output * torch.arange(output.numel()).reshape(output.shape)).sum() for output in outputs.values())
    gradients = torch.autograd.grad(loss, list(inputs.values()))
    return {
        "inputs": {name: described(x) for name, x in inputs.items()},
        "outputs": {name: described(x) for name, x in outputs.items()},
        "gradients": {name: described(g) for name, g in zip(inputs, gradients)},
    }


def convolution(shape, filters, kernel, stride, padding):
    x, w = tensor(*shape), tensor(*kernel, shape[3], filters)
    y = F.conv2d(x.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1), stride=stride, padding=padding)
    return {"kernel": kernel, "stride": stride, "padding": padding, **case({"x": x, "w": w}, {"y": images(y)})}


def pooling(function, shape, kernel, stride, padding):
    x = tensor(*shape)
    y = function(x.permute(0, 3, 1, 2), kernel, stride, padding)
    return {"kernel": kernel, "stride": stride, "padding": padding, **case({"x": x}, {"y": images(y)})}


def batch_normalization():
    x, weight, bias = tensor(3, 2, 2, 4), tensor(4), tensor(4)
    mean, variance = torch.zeros(4), torch.ones(4)
    y = F.batch_norm(x.permute(0, 3, 1, 2), mean, variance, weight, bias, training=True)
    trained = case({"x": x, "weight": weight, "bias": bias}, {"y": images(y)})
    z = F.batch_norm(x.permute(0, 3, 1, 2), mean, variance, weight, bias, training=False)
    return {**trained, "mean": described(mean), "variance": described(variance), "inference": described(images(z))}


def layer_normalization():
    x, weight, bias = tensor(3, 2, 5), tensor(5), tensor(5)
    return case({"x": x, "weight": weight, "bias": bias}, {"y": F.layer_norm(x, [5], weight, bias)})


def recurrent(kind, steps=3, batch=2, inputs=3, hidden=4):
    cell = torch.nn.GRUCell(inputs, hidden) if kind == "gru" else torch.nn.LSTMCell(inputs, hidden)
    gates = 3 if kind == "gru" else 4
    weights = {
        "input.weight": tensor(inputs, gates * hidden),
        "input.bias": tensor(gates * hidden),
        "state.weight": tensor(hidden, gates * hidden),
        "state.bias": tensor(gates * hidden),
    }
    names = {
        "weight_ih": weights["input.weight"].T,
        "bias_ih": weights["input.bias"],
        "weight_hh": weights["state.weight"].T,
        "bias_hh": weights["state.bias"],
    }
    x, h, c = tensor(steps, batch, inputs), tensor(batch, hidden), tensor(batch, hidden)
    state = h if kind == "gru" else (h, c)
    for step in range(steps):
        state = torch.nn.utils.stateless.functional_call(cell, names, (x[step], state))
    if kind == "gru":
        return case({"x": x, "h": h, **weights}, {"h": state})
    return case({"x": x, "h": h, "c": c, **weights}, {"h": state[0], "c": state[1]})


fixture = {
    "torch": torch.__version__,
    "convolutions": [
        convolution([2, 5, 4, 3], 2, [3, 3], [1, 1], "same"),
        convolution([1, 5, 6, 2], 3, [2, 4], [1, 1], "same"),
        convolution([1, 7, 6, 2], 2, [3, 2], [2, 1], [1, 0]),
        convolution([2, 4, 4, 3], 4, [1, 1], [1, 1], "valid"),
        convolution([2, 8, 8, 1], 2, [4, 4], [2, 2], "valid"),
    ],
    "maxPools": [
        pooling(F.max_pool2d, [2, 6, 4, 2], [2, 2], [2, 2], 0),
        pooling(F.max_pool2d, [1, 7, 6, 3], [3, 3], [2, 2], 1),
    ],
    "averagePools": [
        pooling(F.avg_pool2d, [2, 6, 4, 2], [3, 2], [3, 2], 0),
        pooling(F.avg_pool2d, [1, 7, 6, 3], [3, 3], [2, 2], 1),
    ],
    "batchNormalization": batch_normalization(),
    "layerNormalization": layer_normalization(),
    "gru": recurrent("gru"),
    "lstm": recurrent("lstm"),
}
path = pathlib.Path(__file__).parent.parent.joinpath("networks/torch.json")
path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
