import { describe, expect, test } from "vitest";
import {
  checkEnvironment,
  environments,
  isDiscrete,
  make,
  spaceFromJson,
} from "../../src/environments/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { expectSameNumbers } from "../expect-same-numbers.ts";
import { sampleLegal } from "./sample-legal.ts";

/** Larger boards of Go are the same environment as smaller ones, and take long. */
const tested = environments.filter(({ id }) => !/^Go-(7x7|13x13|19x19)-/.test(id));

/** What every built-in environment must pass. */
describe.each(tested)("$id", (definition) => {
  const { id, maxEpisodeSteps } = definition;

  test("has a versioned id and a description", () => {
    expect(id).toMatch(/^[A-Z][A-Za-z0-9]*(-\d+x\d+)?(-[a-z]+)*-v\d+$/);
    expect(definition.description).toMatch(/\.$/);
  });

  test("keeps the contract", () => {
    const report = checkEnvironment(make(id), { seed: 3, steps: 600 });
    expect(report.errors).toEqual([]);
    expect(report.steps).toBe(600);
    expect(report.warnings.map(({ part }) => part)).not.toContain("step");
  });

  test("has spaces that survive JSON", () => {
    const environment = make(id);
    for (const space of [environment.observationSpace, environment.actionSpace]) {
      const restored = spaceFromJson(JSON.parse(JSON.stringify(space)));
      expect(restored.toJSON()).toEqual(space.toJSON());
      expect(restored.kind).toBe(space.kind);
    }
  });

  test("is cut off by its time limit and by nothing else", () => {
    const environment = definition.create();
    const generator = createGenerator(1);
    environment.reset({ seed: 1 });
    for (let step = 0; step < (maxEpisodeSteps ?? 0) + 10; step += 1) {
      const { terminated, truncated } = environment.step(sampleLegal(environment, generator));
      expect(truncated).toBe(false);
      if (terminated) environment.reset();
    }
  });

  test.skipIf(definition.batch === undefined)("steps in a batch as it does alone, to the bit", () => {
    const count = 5;
    const batch = definition.batch!(count);
    const singles = Array.from({ length: count }, () => definition.create());
    const { observationSpace, actionSpace } = batch;
    const size = observationSpace.size;
    const actionSize = isDiscrete(actionSpace) ? 1 : actionSpace.size;
    const actions = isDiscrete(actionSpace) ? new Int32Array(count) : new Float32Array(count * actionSize);
    const observations = new Float32Array(count * size);
    const { players = 1 } = batch;
    const rewards = new Float64Array(count * players);
    const terminated = new Uint8Array(count);
    const truncated = new Uint8Array(count);
    const generator = createGenerator(7);
    const expectSame = (observation: unknown, copy: number): void => {
      const row = observations.subarray(copy * size, (copy + 1) * size);
      const flat = new Float32Array(size);
      observationSpace.flatten(observation as never, flat);
      expectSameNumbers(flat, row);
    };

    for (const [copy, single] of singles.entries()) {
      batch.reset(copy, observations, 100 + copy);
      expectSame(single.reset({ seed: 100 + copy }).observation, copy);
    }
    for (let step = 0; step < 300; step += 1) {
      const chosen = singles.map((single) => sampleLegal(single, generator));
      for (const [copy, action] of chosen.entries()) {
        if (typeof action === "number") actions[copy] = action;
        else actions.set(action as Float32Array, copy * actionSize);
      }
      batch.step(actions, observations, rewards, terminated, truncated);
      for (const [copy, single] of singles.entries()) {
        const result = single.step(chosen[copy]);
        expectSame(result.observation, copy);
        const ofPlayers = rewards.subarray(copy * players, (copy + 1) * players);
        expect(result.rewards ?? [result.reward]).toEqual(players > 1 ? ofPlayers : [...ofPlayers]);
        expect(result.terminated).toBe(terminated[copy] === 1);
        if (result.terminated) {
          batch.reset(copy, observations);
          expectSame(single.reset().observation, copy);
        }
      }
    }
  });

  test("says what is wrong with an action, and with a step after the end", () => {
    const environment = make(id);
    const generator = createGenerator(0);
    expect(() => environment.step(environment.actionSpace.sample(generator))).toThrow(/Call reset\(\) first/);
    environment.reset({ seed: 0 });
    expect(() => environment.step("left")).toThrow(/^action: expected .*found the string "left"\.$/);
  });

  test("gives the same episodes to everyone who names no seed", () => {
    expect(make(id).reset().observation).toEqual(make(id).reset({ seed: 0 }).observation);
  });
});
