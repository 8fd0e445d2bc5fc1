import type { Expression } from "../../graph/expression.ts";
import { sizeOf } from "../../graph/shape.ts";
import { opcodes } from "../instruction-set/opcodes.ts";
import type { DescentStep, Update } from "../update.ts";
import { withLength } from "./instructions/selection.ts";
import { type AddressOf, factorBits, type Step } from "./step.ts";

/** An update with the nodes that stand for what it reads, in the order of `updateInputs`. */
export interface PlannedUpdate {
  readonly update: Update;
  readonly inputs: readonly Expression[];
}

/** The instructions that carry out updates: neighbors that differ in their parameters only are one. */
export function updateSteps(updates: readonly PlannedUpdate[]): Step[] {
  const groups: PlannedUpdate[][] = [];
  for (const planned of updates) {
    const group = groups.at(-1);
    if (group && goTogether(group[0], planned)) group.push(planned);
    else groups.push([planned]);
  }
  return groups.map(groupStep);
}

function goTogether(a: PlannedUpdate, b: PlannedUpdate): boolean {
  if (a.update.kind === "assign" || b.update.kind === "assign") return false;
  const [, ...scalars] = a.inputs;
  return (
    scalars.every((scalar, index) => scalar === b.inputs[index + 1]) &&
    encodeShared(a.update, addressOfId).join() === encodeShared(b.update, addressOfId).join()
  );
}

function groupStep(group: readonly PlannedUpdate[]): Step {
  const [{ update, inputs }] = group as [PlannedUpdate];
  const [, ...scalars] = inputs;
  return {
    node: update.kind === "assign" ? update.target : update.parameter,
    result: undefined,
    reads: [...group.map((planned) => planned.inputs[0]), ...scalars],
    overwritable: [],
    scratchBytes: 0,
    updates: group.map((planned) => planned.update),
    encode: (at) => {
      if (update.kind === "assign") {
        return [opcodes.copy, sizeOf(update.target.shape), at(update.target), at(inputs[0])];
      }
      const [, learningRate, gradientScale] = inputs as [Expression, Expression, Expression];
      return withLength(opcodes[update.kind], [
        ...[at(learningRate), at(gradientScale), ...encodeShared(update, at)],
        ...group.flatMap((planned) => encodeParameter(planned.update as DescentStep, planned.inputs[0], at)),
      ]);
    },
  };
}

const addressOfId: AddressOf = ({ id }) => id;

/** The words about all parameters. */
function encodeShared(update: DescentStep, at: AddressOf): number[] {
  switch (update.kind) {
    case "sgd":
      return [factorBits(update.momentum), Number(update.nesterov), factorBits(update.weightDecay)];
    case "rmsprop":
      return [update.decay, update.epsilon, update.momentum].map(factorBits);
    case "adam":
      return [
        at(update.step),
        ...[update.beta1, update.beta2, update.epsilon, update.weightDecay].map(factorBits),
      ];
  }
}

/** The words about one parameter. */
function encodeParameter(update: DescentStep, gradient: Expression, at: AddressOf): number[] {
  const head = [sizeOf(update.parameter.shape), at(update.parameter), at(gradient)];
  const atOrNone = (variable: Expression | undefined) => (variable ? at(variable) : 0);
  switch (update.kind) {
    case "sgd":
      return [...head, atOrNone(update.velocity)];
    case "rmsprop":
      return [...head, at(update.squares), atOrNone(update.velocity)];
    case "adam":
      return [...head, at(update.firstMoment), at(update.secondMoment)];
  }
}
