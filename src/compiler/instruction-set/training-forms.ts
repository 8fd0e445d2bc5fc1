import {
  type Accesses,
  combine,
  type Form,
  follow,
  forms,
  type KnownForms,
  map,
  type Operands,
  type Range,
  windowed,
  withScratch,
} from "./accesses.ts";
import { opcodes } from "./opcodes.ts";

const gradient: Form = [5, [2, 1], [3, 1], [4, 1]];

const weightGradient: Form = [10, [6, -9, 4, 5], [7, 1, 2, 3, 4], [8, 1, 2, 3, 5]];

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

const everything: Readonly<Record<keyof typeof opcodes, KnownForms[number]>> = {
  ...forms,
  expm1: map,
  log1p: map,
  abs: map,
  sign: map,
  floor: map,
  sin: map,
  cos: map,
  power: combine,
  tanhGradient: gradient,
  sigmoidGradient: gradient,
  reluGradient: gradient,
  scatterAddRows: [7, [4, 3, 2], [5, 1, 2], [6, 1]],
  unpick: [6, [3, 1, 2], [4, 1], [5, 1]],
  convolution3x3WeightGradient: (operands) => withScratch(follow(weightGradient, operands), operands, 9),
  foldPatches: windowed([15, [13, 1, 2, 3, 4], [14, 1, 4, 5, 6, 7, 8]]),
  sgd: update([2, 3], 7, 3),
  rmsprop: update([2, 3], 7, 4),
  adam: update([2, 3, 4], 9, 4),
};

/** Of all instructions. */
export const trainingForms: KnownForms = (Object.keys(opcodes) as (keyof typeof opcodes)[]).map(
  (name) => everything[name],
);
