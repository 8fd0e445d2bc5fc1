"""The environment of cart-pole.mjs in Python: Gymnasium's methods and spaces, without Gymnasium."""


class Box:
    def __init__(self, low, high, shape):
        self.low, self.high, self.shape = low, high, shape


class Discrete:
    def __init__(self, n):
        self.n = n


class CartPole:
    def __init__(self, masks=False, tells=False):
        self.observation_space = Box([float("-inf")] * 4, [float("inf")] * 4, (4,))
        self.action_space = Discrete(2)
        self.seed = 0
        self.tells = tells
        if masks:
            self.action_masks = lambda: [self.state[0] > -0.1, self.state[0] < 0.1]

    def draw(self):
        self.seed = (1664525 * self.seed + 1013904223) % 4294967296
        return -0.05 + 0.1 * (self.seed / 4294967296)

    def reset(self, seed=None, options=None):
        if seed is not None:
            self.seed = seed % 4294967296
        self.state = [self.draw(), self.draw(), self.draw(), self.draw()]
        self.steps = 0
        return self.state, {}

    def step(self, action):
        if action not in (0, 1):
            raise ValueError(f"no such action: {action}")
        x, speed, angle, turning = self.state
        square = angle * angle
        sine = angle * (1 - (square / 6) * (1 - square / 20))
        cosine = 1 - (square / 2) * (1 - square / 12)
        push = ((10 if action == 1 else -10) + 0.05 * turning * turning * sine) / 1.1
        bend = (9.8 * sine - cosine * push) / (0.5 * (1.3333333333333333 - (0.1 * cosine * cosine) / 1.1))
        gain = push - (0.05 * bend * cosine) / 1.1
        self.state = [x + 0.02 * speed, speed + 0.02 * gain, angle + 0.02 * turning, turning + 0.02 * bend]
        self.steps += 1
        terminated = abs(self.state[0]) > 2.4 or abs(self.state[2]) > 0.2094
        truncated = not terminated and self.steps >= 30
        info = {"steps": self.steps, "fell": terminated, "angle": self.state[2:3]} if self.tells else {}
        return self.state, 1 + 0.1 * self.state[2], terminated, truncated, info
