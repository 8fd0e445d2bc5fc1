import { type Expression, input, type Variable } from "../../graph/index.ts";
import { requireShape } from "../../graph/shape.ts";
import { reachable } from "../../graph/traverse.ts";
import type { Generator } from "../../random/index.ts";
import { quoted } from "../../text/printable.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { Importable } from "../../workers/index.ts";
import { isNetwork, type Network, requireExpression } from "../network.ts";
import type { MarkTower } from "./tower.ts";

/** What a network is to be built for. */
export interface ArchitectureContext {
  /** What it is: "policy", "value", …; the names of its variables begin with it and a point. */
  readonly name: string;
  /** The shape of an observation, such as [4] or [84, 84, 4]. The network gets them flat, in row-major order. */
  readonly shape: readonly number[];
  /** Numbers of an observation: the network takes [batch, inputs]. */
  readonly inputs: number;
  /** The network gives [batch, outputs]. */
  readonly outputs: number;
  /** Factor that the last layer's initial weights should have: small for policies, so that they start undecided. */
  readonly outputGain: number;
  /** Draws the initial weights. */
  readonly generator: Generator;
  /**
   * Says which layers policy and value function share where the option `sharedTower` is true: builds them, or returns those
   * that the policy has. To be called once at most.
   */
  readonly tower: MarkTower;
}

/**
 * An architecture as a function: builds a network out of layers. It is called for each network that has it, for the policy
 * and for the value function, and must build the same each time. Where workers train it, it is the export of a module,
 * see `inModule`.
 *
 * @example
 * const architecture: ArchitectureFunction = ({ name, inputs, outputs, outputGain, generator }) =>
 *   inSequence(
 *     dense(`${name}.first`, { inputs, outputs: 32, generator }),
 *     layerNormalization(`${name}.normalization`, { size: 32 }),
 *     withoutStatistics([], relu),
 *     dense(`${name}.last`, { inputs: 32, outputs, gain: outputGain, generator }),
 *   );
 */
export type ArchitectureFunction = ((context: ArchitectureContext) => Network) & Importable;

/**
 * The network that a function builds, checked.
 *
 * @param tower of another network, which it may have
 * @throws TypeError when what it returns is no network
 * @throws RangeError when the outputs have another shape, the variables' names are not as they must be, or the parameters are
 *   not those that the outputs depend on
 */
export function buildNetwork(
  architecture: ArchitectureFunction,
  context: ArchitectureContext,
  tower: Network | undefined,
): Network {
  const network: unknown = architecture(context);
  if (!isNetwork(network)) {
    throw new TypeError(
      `architecture: the function returned ${valueInText(network)}; it must return a network, as inSequence() does`,
    );
  }
  const { name, inputs, outputs } = context;
  const shared = new Set(tower && [...tower.parameters, ...tower.statistics]);
  requireNames(
    name,
    [...network.parameters, ...network.statistics].filter((variable) => !shared.has(variable)),
  );
  const results = resultsOf(network, input([batch, inputs]));
  for (const result of results) requireExpression(`architecture: the network "${name}"`, result);
  const { shape } = results[0];
  const what = `architecture: of observations [${batch}, ${inputs}], the output of the network "${name}"`;
  requireShape(what, shape, [batch, outputs]);
  requireParameters(name, network, results);
  return network;
}

/** Of observations to try a network with. */
const batch = 3;

/** The outputs, and what else is computed beside them: states, and outputs in training. */
function resultsOf({ apply, train, recurrence }: Network, inputs: Expression): Expression[] {
  if (!recurrence) return [apply(inputs), train(inputs).outputs];
  const { outputs, states } = recurrence.apply(inputs, { states: input([batch, recurrence.stateSize]) });
  return [outputs, states];
}

/** A variable that is not listed would be neither trained nor saved. */
function requireParameters(
  name: string,
  { parameters, statistics }: Network,
  results: readonly Expression[],
): void {
  const used = reachable(results).filter((node): node is Variable => node.operation === "variable");
  const listed = new Set([...parameters, ...statistics]);
  const missing = used.find((variable) => !listed.has(variable));
  if (missing) {
    throw new RangeError(
      `architecture: the network "${name}" uses the variable ${quoted(missing.attributes.name)}, which is not among its ` +
        "parameters or statistics. Give it to withoutStatistics(), or put the layers together with inSequence()",
    );
  }
  const unused = parameters.find((variable) => !used.includes(variable));
  if (unused) {
    throw new RangeError(
      `architecture: the outputs of the network "${name}" do not depend on its parameter ${quoted(unused.attributes.name)}; ` +
        "apply that layer, or leave its parameters out",
    );
  }
  if (parameters.length === 0) {
    throw new RangeError(
      `architecture: the network "${name}" has no parameters, so there is nothing to train; give it a layer, such as dense()`,
    );
  }
}

function requireNames(name: string, variables: readonly Variable[]): void {
  const names = variables.map(({ attributes }) => attributes.name);
  const foreign = names.find((each) => !each.startsWith(`${name}.`));
  if (foreign !== undefined) {
    throw new RangeError(
      `architecture: the network "${name}" has a variable called ${quoted(foreign)}; its name must begin with "${name}."`,
    );
  }
  const twice = names.find((each, index) => names.indexOf(each) < index);
  if (twice === undefined) return;
  throw new RangeError(
    `architecture: the network "${name}" has two variables called ${quoted(twice)}; give each layer a name of its own`,
  );
}
