import { withDefaults } from "../src/algorithms/options.ts";
import { clippedSurrogate, compilePpoStep, type PpoOptions, ppo } from "../src/algorithms/ppo.ts";
import { ppoOptions } from "../src/algorithms/ppo-options.ts";
import { ppoPresets } from "../src/algorithms/presets/ppo.ts";
import { createActor, createPolicy, createValueFunction } from "../src/policies/index.ts";
import { createGenerator } from "../src/random/index.ts";
import { vectorize } from "../src/rollout/index.ts";
import { median, timed } from "./statistics.ts";

/** Speed of a whole training, and what its time goes to. */
export interface TrainingSpeed {
  readonly preset: string;
  readonly stepsPerSecond: number;
  /** Shares of the wall-clock, each measured alone; `rest` is what they leave: drawing, copying, advantages. */
  readonly shares: Readonly<Record<"update" | "acting" | "environment" | "rest", number>>;
}

const repetitions = 7;

/** PPO on CartPole-v1 with a preset's settings: the median of several trainings of `steps` steps. */
export function measureTraining(preset: keyof typeof ppoPresets, steps: number): TrainingSpeed {
  const options: PpoOptions = { ...ppoPresets[preset], steps, seed: 1 };
  const settings = withDefaults(ppoOptions, options, "benchmark");
  const { environments: count, rolloutSteps, minibatchSize, epochs } = settings;

  const environment = vectorize("CartPole-v1", { count, seed: 1 });
  const generator = createGenerator(1);
  const policy = createPolicy(environment, { generator });
  const valueFunction = createValueFunction(environment.observationSpace, { generator });
  const actor = createActor(policy, count, valueFunction);
  const generators = generator.spawn(count);
  const step = compilePpoStep(policy, valueFunction, settings, clippedSurrogate);
  step.inputs.indices.set(
    createGenerator(1)
      .permutation(count * rolloutSteps)
      .slice(0, minibatchSize),
  );
  const observations = new Float32Array(count * environment.observationSize);
  const actions = new Int32Array(count);
  environment.reset(observations);

  const stepsPerSecond: number[] = [];
  /** Microseconds per rollout, one entry per repetition. */
  const parts: Record<"whole" | "update" | "acting" | "environment", number[]> = {
    whole: [],
    update: [],
    acting: [],
    environment: [],
  };
  for (let repetition = 0; repetition <= repetitions; repetition++) {
    const start = performance.now();
    let done = 0;
    for (const report of ppo("CartPole-v1", options)) done = report.steps;
    const seconds = (performance.now() - start) / 1000;
    const update = timed(step.run, 500) * epochs * ((count * rolloutSteps) / minibatchSize);
    const acting = timed(() => actor.sample(generators), 2000) * rolloutSteps;
    const stepping = timed(() => environment.step(actions, observations), 2000) * rolloutSteps;
    if (repetition === 0) continue; // the engine compiles during the first
    stepsPerSecond.push(done / seconds);
    parts.whole.push((seconds * 1e6 * count * rolloutSteps) / done);
    parts.update.push(update);
    parts.acting.push(acting);
    parts.environment.push(stepping);
  }
  // The best of each: shares of what a quiet machine needs, since parts and whole are not timed at the same moment.
  const share = (times: readonly number[]) => Math.min(...times) / Math.min(...parts.whole);
  const [update, acting, stepping] = [parts.update, parts.acting, parts.environment].map(share);
  return {
    preset,
    stepsPerSecond: median(stepsPerSecond),
    shares: { update, acting, environment: stepping, rest: 1 - update - acting - stepping },
  };
}
