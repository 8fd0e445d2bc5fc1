// Copies between strided views: transpose, permute, slice, concatenate, and broadcasts made real.
#ifndef LOGPI_STRIDED_COPY_H
#define LOGPI_STRIDED_COPY_H

#include "elementwise.h"

// d[j * dStride + i] = a[i * aStride + j] for i < rows, j < columns, in blocks of LANES by LANES.
KERNEL void transpose(int rows, int columns, int *d, int dStride, const int *a, int aStride) {
  int wholeRows = rows - rows % LANES, wholeColumns = columns - columns % LANES;
  for (int i = 0; i < wholeRows; i += LANES)
    for (int j = 0; j < wholeColumns; j += LANES) {
      Floats block[LANES];
      for (int k = 0; k < LANES; k++) block[k] = load((const float *)a + (i + k) * aStride + j);
      transposeBlock(block);
      for (int k = 0; k < LANES; k++) store((float *)d + (j + k) * dStride + i, block[k]);
    }
  for (int j = 0; j < columns; j++)
    for (int i = j < wholeColumns ? wholeRows : 0; i < rows; i++) d[j * dStride + i] = a[i * aStride + j];
}

static void copyRows(int inner, int *d, const int *a, int dStep, int aStep, Dimension along) {
  int rows = along.size, dStride = along.stride[0], aStride = along.stride[1];
  if (dStep == 1 && aStep == 1 && dStride == inner && aStride == inner) {
    copyWords(rows * inner, d, a);
  } else if (dStep == 1 && aStride == 1 && inner >= LANES && rows >= LANES) {
    transpose(inner, rows, d, dStride, a, aStep);
  } else if (aStep == 1 && dStride == 1 && inner >= LANES && rows >= LANES) {
    transpose(rows, inner, d, dStep, a, aStride);
  } else {
    for (int r = 0; r < rows; r++, d += dStride, a += aStride) {
      if (dStep == 1 && aStep == 1) copyWords(inner, d, a);
      else if (dStep == 1 && aStep == 0) fillWords(inner, d, *a);
      else for (int i = 0; i < inner; i++) d[i * dStep] = a[i * aStep];
    }
  }
}

KERNEL void copyStrided(int inner, int *d, const int *a, int dStep, int aStep, int rank, const Dimension *dimensions) {
  Dimension fastest = {1, {0, 0}};
  if (rank > 0) fastest = dimensions[--rank];
  int groups = productOfSizes(rank, dimensions);
  for (int g = 0; g < groups; g++)
    copyRows(inner, d + offsetOf(g, rank, dimensions, 0), a + offsetOf(g, rank, dimensions, 1), dStep, aStep, fastest);
}

#endif
