import { compile, input } from "../graph/index.ts";
import type { Generator } from "../random/index.ts";
import type { ActionArray } from "./action-head.ts";
import type { Actor } from "./actor.ts";
import type { Policy } from "./policy.ts";
import type { ValueFunction } from "./value-function.ts";

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
  const compileChoosing = () => compile({ inputs: seen, outputs: { actions: density.mode() } }, backend);
  let choosing: ReturnType<typeof compileChoosing> | undefined; // who trains never asks for it
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
      choosing ??= compileChoosing();
      choosing.run();
      latest = choosing;
    },
  };
}

/** Numbers in (0, 1], each row from its own generator. */
function fillUniform(noise: Float32Array, generators: readonly Generator[]): void {
  const perRow = noise.length / generators.length;
  for (let i = 0; i < noise.length; i++) noise[i] = 1 - generators[Math.floor(i / perRow)].random();
}

function fillNormal(noise: Float32Array, generators: readonly Generator[]): void {
  const perRow = noise.length / generators.length;
  for (let i = 0; i < noise.length; i++) noise[i] = generators[Math.floor(i / perRow)].normal();
}
