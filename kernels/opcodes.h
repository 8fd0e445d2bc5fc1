// The one list of instructions: X(name, words). The position in the list is the opcode; `words` is the
// length of the instruction with its opcode, or 0 where word 1 holds the length. build.mjs reads this list
// too, so keep one entry per line. A word is an int32: a count, the byte offset of a buffer, or the bits of a
// float. The operands are named beside each entry in the order in which they follow the opcode.
#ifndef LOGPI_OPCODES_H
#define LOGPI_OPCODES_H

#define OPCODES(X)                                                                                          \
  /* n, d, a */                                                                                             \
  X(copy, 4)                                                                                                \
  X(negate, 4)                                                                                              \
  X(exp, 4)                                                                                                 \
  X(log, 4)                                                                                                 \
  X(expm1, 4)                                                                                               \
  X(log1p, 4)                                                                                               \
  X(sqrt, 4)                                                                                                \
  X(square, 4)                                                                                              \
  X(reciprocal, 4)                                                                                          \
  X(abs, 4)                                                                                                 \
  X(sign, 4)                                                                                                \
  X(floor, 4)                                                                                               \
  X(tanh, 4)                                                                                                \
  X(sigmoid, 4)                                                                                             \
  X(softplus, 4)                                                                                            \
  X(relu, 4)                                                                                                \
  X(sin, 4)                                                                                                 \
  X(cos, 4)                                                                                                 \
  X(castToFloat, 4)                                                                                         \
  X(castToInt, 4)                                                                                           \
  /* words, inner, d, a, b, aStep, bStep, outerRank, outerRank times (size, aStride, bStride) */            \
  X(add, 0)                                                                                                 \
  X(subtract, 0)                                                                                            \
  X(multiply, 0)                                                                                            \
  X(divide, 0)                                                                                              \
  X(minimum, 0)                                                                                             \
  X(maximum, 0)                                                                                             \
  X(less, 0)                                                                                                \
  X(lessEqual, 0)                                                                                           \
  X(equal, 0)                                                                                               \
  X(power, 0)                                                                                               \
  /* n, d, condition, a, b, conditionStep, aStep, bStep */                                                  \
  X(select, 9)                                                                                              \
  /* n, d, g, y */                                                                                          \
  X(tanhGradient, 5)                                                                                        \
  X(sigmoidGradient, 5)                                                                                     \
  X(reluGradient, 5)                                                                                        \
  /* words, inner, d, a, dStep, aStep, outerRank, outerRank times (size, dStride, aStride) */               \
  X(stridedCopy, 0)                                                                                         \
  /* n, d, bits */                                                                                          \
  X(fill, 4)                                                                                                \
  /* outer, reduce, inner, d, a, scaleBits */                                                               \
  X(sum, 7)                                                                                                 \
  /* outer, reduce, inner, d, a */                                                                          \
  X(max, 6)                                                                                                 \
  /* words, d, scaleBits, then for each tensor (n, a) */                                                     \
  X(sumOfSquares, 0)                                                                                        \
  /* n, d, a, b, scaleBits */                                                                               \
  X(dot, 6)                                                                                                 \
  /* rows, columns, d, a, reverse */                                                                        \
  X(cumulativeSum, 6)                                                                                       \
  /* rows, columns, d, a */                                                                                 \
  X(argMax, 5)                                                                                              \
  X(logSoftmax, 5)                                                                                          \
  X(softmax, 5)                                                                                             \
  X(logSumExp, 5)                                                                                           \
  /* count, width, limit, d, a, indices */                                                                  \
  X(gatherRows, 7)                                                                                          \
  X(scatterAddRows, 7)                                                                                      \
  /* rows, columns, d, a, indices */                                                                        \
  X(pick, 6)                                                                                                \
  X(unpick, 6)                                                                                              \
  /* rows, columns, d, indices */                                                                           \
  X(oneHot, 5)                                                                                              \
  /* M, N, K, d, a, b, transposeA, transposeB, epilogue, bias, aux */                                       \
  X(matmul, 12)                                                                                             \
  /* batch, height, width, channels, filters, d, x, w, transposed, epilogue, bias, aux, scratch */          \
  X(convolution3x3, 14)                                                                                     \
  /* batch, height, width, channels, filters, d, x, g, scratch */                                           \
  X(convolution3x3WeightGradient, 10)                                                                       \
  /* batch, height, width, channels, rows, columns, kernelRows, kernelColumns, rowStride, columnStride,     \
     above, left, d, a */                                                                                   \
  X(patches, 15)                                                                                            \
  X(foldPatches, 15)                                                                                        \
  /* words, learningRate, scale, momentumBits, nesterov, weightDecayBits,                                   \
     then for each parameter (n, p, g, velocity) */                                                         \
  X(sgd, 0)                                                                                                 \
  /* words, learningRate, scale, decayBits, epsilonBits, momentumBits,                                      \
     then for each parameter (n, p, g, squares, velocity) */                                                \
  X(rmsprop, 0)                                                                                             \
  /* words, learningRate, scale, step, beta1Bits, beta2Bits, epsilonBits, weightDecayBits,                  \
     then for each parameter (n, p, g, m, v) */                                                             \
  X(adam, 0)

enum Opcode {
#define X(name, words) OP_##name,
  OPCODES(X)
#undef X
};

#endif
