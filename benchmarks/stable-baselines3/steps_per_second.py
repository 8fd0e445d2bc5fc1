"""Steps per second of trainings on CartPole-v1 by Stable-Baselines3, rollouts and updates together, on one thread.

The settings are RL Baselines3 Zoo's. Reads {"algorithm": "ppo", "a2c" or "trpo", "seconds": s}; writes {"version": ...,
"stepsPerSecond": of the processor}.
"""

import json
import sys
import time

import sb3_contrib
import stable_baselines3
import torch
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env


class Until(BaseCallback):
    """Stops the training when it has taken so many seconds of the processor."""

    def __init__(self, seconds):
        super().__init__()
        self.end = time.process_time() + seconds

    def _on_step(self):
        return time.process_time() < self.end


def linear(initial):
    return lambda remaining: remaining * initial


settings = {
    "ppo": (stable_baselines3.PPO, 8, {"n_steps": 32, "batch_size": 256, "gae_lambda": 0.8, "gamma": 0.98, "n_epochs": 20,
                                       "learning_rate": linear(1e-3), "clip_range": linear(0.2)}),
    "a2c": (stable_baselines3.A2C, 8, {}),
    "trpo": (sb3_contrib.TRPO, 2, {"n_steps": 512, "batch_size": 512, "cg_damping": 1e-3, "gae_lambda": 0.98,
                                   "learning_rate": 1e-3, "n_critic_updates": 20}),
}

torch.set_num_threads(1)
request = json.load(sys.stdin)
algorithm, copies, options = settings[request["algorithm"]]
model = algorithm("MlpPolicy", make_vec_env("CartPole-v1", n_envs=copies, seed=1), seed=1, device="cpu", **options)
start = time.process_time()
model.learn(10**9, callback=Until(request["seconds"]))
elapsed = time.process_time() - start
json.dump({"version": stable_baselines3.__version__, "stepsPerSecond": model.num_timesteps / elapsed}, sys.stdout)
