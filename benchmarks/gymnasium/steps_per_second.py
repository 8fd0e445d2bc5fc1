"""Steps per second of Gymnasium's environments: one copy, random actions that are drawn before, resets included.

Leaves out environments that need what is not installed, such as Box2D.

Reads {"ids": [...], "seconds": s}; writes {"version": ..., "speeds": {id: steps per second of the processor}}.
"""

import json
import sys
import time

import gymnasium

request = json.load(sys.stdin)
speeds = {}
for name in request["ids"]:
    try:
        environment = gymnasium.make(name)
    except gymnasium.error.DependencyNotInstalled:
        continue
    environment.action_space.seed(0)
    actions = [environment.action_space.sample() for _ in range(1024)]
    environment.reset(seed=0)
    steps = 0
    start = time.process_time()
    while time.process_time() - start < request["seconds"]:
        for action in actions:
            _, _, terminated, truncated, _ = environment.step(action)
            if terminated or truncated:
                environment.reset()
        steps += len(actions)
    speeds[name] = steps / (time.process_time() - start)
json.dump({"version": gymnasium.__version__, "speeds": speeds}, sys.stdout)
