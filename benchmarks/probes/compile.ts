// Milliseconds from a policy and a value function to the compiled program of PPO's step: the first time in a process,
// and again.
import { withDefaults } from "../../src/algorithms/options.ts";
import { clippedSurrogate, compilePpoStep } from "../../src/algorithms/ppo.ts";
import { ppoOptions } from "../../src/algorithms/ppo-options.ts";
import { type BackendName, createBackend } from "../../src/backends/index.ts";
import { make } from "../../src/environments/index.ts";
import { createPolicy, createValueFunction } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const [backendName] = process.argv.slice(2);
const environment = make("CartPole-v1");
const settings = withDefaults(ppoOptions, {}, "benchmark");

function compile(): number {
  const generator = createGenerator(1);
  const policy = createPolicy(environment, { generator, backend: createBackend(backendName as BackendName) });
  const valueFunction = createValueFunction(environment.observationSpace, { generator });
  const start = performance.now();
  compilePpoStep(policy, valueFunction, settings, clippedSurrogate);
  return performance.now() - start;
}

const first = compile();
const again = Array.from({ length: 21 }, compile).sort((a, b) => a - b)[10];
console.log(JSON.stringify({ first, again }));
