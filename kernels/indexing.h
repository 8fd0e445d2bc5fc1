// Rows and entries chosen by integer indices. All indices are checked before anything is written.
#ifndef LOGPI_INDEXING_H
#define LOGPI_INDEXING_H

#include "memory.h"
#include "opcodes.h"

// What went wrong last: [code, row, index, limit].
SCRATCH int errorRecord[4] __attribute__((aligned(16)));

static int fail(int code, int row, int index, int limit) {
  errorRecord[0] = code, errorRecord[1] = row, errorRecord[2] = index, errorRecord[3] = limit;
  return 0;
}

static int indicesAreBelow(int limit, int count, const int *indices) {
  for (int i = 0; i < count; i++)
    if ((unsigned)indices[i] >= (unsigned)limit) return fail(ERROR_INDEX_OUT_OF_RANGE, i, indices[i], limit);
  return 1;
}

// Rows up to this many words are copied word by word: cheaper than a call for each.
enum { NARROW_ROW = 8 };

// The functions below return 0 if an index is out of range.

KERNEL int gatherRows(int count, int width, int limit, int *d, const int *a, const int *indices) {
  if (!indicesAreBelow(limit, count, indices)) return 0;
  if (width == 4)
    for (int i = 0; i < count; i++) storeFour((float *)d + i * 4, loadFour((const float *)a + indices[i] * 4));
  else if (width <= NARROW_ROW)
    for (int i = 0; i < count; i++)
      for (int j = 0; j < width; j++) *d++ = a[indices[i] * width + j];
  else
    for (int i = 0; i < count; i++) copyWords(width, d + i * width, a + indices[i] * width);
  return 1;
}

KERNEL int scatterAddRows(int count, int width, int limit, float *d, const float *a, const int *indices) {
  if (!indicesAreBelow(limit, count, indices)) return 0;
  fillWords(limit * width, (int *)d, 0);
  for (int i = 0; i < count; i++, a += width) {
    float *row = d + indices[i] * width;
    int j = 0;
    for (; j + LANES <= width; j += LANES) store(row + j, load(row + j) + load(a + j));
    if (j < width) storePart(row + j, width - j, loadPart(row + j, width - j) + loadPart(a + j, width - j));
  }
  return 1;
}

KERNEL int pick(int rows, int columns, int *d, const int *a, const int *indices) {
  if (!indicesAreBelow(columns, rows, indices)) return 0;
  for (int i = 0; i < rows; i++) d[i] = a[i * columns + indices[i]];
  return 1;
}

KERNEL int unpick(int rows, int columns, int *d, const int *a, const int *indices) {
  if (!indicesAreBelow(columns, rows, indices)) return 0;
  fillWords(rows * columns, d, 0);
  for (int i = 0; i < rows; i++) d[i * columns + indices[i]] = a[i];
  return 1;
}

KERNEL int oneHot(int rows, int columns, float *d, const int *indices) {
  if (!indicesAreBelow(columns, rows, indices)) return 0;
  fillWords(rows * columns, (int *)d, 0);
  for (int i = 0; i < rows; i++) d[i * columns + indices[i]] = 1;
  return 1;
}

#endif
