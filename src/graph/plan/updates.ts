import { opcodes } from "../../backends/compiled/opcodes.ts";
import type { Expression } from "../expression.ts";
import { sizeOf } from "../shape.ts";
import type { Update } from "../update.ts";
import { type AddressOf, floatBits, type Step } from "./step.ts";

/** The instruction that carries out an update, reading `inputs` in the order of `updateInputs`. */
export function updateStep(update: Update, inputs: readonly Expression[]): Step {
  const node = update.kind === "assign" ? update.target : update.parameter;
  const encode = (at: AddressOf) => encodeUpdate(update, inputs.map(at), at);
  return {
    node,
    result: undefined,
    reads: inputs,
    overwritable: [],
    scratchBytes: 0,
    updates: [update],
    encode,
  };
}

function encodeUpdate(update: Update, inputs: readonly number[], at: AddressOf): number[] {
  if (update.kind === "assign") {
    return [opcodes.copy, sizeOf(update.target.shape), at(update.target), inputs[0]];
  }
  const [gradient, learningRate, gradientScale] = inputs as [number, number, number];
  const head = [sizeOf(update.parameter.shape), at(update.parameter), gradient];
  const velocity = "velocity" in update && update.velocity ? at(update.velocity) : 0;
  switch (update.kind) {
    case "sgd":
      return [
        ...[opcodes.sgd, ...head, velocity, learningRate, gradientScale],
        ...[floatBits(update.momentum), Number(update.nesterov), floatBits(update.weightDecay)],
      ];
    case "rmsprop":
      return [
        ...[opcodes.rmsprop, ...head, at(update.squares), velocity, learningRate, gradientScale],
        ...[floatBits(update.decay), floatBits(update.epsilon), floatBits(update.momentum)],
      ];
    case "adam":
      return [
        ...[opcodes.adam, ...head, at(update.firstMoment), at(update.secondMoment)],
        ...[learningRate, gradientScale, at(update.step)],
        ...[update.beta1, update.beta2, update.epsilon, update.weightDecay].map(floatBits),
      ];
  }
}
