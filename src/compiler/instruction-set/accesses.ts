import * as at from "./places.ts";
import { winogradScratchBytes } from "./winograd-scratch.ts";
import { epilogues, type Form, matmul as matmulForm, patches } from "./words.ts";

/** Neighboring words of memory: the byte address of the first, and how many. */
export type Range = readonly [address: number, words: number];

/** What an instruction does to memory. */
export interface Accesses {
  /** Words of the instruction. */
  readonly length: number;
  /** At least the elements that it goes through: its time is about proportional. */
  readonly work: number;
  readonly writes: readonly Range[];
  /** What it reads; operands with gaps reach from their first to their last word. */
  readonly reads: readonly Range[];
}

/**
 * What the instruction at `words[at]` does to memory (kernels/instructions.mjs says which words follow an opcode). Whoever
 * keeps all ranges apart from what they must not touch can run any words: the kernels go through nothing else, apart from their
 * own memory.
 *
 * @param known of opcodes: `actingForms`, those that policies act with, or `trainingForms`, all
 * @throws RangeError when there is no such instruction, or one of its words is impossible
 */
export function accessesOf(words: ArrayLike<number>, at: number, known: KnownForms): Accesses {
  const operands = operandsAt(words, at);
  const form = known[words[at]];
  if (form === undefined) throw new RangeError(`there is no instruction ${words[at]}`);
  const accesses = typeof form === "function" ? form(operands) : follow(form, operands);
  operands.word(accesses.length - 1, -(2 ** 31), 2 ** 32 - 1); // is there, as an address or a number
  return accesses;
}

/** The words of an instruction by their place, 0 for the opcode. */
function operandsAt(words: ArrayLike<number>, at: number) {
  /** A word from `least` to `most`. */
  const word = (index: number, least = -(2 ** 31), most = 2 ** 31 - 1): number => {
    const found = words[at + index];
    if (found >= least && found <= most) return found;
    throw new RangeError(`word ${index} of an instruction is ${found}; it must be from ${least} to ${most}`);
  };
  /** Of counts at places, and of what negative numbers stand for themselves. */
  const product = (indices: readonly number[]) =>
    indices.reduce((product, index) => product * (index < 0 ? -index : word(index, 1)), 1);
  const address = (index: number) => word(index, 0, 2 ** 32 - 1);
  /** The operand whose address is a word, and whose size is a product of counts. */
  const range = ([at, ...sizes]: readonly number[]): Range => [address(at), product(sizes)];
  return { word, product, address, range };
}

export type Operands = ReturnType<typeof operandsAt>;

/** Forms, or what finds the accesses of instructions that have none, by opcode. */
export type KnownForms = readonly (Form | ((operands: Operands) => Accesses) | undefined)[];

export function follow([length, result, ...inputs]: Form, operands: Operands): Accesses {
  const counts = Math.max(...[result, ...inputs].flatMap(([, ...sizes]) => sizes));
  return {
    length,
    work: operands.product(Array.from({ length: counts }, (_, index) => index + 1)),
    writes: [operands.range(result)],
    reads: inputs.map((input) => operands.range(input)),
  };
}

/** Nested loops over two operands: where their steps are, the number of outer loops, and what each of these is. */
function loops(
  operands: Operands,
  steps: readonly number[],
  outerRank: number,
  first: number,
  largestStep: number,
) {
  const inner = operands.word(at.combineInner, 1);
  const length = first + 3 * operands.word(outerRank, 0, 64);
  operands.word(at.combineLength, length, length);
  const spans = steps.map((step) => 1 + (inner - 1) * operands.word(step, 0, largestStep));
  let work = inner;
  for (let outer = first; outer < length; outer += 3) {
    const extent = operands.word(outer, 1);
    work *= extent;
    for (const which of [0, 1]) spans[which] += (extent - 1) * operands.word(outer + 1 + which, 0);
  }
  return { length, work, spans };
}

function combine(operands: Operands): Accesses {
  const steps = [at.combineAStep, at.combineBStep];
  const { length, work, spans } = loops(operands, steps, at.combineOuterRank, at.combineRepeated, 1);
  const reads = spans.map((span, which): Range => [operands.address(at.combineA + which), span]);
  return { length, work, writes: [[operands.address(at.combineD), work]], reads };
}

function stridedCopy(operands: Operands): Accesses {
  const steps = [at.stridedCopyDStep, at.stridedCopyAStep];
  const [outerRank, first] = [at.stridedCopyOuterRank, at.stridedCopyRepeated];
  const { length, work, spans } = loops(operands, steps, outerRank, first, 2 ** 31 - 1);
  return {
    length,
    work,
    writes: [[operands.address(at.stridedCopyD), spans[0]]],
    reads: [[operands.address(at.stridedCopyA), spans[1]]],
  };
}

function select(operands: Operands): Accesses {
  const work = operands.word(at.selectN, 1);
  const reads = [0, 1, 2].map(
    (which): Range => [
      operands.address(at.selectCondition + which),
      operands.word(at.selectConditionStep + which, 0, 1) ? work : 1,
    ],
  );
  return { length: at.selectBStep + 1, work, writes: [[operands.address(at.selectD), work]], reads };
}

function sumOfSquares(operands: Operands): Accesses {
  const first = at.sumOfSquaresRepeated;
  const length = operands.word(at.sumOfSquaresLength);
  const reads: Range[] = [];
  for (let each = first; each < length; each += 2) reads.push(operands.range([each + 1, each]));
  const work = reads.reduce((total, [, words]) => total + words, 0);
  const writes: Range[] = [[operands.address(at.sumOfSquaresD), 1]];
  // Where the kernels go on: a word that does not say so would let them run what nobody has looked at.
  const whole = first + 2 * reads.length;
  operands.word(at.sumOfSquaresLength, whole, whole);
  return { length: whole, work, writes, reads };
}

/** With what is done to the result at the end: `epilogue` is where the words about it begin. */
function linear(form: Form, operands: Operands, epilogue: number, columns: number): Accesses {
  const accesses = follow(form, operands);
  const [[, results]] = accesses.writes as [Range];
  const reads = [...accesses.reads];
  const takesActivations = operands.word(epilogue, 0, epilogues.sigmoidGradient) > epilogues.sigmoid;
  const [bias, activations] = [epilogue + 1, epilogue + 2];
  if (operands.address(bias) > 0) reads.push([operands.address(bias), columns]);
  if (takesActivations) reads.push([operands.address(activations), results]);
  else operands.word(activations, 0, 0);
  return { ...accesses, reads };
}

function matmul(operands: Operands): Accesses {
  for (const transposed of [at.matmulTransposeA, at.matmulTransposeB]) operands.word(transposed, 0, 1);
  return linear(matmulForm, operands, at.matmulEpilogue, operands.word(at.matmulColumns));
}

/** The sizes of images and filters, which both instructions of 3×3 convolutions begin with. */
const images = [at.convolution3x3Batch, at.convolution3x3Height, at.convolution3x3Width];
const filterSizes = [at.convolution3x3Channels, at.convolution3x3Filters];

/** Adds the scratch of a convolution, whose address is a word. */
export function withScratch(accesses: Accesses, operands: Operands, place: number): Accesses {
  const [width, channels, filters] = [at.convolution3x3Width, ...filterSizes].map((size) =>
    operands.word(size, 1),
  );
  const scratch: Range = [operands.address(place), winogradScratchBytes(width, channels, filters) / 4];
  return { ...accesses, work: 9 * accesses.work, writes: [...accesses.writes, scratch] };
}

function convolution3x3(operands: Operands): Accesses {
  const isTransposed = operands.word(at.convolution3x3Transposed, 0, 1) === 1;
  const [from, to] = isTransposed ? filterSizes.toReversed() : filterSizes;
  const form: Form = [
    at.convolution3x3Scratch + 1,
    [at.convolution3x3D, ...images, to],
    [at.convolution3x3X, ...images, from],
    [at.convolution3x3W, -9, ...filterSizes],
  ];
  const accesses = linear(form, operands, at.convolution3x3Epilogue, operands.word(to));
  return withScratch(accesses, operands, at.convolution3x3Scratch);
}

/** Of images seen through a window. */
export const windowed =
  (form: Form) =>
  (operands: Operands): Accesses => {
    // The kernels compute where a window lies in int32.
    for (const axis of [0, 1]) {
      const last =
        (operands.word(at.patchesRows + axis, 1) - 1) * operands.word(at.patchesRowStride + axis, 1, 2 ** 29);
      operands.word(at.patchesKernelRows + axis, 1, Math.min(2 ** 29, 2 ** 31 - 1 - last));
      operands.word(at.patchesAbove + axis, 0, 2 ** 29);
      operands.word(at.patchesHeight + axis, 1, 2 ** 30);
    }
    const accesses = follow(form, operands);
    const [, ...sizes] = patches[1];
    return { ...accesses, work: operands.product(sizes) };
  };

/** What finds out the accesses of instructions whose forms do not say them. */
export const ownOfActing = {
  combine,
  select,
  stridedCopy,
  sumOfSquares,
  matmul,
  convolution3x3,
  patches: windowed(patches),
};
