"""The peer of benchmarks/workloads/ppo-step.ts: rows of the rollout, losses, clipping of the gradient's norm, Adam."""
import torch
from peer import mlp, serve


def prepare(settings, tensors):
    policy, value_function = mlp(tensors, "policy"), mlp(tensors, "value")
    parameters = [*policy.parameters(), *value_function.parameters()]
    continuous = settings["continuous"]
    if continuous:
        log_deviation = torch.nn.Parameter(tensors["policy.logStandardDeviation"])
        parameters.append(log_deviation)
    optimizer = torch.optim.Adam(parameters, lr=settings["learningRate"], eps=1e-5)
    indices, all_actions = tensors["indices"].long(), tensors["actions"]
    if not continuous:
        all_actions = all_actions.long()
    losses = None

    def step():
        nonlocal losses
        observations, actions = tensors["observations"][indices], all_actions[indices]
        advantages = tensors["advantages"][indices]
        advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
        outputs, values = policy(observations), value_function(observations).squeeze(-1)
        if continuous:
            z = (actions - outputs) * torch.exp(-log_deviation)
            log_prob = -0.5 * (z * z).sum(-1) - log_deviation.sum() - actions.shape[1] * 0.9189385332046727
            entropy = (log_deviation + 1.4189385332046727).sum()
        else:
            log_probs = torch.log_softmax(outputs, -1)
            log_prob = log_probs.gather(1, actions[:, None]).squeeze(1)
            entropy = -(log_probs.exp() * log_probs).sum(-1).mean()
        ratio = torch.exp(log_prob - tensors["oldLogProbs"][indices])
        policy_loss = -torch.min(ratio * advantages, ratio.clamp(0.8, 1.2) * advantages).mean()
        value_loss = 0.5 * ((values - tensors["returns"][indices]) ** 2).mean()
        loss = policy_loss - 0.01 * entropy + 0.5 * value_loss
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 0.5)
        optimizer.step()
        losses = policy_loss.detach(), value_loss.detach(), entropy.detach()

    return step, lambda: losses


serve(prepare)
