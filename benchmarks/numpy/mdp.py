"""Solves the MDP of benchmarks/mdp.ts once for each line on stdin, and answers with the time and the results as JSON.

The generator is the same as logpi's, so that the MDP is too. Every system is solved by LAPACK.
"""

import json
import sys
import time

import numpy as np

states, actions, discount, seed = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
rng = np.random.default_rng(seed)
transitions = rng.random((states * actions, states))
transitions /= transitions.sum(axis=1, keepdims=True)
rewards = rng.random((states, actions))
logits = rng.standard_normal((states, actions))
start = np.full(states, 1 / states)


def solve():
    policy = np.exp(logits - logits.max(axis=1, keepdims=True))
    policy /= policy.sum(axis=1, keepdims=True)
    chain = np.matmul(policy[:, None, :], transitions.reshape(states, actions, states))[:, 0]
    reward = (policy * rewards).sum(axis=1)
    identity = np.eye(states)

    system = identity - discount * chain
    values = np.linalg.solve(system, reward)
    visitation = np.linalg.solve(system.T, start)
    advantages = rewards + discount * (transitions @ values).reshape(states, actions) - values[:, None]

    # The transposed system with u = 1/n, as in logpi: its solution sums to 1.
    regular = identity - chain + 1 / states
    stationary = np.linalg.solve(regular.T, start)
    gain = stationary @ reward
    bias = np.linalg.solve(regular, reward - gain)
    bias -= stationary @ bias
    differential = rewards - gain + (transitions @ bias).reshape(states, actions) - bias[:, None]

    start_gradient = visitation[:, None] * policy * advantages
    reward_gradient = stationary[:, None] * policy * differential
    value_gradient = reward_gradient / (1 - discount)
    return start @ values, gain, start_gradient, value_gradient, reward_gradient


for _ in sys.stdin:
    begin, processor = time.perf_counter(), time.process_time()
    start_value, gain, *gradients = solve()
    elapsed, processor = 1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - processor)
    norms = [float(np.linalg.norm(gradient)) for gradient in gradients]
    results = [float(start_value), float(gain), *norms]
    print(json.dumps({"elapsed": elapsed, "processor": processor, "results": results}), flush=True)
