// Softmax, its logarithm, and log-sum-exp along the rows of a matrix. The largest entry of the row is subtracted first,
// so nothing overflows; an entry of -inf has probability 0, as long as one entry of its row is finite. Where the largest
// entry is infinite, log-sum-exp is that entry, and the others have no number.
#ifndef LOGPI_SOFTMAX_H
#define LOGPI_SOFTMAX_H

#include "exponential.h"
#include "reductions.h"

typedef enum { LOG_SOFTMAX, SOFTMAX, LOG_SUM_EXP } SoftmaxKind;

// The logarithm of the sum is at least 0, and no number where the largest entry is infinite.
INLINE Floats logSumExp(Floats most, Floats logSum) { return greaterOf(most + 0, most + logSum); }

// k <= LANES short rows, one to a lane: no sum across lanes, and one logarithm for all of them.
KERNEL void softmaxShortRows(SoftmaxKind kind, int k, int columns, float *d, const float *a) {
  Floats x[FEW_COLUMNS];
  for (int j = 0; j < columns; j++) x[j] = loadStridedUpTo(a + j, columns, k);
  Floats most = x[0];
  for (int j = 1; j < columns; j++) most = maximumOf(most, x[j]);
  Floats sum = splat(0);
  for (int j = 0; j < columns; j++) {
    x[j] -= most;
    Floats e = exponential(x[j]);
    sum += e;
    if (kind == SOFTMAX) x[j] = e;
  }
  if (kind == LOG_SUM_EXP) {
    storeUpTo(d, k, logSumExp(most, logarithm(sum)));
    return;
  }
  Floats logSum = kind == LOG_SOFTMAX ? logarithm(sum) : sum;
  for (int j = 0; j < columns; j++)
    storeStridedUpTo(d + j, columns, k, kind == SOFTMAX ? x[j] / sum : x[j] - logSum);
}

KERNEL void softmaxLongRow(SoftmaxKind kind, int columns, float *d, const float *a) {
  Floats nothing = splat(-__builtin_inff());
  Floats most = splat(maximumOfRow(columns, a)), sums = splat(0);
  for (int j = 0; j < columns; j += LANES) {
    Floats e = exponential(loadUpToOr(a + j, columns - j, nothing) - most);
    sums += e;
    if (kind == SOFTMAX) storeUpTo(d + j, columns - j, e);
  }
  Floats sum = splat(sumLanes(sums));
  if (kind == SOFTMAX) {
    for (int j = 0; j < columns; j += LANES) storeUpTo(d + j, columns - j, loadUpTo(d + j, columns - j) / sum);
    return;
  }
  Floats logSum = logarithm(sum);
  if (kind == LOG_SUM_EXP) {
    d[0] = logSumExp(most, logSum)[0];
    return;
  }
  for (int j = 0; j < columns; j += LANES)
    storeUpTo(d + j, columns - j, loadUpTo(a + j, columns - j) - most - logSum);
}

KERNEL void softmaxRows(SoftmaxKind kind, int rows, int columns, float *d, const float *a) {
  int width = kind == LOG_SUM_EXP ? 1 : columns;
  if (columns <= FEW_COLUMNS)
    for (int r = 0; r < rows; r += LANES)
      softmaxShortRows(kind, smaller(LANES, rows - r), columns, d + r * width, a + r * columns);
  else
    for (int r = 0; r < rows; r++) softmaxLongRow(kind, columns, d + r * width, a + r * columns);
}

#endif
