import type { AuxiliaryTask } from "../../algorithms/index.ts";
import {
  add,
  type Expression,
  type FloatExpression,
  mean,
  multiply,
  reshape,
  slice,
  square,
  subtract,
  sum,
  tanh,
} from "../../graph/index.ts";
import { OptionsError } from "../../learning/index.ts";
import { boardValueHead, type ConvolutionalHead, createNetwork } from "../../networks/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";
import { endingSize } from "./ending-size.ts";

/** How much it counts what a network tells of the ends of games. */
export interface EndingWeights {
  /** Factor on the squared error of whose each point is, in the mean over the points. */
  readonly ownershipWeight: number;
  /** Factor on the squared error of who wins; default 0. */
  readonly outcomeWeight?: number;
}

/** Whether it counts at all. */
export function asksEndings({ ownershipWeight, outcomeWeight = 0 }: EndingWeights): boolean {
  return ownershipWeight > 0 || outcomeWeight > 0;
}

/**
 * What a network of Go learns beside: whose each point will be, and who wins, seen by whoever is to move (Wu 2019,
 * "Accelerating Self-Play Learning in Go", of KataGo). A single outcome is all that a game tells of its positions otherwise; whose
 * the points are tells where it was lost.
 *
 * @returns undefined where all weights are 0
 * @throws OptionsError where the network has no convolutions
 */
export function endingTask(
  owner: string,
  { architecture, observationSpace, tower }: Policy,
  { ownershipWeight, outcomeWeight = 0 }: EndingWeights,
  generator: Generator,
): AuxiliaryTask | undefined {
  if (!asksEndings({ ownershipWeight, outcomeWeight })) return undefined;
  if (typeof architecture === "function" || architecture.kind !== "convolutional") {
    const weight = ownershipWeight === 0 ? "outcomeWeight" : "ownershipWeight";
    throw new OptionsError([
      `${owner}: option ${weight} is above 0, and the architecture has no convolutions that learn by it: leave architecture ` +
        `"auto", or set ${weight} to 0.`,
    ]);
  }
  const [rows, columns] = architecture.input;
  const points = rows * columns;
  const headOf = (name: string, head: ConvolutionalHead, outputs: number) =>
    createNetwork(
      name,
      { ...architecture, head },
      { inputs: observationSpace.size, outputs, tower },
      generator,
    );
  const ownership = headOf("ownership", { kind: "positions" }, points);
  const outcome = headOf("outcome", boardValueHead, 1);
  return {
    targetSize: endingSize(points),
    parameters: [
      ...(ownershipWeight > 0 ? ownership.parameters : []),
      ...(outcomeWeight > 0 ? outcome.parameters : []),
    ],
    loss({ observations, targets, weights }) {
      const count = targets.shape[0];
      const target = (from: number, to: number) => slice(targets, 1, from, to);
      const error = (found: FloatExpression, wanted: Expression) =>
        mean(square(subtract(wanted, found)), { axis: 1 });
      const errors: FloatExpression[] = [];
      if (ownershipWeight > 0) {
        const owners = tanh(ownership.apply(observations));
        errors.push(multiply(ownershipWeight, error(owners, target(0, points))));
      }
      if (outcomeWeight > 0) {
        const winner = outcome.apply(observations);
        errors.push(multiply(outcomeWeight, error(winner, target(points, points + 1))));
      }
      const known = reshape(target(points + 1, points + 2), [count]);
      return sum(multiply(multiply(errors.reduce(add), known), weights));
    },
  };
}
