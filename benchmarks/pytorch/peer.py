"""What the scripts of this folder share: the other side of benchmarks/pytorch-peer.ts, one JSON line per line.

    <- {"settings": {…}, "tensors": {name: {"shape": […], "dtype": "float32", "data": […]}}, "checks": n}
    -> {"version": "1.13", "checks": [what the first n calls compute, each a list of numbers]}
    <- {"calls": n}
    -> {"microseconds": of the processor, per call}
"""
import json
import sys
import time

import numpy as np
import torch


def serve(prepare):
    """Runs `prepare(settings, tensors)`, which gives the work and a function that reads what the last call of it
    computed, and then the work as often as asked."""
    torch.set_num_threads(1)
    request = json.loads(sys.stdin.readline())
    tensors = {name: torch.from_numpy(np.array(tensor["data"], dtype=tensor["dtype"]).reshape(tensor["shape"]))
               for name, tensor in request["tensors"].items()}
    work, read = prepare(request["settings"], tensors)

    checks = []
    for _ in range(request["checks"]):
        work()
        checks.append([float(value) for value in read()])
    require_fast_blas()
    answer(version=torch.__version__, checks=checks)

    for line in sys.stdin:
        calls = json.loads(line)["calls"]
        start = time.process_time()
        for _ in range(calls):
            work()
        answer(microseconds=(time.process_time() - start) / calls * 1e6)


def require_fast_blas():
    """Ends here if PyTorch computes with the reference BLAS, up to 30 times slower: no comparison to make."""
    if torch.backends.mkl.is_available() or not sys.platform.startswith("linux"):
        return
    with open("/proc/self/maps") as maps:
        if "openblas" not in maps.read():
            answer(problem="PyTorch runs on a reference BLAS here, which is no match (apt-get install libopenblas0-pthread)")
            sys.exit(1)


def answer(**values):
    print(json.dumps(values), flush=True)


def linear(weight, bias):
    """nn.Linear with the weights [inputs, outputs] and bias of logpi."""
    layer = torch.nn.Linear(*weight.shape)
    layer.weight.data = weight.T.contiguous()
    layer.bias.data = bias
    return layer


def mlp(tensors, name, layers=3):
    """Tanh between the layers `name`.0, `name`.1, …"""
    modules = []
    for index in range(layers):
        modules += [linear(tensors[f"{name}.{index}.weight"], tensors[f"{name}.{index}.bias"]), torch.nn.Tanh()]
    return torch.nn.Sequential(*modules[:-1])
