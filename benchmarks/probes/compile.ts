// Milliseconds from a policy and a value function to the compiled program of PPO's step: the first time in a process,
// and again.

import { clippedSurrogate } from "../../src/algorithms/ppo/losses.ts";
import { ppoOptions } from "../../src/algorithms/ppo/options.ts";
import { compilePpoDescent } from "../../src/algorithms/ppo/ppo.ts";
import { type BackendName, createBackend } from "../../src/backends/index.ts";
import { make } from "../../src/environments/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { createPolicy, createValueFunction } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";

const [backendName] = process.argv.slice(2);
const environment = make("CartPole-v1");
const settings = withDefaults(ppoOptions, {}, "benchmark");

function compile(): number {
  const generator = createGenerator(1);
  const policy = createPolicy(environment, { generator, backend: createBackend(backendName as BackendName) });
  const valueFunction = createValueFunction(environment.observationSpace, { generator });
  const start = performance.now();
  compilePpoDescent(
    { policy, valueFunction, networks: [policy, valueFunction] },
    settings,
    clippedSurrogate,
    {
      ...{ backend: policy.backend, team: alone },
    },
  );
  return performance.now() - start;
}

const first = compile();
const again = Array.from({ length: 21 }, compile).sort((a, b) => a - b)[10];
console.log(JSON.stringify({ first, again }));
