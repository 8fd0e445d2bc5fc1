// Sums and maxima over the middle one of three dimensions, [outer, reduce, inner]; dot products; cumulative sums.
//
// A long sum is taken in blocks: float32 within a block, float64 across blocks. So the error stays near one rounding
// whatever the length, and the order of the additions is fixed.
#ifndef LOGPI_REDUCTIONS_H
#define LOGPI_REDUCTIONS_H

#include "memory.h"

// Vectors per accumulator and block; four accumulators hide the latency of an addition.
enum { SUM_BLOCK = 32, ACCUMULATORS = 4, FEW_COLUMNS = 8 };

// Sum of a[i], or of a[i] b[i] if b is given.
INLINE double sumProducts(int n, const float *a, const float *b) {
  Doubles total = {0};
  int i = 0;
  while (i < n) {
    int end = smaller(n, i + SUM_BLOCK * ACCUMULATORS * LANES);
    Floats sums[ACCUMULATORS] = {0};
    for (; i + ACCUMULATORS * LANES <= end; i += ACCUMULATORS * LANES)
      UNROLLED for (int k = 0; k < ACCUMULATORS; k++) {
        Floats x = load(a + i + k * LANES);
        sums[k] = b ? multiplyAdd(x, load(b + i + k * LANES), sums[k]) : sums[k] + x;
      }
    for (; i < end; i += LANES) {
      Floats x = loadUpTo(a + i, end - i);
      sums[0] = b ? multiplyAdd(x, loadUpTo(b + i, end - i), sums[0]) : sums[0] + x;
    }
    total += toDoubles((sums[0] + sums[1]) + (sums[2] + sums[3]));
  }
  return sumLanesOfDoubles(total);
}

KERNEL double sumOf(int n, const float *a) { return sumProducts(n, a, 0); }
KERNEL double dotOf(int n, const float *a, const float *b) { return sumProducts(n, a, b); }

KERNEL float maximumOfRow(int n, const float *a) {
  Floats least = splat(-__builtin_inff()), most = least;
  int i = 0;
  for (; i + LANES <= n; i += LANES) most = maximumOf(most, load(a + i));
  if (i < n) most = maximumOf(most, loadPartOr(a + i, n - i, least));
  return maximumLane(most);
}

// The sums of `vectors` neighbouring vectors of columns; k < LANES columns if there is but a part of one vector.
INLINE void sumColumns(const int vectors, int k, int rows, int stride, float *d, const float *a, float scale) {
  Doubles totals[ACCUMULATORS];
  UNROLLED for (int v = 0; v < vectors; v++) totals[v] = (Doubles){0};
  for (int r = 0; r < rows;) {
    int end = smaller(rows, r + SUM_BLOCK);
    Floats sums[ACCUMULATORS];
    UNROLLED for (int v = 0; v < vectors; v++) sums[v] = splat(0);
    for (; r < end; r++, a += stride)
      UNROLLED for (int v = 0; v < vectors; v++) sums[v] += loadUpTo(a + v * LANES, k);
    UNROLLED for (int v = 0; v < vectors; v++) totals[v] += toDoubles(sums[v]);
  }
  UNROLLED for (int v = 0; v < vectors; v++)
    storeUpTo(d + v * LANES, k, __builtin_convertvector(totals[v] * (double)scale, Floats));
}

KERNEL void sumOverRows(int rows, int columns, float *d, const float *a, float scale) {
  int j = 0;
  for (; j + ACCUMULATORS * LANES <= columns; j += ACCUMULATORS * LANES)
    sumColumns(ACCUMULATORS, LANES, rows, columns, d + j, a + j, scale);
  for (; j + LANES <= columns; j += LANES) sumColumns(1, LANES, rows, columns, d + j, a + j, scale);
  if (j < columns) sumColumns(1, columns - j, rows, columns, d + j, a + j, scale);
}

KERNEL void maximumOverRows(int rows, int columns, float *d, const float *a) {
  for (int j = 0; j < columns; j += LANES) {
    int k = columns - j;
    Floats most = loadUpTo(a + j, k);
    for (int r = 1; r < rows; r++) most = maximumOf(most, loadUpTo(a + r * columns + j, k));
    storeUpTo(d + j, k, most);
  }
}

KERNEL void sumMiddle(int outer, int reduce, int inner, float *d, const float *a, float scale) {
  if (inner > 1) {
    for (int o = 0; o < outer; o++) sumOverRows(reduce, inner, d + o * inner, a + o * reduce * inner, scale);
  } else if (reduce <= FEW_COLUMNS) { // LANES short rows at a time
    for (int o = 0; o < outer; o += LANES) {
      int k = smaller(LANES, outer - o);
      Floats sum = loadStridedUpTo(a + o * reduce, reduce, k);
      for (int r = 1; r < reduce; r++) sum += loadStridedUpTo(a + o * reduce + r, reduce, k);
      storeUpTo(d + o, k, sum * splat(scale));
    }
  } else {
    for (int o = 0; o < outer; o++) d[o] = (float)(sumOf(reduce, a + o * reduce) * (double)scale);
  }
}

KERNEL void maximumMiddle(int outer, int reduce, int inner, float *d, const float *a) {
  if (inner > 1) {
    for (int o = 0; o < outer; o++) maximumOverRows(reduce, inner, d + o * inner, a + o * reduce * inner);
  } else if (reduce <= FEW_COLUMNS) {
    for (int o = 0; o < outer; o += LANES) {
      int k = smaller(LANES, outer - o);
      Floats most = loadStridedUpTo(a + o * reduce, reduce, k);
      for (int r = 1; r < reduce; r++) most = maximumOf(most, loadStridedUpTo(a + o * reduce + r, reduce, k));
      storeUpTo(d + o, k, most);
    }
  } else {
    for (int o = 0; o < outer; o++) d[o] = maximumOfRow(reduce, a + o * reduce);
  }
}

// Along each row, from the left or (reverse) from the right; carried in float64.
KERNEL void cumulativeSum(int rows, int columns, float *d, const float *a, int reverse) {
  for (int r = 0; r < rows; r++, d += columns, a += columns) {
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      int i = reverse ? columns - 1 - j : j;
      sum += (double)a[i];
      d[i] = (float)sum;
    }
  }
}

// The first largest of each row; a NaN counts as larger than anything.
KERNEL void argMax(int rows, int columns, int *d, const float *a) {
  for (int r = 0; r < rows; r++, a += columns) {
    int best = 0;
    for (int j = 1; j < columns && a[best] == a[best]; j++)
      if (!(a[j] <= a[best])) best = j;
    d[r] = best;
  }
}

#endif
