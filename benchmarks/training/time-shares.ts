import { clippedSurrogate } from "../../src/algorithms/ppo/losses.ts";
import { ppoOptions } from "../../src/algorithms/ppo/options.ts";
import { compilePpoDescent } from "../../src/algorithms/ppo/ppo.ts";
import { ppoPresets } from "../../src/algorithms/ppo/presets.ts";
import { createBackend } from "../../src/backends/index.ts";
import { vectorize } from "../../src/environments/index.ts";
import { withDefaults } from "../../src/learning/options/options.ts";
import { createActor, createPolicy, createValueFunction } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";
import { processorTime } from "../timing.ts";
import { stepsPerSecond, trainPpo } from "./steps-per-second.ts";

/** What the time of a training goes to: shares, each part measured alone; `rest` is what they leave. */
export interface TimeShares {
  readonly preset: string;
  readonly backend: "wasm" | "native";
  readonly shares: Readonly<Record<"updates" | "acting" | "environment" | "rest", number>>;
}

const repetitions = 7;

/** PPO on CartPole-v1 with a preset's settings. */
export function measureShares(preset: keyof typeof ppoPresets, backendName: "wasm" | "native"): TimeShares {
  const settings = withDefaults(ppoOptions, { ...ppoPresets[preset], backend: backendName }, "benchmark");
  const { environments: count, rolloutSteps, minibatchSize, epochs } = settings;

  const environment = vectorize("CartPole-v1", { count, seed: 1 });
  const generator = createGenerator(1);
  const policy = createPolicy(environment, { generator, backend: createBackend(backendName) });
  const valueFunction = createValueFunction(environment.observationSpace, { generator });
  const actor = createActor(policy, count, valueFunction);
  const generators = generator.spawn(count);
  const networks = [policy, valueFunction];
  const computing = { backend: policy.backend, team: alone };
  const descent = compilePpoDescent(
    { policy, valueFunction, networks },
    settings,
    clippedSurrogate,
    computing,
  );
  const batchSize = count * rolloutSteps;
  const observations = new Float32Array(count * environment.observationSize);
  const { rows } = descent;
  environment.reset(observations);
  for (let step = 0; step < rolloutSteps; step++) {
    const at = step * count;
    actor.observations.set(observations);
    actor.sample(generators);
    const { actions, logProbs, values } = actor;
    rows.observations.set(observations, at * environment.observationSize);
    rows.actions.set(actions, at);
    rows.logProbs.set(logProbs, at);
    rows.values.set(values, at);
    environment.step(Int32Array.from(actions), observations);
  }
  generator.fillNormal(rows.advantages);
  generator.fillNormal(rows.returns);
  // Nothing is learned: what is measured stays the same, and no ratio of probabilities leaves the clipped range.
  descent.set({ learningRate: 0, clipRange: 0.2 });
  const order = generator.permutation(batchSize);
  const minibatches = Array.from({ length: batchSize / minibatchSize }, (_, i) =>
    Int32Array.from(order.slice(i * minibatchSize, (i + 1) * minibatchSize)),
  );
  let next = 0;
  const update = () => descent.run(minibatches[next++ % minibatches.length]);
  const actions = new Int32Array(count);

  // Microseconds per rollout. The best of each: shares of what a quiet machine needs, since parts and whole are not
  // timed at the same moment.
  const best = { whole: Infinity, updates: Infinity, acting: Infinity, environment: Infinity };
  const note = (part: keyof typeof best, microseconds: number) => {
    best[part] = Math.min(best[part], microseconds);
  };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    note("whole", (1e6 * batchSize) / stepsPerSecond(trainPpo(settings), 0.5));
    note("updates", processorTime(update, 500) * epochs * minibatches.length);
    note("acting", processorTime(() => actor.sample(generators), 5000) * rolloutSteps);
    note("environment", processorTime(() => environment.step(actions, observations), 5000) * rolloutSteps);
  }
  environment.close();
  const [updates, acting, stepping] = [best.updates, best.acting, best.environment].map(
    (t) => t / best.whole,
  );
  return {
    preset,
    backend: backendName,
    shares: { updates, acting, environment: stepping, rest: 1 - updates - acting - stepping },
  };
}
