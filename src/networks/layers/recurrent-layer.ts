import {
  concatenate,
  type Expression,
  type FloatExpression,
  multiply,
  reshape,
  slice,
  subtract,
  type Variable,
} from "../../graph/index.ts";
import { requireShape } from "../../graph/shape.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireChoice } from "../check-architecture.ts";
import type { Memory, Network } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import { gruCell, lstmCell, type RecurrentCellOptions } from "./recurrent.ts";

/** Cells that remember: a gated recurrent unit, and a long short-term memory. */
export type RecurrentCellName = "gru" | "lstm";

export interface RecurrentLayerOptions {
  readonly cell: RecurrentCellName;
  readonly inputs: number;
  /** Outputs, and numbers of the state: as many for "gru", twice as many for "lstm". */
  readonly units: number;
  readonly generator: Generator;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/** A layer with a state, which a cell of {@link gruCell} or {@link lstmCell} moves on in every step. */
export function recurrent(name: string, options: RecurrentLayerOptions): Network {
  const names = ["cell", "inputs", "units", "generator", "saved"] as const;
  const { cell: kind, inputs, units, generator, saved } = knownOptions("recurrent", options, names);
  requireChoice("cell", kind, ["gru", "lstm"]);
  const cell = cellOf(kind, name, { inputs, hidden: units, generator, saved });
  const stateSize = cell.parts.length * units;

  const apply = (seen: Expression, { states, begins }: Memory) => {
    const sequences = states.shape[0];
    requireShape(`${name}: the state`, states.shape, [sequences, stateSize]);
    const steps = seen.shape[0] / sequences;
    if (!Number.isInteger(steps)) {
      throw new RangeError(
        `${name}: there are ${seen.shape[0]} rows for ${sequences} states; each state needs a sequence of equal length`,
      );
    }
    const projected = splitRows(cell.project(seen), steps);
    const kept = begins && splitRows(reshape(subtract(1, begins), [seen.shape[0], 1]), steps);
    let parts: readonly FloatExpression[] = cell.parts.map((part) =>
      slice(states as FloatExpression, 1, part * units, (part + 1) * units),
    );
    const shown = projected.map((each, step) => {
      if (kept) parts = parts.map((part) => multiply(part, kept[step]));
      parts = cell.next(each, parts);
      return parts[0];
    });
    return { outputs: joined(shown, 0), states: joined(parts, 1) };
  };
  const withoutState = (): never => {
    throw new TypeError(
      `${name}: it is recurrent ("${kind}"), and is given no state here. Take an architecture ` +
        'without a state, such as { kind: "mlp", … }',
    );
  };
  return {
    parameters: cell.parameters,
    statistics: [],
    apply: withoutState,
    train: withoutState,
    recurrence: { stateSize, apply },
  };
}

/** A cell whose state is in parts [sequences, units], of which the first is what other layers see. */
interface Cell {
  readonly parameters: readonly Variable[];
  /** Their numbers. */
  readonly parts: readonly number[];
  project(inputs: Expression): FloatExpression;
  next(projected: Expression, parts: readonly FloatExpression[]): readonly FloatExpression[];
}

function cellOf(kind: RecurrentCellName, name: string, options: RecurrentCellOptions): Cell {
  if (kind === "gru") {
    const { parameters, project, next } = gruCell(name, options);
    return { parameters, parts: [0], project, next: (projected, [state]) => [next(projected, state)] };
  }
  const { parameters, project, next } = lstmCell(name, options);
  return {
    ...{ parameters, parts: [0, 1], project },
    next(projected, parts) {
      const { hidden, cell } = next(projected, { hidden: parts[0], cell: parts[1] });
      return [hidden, cell];
    },
  };
}

/**
 * The rows in `count` parts of equal length, by halves: the gradient of a slice is as large as what it is taken of, which
 * for parts that were all taken of the whole would be as many times the whole.
 */
function splitRows(x: FloatExpression, count: number): readonly FloatExpression[] {
  if (count === 1) return [x];
  const first = count >> 1;
  const border = (x.shape[0] / count) * first;
  return [
    ...splitRows(slice(x, 0, 0, border), first),
    ...splitRows(slice(x, 0, border, x.shape[0]), count - first),
  ];
}

function joined(parts: readonly FloatExpression[], axis: number): FloatExpression {
  return parts.length === 1 ? parts[0] : concatenate(parts, axis);
}
