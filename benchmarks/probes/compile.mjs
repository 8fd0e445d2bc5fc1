// Milliseconds from a policy and a value function to the compiled program of PPO's step: the first time in a process,
// and again.
import { withDefaults } from "../../dist/algorithms/options.js";
import { clippedSurrogate, compilePpoStep } from "../../dist/algorithms/ppo.js";
import { ppoOptions } from "../../dist/algorithms/ppo-options.js";
import { createBackend } from "../../dist/backends/index.js";
import { make } from "../../dist/environments/index.js";
import { createPolicy, createValueFunction } from "../../dist/policies/index.js";
import { createGenerator } from "../../dist/random/index.js";

const [backendName] = process.argv.slice(2);
const environment = make("CartPole-v1");
const settings = withDefaults(ppoOptions, {}, "benchmark");

function compile() {
  const generator = createGenerator(1);
  const policy = createPolicy(environment, { generator, backend: createBackend(backendName) });
  const valueFunction = createValueFunction(environment.observationSpace, { generator });
  const start = performance.now();
  compilePpoStep(policy, valueFunction, settings, clippedSurrogate);
  return performance.now() - start;
}

const first = compile();
const again = Array.from({ length: 21 }, compile).sort((a, b) => a - b)[10];
console.log(JSON.stringify({ first, again }));
