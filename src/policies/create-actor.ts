import { compile } from "../compiler/index.ts";
import type { NoiseSource } from "../random/index.ts";
import { describeValue } from "../text/describe-value.ts";
import { actingGraphs } from "./acting-graphs.ts";
import type { Actor } from "./actor.ts";
import type { ActionArray } from "./decode-action.ts";
import type { Policy } from "./policy.ts";
import { requireRandom } from "./require-random.ts";
import type { ValueFunction } from "./value-function.ts";

/** @param graphs what it computes; actors whose graphs are the same share their arrays */
export function createActor(
  policy: Policy,
  count: number,
  valueFunction?: ValueFunction,
  graphs = actingGraphs(policy, count, valueFunction),
): Actor {
  const { backend } = policy;
  const sampling = compile(graphs.sampling, backend);
  const compileChoosing = () => {
    const { inputs, outputs } = graphs.choosing;
    const drawn = graphs.chosenAsDrawn;
    return compile({ inputs, outputs: { ...outputs, ...(drawn && { drawn }) } }, backend);
  };
  let choosing: ReturnType<typeof compileChoosing> | undefined; // who trains never asks for it
  sampling.inputs.legalActions?.fill(1);
  const noValues = new Float32Array(count);
  const noStates = new Float32Array(0);
  const shared =
    valueFunction !== undefined && valueFunction.stateSize > 0 && valueFunction.stateName === "policyStates";
  let latest: { readonly outputs: { readonly actions: ActionArray; readonly drawn?: ActionArray } } =
    sampling;

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
    get drawn() {
      return latest.outputs.drawn ?? latest.outputs.actions;
    },
    get logProbs() {
      return sampling.outputs.logProbs;
    },
    get values() {
      return sampling.outputs.values ?? noValues;
    },
    get policyStates() {
      return sampling.inputs.policyStates ?? noStates;
    },
    get valueStates() {
      return shared ? sampling.inputs.policyStates! : (sampling.inputs.valueStates ?? noStates);
    },
    begin(row) {
      if (!(row in noValues)) {
        throw new RangeError(`actor.begin: row is ${row}; it must be below ${count}`);
      }
      beginRow(sampling.inputs.policyStates, row, policy.stateSize);
      beginRow(sampling.inputs.valueStates, row, valueFunction?.stateSize ?? 0);
    },
    sample(generators) {
      if (generators?.length !== count) throw wrongGenerators(count, generators);
      for (const each of generators) requireRandom(each, "each generator");
      if (graphs.noise.kind === "uniform") fillUniform(sampling.inputs.noise, generators);
      else fillNormal(sampling.inputs.noise, generators);
      sampling.run();
      latest = sampling;
      const { nextPolicyStates, nextValueStates } = sampling.outputs;
      if (nextPolicyStates) sampling.inputs.policyStates!.set(nextPolicyStates);
      if (nextValueStates) sampling.inputs.valueStates!.set(nextValueStates);
    },
    greedy() {
      choosing ??= compileChoosing();
      choosing.run();
      latest = choosing;
      const { nextPolicyStates } = choosing.outputs;
      if (nextPolicyStates) sampling.inputs.policyStates!.set(nextPolicyStates);
    },
  };
}

function wrongGenerators(count: number, generators: unknown): TypeError {
  return new TypeError(
    `actor.sample: generators must be a list of ${count}, one for each observation; found ${describeValue(generators)}`,
  );
}

function beginRow(states: Float32Array | undefined, row: number, size: number): void {
  states?.fill(0, row * size, (row + 1) * size);
}

/** Numbers in (0, 1], each row from its own generator. */
function fillUniform(noise: Float32Array, generators: readonly NoiseSource[]): void {
  const perRow = noise.length / generators.length;
  for (let i = 0; i < noise.length; i++) noise[i] = 1 - generators[Math.floor(i / perRow)].random();
}

function fillNormal(noise: Float32Array, generators: readonly NoiseSource[]): void {
  const perRow = noise.length / generators.length;
  for (let i = 0; i < noise.length; i++) noise[i] = generators[Math.floor(i / perRow)].normal();
}
