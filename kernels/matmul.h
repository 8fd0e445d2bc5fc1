// d[M, N] = epilogue(op(A)[M, K] op(B)[K, N] + bias), row-major.
//
// The products of an element are added in ascending order of k, on top of the bias; blocks of k go on from the stored
// partial sum, which is the same float. So a row of d has the same bits whatever M is, and whatever the path taken.
// (The one exception depends on N, K and transposeA only: see multiplyByFewColumns. A path that leaves zeros of A out may
// differ in the sign of a zero, and gives no NaN for 0 times what is not finite.)
#ifndef LOGPI_MATMUL_H
#define LOGPI_MATMUL_H

#include "tiles.h"
#ifndef ACTING_ONLY
#include "sparse-product.h"
#include "zero-rows.h"
#endif

// ---- few rows where A would be packed for nothing: each row times B where it lies

// `vectors` vectors of one row of d, or k < LANES elements of one vector.
INLINE void multiplyRow(const int vectors, int k, int depth, const float *a, int aStep, const float *b, int bStride,
                        const float *start, float *d) {
  Floats sums[8];
  UNROLLED for (int v = 0; v < vectors; v++) sums[v] = start ? loadUpTo(start + v * LANES, k) : splat(0);
  for (int i = 0; i < depth; i++, a += aStep, b += bStride) {
    Floats x = splat(*a);
    UNROLLED for (int v = 0; v < vectors; v++) sums[v] = multiplyAdd(x, loadUpTo(b + v * LANES, k), sums[v]);
  }
  UNROLLED for (int v = 0; v < vectors; v++) storeUpTo(d + v * LANES, k, sums[v]);
}

KERNEL void multiplyFewRows(const Product *p) {
  int N = p->columns, K = p->depth;
  for (int row = 0; row < p->rows; row++) {
    const float *a = p->transposeA ? p->a + row : p->a + row * K;
    int aStep = p->transposeA ? p->rows : 1, j = 0;
    float *d = p->d + row * N;
#define START (p->bias ? p->bias + j : 0)
    for (; j + 8 * LANES <= N; j += 8 * LANES) multiplyRow(8, LANES, K, a, aStep, p->b + j, N, START, d + j);
    for (; j + 2 * LANES <= N; j += 2 * LANES) multiplyRow(2, LANES, K, a, aStep, p->b + j, N, START, d + j);
    for (; j < N; j += LANES) multiplyRow(1, N - j, K, a, aStep, p->b + j, N, START, d + j);
#undef START
    finishRows(p, row, 1, 0, N);
  }
}

// ---- few columns (a value head, a small policy head): dot products along k

enum { FEW_PRODUCT_COLUMNS = 3, DOT_MIN_DEPTH = 8, SMALL_B = 1 << 16 };

// Rows of A times the columns of B, which lie contiguous one after the other. Here a sum runs over LANES partial sums
// and these are added last.
INLINE void multiplyByColumns(const int columns, const Product *p, const float *b) {
  int K = p->depth;
  for (int row = 0; row < p->rows; row++) {
    const float *a = p->a + row * K;
    Floats sums[FEW_PRODUCT_COLUMNS];
    UNROLLED for (int j = 0; j < columns; j++) sums[j] = splat(0);
    int k = 0;
    for (; k + LANES <= K; k += LANES) {
      Floats x = load(a + k);
      UNROLLED for (int j = 0; j < columns; j++) sums[j] = multiplyAdd(x, load(b + j * K + k), sums[j]);
    }
    if (k < K) {
      Floats x = loadPart(a + k, K - k);
      UNROLLED for (int j = 0; j < columns; j++) sums[j] = multiplyAdd(x, loadPart(b + j * K + k, K - k), sums[j]);
    }
    UNROLLED for (int j = 0; j < columns; j++) p->d[row * columns + j] = (p->bias ? p->bias[j] : 0) + sumLanes(sums[j]);
  }
}

KERNEL void multiplyByFewColumns(const Product *p) {
  const float *b = p->b;
  if (!p->transposeB && p->columns > 1) {
    for (int j = 0; j < p->columns; j++)
      for (int k = 0; k < p->depth; k++) packedB[j * p->depth + k] = b[k * p->columns + j];
    b = packedB;
  }
  if (p->columns == 1) multiplyByColumns(1, p, b);
  else if (p->columns == 2) multiplyByColumns(2, p, b);
  else multiplyByColumns(3, p, b);
  finish(p->rows * p->columns, p->epilogue, p->d, p->aux);
}

// ---- transposed A and few columns (their weight gradient): vectors run along the rows of d

INLINE void accumulateRowsOfD(const int columns, const int vectors, int count, const Product *p, int row) {
  int M = p->rows, K = p->depth, bRow = p->transposeB ? 1 : columns, bColumn = p->transposeB ? K : 1;
  const float *a = p->a + row, *b = p->b;
  Floats sums[FEW_PRODUCT_COLUMNS][4];
  UNROLLED for (int j = 0; j < columns; j++)
    UNROLLED for (int v = 0; v < vectors; v++) sums[j][v] = splat(p->bias ? p->bias[j] : 0);
  for (int k = 0; k < K; k++, a += M, b += bRow)
    UNROLLED for (int v = 0; v < vectors; v++) {
      Floats x = loadUpTo(a + v * LANES, count);
      UNROLLED for (int j = 0; j < columns; j++) sums[j][v] = multiplyAdd(x, splat(b[j * bColumn]), sums[j][v]);
    }
  UNROLLED for (int j = 0; j < columns; j++)
    UNROLLED for (int v = 0; v < vectors; v++)
      storeStridedUpTo(p->d + (row + v * LANES) * columns + j, columns, count, sums[j][v]);
}

INLINE void accumulateAllRowsOfD(const int columns, const Product *p) {
  int row = 0;
  for (; row + 4 * LANES <= p->rows; row += 4 * LANES) accumulateRowsOfD(columns, 4, LANES, p, row);
  for (; row < p->rows; row += LANES) accumulateRowsOfD(columns, 1, p->rows - row, p, row);
}

KERNEL void multiplyTransposedByFewColumns(const Product *p) {
  if (p->columns == 1) accumulateAllRowsOfD(1, p);
  else if (p->columns == 2) accumulateAllRowsOfD(2, p);
  else accumulateAllRowsOfD(3, p);
  finish(p->rows * p->columns, p->epilogue, p->d, p->aux);
}

// ---- little depth (the input gradient of a small head): each row of d is a few multiples of rows of B

// The epilogue waits for this many elements: still in the first cache, but no call for every row.
enum { LITTLE_DEPTH = 4, FINISHED_AT_ONCE = 1024 };

INLINE Floats sumOfMultiples(const int depth, int k, const float *start, const Floats *multiples, const float *b,
                             int bStride) {
  Floats sum = start ? loadUpTo(start, k) : splat(0);
  UNROLLED for (int i = 0; i < depth; i++) sum = multiplyAdd(multiples[i], loadUpTo(b + i * bStride, k), sum);
  return sum;
}

INLINE void addMultiplesOfRows(const int depth, const Product *p, const float *b) {
  int N = p->columns, aRow = p->transposeA ? 1 : depth, aStep = p->transposeA ? p->rows : 1;
  int atOnce = N < FINISHED_AT_ONCE ? FINISHED_AT_ONCE / N : 1, unfinished = 0;
  for (int row = 0; row < p->rows; row++) {
    float *d = p->d + row * N;
    const float *bias = p->bias;
    Floats multiples[LITTLE_DEPTH];
    UNROLLED for (int i = 0; i < depth; i++) multiples[i] = splat(p->a[row * aRow + i * aStep]);
    int j = 0;
    for (; j + LANES <= N; j += LANES)
      store(d + j, sumOfMultiples(depth, LANES, bias ? bias + j : 0, multiples, b + j, N));
    if (j < N) storePart(d + j, N - j, sumOfMultiples(depth, N - j, bias ? bias + j : 0, multiples, b + j, N));
    if (++unfinished == atOnce || row + 1 == p->rows) {
      finishRows(p, row + 1 - unfinished, unfinished, 0, N);
      unfinished = 0;
    }
  }
}

KERNEL void multiplyLittleDepth(const Product *p) {
  const float *b = p->b;
  if (p->transposeB) {
    for (int j = 0; j < p->columns; j++)
      for (int k = 0; k < p->depth; k++) packedB[k * p->columns + j] = b[j * p->depth + k];
    b = packedB;
  }
  switch (p->depth) {
  case 1: addMultiplesOfRows(1, p, b); break;
  case 2: addMultiplesOfRows(2, p, b); break;
  case 3: addMultiplesOfRows(3, p, b); break;
  case 4: addMultiplesOfRows(4, p, b); break;
  }
}

// ---- narrow products on wide vectors (a policy head of several actions): the transposed product, whose rows are long

#if LANES > 4
enum { WIDE_VECTORS = 1 };
#else
enum { WIDE_VECTORS = 0 };
#endif

// d = transpose of result[column][row], of which rows by N are wanted.
INLINE void storeTransposed(const float *result, int rows, int N, float *d) {
  Floats block[LANES];
  for (int row = 0; row < rows; row += LANES) {
    UNROLLED for (int j = 0; j < LANES; j++) block[j] = load(result + j * TILE_COLUMNS + row);
    transposeBlock(block);
    for (int i = 0; i < LANES && row + i < rows; i++) storePart(d + (row + i) * N, N, block[i]);
  }
}

KERNEL void multiplyNarrow(const Product *p) {
  int M = p->rows, N = p->columns, stride = p->transposeA ? M : p->depth;
  int tiles = (N + TILE_ROWS - 1) / TILE_ROWS, tileRows = (N + tiles - 1) / tiles;
  float result[LANES * TILE_COLUMNS];
  for (int row = 0; row < M; row += TILE_COLUMNS) {
    int width = smaller(TILE_COLUMNS, M - row), vectors = vectorsFor(width);
    for (int j = 0; j < LANES; j++)
      for (int v = 0; v < TILE_COLUMNS; v += LANES)
        store(result + j * TILE_COLUMNS + v, splat(p->bias && j < N ? p->bias[j] : 0));
    for (int k = 0; k < p->depth; k += BLOCK_DEPTH) {
      int depth = smaller(BLOCK_DEPTH, p->depth - k);
      int inPlace = p->transposeA && width % LANES == 0;
      const float *a = p->a + (p->transposeA ? k * stride + row : row * stride + k);
      if (!inPlace) packPanels(packedB, TILE_VECTORS, width, depth, a, stride, p->transposeA);
      for (int j = 0; j < N; j += tileRows) {
        Tile tile = {
            .depth = depth,
            .a = p->b + (p->transposeB ? j * p->depth + k : k * N + j),
            .aRow = p->transposeB ? p->depth : 1,
            .aStep = p->transposeB ? 1 : N,
            .b = inPlace ? a : packedB,
            .bStride = inPlace ? stride : vectors * LANES,
            .start = result + j * TILE_COLUMNS,
            .startStride = TILE_COLUMNS,
            .d = result + j * TILE_COLUMNS,
            .dStride = TILE_COLUMNS,
        };
        multiplyTile(smaller(tileRows, N - j), vectors, &tile);
      }
    }
    storeTransposed(result, width, N, p->d + row * N);
    finishRows(p, row, width, 0, N);
  }
}

// ---- the choice

KERNEL void multiplyMatrices(const Product *p) {
  int fewColumns = p->columns <= FEW_PRODUCT_COLUMNS;
  int smallB = p->depth * p->columns <= SMALL_B; // fits the scratch
#ifndef ACTING_ONLY
  if (isSparse(p)) {
    if (p->transposeA) multiplySparseTransposed(p);
    else multiplySparse(p);
    return;
  }
#endif
  if (fewColumns && p->transposeA) multiplyTransposedByFewColumns(p);
  else if (fewColumns && p->depth >= DOT_MIN_DEPTH && smallB) multiplyByFewColumns(p);
  else if (p->depth <= LITTLE_DEPTH && smallB) multiplyLittleDepth(p);
  else if (PACKS_A && p->rows < TILE_ROWS && !p->transposeB) multiplyFewRows(p);
  else if (WIDE_VECTORS && p->columns < LANES && p->rows >= LANES) multiplyNarrow(p);
#ifndef ACTING_ONLY
  else if (!multiplyWithoutZeroRows(p)) multiplyRows(p);
#else
  else multiplyByTiles(p);
#endif
}

#endif
