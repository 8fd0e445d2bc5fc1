/*
 * What C and TypeScript agree on. `build.mjs` writes opcodes.h and src/compiler/instruction-set/{opcodes,places,words}.ts from it:
 * it is said nowhere else which number an instruction has, which word of it says what, and how large its operands are.
 */

/**
 * The words behind an opcode, by name, in their order. A word is an int32:
 *
 *   n            a count, or another number; …Bits are the bits of a float
 *   <a[m n]      the address of m·n words that are read; <a[] of one
 *   >d[m n]      the address of m·n words that are written
 *   ~a           an address of which TypeScript finds out by itself what is read or written, and whether it may be 0
 *   (n ~a)       the rest of the instruction: these words for each of some number of things
 *
 * Of an instruction without a fixed length, the first word is its length.
 */
const layouts = {
  map: "n >d[n] <a[n]",
  combine: "length inner ~d ~a ~b aStep bStep outerRank (extent aStride bStride)",
  select: "n ~d ~condition ~a ~b conditionStep aStep bStep",
  gradient: "n >d[n] <g[n] <y[n]",
  stridedCopy: "length inner ~d ~a dStep aStep outerRank (extent dStride aStride)",
  fill: "n >d[n] bits",
  sum: "outer reduced inner >d[outer inner] <a[outer reduced inner] scaleBits",
  max: "outer reduced inner >d[outer inner] <a[outer reduced inner]",
  sumOfSquares: "length ~d scaleBits (n ~a)",
  dot: "n >d[] <a[n] <b[n] scaleBits",
  cumulativeSum: "rows columns >d[rows columns] <a[rows columns] reverse",
  rowsToRows: "rows columns >d[rows columns] <a[rows columns]",
  rowsToNumbers: "rows columns >d[rows] <a[rows columns]",
  gatherRows: "count width limit >d[count width] <a[limit width] <indices[count]",
  scatterAddRows: "count width limit >d[limit width] <a[count width] <indices[count]",
  pick: "rows columns >d[rows] <a[rows columns] <indices[rows]",
  unpick: "rows columns >d[rows columns] <a[rows] <indices[rows]",
  oneHot: "rows columns >d[rows columns] <indices[rows]",
  matmul:
    "rows columns depth >d[rows columns] <a[rows depth] <b[depth columns] transposeA transposeB epilogue ~bias ~activations",
  convolution3x3:
    "batch height width channels filters ~d ~x ~w transposed epilogue ~bias ~activations ~scratch",
  convolution3x3WeightGradient:
    "batch height width channels filters >d[9 channels filters] <x[batch height width channels] " +
    "<g[batch height width filters] ~scratch",
  patches:
    "batch height width channels rows columns kernelRows kernelColumns rowStride columnStride above left " +
    ">d[batch channels rows columns kernelRows kernelColumns] <a[batch height width channels]",
  foldPatches:
    "batch height width channels rows columns kernelRows kernelColumns rowStride columnStride above left " +
    ">d[batch height width channels] <a[batch channels rows columns kernelRows kernelColumns]",
  sgd: "length ~learningRate ~scale momentumBits nesterov weightDecayBits (n ~p ~g ~velocity)",
  rmsprop: "length ~learningRate ~scale decayBits epsilonBits momentumBits (n ~p ~g ~squares ~velocity)",
  adam:
    "length ~learningRate ~scale ~step beta1Bits beta2Bits epsilonBits weightDecayBits " +
    "(n ~p ~g ~firstMoment ~secondMoment)",
};

/** Layouts whose words must fit each other, which TypeScript sees to. */
export const ofWindows = ["patches", "foldPatches"];

/** Instructions in the order of their opcodes: their layout, and whether policies act with them. */
const list = {
  copy: ["map", "acting"],
  negate: ["map", "acting"],
  exp: ["map", "acting"],
  log: ["map", "acting"],
  expm1: ["map"],
  log1p: ["map"],
  sqrt: ["map", "acting"],
  square: ["map", "acting"],
  reciprocal: ["map", "acting"],
  abs: ["map"],
  sign: ["map"],
  floor: ["map"],
  tanh: ["map", "acting"],
  sigmoid: ["map", "acting"],
  softplus: ["map", "acting"],
  relu: ["map", "acting"],
  sin: ["map"],
  cos: ["map"],
  castToFloat: ["map", "acting"],
  castToInt: ["map", "acting"],
  add: ["combine", "acting"],
  subtract: ["combine", "acting"],
  multiply: ["combine", "acting"],
  divide: ["combine", "acting"],
  minimum: ["combine", "acting"],
  maximum: ["combine", "acting"],
  less: ["combine", "acting"],
  lessEqual: ["combine", "acting"],
  equal: ["combine", "acting"],
  power: ["combine"],
  select: ["select", "acting"],
  tanhGradient: ["gradient"],
  sigmoidGradient: ["gradient"],
  reluGradient: ["gradient"],
  stridedCopy: ["stridedCopy", "acting"],
  fill: ["fill", "acting"],
  sum: ["sum", "acting"],
  max: ["max", "acting"],
  sumOfSquares: ["sumOfSquares", "acting"],
  dot: ["dot", "acting"],
  cumulativeSum: ["cumulativeSum", "acting"],
  argMax: ["rowsToNumbers", "acting"],
  logSoftmax: ["rowsToRows", "acting"],
  softmax: ["rowsToRows", "acting"],
  logSumExp: ["rowsToNumbers", "acting"],
  gatherRows: ["gatherRows", "acting"],
  scatterAddRows: ["scatterAddRows"],
  pick: ["pick", "acting"],
  unpick: ["unpick"],
  oneHot: ["oneHot", "acting"],
  matmul: ["matmul", "acting"],
  convolution3x3: ["convolution3x3", "acting"],
  convolution3x3WeightGradient: ["convolution3x3WeightGradient"],
  patches: ["patches", "acting"],
  foldPatches: ["foldPatches"],
  sgd: ["sgd"],
  rmsprop: ["rmsprop"],
  adam: ["adam"],
};

/** What a matrix product or a convolution does to its result before it stores it, by number from 0. */
export const epilogues = [
  "none",
  "tanh",
  "relu",
  "sigmoid",
  "tanhGradient",
  "reluGradient",
  "sigmoidGradient",
];

/** What is wrong when the kernels stop, by number from 1; the first word of their error record. */
export const errors = ["indexOutOfRange", "unknownOpcode"];

/** Of 3×3 convolutions by Winograd's method: kernels/winograd.h says what they are. */
export const winograd = {
  results: 3,
  taps: 3,
  tilesAtOnce: 36,
  frequencyGap: 16,
  /** Floats of the widest vector, and rows of the largest tile of a matrix product, of all machines. */
  mostLanes: 16,
  mostTileRows: 16,
};

/** A word: its name, where it is, whether it is an address, and of an operand the words whose product is its size. */
function parseWord(text, at) {
  const [, kind, name, sizes] = /^([<>~]?)(\w+)(?:\[(.*)\])?$/.exec(text);
  return { name, at, kind, sizes: sizes?.split(" ").filter((size) => size !== "") };
}

/** The words of a layout behind the opcode, and those that are repeated to its end, each from place 0. */
function parseLayout(text) {
  const [, fixed, repeated = ""] = /^([^(]*)(?:\((.*)\))?$/.exec(text);
  const wordsIn = (part, first) =>
    (part.match(/[<>~]?\w+(\[[^\]]*\])?/g) ?? []).map((word, index) => parseWord(word, first + index));
  return { words: wordsIn(fixed, 1), repeated: wordsIn(repeated, 0) };
}

/** Words by the name of a layout. */
export const parsedLayouts = Object.fromEntries(
  Object.entries(layouts).map(([name, text]) => [name, { text, ...parseLayout(text) }]),
);

/** In the order of their opcodes. */
export const instructions = Object.entries(list).map(([name, [layout, acting]]) => ({
  name,
  layout,
  isActing: acting === "acting",
}));
