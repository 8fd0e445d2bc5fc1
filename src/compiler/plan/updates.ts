import type { Expression } from "../../graph/expression.ts";
import { sizeOf } from "../../graph/shape.ts";
import { instruction, instructionWithLength } from "../instruction-set/instruction.ts";
import type { DescentStep, Update } from "../update.ts";
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
  const shared = ({ update, inputs }: PlannedUpdate) =>
    encodeDescent(update as DescentStep, inputs, [], ({ id }) => id).join();
  return shared(a) === shared(b);
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
        return instruction("copy", sizeOf(update.target.shape), at(update.target), at(inputs[0]));
      }
      const parameters = group.flatMap((planned) =>
        encodeParameter(planned.update as DescentStep, planned.inputs[0], at),
      );
      return encodeDescent(update, inputs, parameters, at);
    },
  };
}

/** @param parameters the words about them, which differ among the steps of one instruction */
function encodeDescent(
  update: DescentStep,
  inputs: readonly Expression[],
  parameters: readonly number[],
  at: AddressOf,
): number[] {
  const [, rate, gradientScale] = inputs as [Expression, Expression, Expression];
  const scalars = [at(rate), at(gradientScale)] as const;
  switch (update.kind) {
    case "sgd": {
      const [momentum, weightDecay] = [factorBits(update.momentum), factorBits(update.weightDecay)];
      const nesterov = Number(update.nesterov);
      return instructionWithLength("sgd", ...scalars, momentum, nesterov, weightDecay, ...parameters);
    }
    case "rmsprop": {
      const [decay, epsilon] = [factorBits(update.decay), factorBits(update.epsilon)];
      const momentum = factorBits(update.momentum);
      return instructionWithLength("rmsprop", ...scalars, decay, epsilon, momentum, ...parameters);
    }
    case "adam": {
      const [beta1, beta2] = [factorBits(update.beta1), factorBits(update.beta2)];
      const others = [factorBits(update.epsilon), factorBits(update.weightDecay)] as const;
      return instructionWithLength(
        "adam",
        ...scalars,
        at(update.step),
        beta1,
        beta2,
        ...others,
        ...parameters,
      );
    }
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
