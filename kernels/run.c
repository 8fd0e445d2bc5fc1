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

// The operands of the instruction at pc, by the layout of its words and their names.
#define WORD(layout, name) pc[AT_##layout##_##name]
#define F(layout, name) FLOATS_AT(base, WORD(layout, name))
#define I(layout, name) INTS_AT(base, WORD(layout, name))
#define FLOATS_OR_NONE(layout, name) (WORD(layout, name) ? F(layout, name) : 0)
#define IMMEDIATE(layout, name) floatOfBits(WORD(layout, name))
#define SCALE(layout) (WORD(layout, scale) ? *F(layout, scale) : 1)
#define DIMENSIONS(layout) ((const Dimension *)(pc + AT_##layout##_repeated))
#define WINDOW(layout) ((const Window *)(pc + AT_##layout##_batch))

// Goes through what is repeated at the end of an instruction, with `each` at the first word of one.
#define FOR_EACH(layout)                                                                                             \
  for (int each = AT_##layout##_repeated; each < WORD(layout, length); each += EACH_##layout)
#define EACH(layout, name) pc[each + EACH_##layout##_##name]
#define EACH_F(layout, name) FLOATS_AT(base, EACH(layout, name))
#define EACH_F_OR_NONE(layout, name) (EACH(layout, name) ? EACH_F(layout, name) : 0)

// Runs one instruction; returns 0 if it failed.
static int runInstruction(Address base, const int *pc) {
  switch (pc[0]) {
#define CASE(name)                                                                                                   \
  case OP_##name:                                                                                                    \
    map_##name(WORD(map, n), F(map, d), F(map, a));                                                                                   \
    return 1;
    CASE(copy) CASE(negate) CASE(exp) CASE(log) CASE(sqrt) CASE(square) CASE(reciprocal)
    TRAINING(CASE(expm1) CASE(log1p) CASE(abs) CASE(sign) CASE(floor)) CASE(tanh) CASE(sigmoid) CASE(softplus) CASE(relu)
    CASE(castToFloat) CASE(castToInt)
#undef CASE
#define CASE(name)                                                                                                   \
  case OP_##name:                                                                                                    \
    combineBroadcast(combine_##name, WORD(combine, inner), F(combine, d), F(combine, a), F(combine, b),                \
                     WORD(combine, aStep), WORD(combine, bStep), WORD(combine, outerRank), DIMENSIONS(combine));                   \
    return 1;
    CASE(add) CASE(subtract) CASE(multiply) CASE(divide) CASE(minimum) CASE(maximum) CASE(less) CASE(lessEqual)
    CASE(equal) TRAINING(CASE(power))
#undef CASE
#define CASE(name)                                                                                                   \
  case OP_##name:                                                                                                    \
    gradient_##name(WORD(gradient, n), F(gradient, d), F(gradient, g), F(gradient, y));                                                                        \
    return 1;
    TRAINING(CASE(tanhGradient) CASE(sigmoidGradient) CASE(reluGradient))
#undef CASE
  TRAINING(
  case OP_sin: mapSineTurned(WORD(map, n), F(map, d), F(map, a), 0); return 1;
  case OP_cos: mapSineTurned(WORD(map, n), F(map, d), F(map, a), 1); return 1;
  )
  case OP_select:
    selectElements(WORD(select, n), F(select, d), F(select, condition), F(select, a), F(select, b),
                   WORD(select, conditionStep), WORD(select, aStep), WORD(select, bStep));
    return 1;
  case OP_stridedCopy:
    copyStrided(WORD(stridedCopy, inner), I(stridedCopy, d), I(stridedCopy, a), WORD(stridedCopy, dStep),
                WORD(stridedCopy, aStep), WORD(stridedCopy, outerRank), DIMENSIONS(stridedCopy));
    return 1;
  case OP_fill: fillWords(WORD(fill, n), I(fill, d), WORD(fill, bits)); return 1;
  case OP_sum:
    sumMiddle(WORD(sum, outer), WORD(sum, reduced), WORD(sum, inner), F(sum, d), F(sum, a), IMMEDIATE(sum, scaleBits));
    return 1;
  case OP_max: maximumMiddle(WORD(max, outer), WORD(max, reduced), WORD(max, inner), F(max, d), F(max, a)); return 1;
  case OP_sumOfSquares: {
    double total = 0;
    FOR_EACH(sumOfSquares)
      total += dotOf(EACH(sumOfSquares, n), EACH_F(sumOfSquares, a), EACH_F(sumOfSquares, a));
    *F(sumOfSquares, d) = (float)(total * (double)IMMEDIATE(sumOfSquares, scaleBits));
    return 1;
  }
  case OP_dot:
    *F(dot, d) = (float)(dotOf(WORD(dot, n), F(dot, a), F(dot, b)) * (double)IMMEDIATE(dot, scaleBits));
    return 1;
  case OP_cumulativeSum:
    cumulativeSum(WORD(cumulativeSum, rows), WORD(cumulativeSum, columns), F(cumulativeSum, d), F(cumulativeSum, a),
                  WORD(cumulativeSum, reverse));
    return 1;
  case OP_argMax:
    argMax(WORD(rowsToNumbers, rows), WORD(rowsToNumbers, columns), I(rowsToNumbers, d), F(rowsToNumbers, a));
    return 1;
#define SOFTMAX_ROWS(kind, layout)                                                                                   \
  softmaxRows(kind, WORD(layout, rows), WORD(layout, columns), F(layout, d), F(layout, a))
  case OP_logSoftmax: SOFTMAX_ROWS(LOG_SOFTMAX, rowsToRows); return 1;
  case OP_softmax: SOFTMAX_ROWS(SOFTMAX, rowsToRows); return 1;
  case OP_logSumExp: SOFTMAX_ROWS(LOG_SUM_EXP, rowsToNumbers); return 1;
  case OP_gatherRows:
    return gatherRows(WORD(gatherRows, count), WORD(gatherRows, width), WORD(gatherRows, limit), I(gatherRows, d),
                      I(gatherRows, a), I(gatherRows, indices));
  TRAINING(
  case OP_scatterAddRows:
    return scatterAddRows(WORD(scatterAddRows, count), WORD(scatterAddRows, width), WORD(scatterAddRows, limit),
                          F(scatterAddRows, d), F(scatterAddRows, a), I(scatterAddRows, indices));
  )
  case OP_pick: return pick(WORD(pick, rows), WORD(pick, columns), I(pick, d), I(pick, a), I(pick, indices));
  TRAINING(
  case OP_unpick:
    return unpick(WORD(unpick, rows), WORD(unpick, columns), I(unpick, d), I(unpick, a), I(unpick, indices));
  )
  case OP_oneHot: return oneHot(WORD(oneHot, rows), WORD(oneHot, columns), F(oneHot, d), I(oneHot, indices));
  case OP_matmul: {
    Product product = {WORD(matmul, rows),
                       WORD(matmul, columns),
                       WORD(matmul, depth),
                       F(matmul, d),
                       F(matmul, a),
                       F(matmul, b),
                       WORD(matmul, transposeA),
                       WORD(matmul, transposeB),
                       WORD(matmul, epilogue),
                       FLOATS_OR_NONE(matmul, bias),
                       FLOATS_OR_NONE(matmul, activations)};
    multiplyMatrices(&product);
    return 1;
  }
  case OP_convolution3x3: {
    Convolution convolution = {WORD(convolution3x3, batch),
                               WORD(convolution3x3, height),
                               WORD(convolution3x3, width),
                               WORD(convolution3x3, channels),
                               WORD(convolution3x3, filters),
                               F(convolution3x3, d),
                               F(convolution3x3, x),
                               F(convolution3x3, w),
                               WORD(convolution3x3, transposed),
                               WORD(convolution3x3, epilogue),
                               FLOATS_OR_NONE(convolution3x3, bias),
                               FLOATS_OR_NONE(convolution3x3, activations),
                               F(convolution3x3, scratch)};
    convolve3x3(&convolution);
    return 1;
  }
  TRAINING(
  case OP_convolution3x3WeightGradient:
    convolve3x3WeightGradient(
        WORD(convolution3x3WeightGradient, batch), WORD(convolution3x3WeightGradient, height),
        WORD(convolution3x3WeightGradient, width), WORD(convolution3x3WeightGradient, channels),
        WORD(convolution3x3WeightGradient, filters), F(convolution3x3WeightGradient, d),
        F(convolution3x3WeightGradient, x), F(convolution3x3WeightGradient, g),
        F(convolution3x3WeightGradient, scratch));
    return 1;
  )
  case OP_patches: takePatches(WINDOW(patches), F(patches, d), F(patches, a)); return 1;
  TRAINING(
  case OP_foldPatches: foldPatches(WINDOW(foldPatches), F(foldPatches, d), F(foldPatches, a)); return 1;
  case OP_sgd: {
    Sgd settings = {*F(sgd, learningRate), SCALE(sgd), IMMEDIATE(sgd, momentumBits), IMMEDIATE(sgd, weightDecayBits),
                    WORD(sgd, nesterov)};
    if (mayUpdate(settings.learningRate, settings.scale))
      FOR_EACH(sgd) sgd(EACH(sgd, n), EACH_F(sgd, p), EACH_F(sgd, g), EACH_F_OR_NONE(sgd, velocity), &settings);
    return 1;
  }
  case OP_rmsprop: {
    RmsProp settings = {*F(rmsprop, learningRate), SCALE(rmsprop), IMMEDIATE(rmsprop, decayBits),
                        IMMEDIATE(rmsprop, epsilonBits), IMMEDIATE(rmsprop, momentumBits)};
    if (mayUpdate(settings.learningRate, settings.scale))
      FOR_EACH(rmsprop)
        rmsProp(EACH(rmsprop, n), EACH_F(rmsprop, p), EACH_F(rmsprop, g), EACH_F(rmsprop, squares),
                EACH_F_OR_NONE(rmsprop, velocity), &settings);
    return 1;
  }
  case OP_adam: {
    float learningRate = *F(adam, learningRate), scale = SCALE(adam);
    if (!mayUpdate(learningRate, scale)) return 1;
    Adam settings = adamSettings(learningRate, scale, *F(adam, step), IMMEDIATE(adam, beta1Bits),
                                 IMMEDIATE(adam, beta2Bits), IMMEDIATE(adam, epsilonBits),
                                 IMMEDIATE(adam, weightDecayBits));
    FOR_EACH(adam)
      adam(EACH(adam, n), EACH_F(adam, p), EACH_F(adam, g), EACH_F(adam, firstMoment), EACH_F(adam, secondMoment),
           &settings);
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
