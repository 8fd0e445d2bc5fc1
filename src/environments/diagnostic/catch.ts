import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";

/** Pixels of a side of the image. */
const side = 20;
const paddleWidth = 3;
const lastRow = side - 1;
const paddlePlaces = side - paddleWidth + 1;

/** State: column of the ball, row of the ball, leftmost column of the paddle. */
export const catchDynamics: Dynamics<Float32Array, number> = {
  observationSpace: box({ low: 0, high: 1, shape: [side, side, 1] }),
  actionSpace: discrete(3),
  stateSize: 3,

  reset(state, at, generator) {
    state[at] = generator.integers(0, side);
    state[at + 1] = 0;
    state[at + 2] = generator.integers(0, paddlePlaces);
  },

  step(state, at, actions, index, rewards, terminated) {
    const row = state[at + 1] + 1;
    const paddle = Math.max(0, Math.min(paddlePlaces - 1, state[at + 2] + actions[index] - 1));
    state[at + 1] = row;
    state[at + 2] = paddle;
    const landed = row === lastRow;
    const caught = state[at] >= paddle && state[at] < paddle + paddleWidth;
    rewards[index] = landed ? (caught ? 1 : -1) : 0;
    terminated[index] = landed ? 1 : 0;
  },

  observe(state, at, observations, offset) {
    observations.fill(0, offset, offset + side * side);
    observations[offset + state[at + 1] * side + state[at]] = 1;
    const paddle = offset + lastRow * side + state[at + 2];
    for (let i = 0; i < paddleWidth; i += 1) observations[paddle + i] = 1;
  },

  isState: ([column, row, paddle]) =>
    isIndex(column, side) && isIndex(row, side) && isIndex(paddle, paddlePlaces),
};

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}

/**
 * Catch-v0: catch a falling ball with a paddle, seen as an image (after Mnih et al. 2014,
 * https://arxiv.org/abs/1406.6247, section 4.2.1, and Osband et al. 2020, https://arxiv.org/abs/1908.03568).
 *
 * - Observation `[20, 20, 1]`, rows from the top: 1 at the pixel of the ball and at the three of the paddle, which is in
 *   the last row, and 0 elsewhere.
 * - Actions: 0 moves the paddle a pixel to the left, 1 leaves it, 2 moves it to the right.
 * - Reward: at the last step 1 where the ball is caught and −1 where it is not; 0 before.
 * - Terminated: when the ball has reached the last row, after 19 steps. Every ball can be caught.
 * - Start: the ball in the first row; its column and the place of the paddle uniform.
 */
export const catchBall: EnvironmentDefinition<Float32Array, number> = {
  id: "Catch-v0",
  description: "Catch a falling ball with a paddle, seen as an image of 20 × 20 pixels.",
  create: () => environmentFromDynamics(catchDynamics),
  batch: (count) => batchFromDynamics(catchDynamics, count),
};
