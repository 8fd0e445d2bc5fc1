import {
  box,
  defineEnvironment,
  discrete,
  type Environment,
  type EnvironmentDefinition,
} from "../../../src/environments/index.ts";
import type { GeneratorState } from "../../../src/random/index.ts";
import { createGenerator, type Generator, generatorFromState } from "../../../src/random/index.ts";
import { savedArray, savedRecord } from "../../../src/state/index.ts";

/** Noise of three colors on 6 × 5 pixels, in episodes whose length is drawn, from 1 to 9 steps. */
export const screen: EnvironmentDefinition<Float32Array, number> = {
  id: "Screen-v0",
  description: "For tests.",
  create: createScreen,
};

function createScreen(): Environment<Float32Array, number> {
  const observationSpace = box({ low: 0, high: 255, shape: [6, 5, 3] });
  let generator: Generator = createGenerator(0);
  const counts = new Int32Array(2);
  const observation = () => observationSpace.sample(generator).map(Math.floor);
  return defineEnvironment({
    observationSpace,
    actionSpace: discrete(3),
    reset({ seed } = {}) {
      if (seed !== undefined) generator = createGenerator(seed);
      counts.set([0, generator.integers(1, 10)]);
      return { observation: observation() };
    },
    step(action) {
      counts[0] += 1;
      const reward = action + counts[0] / 8;
      return { observation: observation(), reward, terminated: counts[0] === counts[1], truncated: false };
    },
    save: () => ({ counts: counts.slice(), generator: generator.save() }),
    restore(saved) {
      const state = savedRecord(saved, ["counts", "generator"]);
      counts.set(savedArray(state.counts, counts));
      generator = generatorFromState(state.generator as GeneratorState);
    },
  });
}
