import { describe, expect, it } from "vitest";
import { compileA2cDescent } from "../../src/algorithms/a2c/descent.ts";
import { actorObjective } from "../../src/algorithms/a2c/objective.ts";
import { a2cOptions } from "../../src/algorithms/a2c/options.ts";
import { clippedSurrogate } from "../../src/algorithms/ppo/losses.ts";
import { ppoOptions } from "../../src/algorithms/ppo/options.ts";
import { compilePpoDescent } from "../../src/algorithms/ppo/ppo.ts";
import { compile, explain, type Program } from "../../src/compiler/index.ts";
import { box, discrete, type Space } from "../../src/environments/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { defaultArchitecture } from "../../src/networks/index.ts";
import { actingGraphs } from "../../src/policies/acting-graphs.ts";
import { createPolicy, createValueFunction } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";

interface Size {
  readonly observations: number;
  readonly hidden: readonly number[];
  readonly actionSpace: Space;
}

const cartPole: Size = { observations: 4, hidden: [64, 64], actionSpace: discrete(2) };
const locomotion: Size = {
  observations: 17,
  hidden: [256, 256],
  actionSpace: box({ low: -1, high: 1, shape: [6] }),
};

function approximators({ observations, hidden, actionSpace }: Size) {
  const generator = createGenerator(1);
  const architecture = { ...defaultArchitecture, hidden };
  const observationSpace = box({ low: -1, high: 1, shape: [observations] });
  const policy = createPolicy<unknown, unknown>(
    { observationSpace, actionSpace },
    { architecture, generator },
  );
  const valueFunction = createValueFunction(observationSpace, { architecture, generator });
  return { policy, valueFunction, networks: [policy, valueFunction] };
}

/** Who computes. */
const by = ({ policy: { backend } }: ReturnType<typeof approximators>) => ({ backend, team: alone });

/** Fewer are welcome: then write the new number down. More must be worth it. */
function expectAtMost(most: number, program: Pick<Program<unknown, unknown>, "list">): void {
  const explanation = explain(program, { runs: 0 });
  expect(explanation.instructions.length, `instructions:\n${explanation}\n`).toBeLessThanOrEqual(most);
}

describe("instructions", () => {
  it.each([
    ["4-64-64-2", 93, cartPole],
    ["17-256-256-6", 97, locomotion],
  ])("a PPO step of %s takes at most %i", (_, most, size) => {
    const actorCritic = approximators(size);
    const settings = withDefaults(
      ppoOptions,
      { environments: 4, rolloutSteps: 64, minibatchSize: 64, entropyWeight: 0.01, maxGradientNorm: 0.5 },
      "test",
    );
    expectAtMost(most, compilePpoDescent(actorCritic, settings, clippedSurrogate, by(actorCritic)));
  });

  it.each([
    ["4-64-64-2", 48, cartPole],
    ["17-256-256-6", 53, locomotion],
  ])("an A2C step of %s takes at most %i", (_, most, size) => {
    const actorCritic = approximators(size);
    const settings = withDefaults(a2cOptions, { environments: 8, entropyWeight: 0.01 }, "test");
    expectAtMost(most, compileA2cDescent(actorCritic, settings, actorObjective, by(actorCritic)));
  });

  it.each([
    ["4-64-64-2", 15, 5, cartPole],
    ["17-256-256-6", 16, 3, locomotion],
  ])(
    "acting by %s with its values takes at most %i, choosing the best action %i",
    (_, drawing, choosing, size) => {
      const { policy, valueFunction } = approximators(size);
      for (const count of [1, 8, 64]) {
        const graphs = actingGraphs(policy, count, valueFunction);
        expectAtMost(drawing, compile(graphs.sampling, policy.backend));
        expectAtMost(choosing, compile(graphs.choosing, policy.backend));
      }
    },
  );
});
