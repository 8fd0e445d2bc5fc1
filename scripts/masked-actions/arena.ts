import {
  box,
  discrete,
  type Environment,
  type LegalActions,
  multiDiscrete,
  type Space,
} from "../../src/environments/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** The choices of an action, each counted from 0. */
export type Choices = readonly number[];

export interface Case {
  readonly actionSpace: Space;
  readonly counts: Choices;
  readonly choices: (action: unknown) => Choices;
}

const counts = [3, 2, 4];
/** What the masks are for. */
export const cases: Record<string, Case> = {
  discrete: {
    actionSpace: discrete(5, { start: 7 }),
    counts: [5],
    choices: (action) => [(action as number) - 7],
  },
  "multi-discrete": {
    actionSpace: multiDiscrete(counts),
    counts,
    choices: (action) => Array.from(action as Int32Array),
  },
};

/** Draws a mask in which each choice has something legal, as numbers or as booleans. */
export function drawMask(counts: Choices, random: () => number): boolean[] {
  return counts.flatMap((count) => {
    const sure = Math.floor(random() * count);
    return Array.from({ length: count }, (_, i) => i === sure || random() < 0.3);
  });
}

/** Whether each choice is legal. */
export const isLegal = (counts: Choices, mask: LegalActions, choices: Choices): boolean =>
  choices.every((choice, i) => mask[counts.slice(0, i).reduce((a, b) => a + b, 0) + choice]);

/**
 * Episodes of some seven steps in which every step has another mask, which the observation does not tell. Reward for high
 * choices, so that what is illegal is wanted. Counts steps and illegal actions.
 */
export function arena({ actionSpace, counts, choices }: Case) {
  const seen = { steps: 0, illegal: 0 };
  const create = (): Environment => {
    let generator = createGenerator(0);
    let mask: boolean[] = [];
    const next = () => {
      mask = drawMask(counts, () => generator.random());
      return [generator.random()];
    };
    return {
      observationSpace: box({ low: 0, high: 1 }),
      actionSpace,
      legalActions: () => (seen.steps % 2 ? mask : Uint8Array.from(mask, Number)),
      reset({ seed } = {}) {
        if (seed !== undefined) generator = createGenerator(seed);
        return { observation: next() };
      },
      step(action) {
        seen.steps += 1;
        const chosen = choices(action);
        if (!actionSpace.contains(action) || !isLegal(counts, mask, chosen)) seen.illegal += 1;
        const reward = chosen.reduce((a, b) => a + b, 0);
        return { observation: next(), reward, terminated: generator.random() < 0.14, truncated: false };
      },
    };
  };
  return { create, seen };
}
