"""The peer of benchmarks/workloads/reinforce-step.ts."""
import torch
from peer import mlp, serve


def prepare(settings, tensors):
    policy = mlp(tensors, "policy")
    observations, weights = tensors["observations"], tensors["weights"]
    actions = tensors["actions"].long()[:, None]
    optimizer = torch.optim.Adam(policy.parameters(), lr=settings["learningRate"])
    objective = None

    def ascend():
        nonlocal objective
        log_prob = torch.log_softmax(policy(observations), -1).gather(1, actions).squeeze(1)
        objective = (log_prob * weights).sum()
        optimizer.zero_grad(set_to_none=True)
        (-objective).backward()
        optimizer.step()

    return ascend, lambda: [objective]


serve(prepare)
