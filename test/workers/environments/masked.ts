import {
  box,
  defineEnvironment,
  discrete,
  inModule,
  recordEpisodeStatistics,
  timeLimit,
} from "../../../src/environments/index.ts";

/**
 * Walks on a line, where not every step is legal; places on the right pay, and an end there is told of. The first place may be chosen by an
 * option of `reset`.
 */
function walk() {
  let position = 0;
  return defineEnvironment({
    observationSpace: box({ low: -3, high: 3, shape: [1] }),
    actionSpace: discrete(3),
    legalActions: () => [position < 2, true, position > -2].map(Number),
    reset({ options } = {}) {
      position = (options?.start as number | undefined) ?? 0;
      return { observation: [position] };
    },
    step(action) {
      position += 1 - action;
      const terminated = position === 3;
      // Only some episodes tell of the place, and not in every step.
      const info = { success: position > 0, ...(position !== 0 ? { place: position / 7 } : {}) };
      return { observation: [position], reward: position, terminated, truncated: false, info };
    },
  });
}

export default inModule(import.meta.url, recordEpisodeStatistics(timeLimit(walk, 20)));
