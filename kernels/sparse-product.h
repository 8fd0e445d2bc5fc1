// The product with an A that is mostly zeros (images, planes, one-hot rows): only what is not zero is multiplied.
#ifndef LOGPI_SPARSE_PRODUCT_H
#define LOGPI_SPARSE_PRODUCT_H

#include "memory.h"
#include "product.h"

// A is read by its rows in memory.
enum { SPARSE_WIDTH = 80, SPARSE_COLUMNS = 8, SAMPLED_ROWS = 8, LISTED_AT_ONCE = 4096 };
#define MOST_OF_SPARSE (1.f / 16)

// Where numbers of a row of A are that are not zero.
SCRATCH int places[LISTED_AT_ONCE];

KERNEL int listPlaces(int n, const float *a) {
  int count = 0, i = 0;
  for (; i + LANES <= n; i += LANES)
    if (anyLane(load(a + i) != splat(0)))
      for (int j = i; j < i + LANES; j++)
        if (a[j] != 0) places[count++] = j;
  for (; i < n; i++)
    if (a[i] != 0) places[count++] = i;
  return count;
}

// Which share of A is not zero, by a few of its rows in memory: where the others differ, the way that is chosen is slower and
// no less right.
KERNEL float sampledShare(const Product *p) {
  int width = p->transposeA ? p->rows : p->depth, height = p->transposeA ? p->depth : p->rows;
  int samples = smaller(SAMPLED_ROWS, height), looked = smaller(width, LISTED_AT_ONCE), count = 0;
  for (int i = 0; i < samples; i++) {
    const float *a = p->a + i * height / samples * width;
    int j = 0;
    for (; j + LANES <= looked; j += LANES) count += countSelected(load(a + j) != splat(0));
    for (; j < looked; j++) count += a[j] != 0;
  }
  return (float)count / (float)(samples * looked);
}

KERNEL int isSparse(const Product *p) {
  int width = p->transposeA ? p->rows : p->depth;
  if (width < SPARSE_WIDTH || p->columns < SPARSE_COLUMNS || p->transposeB) return 0;
  return sampledShare(p) <= MOST_OF_SPARSE;
}

// d = start + the listed numbers of a row of A times their rows of B, for `vectors` vectors or k lanes of one.
INLINE void addListed(const int vectors, int k, int count, const float *a, const float *b, int bStride, const float *start,
                      float *d) {
  Floats sums[8];
  UNROLLED for (int v = 0; v < vectors; v++) sums[v] = start ? loadUpTo(start + v * LANES, k) : splat(0);
  for (int i = 0; i < count; i++) {
    Floats x = splat(a[places[i]]);
    const float *row = b + places[i] * bStride;
    UNROLLED for (int v = 0; v < vectors; v++) sums[v] = multiplyAdd(x, loadUpTo(row + v * LANES, k), sums[v]);
  }
  UNROLLED for (int v = 0; v < vectors; v++) storeUpTo(d + v * LANES, k, sums[v]);
}

KERNEL void multiplySparse(const Product *p) {
  int N = p->columns, K = p->depth;
  for (int row = 0; row < p->rows; row++) {
    float *d = p->d + row * N;
    for (int k = 0; k < K; k += LISTED_AT_ONCE) {
      const float *a = p->a + row * K + k, *b = p->b + k * N, *start = k > 0 ? d : p->bias;
      int count = listPlaces(smaller(LISTED_AT_ONCE, K - k), a), j = 0;
#define START (start ? start + j : 0)
      for (; j + 4 * LANES <= N; j += 4 * LANES) addListed(4, LANES, count, a, b + j, N, START, d + j);
      for (; j < N; j += LANES) addListed(1, N - j, count, a, b + j, N, START, d + j);
#undef START
    }
    finishRows(p, row, 1, 0, N);
  }
}

// Each row of B is added to the rows of d that its row of A, which lies in memory like that, has a number for.
KERNEL void multiplySparseTransposed(const Product *p) {
  int M = p->rows, N = p->columns;
  if (p->bias)
    for (int row = 0; row < M; row++) copyWords(N, (int *)(p->d + row * N), (const int *)p->bias);
  else fillWords(M * N, (int *)p->d, 0);
  for (int k = 0; k < p->depth; k++)
    for (int row = 0; row < M; row += LISTED_AT_ONCE) {
      const float *a = p->a + k * M + row, *b = p->b + k * N;
      int count = listPlaces(smaller(LISTED_AT_ONCE, M - row), a);
      for (int i = 0; i < count; i++) {
        Floats x = splat(a[places[i]]);
        float *d = p->d + (row + places[i]) * N;
        int j = 0;
        for (; j + LANES <= N; j += LANES) store(d + j, multiplyAdd(x, load(b + j), load(d + j)));
        if (j < N) storePart(d + j, N - j, multiplyAdd(x, loadPart(b + j, N - j), loadPart(d + j, N - j)));
      }
    }
  finishRows(p, 0, M, 0, N);
}

#endif
