import { winogradScratchBytes } from "./winograd-scratch.ts";

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
 * What the instruction at `words[at]` does to memory (kernels/opcodes.h says which words follow an opcode). Whoever keeps
 * all ranges apart from what they must not touch can run any words: the kernels go through nothing else, apart from their
 * own memory.
 *
 * @param known of opcodes; by default those that policies act with, and `trainingForms` has all
 * @throws RangeError when there is no such instruction, or one of its words is impossible
 */
export function accessesOf(words: ArrayLike<number>, at: number, known: KnownForms = actingForms): Accesses {
  const operands = operandsAt(words, at);
  const form = known[words[at]];
  if (form === undefined) throw new RangeError(`there is no instruction ${words[at]}`);
  const accesses = typeof form === "function" ? form(operands) : follow(form, operands);
  operands.word(accesses.length - 1);
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

/**
 * Instructions whose words begin with counts: their length, and for the result and each operand the places of the word
 * with its address and of the counts whose product is its size.
 */
export type Form = readonly [length: number, result: readonly number[], ...operands: (readonly number[])[]];

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

export const map: Form = [4, [2, 1], [3, 1]];
const softmax: Form = [5, [3, 1, 2], [4, 1, 2]];
const rowsToNumbers: Form = [5, [3, 1], [4, 1, 2]];

/** Nested loops over two operands: `first` is the place of the first step, the number of outer loops comes behind both. */
function loops(operands: Operands, first: number, largestStep: number) {
  const inner = operands.word(2, 1);
  const rank = operands.word(first + 2, 0, 64);
  const length = first + 3 + 3 * rank;
  operands.word(1, length, length);
  const spans = [0, 1].map((which) => 1 + (inner - 1) * operands.word(first + which, 0, largestStep));
  let work = inner;
  for (let at = first + 3; at < length; at += 3) {
    const extent = operands.word(at, 1);
    work *= extent;
    for (const which of [0, 1]) spans[which] += (extent - 1) * operands.word(at + 1 + which, 0);
  }
  return { length, work, spans };
}

export function combine(operands: Operands): Accesses {
  const { length, work, spans } = loops(operands, 6, 1);
  const reads = spans.map((span, which): Range => [operands.address(4 + which), span]);
  return { length, work, writes: [[operands.address(3), work]], reads };
}

function stridedCopy(operands: Operands): Accesses {
  const { length, work, spans } = loops(operands, 5, 2 ** 31 - 1);
  return {
    length,
    work,
    writes: [[operands.address(3), spans[0]]],
    reads: [[operands.address(4), spans[1]]],
  };
}

function select(operands: Operands): Accesses {
  const work = operands.word(1, 1);
  const reads = [3, 4, 5].map((at): Range => [operands.address(at), operands.word(at + 3, 0, 1) ? work : 1]);
  return { length: 9, work, writes: [[operands.address(2), work]], reads };
}

function sumOfSquares(operands: Operands): Accesses {
  const length = operands.word(1);
  const reads: Range[] = [];
  for (let at = 4; at < length; at += 2) reads.push(operands.range([at + 1, at]));
  const work = reads.reduce((total, [, words]) => total + words, 0);
  return { length: 4 + 2 * reads.length, work, writes: [[operands.address(2), 1]], reads };
}

/** With what is done to the result at the end: words from `at` on. */
function linear(form: Form, operands: Operands, at: number, columns: number): Accesses {
  const accesses = follow(form, operands);
  const [[, results]] = accesses.writes as [Range];
  const reads = [...accesses.reads];
  const takesActivations = operands.word(at, 0, 6) > 3;
  if (operands.address(at + 1) > 0) reads.push([operands.address(at + 1), columns]);
  if (takesActivations) reads.push([operands.address(at + 2), results]);
  else operands.word(at + 2, 0, 0);
  return { ...accesses, reads };
}

function matmul(operands: Operands): Accesses {
  for (const transposed of [7, 8]) operands.word(transposed, 0, 1);
  return linear([12, [4, 1, 2], [5, 1, 3], [6, 3, 2]], operands, 9, operands.word(2));
}

/** Adds the scratch of a convolution, whose address is a word. */
export function withScratch(accesses: Accesses, operands: Operands, at: number): Accesses {
  const [width, channels, filters] = [3, 4, 5].map((at) => operands.word(at, 1));
  const scratch: Range = [operands.address(at), winogradScratchBytes(width, channels, filters) / 4];
  return { ...accesses, work: 9 * accesses.work, writes: [...accesses.writes, scratch] };
}

function convolution3x3(operands: Operands): Accesses {
  const [from, to] = operands.word(9, 0, 1) ? [5, 4] : [4, 5];
  const form: Form = [14, [6, 1, 2, 3, to], [7, 1, 2, 3, from], [8, -9, 4, 5]];
  return withScratch(linear(form, operands, 10, operands.word(to)), operands, 13);
}

/** Of images seen through a window. */
export const windowed =
  (form: Form) =>
  (operands: Operands): Accesses => {
    // The kernels compute where a window lies in int32.
    for (const axis of [0, 1]) {
      const last = (operands.word(5 + axis, 1) - 1) * operands.word(9 + axis, 1, 2 ** 29);
      operands.word(7 + axis, 1, Math.min(2 ** 29, 2 ** 31 - 1 - last));
      operands.word(11 + axis, 0, 2 ** 29);
      operands.word(2 + axis, 1, 2 ** 30);
    }
    const accesses = follow(form, operands);
    return { ...accesses, work: operands.product([1, 4, 5, 6, 7, 8]) };
  };

/** Policies do not act with these. */
const none = undefined;

/** In the order of their opcodes, by the names that these have in opcodes.ts. */
export const forms = {
  copy: map,
  negate: map,
  exp: map,
  log: map,
  expm1: none,
  log1p: none,
  sqrt: map,
  square: map,
  reciprocal: map,
  abs: none,
  sign: none,
  floor: none,
  tanh: map,
  sigmoid: map,
  softplus: map,
  relu: map,
  sin: none,
  cos: none,
  castToFloat: map,
  castToInt: map,
  add: combine,
  subtract: combine,
  multiply: combine,
  divide: combine,
  minimum: combine,
  maximum: combine,
  less: combine,
  lessEqual: combine,
  equal: combine,
  power: none,
  select,
  tanhGradient: none,
  sigmoidGradient: none,
  reluGradient: none,
  stridedCopy,
  fill: [4, [2, 1]] as Form,
  sum: [7, [4, 1, 3], [5, 1, 2, 3]] as Form,
  max: [6, [4, 1, 3], [5, 1, 2, 3]] as Form,
  sumOfSquares,
  dot: [6, [2], [3, 1], [4, 1]] as Form,
  cumulativeSum: [6, [3, 1, 2], [4, 1, 2]] as Form,
  argMax: rowsToNumbers,
  logSoftmax: softmax,
  softmax,
  logSumExp: rowsToNumbers,
  gatherRows: [7, [4, 1, 2], [5, 3, 2], [6, 1]] as Form,
  scatterAddRows: none,
  pick: [6, [3, 1], [4, 1, 2], [5, 1]] as Form,
  unpick: none,
  oneHot: [5, [3, 1, 2], [4, 1]] as Form,
  matmul,
  convolution3x3,
  convolution3x3WeightGradient: none,
  patches: windowed([15, [13, 1, 4, 5, 6, 7, 8], [14, 1, 2, 3, 4]]),
};

const actingForms: KnownForms = Object.values<KnownForms[number]>(forms);
