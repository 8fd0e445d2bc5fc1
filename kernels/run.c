// The instruction loop: runs a whole program in one call. What the instructions are, opcodes.h says.
#include "elementwise.h"
#include "indexing.h"
#include "matmul.h"
#include "opcodes.h"
#include "optimizers.h"
#include "patches.h"
#include "reductions.h"
#include "softmax.h"
#include "strided-copy.h"
#include "winograd.h"

// With ACTING_ONLY instructions that a policy does not act with are left out: the rest has the same bits in less space.
#ifdef ACTING_ONLY
#define TRAINING(...)
#define UNLESS_ACTING(x) 0
#else
#define TRAINING(...) __VA_ARGS__
#define UNLESS_ACTING(x) (x)
#endif

#ifndef ACTING_ONLY
// n rounds of 12 independent vector multiply-adds: 24 LANES n operations. What a machine can reach at best.
EXPORT(peak) float peak(int n) {
  enum { CHAINS = 12 };
  Floats sums[CHAINS], factor = splat(0.5f), term = splat(0.25f);
  UNROLLED for (int i = 0; i < CHAINS; i++) sums[i] = splat((float)i);
  for (int k = 0; k < n; k++)
    UNROLLED for (int i = 0; i < CHAINS; i++) sums[i] = multiplyAdd(sums[i], factor, term);
  UNROLLED for (int i = 1; i < CHAINS; i++) sums[0] += sums[i];
  return sumLanes(sums[0]);
}
#endif

static const int wordsOf[] = {
#define X(name, words) words,
    OPCODES(X)
#undef X
};
enum { OPCODE_COUNT = sizeof wordsOf / sizeof *wordsOf };

// The operands of the instruction at pc.
#define F(i) FLOATS_AT(base, pc[i])
#define I(i) INTS_AT(base, pc[i])
#define FLOATS_OR_NONE(i) (pc[i] ? F(i) : 0)
#define IMMEDIATE(i) floatOfBits(pc[i])
#define SCALE(i) (pc[i] ? *F(i) : 1)
#define DIMENSIONS(i) ((const Dimension *)(pc + (i)))

// Runs one instruction; returns 0 if it failed.
static int runInstruction(Address base, const int *pc) {
  switch (pc[0]) {
#define CASE(name)                                                                                                   \
  case OP_##name:                                                                                                    \
    map_##name(pc[1], F(2), F(3));                                                                                   \
    return 1;
    CASE(copy) CASE(negate) CASE(exp) CASE(log) CASE(sqrt) CASE(square) CASE(reciprocal)
    TRAINING(CASE(expm1) CASE(log1p) CASE(abs) CASE(sign) CASE(floor)) CASE(tanh) CASE(sigmoid) CASE(softplus) CASE(relu)
    CASE(castToFloat) CASE(castToInt)
#undef CASE
#define CASE(name)                                                                                                   \
  case OP_##name:                                                                                                    \
    combineBroadcast(combine_##name, pc[2], F(3), F(4), F(5), pc[6], pc[7], pc[8], DIMENSIONS(9));                   \
    return 1;
    CASE(add) CASE(subtract) CASE(multiply) CASE(divide) CASE(minimum) CASE(maximum) CASE(less) CASE(lessEqual)
    CASE(equal) TRAINING(CASE(power))
#undef CASE
#define CASE(name)                                                                                                   \
  case OP_##name:                                                                                                    \
    gradient_##name(pc[1], F(2), F(3), F(4));                                                                        \
    return 1;
    TRAINING(CASE(tanhGradient) CASE(sigmoidGradient) CASE(reluGradient))
#undef CASE
  TRAINING(
  case OP_sin: mapSineTurned(pc[1], F(2), F(3), 0); return 1;
  case OP_cos: mapSineTurned(pc[1], F(2), F(3), 1); return 1;
  )
  case OP_select: selectElements(pc[1], F(2), F(3), F(4), F(5), pc[6], pc[7], pc[8]); return 1;
  case OP_stridedCopy: copyStrided(pc[2], I(3), I(4), pc[5], pc[6], pc[7], DIMENSIONS(8)); return 1;
  case OP_fill: fillWords(pc[1], I(2), pc[3]); return 1;
  case OP_sum: sumMiddle(pc[1], pc[2], pc[3], F(4), F(5), IMMEDIATE(6)); return 1;
  case OP_max: maximumMiddle(pc[1], pc[2], pc[3], F(4), F(5)); return 1;
  case OP_sumOfSquares: {
    double total = 0;
    for (int i = 4; i < pc[1]; i += 2) total += dotOf(pc[i], F(i + 1), F(i + 1));
    *F(2) = (float)(total * (double)IMMEDIATE(3));
    return 1;
  }
  case OP_dot: *F(2) = (float)(dotOf(pc[1], F(3), F(4)) * (double)IMMEDIATE(5)); return 1;
  case OP_cumulativeSum: cumulativeSum(pc[1], pc[2], F(3), F(4), pc[5]); return 1;
  case OP_argMax: argMax(pc[1], pc[2], I(3), F(4)); return 1;
  case OP_logSoftmax: softmaxRows(LOG_SOFTMAX, pc[1], pc[2], F(3), F(4)); return 1;
  case OP_softmax: softmaxRows(SOFTMAX, pc[1], pc[2], F(3), F(4)); return 1;
  case OP_logSumExp: softmaxRows(LOG_SUM_EXP, pc[1], pc[2], F(3), F(4)); return 1;
  case OP_gatherRows: return gatherRows(pc[1], pc[2], pc[3], I(4), I(5), I(6));
  TRAINING(case OP_scatterAddRows: return scatterAddRows(pc[1], pc[2], pc[3], F(4), F(5), I(6));)
  case OP_pick: return pick(pc[1], pc[2], I(3), I(4), I(5));
  TRAINING(case OP_unpick: return unpick(pc[1], pc[2], I(3), I(4), I(5));)
  case OP_oneHot: return oneHot(pc[1], pc[2], F(3), I(4));
  case OP_matmul: {
    Product product = {pc[1], pc[2], pc[3], F(4),  F(5), F(6), pc[7],
                       pc[8], pc[9], FLOATS_OR_NONE(10), FLOATS_OR_NONE(11)};
    multiplyMatrices(&product);
    return 1;
  }
  case OP_convolution3x3: {
    Convolution convolution = {pc[1], pc[2], pc[3],  pc[4],  pc[5],  F(6),  F(7),
                               F(8),  pc[9], pc[10], FLOATS_OR_NONE(11), FLOATS_OR_NONE(12), F(13)};
    convolve3x3(&convolution);
    return 1;
  }
  TRAINING(
  case OP_convolution3x3WeightGradient:
    convolve3x3WeightGradient(pc[1], pc[2], pc[3], pc[4], pc[5], F(6), F(7), F(8), F(9));
    return 1;
  )
  case OP_patches: takePatches((const Window *)(pc + 1), F(13), F(14)); return 1;
  TRAINING(
  case OP_foldPatches: foldPatches((const Window *)(pc + 1), F(13), F(14)); return 1;
  case OP_sgd: {
    Sgd settings = {*F(2), SCALE(3), IMMEDIATE(4), IMMEDIATE(6), pc[5]};
    if (mayUpdate(settings.learningRate, settings.scale))
      for (int i = 7; i < pc[1]; i += 4) sgd(pc[i], F(i + 1), F(i + 2), FLOATS_OR_NONE(i + 3), &settings);
    return 1;
  }
  case OP_rmsprop: {
    RmsProp settings = {*F(2), SCALE(3), IMMEDIATE(4), IMMEDIATE(5), IMMEDIATE(6)};
    if (mayUpdate(settings.learningRate, settings.scale))
      for (int i = 7; i < pc[1]; i += 5)
        rmsProp(pc[i], F(i + 1), F(i + 2), F(i + 3), FLOATS_OR_NONE(i + 4), &settings);
    return 1;
  }
  case OP_adam: {
    float learningRate = *F(2), scale = SCALE(3);
    if (!mayUpdate(learningRate, scale)) return 1;
    Adam settings = adamSettings(learningRate, scale, *F(4), IMMEDIATE(5), IMMEDIATE(6), IMMEDIATE(7), IMMEDIATE(8));
    for (int i = 9; i < pc[1]; i += 5) adam(pc[i], F(i + 1), F(i + 2), F(i + 3), F(i + 4), &settings);
    return 1;
  }
  )
  }
  return fail(ERROR_UNKNOWN_OPCODE, 0, pc[0], OPCODE_COUNT);
}

// Runs the `words` words of the program at byte `program` of the memory at `base`. 0, or -(1 + word index of the
// instruction that failed); the error record then says why, and no later instruction has run.
INLINE int runProgram(Address base, int program, int words) {
  const int *start = INTS_AT(base, program);
  for (int at = 0; at < words;) {
    const int *pc = start + at;
    if (!runInstruction(base, pc)) return -(at + 1);
    at += wordsOf[pc[0]] ? wordsOf[pc[0]] : pc[1];
  }
  return 0;
}

#ifdef __wasm__
extern char __heap_base;

EXPORT(run) int run(int program, int words) { return runProgram(0, program, words); }

// The address of the error record: [code, row, index, limit].
EXPORT(error_record) int error_record(void) { return (int)errorRecord; }

// The first byte that the caller may use.
EXPORT(heap_base) int heap_base(void) { return (int)(((Address)&__heap_base + 63) & ~63ul); }
#else // native/<instruction set>.c includes this file and says what its kernels are called
#include "native/instruction-set.h"

static int run(void *memory, int program, int words) {
  int status = runProgram((Address)memory, program, words);
  if (status) copyWords(4, memory, errorRecord); // where the error record of a native memory is
  return status;
}

const InstructionSet INSTRUCTION_SET = {LANES, run, peak};
#endif
