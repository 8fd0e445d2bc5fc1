"""The peer of benchmarks/workloads/sac-update.ts: both critics, then policy and temperature, then the target copies."""
import copy
import math

import torch
from peer import mlp, serve
from torch.nn.functional import mse_loss, softplus


def relu_mlp(tensors, name):
    layers = [torch.nn.ReLU() if isinstance(layer, torch.nn.Tanh) else layer for layer in mlp(tensors, name)]
    return torch.nn.Sequential(*layers)


def prepare(settings, tensors):
    policy = relu_mlp(tensors, "policy")
    critics = [relu_mlp(tensors, "critic1"), relu_mlp(tensors, "critic2")]
    targets = [copy.deepcopy(critic) for critic in critics]
    of_critics = [parameter for critic in critics for parameter in critic.parameters()]
    of_targets = [parameter for target in targets for parameter in target.parameters()]
    log_temperature = torch.nn.Parameter(torch.zeros(()))
    rate, discount, target_rate = settings["learningRate"], settings["discount"], settings["targetRate"]
    critic_optimizer = torch.optim.Adam(of_critics, lr=rate)
    policy_optimizer = torch.optim.Adam([*policy.parameters(), log_temperature], lr=rate)
    observations, rewards = tensors["observations"], tensors["rewards"]
    goes_on = 1 - tensors["terminated"]
    target_entropy = -float(tensors["actions"].shape[1])
    read = None

    def draw(seen, noise):
        mean, spread = policy(seen).chunk(2, -1)
        log_deviation = -5 + softplus(7 - softplus(2 - spread))
        drawn = mean + log_deviation.exp() * noise
        log_prob = (-0.5 * noise * noise - log_deviation - 0.9189385332046727).sum(-1)
        return torch.tanh(drawn), log_prob - (2 * (math.log(2) - drawn - softplus(-2 * drawn))).sum(-1)

    def least(networks, seen, actions):
        both = torch.cat([seen, actions], -1)
        first, second = (network(both).squeeze(-1) for network in networks)
        return torch.min(first, second)

    def step():
        nonlocal read
        temperature = log_temperature.detach().exp()
        with torch.no_grad():
            next_actions, next_log_prob = draw(tensors["nextObservations"], tensors["nextNoise"])
            next_values = least(targets, tensors["nextObservations"], next_actions) - temperature * next_log_prob
            returns = rewards + discount * goes_on * next_values
        both = torch.cat([observations, torch.tanh(tensors["actions"])], -1)
        loss = sum(0.5 * mse_loss(critic(both).squeeze(-1), returns) for critic in critics)
        critic_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        critic_optimizer.step()

        for parameter in of_critics:
            parameter.requires_grad_(False)
        actions, log_prob = draw(observations, tensors["noise"])
        policy_loss = (temperature * log_prob - least(critics, observations, actions)).mean()
        entropy = -log_prob.detach().mean()
        policy_optimizer.zero_grad(set_to_none=True)
        (policy_loss + log_temperature * (entropy - target_entropy)).backward()
        policy_optimizer.step()
        for parameter in of_critics:
            parameter.requires_grad_(True)
        with torch.no_grad():
            for target, parameter in zip(of_targets, of_critics):
                target.lerp_(parameter, target_rate)
        read = 0.5 * loss.detach(), policy_loss.detach(), entropy, temperature

    return step, lambda: read


serve(prepare)
