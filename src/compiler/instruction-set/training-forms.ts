import {
  type Accesses,
  follow,
  type KnownForms,
  type Operands,
  ownOfActing,
  type Range,
  windowed,
  withScratch,
} from "./accesses.ts";
import * as at from "./places.ts";
import { foldPatches, formsForTraining, convolution3x3WeightGradient as weightGradient } from "./words.ts";

/** An update: addresses of `scalars`, then from word `first` on for each parameter its size and `operands` addresses. */
const update =
  (scalars: readonly number[], first: number, count: number) =>
  (operands: Operands): Accesses => {
    const length = operands.word(1);
    const reads = scalars.map((at): Range => [operands.address(at), 1]).filter(([address]) => address > 0);
    const writes: Range[] = [];
    let work = 0;
    let at = first;
    for (; at < length; at += count + 1) {
      const size = operands.word(at, 1);
      work += size;
      for (let operand = at + 1; operand <= at + count; operand++) {
        const range: Range = [operands.address(operand), size];
        if (range[0] === 0) continue; // a velocity that is not there
        reads.push(range);
        if (operand !== at + 2) writes.push(range); // all change but the gradient
      }
    }
    return { length: at, work, writes, reads };
  };

/** Of all instructions. */
export const trainingForms: KnownForms = formsForTraining({
  ...ownOfActing,
  convolution3x3WeightGradient: (operands: Operands) =>
    withScratch(follow(weightGradient, operands), operands, at.convolution3x3WeightGradientScratch),
  foldPatches: windowed(foldPatches),
  sgd: update([at.sgdLearningRate, at.sgdScale], at.sgdRepeated, 3),
  rmsprop: update([at.rmspropLearningRate, at.rmspropScale], at.rmspropRepeated, 4),
  adam: update([at.adamLearningRate, at.adamScale, at.adamStep], at.adamRepeated, 4),
});
