// d[M, N] = epilogue(op(A)[M, K] op(B)[K, N] + bias), row-major.
//
// The products of an element are added in ascending order of k, on top of the bias; blocks of k go on from the stored
// partial sum, which is the same float. So a row of d has the same bits whatever M is, and whatever the path taken.
// (The one exception depends on N, K and transposeA only: see multiplyByFewColumns.)
#ifndef LOGPI_MATMUL_H
#define LOGPI_MATMUL_H

#include "elementwise.h"

// A tile of 4 rows by 2 vectors is what V8's register allocator keeps in registers; larger ones spill.
enum { TILE_ROWS = 4, TILE_VECTORS = 2, TILE_COLUMNS = TILE_VECTORS * LANES };
// A block of B (at most 256 KB, packed) stays in the second cache while all rows of A pass.
enum { BLOCK_DEPTH = 256, BLOCK_COLUMNS = 256 };

static float packedA[TILE_ROWS * BLOCK_DEPTH] __attribute__((aligned(64)));
static float packedB[BLOCK_DEPTH * BLOCK_COLUMNS] __attribute__((aligned(64)));
static const float zeros[TILE_COLUMNS];

typedef struct {
  int rows, columns, depth; // M, N, K
  float *d;
  const float *a, *b;
  int transposeA, transposeB;
  int epilogue;
  const float *bias, *aux; // 0: none
} Product;

// ---- what happens to finished elements

enum { EPILOGUE_TANH = 1, EPILOGUE_RELU, EPILOGUE_SIGMOID, EPILOGUE_TANH_GRADIENT, EPILOGUE_RELU_GRADIENT,
       EPILOGUE_SIGMOID_GRADIENT };

KERNEL void finish(int n, int epilogue, float *d, const float *aux) {
  switch (epilogue) {
  case EPILOGUE_TANH: map_tanh(n, d, d); break;
  case EPILOGUE_RELU: map_relu(n, d, d); break;
  case EPILOGUE_SIGMOID: map_sigmoid(n, d, d); break;
  case EPILOGUE_TANH_GRADIENT: gradient_tanhGradient(n, d, d, aux); break;
  case EPILOGUE_RELU_GRADIENT: gradient_reluGradient(n, d, d, aux); break;
  case EPILOGUE_SIGMOID_GRADIENT: gradient_sigmoidGradient(n, d, d, aux); break;
  }
}

// Applies the epilogue to `rows` rows of `width` columns, while they are in the first cache.
KERNEL void finishRows(const Product *p, int row, int rows, int column, int width) {
  if (p->epilogue == 0) return;
  int offset = row * p->columns + column;
  if (width == p->columns) finish(rows * width, p->epilogue, p->d + offset, p->aux + offset);
  else
    for (int i = 0; i < rows; i++, offset += p->columns) finish(width, p->epilogue, p->d + offset, p->aux + offset);
}

// ---- packing: a panel of `width` rows of A or columns of B, the width running fastest

// panel[k][j] = source[k * stride + j], or source[j * stride + k] if depth is what is contiguous; zero for
// j >= available.
INLINE void pack(const int width, float *panel, int available, int depth, const float *source, int stride,
                 int depthIsContiguous) {
  int k = 0;
  if (available == width && !depthIsContiguous) {
    for (; k < depth; k++, panel += width)
      for (int j = 0; j < width; j += LANES) store(panel + j, load(source + k * stride + j));
  } else if (available == width) {
    for (; k + LANES <= depth; k += LANES, panel += LANES * width)
      for (int j = 0; j < width; j += LANES) {
        Floats block[LANES];
        for (int i = 0; i < LANES; i++) block[i] = load(source + (j + i) * stride + k);
        transposeBlock(block);
        for (int i = 0; i < LANES; i++) store(panel + i * width + j, block[i]);
      }
  }
  int across = depthIsContiguous ? stride : 1, along = depthIsContiguous ? 1 : stride;
  for (; k < depth; k++, panel += width)
    for (int j = 0; j < width; j++) panel[j] = j < available ? source[j * across + k * along] : 0;
}

_Static_assert(TILE_ROWS == LANES, "rows of A and narrow panels of B share a packing");
KERNEL void packNarrow(float *panel, int available, int depth, const float *source, int stride, int depthIsContiguous) {
  pack(LANES, panel, available, depth, source, stride, depthIsContiguous);
}
KERNEL void packWide(float *panel, int available, int depth, const float *source, int stride, int depthIsContiguous) {
  pack(TILE_COLUMNS, panel, available, depth, source, stride, depthIsContiguous);
}

// ---- the general case: tiles

// One tile: d = start + A B over `depth`, A packed, B with rows `bStride` apart.
INLINE void multiplyTile(const int vectors, int depth, const float *a, const float *b, int bStride, const float *start,
                         int startStride, float *d, int dStride) {
  Floats sums[TILE_ROWS][TILE_VECTORS];
  for (int i = 0; i < TILE_ROWS; i++)
    for (int j = 0; j < vectors; j++) sums[i][j] = load(start + i * startStride + j * LANES);
  const float *end = a + TILE_ROWS * depth;
  do { // compared with the end of a, V8 needs the fewest instructions
    Floats bs[TILE_VECTORS];
    for (int j = 0; j < vectors; j++) bs[j] = load(b + j * LANES);
    for (int i = 0; i < TILE_ROWS; i++) {
      Floats ai = splat(a[i]);
      for (int j = 0; j < vectors; j++) sums[i][j] += ai * bs[j];
    }
    a += TILE_ROWS, b += bStride;
  } while (a != end);
  for (int i = 0; i < TILE_ROWS; i++)
    for (int j = 0; j < vectors; j++) store(d + i * dStride + j * LANES, sums[i][j]);
}

KERNEL void multiplyWideTile(int depth, const float *b, int bStride, const float *start,
                                                       int startStride, float *d, int dStride) {
  multiplyTile(2, depth, packedA, b, bStride, start, startStride, d, dStride);
}
KERNEL void multiplyNarrowTile(int depth, const float *b, int bStride, const float *start,
                                                         int startStride, float *d, int dStride) {
  multiplyTile(1, depth, packedA, b, bStride, start, startStride, d, dStride);
}

// A tile at the lower or right edge: computed whole in scratch, of which rows by columns are kept.
KERNEL void multiplyEdgeTile(int rows, int columns, int depth, const float *b, int bStride, const float *start,
                             int startStride, float *d, int dStride) {
  static float tile[TILE_ROWS * TILE_COLUMNS];
  int rowsToLoad = startStride ? rows : 1, tileStride = startStride ? TILE_COLUMNS : 0;
  for (int i = 0; i < rowsToLoad; i++)
    for (int j = 0; j < columns; j += LANES)
      store(tile + i * TILE_COLUMNS + j, loadUpTo(start + i * startStride + j, columns - j));
  if (columns > LANES) multiplyWideTile(depth, b, bStride, tile, tileStride, tile, TILE_COLUMNS);
  else multiplyNarrowTile(depth, b, bStride, tile, tileStride, tile, TILE_COLUMNS);
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j += LANES)
      storeUpTo(d + i * dStride + j, columns - j, load(tile + i * TILE_COLUMNS + j));
}

// The bias of a product that is less than one panel wide; what lies behind it is harmless.
static float narrowBias[TILE_COLUMNS];

static int panelWidth(int columns) { return columns > LANES ? TILE_COLUMNS : LANES; }

// Packs the panels of a block of B that cannot be used where they lie: all of them, or only the ragged last one.
KERNEL void packBlockOfB(const Product *p, int column, int width, int k, int depth, int allPanels) {
  int stride = p->transposeB ? p->depth : p->columns;
  const float *source = p->transposeB ? p->b + column * stride + k : p->b + k * stride + column;
  for (int j = 0; j < width; j += TILE_COLUMNS) {
    int available = smaller(TILE_COLUMNS, width - j), panel = panelWidth(available);
    if (!allPanels && available == panel) continue;
    const float *from = source + j * (p->transposeB ? stride : 1);
    if (panel > LANES) packWide(packedB + j * depth, available, depth, from, stride, p->transposeB);
    else packNarrow(packedB + j * depth, available, depth, from, stride, p->transposeB);
  }
}

// Up to this many rows, packing B costs more than it gains.
enum { ROWS_TOO_FEW_TO_PACK = 16 };

KERNEL void multiplyByTiles(const Product *p) {
  int aStride = p->transposeA ? p->rows : p->depth, N = p->columns;
  int packAll = p->transposeB || p->rows > ROWS_TOO_FEW_TO_PACK;
  // The rows of a narrow product may be stored as wide as the panel: what is too much falls on the next row, which is
  // stored later. That needs a next row which is long enough, and no partial sums in d.
  int mayOverlap = N < panelWidth(N) && 2 * N >= panelWidth(N) && p->depth <= BLOCK_DEPTH;
  if (mayOverlap && p->bias) copyWords(N, (int *)narrowBias, (const int *)p->bias);
  for (int column = 0; column < N; column += BLOCK_COLUMNS) {
    int width = smaller(BLOCK_COLUMNS, N - column);
    for (int k = 0; k < p->depth; k += BLOCK_DEPTH) {
      int depth = smaller(BLOCK_DEPTH, p->depth - k);
      packBlockOfB(p, column, width, k, depth, packAll);
      for (int row = 0; row < p->rows; row += TILE_ROWS) {
        int rows = smaller(TILE_ROWS, p->rows - row);
        const float *source = p->transposeA ? p->a + k * aStride + row : p->a + row * aStride + k;
        packNarrow(packedA, rows, depth, source, aStride, !p->transposeA);
        for (int j = 0; j < width; j += TILE_COLUMNS) {
          int columns = smaller(TILE_COLUMNS, width - j), panel = panelWidth(columns);
          float *d = p->d + row * N + column + j;
          // The sum starts from the bias, from zero, or from what the blocks of k before have left.
          const float *start = k > 0 ? d : !p->bias ? zeros : mayOverlap ? narrowBias : p->bias + column + j;
          int startStride = k > 0 ? N : 0;
          int packed = packAll || columns < panel;
          const float *b = packed ? packedB + j * depth : p->b + k * N + column + j;
          int bStride = packed ? panel : N;
          int isWhole = columns == panel || (mayOverlap && row + TILE_ROWS < p->rows);
          if (rows < TILE_ROWS || !isWhole)
            multiplyEdgeTile(rows, columns, depth, b, bStride, start, startStride, d, N);
          else if (panel > LANES) multiplyWideTile(depth, b, bStride, start, startStride, d, N);
          else multiplyNarrowTile(depth, b, bStride, start, startStride, d, N);
        }
        if (k + depth == p->depth) finishRows(p, row, rows, column, width);
      }
    }
  }
}

// ---- few rows: each row times B where it lies

// `vectors` vectors of one row of d, or k < LANES elements of one vector.
INLINE void multiplyRow(const int vectors, int k, int depth, const float *a, int aStep, const float *b, int bStride,
                        const float *start, float *d) {
  Floats sums[8];
  for (int v = 0; v < vectors; v++) sums[v] = start ? loadUpTo(start + v * LANES, k) : splat(0);
  for (int i = 0; i < depth; i++, a += aStep, b += bStride) {
    Floats x = splat(*a);
    for (int v = 0; v < vectors; v++) sums[v] += x * loadUpTo(b + v * LANES, k);
  }
  for (int v = 0; v < vectors; v++) storeUpTo(d + v * LANES, k, sums[v]);
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

enum { FEW_PRODUCT_COLUMNS = 3, DOT_MIN_DEPTH = 8 };

// Rows of A times the columns of B, which lie contiguous one after the other. Here a sum runs over LANES partial sums
// and these are added last.
INLINE void multiplyByColumns(const int columns, const Product *p, const float *b) {
  int K = p->depth;
  for (int row = 0; row < p->rows; row++) {
    const float *a = p->a + row * K;
    Floats sums[FEW_PRODUCT_COLUMNS];
    for (int j = 0; j < columns; j++) sums[j] = splat(0);
    int k = 0;
    for (; k + LANES <= K; k += LANES) {
      Floats x = load(a + k);
      for (int j = 0; j < columns; j++) sums[j] += x * load(b + j * K + k);
    }
    if (k < K) {
      Floats x = loadPart(a + k, K - k);
      for (int j = 0; j < columns; j++) sums[j] += x * loadPart(b + j * K + k, K - k);
    }
    for (int j = 0; j < columns; j++) p->d[row * columns + j] = (p->bias ? p->bias[j] : 0) + sumLanes(sums[j]);
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
  for (int j = 0; j < columns; j++)
    for (int v = 0; v < vectors; v++) sums[j][v] = splat(p->bias ? p->bias[j] : 0);
  for (int k = 0; k < K; k++, a += M, b += bRow)
    for (int v = 0; v < vectors; v++) {
      Floats x = loadUpTo(a + v * LANES, count);
      for (int j = 0; j < columns; j++) sums[j][v] += x * splat(b[j * bColumn]);
    }
  for (int j = 0; j < columns; j++)
    for (int v = 0; v < vectors; v++)
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
  for (int i = 0; i < depth; i++) sum += multiples[i] * loadUpTo(b + i * bStride, k);
  return sum;
}

INLINE void addMultiplesOfRows(const int depth, const Product *p, const float *b) {
  int N = p->columns, aRow = p->transposeA ? 1 : depth, aStep = p->transposeA ? p->rows : 1;
  int atOnce = N < FINISHED_AT_ONCE ? FINISHED_AT_ONCE / N : 1, unfinished = 0;
  for (int row = 0; row < p->rows; row++) {
    float *d = p->d + row * N;
    const float *bias = p->bias;
    Floats multiples[LITTLE_DEPTH];
    for (int i = 0; i < depth; i++) multiples[i] = splat(p->a[row * aRow + i * aStep]);
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

// ---- the choice

KERNEL void multiplyMatrices(const Product *p) {
  int fewColumns = p->columns <= FEW_PRODUCT_COLUMNS;
  int smallB = p->depth * p->columns <= BLOCK_DEPTH * BLOCK_COLUMNS; // fits the scratch
  if (fewColumns && p->transposeA) multiplyTransposedByFewColumns(p);
  else if (fewColumns && p->depth >= DOT_MIN_DEPTH && smallB) multiplyByFewColumns(p);
  else if (p->depth <= LITTLE_DEPTH && smallB) multiplyLittleDepth(p);
  else if (p->rows < TILE_ROWS && !p->transposeB) multiplyFewRows(p);
  else multiplyByTiles(p);
}

#endif
