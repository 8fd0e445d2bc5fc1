"""The PPO minibatch step of benchmarks/ppo-step.ts in PyTorch: the same weights, data, losses, clipping and Adam.

Reads the workload (JSON, one line) and then, for each line with a number n, runs n steps and prints the microseconds
per step. The first line that it prints holds the losses before any step, so that both sides can be seen to agree.

Run by benchmarks/ppo-step.ts. Debian: python3-torch libopenblas0-pthread.
"""
import json
import sys
import time

import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
workload = json.loads(sys.stdin.readline())
data = {name: torch.from_numpy(np.array(values["data"], dtype=values["dtype"]).reshape(values["shape"]))
        for name, values in workload["tensors"].items()}
continuous = workload["continuous"]


def network(prefix):
    layers = []
    for index in range(3):
        weight, bias = data[f"{prefix}.{index}.weight"], data[f"{prefix}.{index}.bias"]
        layer = nn.Linear(weight.shape[0], weight.shape[1])
        layer.weight.data = weight.T.contiguous()
        layer.bias.data = bias
        layers += [layer, nn.Tanh()]
    return nn.Sequential(*layers[:-1])


policy, value_function = network("policy"), network("value")
parameters = [*policy.parameters(), *value_function.parameters()]
if continuous:
    log_deviation = nn.Parameter(data["policy.logStandardDeviation"])
    parameters.append(log_deviation)
optimizer = torch.optim.Adam(parameters, lr=workload["learningRate"], eps=1e-5)
indices = data["indices"].long()


def step():
    observations, actions = data["observations"][indices], data["actions"][indices]
    advantages = data["advantages"][indices]
    advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
    outputs, values = policy(observations), value_function(observations).squeeze(-1)
    if continuous:
        z = (actions - outputs) * torch.exp(-log_deviation)
        log_prob = -0.5 * (z * z).sum(-1) - log_deviation.sum() - actions.shape[1] * 0.9189385332046727
        entropy = (log_deviation + 1.4189385332046727).sum()
    else:
        log_probs = torch.log_softmax(outputs, -1)
        log_prob = log_probs.gather(1, actions.long()[:, None]).squeeze(1)
        entropy = -(log_probs.exp() * log_probs).sum(-1).mean()
    ratio = torch.exp(log_prob - data["oldLogProbs"][indices])
    policy_loss = -torch.min(ratio * advantages, ratio.clamp(0.8, 1.2) * advantages).mean()
    value_loss = 0.5 * ((values - data["returns"][indices]) ** 2).mean()
    loss = policy_loss - 0.01 * entropy + 0.5 * value_loss
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 0.5)
    optimizer.step()
    return policy_loss.item(), value_loss.item(), float(entropy)


print(json.dumps(step()), flush=True)
for line in sys.stdin:
    count = int(line)
    start = time.perf_counter()
    for _ in range(count):
        step()
    print((time.perf_counter() - start) / count * 1e6, flush=True)
