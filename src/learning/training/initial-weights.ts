import type { Backend } from "../../compiler/backend.ts";
import type { Variable } from "../../graph/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { Learner } from "../learner.ts";

/** Weights by the names of their variables. */
export type NamedWeights = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
>;

/** Whatever can say what its weights are. */
export interface Weighted {
  /** A copy of the weights by name. */
  weights(): NamedWeights;
}

/** What a training begins with in place of weights that are drawn. */
export interface InitialNetworks {
  /**
   * A policy of the same spaces and architecture: what `loadPolicy` gives, or `report.policy` of another training. Its
   * weights are copied when the training is asked for.
   */
  readonly policy?: Weighted & Partial<Pick<Policy, "observationSpace" | "actionSpace">>;
  /** What judges it: `report.valueFunction` of a training of the same algorithm and architecture. */
  readonly valueFunction?: Weighted;
}

/** The weights of initial networks, which can be sent to another thread. */
export type InitialWeights = { readonly [Name in keyof InitialNetworks]: NamedWeights };

/** All that a learner trains, by what a training can begin with. */
export function networksOf({ policy, networks }: Learner) {
  const variablesOf = ({ parameters, statistics }: (typeof networks)[number]) => [
    ...parameters,
    ...statistics,
  ];
  const ofPolicy = variablesOf(policy);
  const others = [...new Set(networks.flatMap(variablesOf))].filter(
    (variable) => !ofPolicy.includes(variable),
  );
  return { policy: ofPolicy, valueFunction: others };
}

/** A copy of the weights of variables. */
export function weightsOf(variables: readonly Variable[], backend: Backend<Float32Array>): NamedWeights {
  return Object.fromEntries(
    variables.map((variable) => [
      variable.attributes.name,
      { shape: variable.shape, data: backend.values(variable).slice() },
    ]),
  );
}

/**
 * Puts weights into a learner that has not begun.
 *
 * @throws Error when they are not those of its networks, by name and shape, or not finite; no weight is changed then
 */
export function placeWeights(learner: Learner, initial: InitialWeights): void {
  const networks = networksOf(learner);
  const { backend } = learner.policy;
  const placing = (["policy", "valueFunction"] as const).flatMap((what) => {
    const given = initial[what];
    if (given === undefined) return [];
    const problem = explainMisfit(networks[what], given);
    if (problem === undefined) return networks[what].map((variable) => [variable, given] as const);
    throw new Error(`${what}: ${problem}`);
  });
  for (const [variable, given] of placing) backend.values(variable).set(given[variable.attributes.name].data);
}

function explainMisfit(variables: readonly Variable[], given: NamedWeights): string | undefined {
  const shapes = new Map(variables.map(({ attributes, shape }) => [attributes.name, shape]));
  for (const name of [...shapes.keys(), ...Object.keys(given)]) {
    const [own, found] = [shapes.get(name), given[name]?.shape].map((shape) =>
      shape ? `[${shape}]` : "none",
    );
    if (found !== own) {
      return `of weights "${name}" it has ${found}, and the training ${own}; give the training the same architecture`;
    }
    if (!given[name].data.every(Number.isFinite)) return `weights "${name}" hold a number that is not finite`;
  }
}
