"""The peer of benchmarks/workloads/td3-update.ts: both critics twice, then policy and target copies."""
import copy

import torch
from peer import mlp, serve
from torch.nn.functional import mse_loss


def relu_mlp(tensors, name):
    layers = [torch.nn.ReLU() if isinstance(layer, torch.nn.Tanh) else layer for layer in mlp(tensors, name)]
    return torch.nn.Sequential(*layers)


def prepare(settings, tensors):
    policy = torch.nn.Sequential(relu_mlp(tensors, "policy"), torch.nn.Tanh())
    critics = [relu_mlp(tensors, "critic1"), relu_mlp(tensors, "critic2")]
    target_policy, targets = copy.deepcopy(policy), [copy.deepcopy(critic) for critic in critics]
    of_critics = [parameter for critic in critics for parameter in critic.parameters()]
    of_policy = list(policy.parameters())
    followers = [parameter for network in [*targets, target_policy] for parameter in network.parameters()]
    followed = [*of_critics, *of_policy]
    rate, discount, target_rate = settings["learningRate"], settings["discount"], settings["targetRate"]
    noise_deviation, noise_clip = settings["targetNoise"], settings["targetNoiseClip"]
    critic_optimizer = torch.optim.Adam(of_critics, lr=rate)
    policy_optimizer = torch.optim.Adam(of_policy, lr=rate)
    observations, next_observations = tensors["observations"], tensors["nextObservations"]
    rewards, goes_on = tensors["rewards"], 1 - tensors["terminated"]
    taken = tensors["actions"].clamp(-1, 1)
    read = None

    def values(critic, seen, actions):
        return critic(torch.cat([seen, actions], -1)).squeeze(-1)

    def judge():
        with torch.no_grad():
            noise = (tensors["nextNoise"] * noise_deviation).clamp(-noise_clip, noise_clip)
            next_actions = (target_policy(next_observations) + noise).clamp(-1, 1)
            first, second = (values(target, next_observations, next_actions) for target in targets)
            returns = rewards + discount * goes_on * torch.min(first, second)
        judged = [values(critic, observations, taken) for critic in critics]
        loss = sum(0.5 * mse_loss(each, returns) for each in judged)
        critic_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        critic_optimizer.step()
        return 0.5 * loss.detach(), judged[0].detach().mean()

    def updates():
        nonlocal read
        judge()
        value_loss, value = judge()
        for parameter in critics[0].parameters():
            parameter.requires_grad_(False)
        policy_loss = -values(critics[0], observations, policy(observations)).mean()
        policy_optimizer.zero_grad(set_to_none=True)
        policy_loss.backward()
        policy_optimizer.step()
        for parameter in critics[0].parameters():
            parameter.requires_grad_(True)
        with torch.no_grad():
            for follower, parameter in zip(followers, followed):
                follower.lerp_(parameter, target_rate)
        read = value_loss, value, policy_loss.detach()

    return updates, lambda: read


serve(prepare)
