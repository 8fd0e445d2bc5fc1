import { type Rows, rowInputs, type Variable } from "../../graph/index.ts";
import { reachable } from "../../graph/traverse.ts";
import { createParameterVector, type OptionsOf } from "../../learning/index.ts";
import { copyPolicy, type Policy, type Seen } from "../../policies/index.ts";
import { createGenerator, type Generator } from "../../random/index.ts";
import { type Saved, type Stateful, savedCount, savedRecord, within } from "../../state/index.ts";
import type { evolutionStrategiesOptions } from "./options.ts";

/** Policies θ = μ ± σ ε around one, an update after another. Only the number of the update is kept: noise is drawn again. */
export interface Candidates extends Stateful {
  /** The parameters of μ that are searched, in their order in a vector. */
  readonly parameters: readonly Variable[];
  /** Numbers of that vector. */
  readonly length: number;
  /** The one that plays. */
  readonly policy: Policy;
  /** Gives it the weights of a candidate. */
  become(candidate: number): void;
  /** Adds a multiple of ∇_μ log N(θ; μ, σ² I) = (θ − μ)/σ² = ± ε/σ, of the θ of a candidate. */
  addScore(candidate: number, weight: number, gradient: Float64Array): void;
  /** Goes on to the candidates of the next update. */
  next(): void;
}

type Settings = Pick<OptionsOf<typeof evolutionStrategiesOptions>, "deviation" | "antithetic">;

/** @param generator draws the seed of all noise: every member of a team draws the same noise, so none has to be sent */
export function createCandidates(
  center: Policy,
  { deviation, antithetic }: Settings,
  generator: Generator,
): Candidates {
  const { backend } = center;
  const policy = copyPolicy(center);
  const parameters = parametersOfMode(center);
  const source = createParameterVector(parameters, backend);
  const target = createParameterVector(parametersOfMode(policy), backend);
  const { length } = source;
  const weights = new Float64Array(length);
  const noise = new Float64Array(length);
  const seed = generator.integers(0, 2 ** 32);
  let update = 0;
  let drawn: number | undefined;

  /** ε of a candidate, which a pair shares, and the sign that it has there. */
  const draw = (candidate: number): number => {
    const number = antithetic ? candidate >> 1 : candidate;
    if (number !== drawn) createGenerator([seed, update, number]).fillNormal(noise);
    drawn = number;
    return antithetic && candidate % 2 === 1 ? -1 : 1;
  };
  return {
    ...{ parameters, length, policy },
    become(candidate) {
      const step = draw(candidate) * deviation;
      source.read(weights);
      for (let i = 0; i < length; i++) weights[i] += step * noise[i];
      target.write(weights);
    },
    addScore(candidate, weight, gradient) {
      if (weight === 0) return;
      const factor = (draw(candidate) * weight) / deviation;
      for (let i = 0; i < length; i++) gradient[i] += factor * noise[i];
    },
    next() {
      update += 1;
      drawn = undefined;
    },
    save: () => ({ update }),
    restore(saved: Saved) {
      const state = savedRecord(saved, ["update"]);
      update = within("update", () => savedCount(state.update));
      drawn = undefined;
    },
  };
}

/** What the most probable action depends on: of a normal that has a deviation as a parameter, not that. */
function parametersOfMode(policy: Policy): readonly Variable[] {
  const { actions: _, ...rows } = policy.rows;
  const seen = rowInputs(rows as Rows, 1) as unknown as Seen;
  const nodes = new Set<unknown>(reachable([policy.density(seen).mode()]));
  return policy.parameters.filter((parameter) => nodes.has(parameter));
}
