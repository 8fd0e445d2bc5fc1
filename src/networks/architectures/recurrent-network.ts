import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireChoice, requireCount, requireHidden } from "../check-architecture.ts";
import { type ActivationName, activations } from "../layers/activations.ts";
import { dense } from "../layers/dense.ts";
import { type RecurrentCellName, recurrent } from "../layers/recurrent-layer.ts";
import { inSequence, type Network, withoutStatistics } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import type { MarkTower } from "./tower.ts";

/**
 * A network with a state: fully connected layers, a recurrent cell (a gated recurrent unit, or a long short-term
 * memory), and the outputs, linear in the output of the cell.
 */
export interface RecurrentArchitecture {
  readonly kind: RecurrentCellName;
  /** Units of the cell. The state has as many numbers, that of "lstm" twice as many. */
  readonly units: number;
  /** Units of each layer between the observation and the cell; default none. */
  readonly encoder?: readonly number[];
  /** What follows each layer of the encoder; default "tanh". */
  readonly activation?: ActivationName;
}

interface RecurrentNetworkOptions {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Factor on the initial weights of the last layer. */
  readonly outputGain: number;
  readonly generator: Generator;
  /** Marks the layers below the last one. */
  readonly tower: MarkTower;
  readonly saved?: SavedWeights | undefined;
}

/** The network of an architecture; its variables are named `${name}.encoder.0.weight`, `${name}.cell.…`, `${name}.head.…`. */
export function recurrentNetwork(
  architecture: RecurrentArchitecture,
  { name, inputs, outputs, outputGain, generator, tower, saved }: RecurrentNetworkOptions,
): Network {
  const { kind, units, encoder = [], activation = "tanh" } = checked(architecture);
  const widths = [inputs, ...encoder];
  const drawn = { generator, saved };
  const activate = withoutStatistics([], activations[activation]);
  const layer = (width: number, index: number) =>
    dense(`${name}.encoder.${index}`, { inputs: widths[index], outputs: width, gain: Math.SQRT2, ...drawn });
  return inSequence(
    tower(() =>
      inSequence(
        ...encoder.flatMap((width, index) => [layer(width, index), activate]),
        recurrent(`${name}.cell`, { cell: kind, inputs: widths.at(-1)!, units, ...drawn }),
      ),
    ),
    dense(`${name}.head`, { inputs: units, outputs, gain: outputGain, ...drawn }),
  );
}

function checked(architecture: RecurrentArchitecture): RecurrentArchitecture {
  const names = ["kind", "units", "encoder", "activation"] as const;
  const { units, encoder = [], activation = "tanh" } = knownOptions("architecture", architecture, names);
  requireCount("units", units);
  requireHidden("encoder", encoder);
  requireChoice("activation", activation, Object.keys(activations));
  return architecture;
}
