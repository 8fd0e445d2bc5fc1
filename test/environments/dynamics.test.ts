import { describe, expect, test } from "vitest";
import {
  batchFromDynamics,
  box,
  type Dynamics,
  dict,
  discrete,
  environmentFromDynamics,
  findEnvironment,
  make,
  multiBinary,
  multiDiscrete,
  type Space,
  tuple,
  vectorize,
} from "../../src/environments/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { decodeState, encodeState } from "../../src/state/index.ts";
import { sampleLegal } from "./sample-legal.ts";

const observationSpaces: readonly Space[] = [
  discrete(4, { start: 2 }),
  multiDiscrete([3, 2]),
  multiBinary(3),
  box({ low: -1, high: 1, shape: [2, 2] }),
  dict({ near: discrete(3), far: box({ low: 0, high: 1, shape: [2] }) }),
  tuple([multiBinary(2), discrete(2)]),
];
const actionSpaces: readonly Space[] = [
  discrete(3, { start: -1 }),
  multiDiscrete([3, 2]),
  multiBinary(3),
  box({ low: -1, high: 1, shape: [2] }),
];
const pairs = observationSpaces.flatMap((observationSpace) =>
  actionSpaces.map((actionSpace) => ({ observationSpace, actionSpace })),
);

/**
 * Observes random members of its space; its state is the seed of the next one. The reward is a sum over the action and a
 * random number of the copy's generator, so that it depends on both to the bit.
 */
function randomDynamics(observationSpace: Space, actionSpace: Space): Dynamics<unknown, unknown> {
  const sizes = { discrete: 1, "multi-discrete": 2, "multi-binary": 3, box: 2, dict: 0, tuple: 0 };
  const size = sizes[actionSpace.kind];
  return {
    observationSpace,
    actionSpace,
    stateSize: 2,
    reset(state, at, generator) {
      state[at] = generator.integers(0, 1000);
      state[at + 1] = 0;
    },
    step(state, at, actions, index, rewards, terminated, generator) {
      let sum = generator.random();
      for (let j = 0; j < size; j++) sum += (j + 1) * actions[index * size + j];
      rewards[index] = sum;
      state[at] = generator.integers(0, 1000);
      state[at + 1] += 1;
      terminated[index] = state[at + 1] === 7 ? 1 : 0;
    },
    observe(state, at, observations, offset) {
      observationSpace.flatten(
        observationSpace.sample(createGenerator(state[at])) as never,
        observations,
        offset,
      );
    },
    ...((actionSpace.kind === "discrete" || actionSpace.kind === "multi-discrete") && {
      legalActions(state: Float64Array, at: number, mask: Uint8Array, offset: number) {
        mask.fill(1, offset, offset + actionSpace.size);
        mask[offset + (state[at] % 3)] = 0;
      },
    }),
  };
}

const numbersOf = (value: unknown): number[] =>
  typeof value === "number" ? [value] : Array.from(value as number[]);

describe.each(pairs)(
  "dynamics of $observationSpace.kind observations and $actionSpace.kind actions",
  (spaces) => {
    const { observationSpace, actionSpace } = spaces;
    const dynamics = randomDynamics(observationSpace, actionSpace);
    test("are the same in a batch as alone, masks included, and go on from what was saved", () => {
      const count = 3;
      const batch = batchFromDynamics(dynamics, count);
      const singles = Array.from({ length: count }, () => environmentFromDynamics(dynamics));
      const { size } = observationSpace;
      const actionSize = numbersOf(actionSpace.sample(createGenerator(0))).length;
      const actions =
        actionSpace.kind === "box"
          ? new Float32Array(count * actionSize)
          : new Int32Array(count * actionSize);
      const observations = new Float32Array(count * size);
      const mask = new Uint8Array(count * actionSpace.size);
      const [rewards, ended] = [new Float64Array(count), new Uint8Array(count)];
      const generator = createGenerator(5);
      const flattened = (observation: unknown) => {
        const flat = new Float32Array(size);
        observationSpace.flatten(observation as never, flat);
        return flat;
      };
      for (const [copy, single] of singles.entries()) {
        batch.reset(copy, observations, copy);
        expect(flattened(single.reset({ seed: copy }).observation)).toEqual(
          observations.slice(copy * size, (copy + 1) * size),
        );
      }
      for (let step = 0; step < 30; step++) {
        batch.legalActions?.(mask);
        const chosen = singles.map((single) => sampleLegal(single, generator));
        chosen.forEach((action, copy) => actions.set(numbersOf(action), copy * actionSize));
        batch.step(actions, observations, rewards, ended, new Uint8Array(count));
        for (const [copy, single] of singles.entries()) {
          if (single.legalActions) {
            expect(single.legalActions()).toEqual(
              mask.slice(copy * actionSpace.size, (copy + 1) * actionSpace.size),
            );
          }
          const result = single.step(chosen[copy] as never);
          expect(observationSpace.contains(result.observation)).toBe(true);
          expect(flattened(result.observation)).toEqual(observations.slice(copy * size, (copy + 1) * size));
          expect([result.reward, result.terminated]).toEqual([rewards[copy], ended[copy] === 1]);
          if (result.terminated) {
            batch.reset(copy, observations);
            single.reset();
          }
        }
        if (step % 10 !== 3) continue;
        const restored = environmentFromDynamics(dynamics);
        restored.restore!(decodeState(encodeState(singles[1].save!())));
        singles[1] = restored;
        batch.restore!(2, decodeState(encodeState(batch.save!(2))));
      }
    });

    test("begin in a vector environment as separate environments do", () => {
      const definition = {
        id: "Random-v0",
        description: "Random observations.",
        create: () => environmentFromDynamics(dynamics),
        batch: (count: number) => batchFromDynamics(dynamics, count),
      };
      const [fast, slow] = [definition, { ...definition, batch: undefined }].map((source) =>
        vectorize(source as never, { count: 2, seed: 1 }),
      );
      const observations = [fast, slow].map(() => new Float32Array(2 * observationSpace.size));
      fast.reset(observations[0]);
      slow.reset(observations[1]);
      expect(fast.legalActions).toEqual(slow.legalActions);
      expect(observations[0]).toEqual(observations[1]);
    });
  },
);

describe("the state of dynamics", () => {
  const dynamics: Dynamics<number, number> = {
    observationSpace: discrete(3),
    actionSpace: discrete(2),
    stateSize: 1,
    reset: (state, at) => state.fill(0, at, at + 1),
    step(state, at, actions, index, rewards, terminated) {
      state[at] = actions[index];
      rewards[index] = terminated[index] = 0;
    },
    observe(state, at, observations, offset) {
      observations.fill(0, offset, offset + 3);
      observations[offset + state[at]] = 1;
    },
    legalActions: (state, at, mask, offset) => mask.set([1, state[at] === 0 ? 1 : 0], offset),
    isState: ([state]) => state === 0 || state === 1,
  };

  test("is refused where it is none", () => {
    const environment = environmentFromDynamics(dynamics);
    environment.reset();
    const saved = environment.save!() as { state: Float64Array };
    const wrong = { ...saved, state: Float64Array.of(7) };
    expect(() => environment.restore!(wrong as never)).toThrow(
      "state: it must be a state of the environment; found 7",
    );
    expect(() =>
      batchFromDynamics(dynamics, 1).restore!(0, { state: wrong.state, generator: null }),
    ).not.toThrow();
  });

  test.each(["Taxi-v4", "FrozenLake-v1"])("of %s is what is observed of it alone and in a batch", (id) => {
    const [alone, batch] = [make(id), findEnvironment(id).batch!(1)];
    const { observationSpace, actionSpace } = batch;
    const generator = createGenerator(1);
    const row = new Float32Array(observationSpace.size);
    const flags = new Uint8Array(1);
    let { observation } = alone.reset({ seed: 5 });
    batch.reset(0, row, 5);
    for (let step = 0; step < 300; step += 1) {
      expect(observation).toBe(observationSpace.unflatten(row));
      const action = actionSpace.sample(generator) as number;
      const result = alone.step(action);
      batch.step(Int32Array.of(action), row, new Float64Array(1), flags, flags);
      observation = result.observation;
      if (!result.terminated && !result.truncated) continue;
      expect(observation).toBe(observationSpace.unflatten(row));
      ({ observation } = alone.reset());
      batch.reset(0, row);
    }
  });

  test("keeps illegal actions out", () => {
    const environment = environmentFromDynamics(dynamics);
    environment.reset();
    environment.step(1);
    expect(() => environment.step(1)).toThrow("action: expected a legal one (see legalActions), found 1.");
    expect(environment.step(0).observation).toBe(0);
  });
});
