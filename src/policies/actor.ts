import { compile, input } from "../graph/index.ts";
import type { Generator } from "../random/index.ts";
import type { ActionArray } from "./action-head.ts";
import type { Policy } from "./policy.ts";
import type { ValueFunction } from "./value-function.ts";

/** A policy made ready to act on a fixed number of observations at once. Nothing is allocated while it acts. */
export interface Actor {
  readonly count: number;
  /** [count, observationSize]: write the observations here, then call `sample` or `greedy`. */
  readonly observations: Float32Array;
  /** [count, actions], not 0 where an action is legal; initially all 1. Undefined for policies without masks. */
  readonly legalActions: Float32Array | undefined;
  /** Draws actions with their log-probabilities, and evaluates the value function; row i draws from generators[i]. */
  sample(generators: readonly Generator[]): void;
  /** Takes the most probable actions. Log-probabilities and values stay as they are. */
  greedy(): void;
  /** [count] indices from 0 for discrete actions, [count, size] floats (not clipped) for boxes. */
  readonly actions: ActionArray;
  /** [count]: log π(a | s) of the sampled actions. */
  readonly logProbs: Float32Array;
  /** [count]: V(s) at the last `sample`; zeros without a value function. */
  readonly values: Float32Array;
}

export function createActor(policy: Policy, count: number, valueFunction?: ValueFunction): Actor {
  const { backend } = policy;
  const observations = input([count, policy.observationSpace.size]);
  const legalActions = policy.masked ? input([count, policy.actionSpace.size]) : undefined;
  const density = policy.density(observations, legalActions);
  const noise = input(density.noise.shape);
  const drawn = density.sample(noise);
  const seen = { observations, ...(legalActions && { legalActions }) };

  const sampling = compile(
    {
      inputs: { ...seen, noise },
      outputs: {
        actions: drawn,
        logProbs: density.logProb(drawn),
        ...(valueFunction && { values: valueFunction.values(observations) }),
      },
    },
    backend,
  );
  const choosing = compile({ inputs: seen, outputs: { actions: density.mode() } }, backend);
  sampling.inputs.legalActions?.fill(1);
  const noValues = new Float32Array(count);
  let latest: { readonly outputs: { readonly actions: ActionArray } } = sampling;

  return {
    count,
    get observations() {
      return sampling.inputs.observations;
    },
    get legalActions() {
      return sampling.inputs.legalActions;
    },
    get actions() {
      return latest.outputs.actions;
    },
    get logProbs() {
      return sampling.outputs.logProbs;
    },
    get values() {
      return sampling.outputs.values ?? noValues;
    },
    sample(generators) {
      if (density.noise.kind === "uniform") fillUniform(sampling.inputs.noise, generators);
      else fillNormal(sampling.inputs.noise, generators);
      sampling.run();
      latest = sampling;
    },
    greedy() {
      choosing.run();
      latest = choosing;
    },
  };
}

/** Numbers in (0, 1], each row from its own generator. */
function fillUniform(noise: Float32Array, generators: readonly Generator[]): void {
  const perRow = noise.length / generators.length;
  for (let i = 0; i < noise.length; i++) noise[i] = 1 - generators[Math.floor(i / perRow)]!.random();
}

function fillNormal(noise: Float32Array, generators: readonly Generator[]): void {
  const perRow = noise.length / generators.length;
  for (let i = 0; i < noise.length; i++) noise[i] = generators[Math.floor(i / perRow)]!.normal();
}
