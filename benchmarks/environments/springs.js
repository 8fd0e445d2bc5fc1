// JavaScript, and from the built package: workers load this module too.
import { batchFromDynamics, box, environmentFromDynamics, inModule } from "logpi/environments";

const observations = 17;
const actions = 6;

/**
 * As many observations and actions as a robot in a simulator has, and next to no work: six springs that the actions
 * push, and whose positions and speeds are observed; the other five numbers follow the first ones.
 */
const dynamics = {
  observationSpace: box({ low: -Infinity, high: Infinity, shape: [observations] }),
  actionSpace: box({ low: -1, high: 1, shape: [actions] }),
  stateSize: observations,
  actionSize: actions,
  reset(state, at, generator) {
    for (let i = 0; i < observations; i++) state[at + i] = generator.uniform(-1, 1);
  },
  step(state, at, chosen, index, rewards, terminated) {
    let reward = 0;
    for (let i = 0; i < actions; i++) {
      const position = at + i;
      const speed = position + actions;
      state[speed] += 0.05 * (chosen[index * actions + i] - state[position] - 0.1 * state[speed]);
      state[position] += 0.05 * state[speed];
      reward -= state[position] * state[position];
    }
    for (let i = 2 * actions; i < observations; i++) {
      state[at + i] = 0.9 * state[at + i] + 0.1 * state[at + i - 2 * actions];
    }
    rewards[index] = reward;
    terminated[index] = 0;
  },
  observe(state, at, target, offset) {
    for (let i = 0; i < observations; i++) target[offset + i] = state[at + i];
  },
};

/** Springs, to be brought to rest. */
export const springs = inModule(
  import.meta.url,
  {
    id: "Springs",
    description: "Bring six springs to rest.",
    maxEpisodeSteps: 1000,
    create: () => environmentFromDynamics(dynamics),
    batch: (count) => batchFromDynamics(dynamics, count),
  },
  "springs",
);
