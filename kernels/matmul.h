// d[M, N] = epilogue(op(A)[M, K] op(B)[K, N] + bias), row-major.
//
// The products of an element are added in ascending order of k, on top of the bias; blocks of k go on from the stored
// partial sum, which is the same float. So a row of d has the same bits whatever M is, and whatever the path taken.
// (The one exception depends on N, K and transposeA only: see multiplyByFewColumns. A path that leaves zeros of A out may
// differ in the sign of a zero.)
#ifndef LOGPI_MATMUL_H
#define LOGPI_MATMUL_H

#include "packing.h"
#include "product.h"
#ifndef ACTING_ONLY
#include "sparse-product.h"
#endif

// A tile is as large as the registers allow; one of 4 rows by 2 vectors is what V8's register allocator keeps there. V8
// also wants the rows of A packed, so that one pointer reads them all; natively they are read where they lie.
#ifdef __wasm__
enum { TILE_ROWS = 4, TILE_VECTORS = 2, PACKS_A = 1 };
#else
enum { TILE_ROWS = 6, TILE_VECTORS = REGISTERS == 32 ? 4 : 2, PACKS_A = 0 };
#endif
enum { TILE_COLUMNS = TILE_VECTORS * LANES };
// A block of B (at most 512 KB, packed) stays in the second cache while all rows of A pass.
#if defined(__wasm__) && !defined(ACTING_ONLY)
enum { BLOCK_DEPTH = 512, BLOCK_COLUMNS = 256 };
#else
enum { BLOCK_DEPTH = 256, BLOCK_COLUMNS = 256 };
#endif
// Where A is packed, so many rows of it (16 KB) stay in the first cache while all panels of B pass.
enum { BLOCK_ROWS = PACKS_A ? 16 : TILE_ROWS };

SCRATCH float packedA[PACKS_A ? BLOCK_ROWS * BLOCK_DEPTH : 1] __attribute__((aligned(64)));
SCRATCH float packedB[BLOCK_DEPTH * BLOCK_COLUMNS] __attribute__((aligned(64)));
static const float zeros[TILE_COLUMNS];

// ---- tiles

// d = start + A B over `depth`. Element (i, k) of A is a[i * aRow + k * aStep], or where A is packed that of packedA. The
// rows of B, of the start and of d are their strides apart. A start stride of 0 repeats one row.
typedef struct {
  int depth;
  const float *a;
  int aRow, aStep;
  const float *b;
  int bStride;
  const float *start;
  int startStride;
  float *d;
  int dStride;
} Tile;

// The fields of a tile one by one: V8 passes them in registers, and what is constant is not passed at all.
#define TILE_PARAMETERS                                                                                              \
  int depth, const float *a, int aOffset, int aRow, int aStep, const float *b, int bStride, const float *start, int startStride,  \
      float *d, int dStride
#define FIELDS_OF(t)                                                                                                 \
  (t)->depth, PACKS_A ? 0 : (t)->a, PACKS_A ? (t)->a - packedA : 0, PACKS_A ? 1 : (t)->aRow, PACKS_A ? TILE_ROWS : (t)->aStep, (t)->b, (t)->bStride, (t)->start,   \
      (t)->startStride, (t)->d, (t)->dStride

INLINE void multiplyTileOf(const int rows, const int vectors, TILE_PARAMETERS) {
  Floats sums[TILE_ROWS][TILE_VECTORS];
  UNROLLED for (int i = 0; i < rows; i++)
    UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] = load(start + i * startStride + j * LANES);
  if (PACKS_A) a = packedA + aOffset;
  const float *end = a + aStep * depth;
  do { // compared with the end of a, V8 needs the fewest instructions
    Floats bs[TILE_VECTORS];
    UNROLLED for (int j = 0; j < vectors; j++) bs[j] = load(b + j * LANES);
    UNROLLED for (int i = 0; i < rows; i++) {
      Floats x = splat(a[i * aRow]);
      UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] = multiplyAdd(x, bs[j], sums[i][j]);
    }
    a += aStep, b += bStride;
  } while (a != end);
  UNROLLED for (int i = 0; i < rows; i++)
    UNROLLED for (int j = 0; j < vectors; j++) store(d + i * dStride + j * LANES, sums[i][j]);
}

// Packed rows of A are always TILE_ROWS, with zeros behind the last one: then only that shape is needed.
#define TILE_WITH(vectors)                                                                                           \
  KERNEL void multiplyTileWith##vectors(int rows, TILE_PARAMETERS) {                                                 \
    switch (PACKS_A ? TILE_ROWS : rows) {                                                                            \
      TILE_CASE(1, vectors) TILE_CASE(2, vectors) TILE_CASE(3, vectors) TILE_CASE(4, vectors) TILE_CASE(5, vectors)  \
      TILE_CASE(6, vectors)                                                                                          \
    }                                                                                                                \
  }
#define TILE_CASE(rows, vectors)                                                                                     \
  case rows:                                                                                                         \
    multiplyTileOf(rows, vectors, depth, a, aOffset, aRow, aStep, b, bStride, start, startStride, d, dStride);                \
    break;
TILE_WITH(1) TILE_WITH(2) TILE_WITH(3) TILE_WITH(4)
#undef TILE_WITH
#undef TILE_CASE

INLINE void multiplyTile(int rows, int vectors, const Tile *t) {
  if (vectors == 1) multiplyTileWith1(rows, FIELDS_OF(t));
  else if (vectors == 2) multiplyTileWith2(rows, FIELDS_OF(t));
  else if (TILE_VECTORS > 2 && vectors == 3) multiplyTileWith3(rows, FIELDS_OF(t));
  else if (TILE_VECTORS > 2) multiplyTileWith4(rows, FIELDS_OF(t));
}

// A tile at the lower or right edge: computed in scratch, of which rows by columns are kept.
KERNEL void multiplyEdgeTile(int rows, int columns, const Tile *t) {
  float scratch[TILE_ROWS * TILE_COLUMNS];
  int rowsToLoad = t->startStride ? rows : 1, vectors = vectorsFor(columns);
  for (int i = 0; i < rowsToLoad; i++)
    for (int j = 0; j < columns; j += LANES)
      store(scratch + i * TILE_COLUMNS + j, loadUpTo(t->start + i * t->startStride + j, columns - j));
  Tile whole = *t;
  whole.start = whole.d = scratch;
  whole.startStride = t->startStride ? TILE_COLUMNS : 0, whole.dStride = TILE_COLUMNS;
  multiplyTile(rows, vectors, &whole);
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j += LANES)
      storeUpTo(t->d + i * t->dStride + j, columns - j, load(scratch + i * TILE_COLUMNS + j));
}

// ---- the general case: blocks of B, and tiles over them

// Whether all panels of B are packed, or only the ragged last one. A transposed B cannot be used where it lies. For few
// rows packing costs more than it gains. (A panel in place is spread over as many cache lines as it is deep, which
// matters when the rows are so long that these fall into the same few places of the cache.)
enum { FEW_ROWS = 16, SOME_ROWS = PACKS_A ? 64 : 1 << 30, LONG_ROW = 1024 };

static int packsAllOfB(const Product *p) {
  if (p->transposeB) return 1;
  return p->columns > TILE_COLUMNS && p->rows > (p->columns < LONG_ROW ? SOME_ROWS : FEW_ROWS);
}

KERNEL void packBlockOfB(const Product *p, int column, int width, int k, int depth, int allPanels) {
  int stride = p->transposeB ? p->depth : p->columns, skipped = allPanels ? 0 : width - width % TILE_COLUMNS;
  if (!allPanels && width % LANES == 0) return;
  column += skipped;
  const float *source = p->transposeB ? p->b + column * stride + k : p->b + k * stride + column;
  packPanels(packedB + skipped * depth, TILE_VECTORS, width - skipped, depth, source, stride, !p->transposeB);
}

KERNEL void packRowsOfA(const Product *p, int row, int rows, int k, int depth) {
  int stride = p->transposeA ? p->rows : p->depth;
  const float *source = p->transposeA ? p->a + k * stride + row : p->a + row * stride + k;
  packPanels(packedA, TILE_ROWS / LANES, rows, depth, source, stride, p->transposeA);
}

KERNEL void multiplyByTiles(const Product *p) {
  int aRow = p->transposeA ? 1 : p->depth, aStep = p->transposeA ? p->rows : 1, N = p->columns;
  int packAll = packsAllOfB(p);
  // The rows of a narrow product may be stored as wide as the panel: what is too much falls on the next row, which is
  // stored later. That needs a next row which is long enough, and no partial sums in d.
  int wide = vectorsFor(N) * LANES;
  int mayOverlap = N < TILE_COLUMNS && N < wide && 2 * N >= wide && p->depth <= BLOCK_DEPTH;
  float narrowBias[TILE_COLUMNS]; // what lies behind the bias of less than one panel is harmless
  if (mayOverlap && p->bias) copyWords(N, (int *)narrowBias, (const int *)p->bias);
  for (int column = 0; column < N; column += BLOCK_COLUMNS) {
    int width = smaller(BLOCK_COLUMNS, N - column);
    for (int k = 0; k < p->depth; k += BLOCK_DEPTH) {
      int depth = smaller(BLOCK_DEPTH, p->depth - k);
      packBlockOfB(p, column, width, k, depth, packAll);
      for (int first = 0; first < p->rows; first += BLOCK_ROWS) {
        int blockRows = smaller(BLOCK_ROWS, p->rows - first);
        if (PACKS_A) packRowsOfA(p, first, blockRows, k, depth);
        for (int i = 0; i < blockRows; i += TILE_ROWS) {
          int row = first + i, rows = smaller(TILE_ROWS, blockRows - i);
          Tile tile = {
              .depth = depth,
              .a = PACKS_A ? packedA + i * depth : p->a + row * aRow + k * aStep,
              .aRow = aRow,
              .aStep = aStep,
              .d = p->d + row * N + column,
              .dStride = N,
              // The sum starts from the bias, from zero, or from what the blocks of k before have left.
              .start = k > 0 ? p->d + row * N + column : !p->bias ? zeros : mayOverlap ? narrowBias : p->bias + column,
              .startStride = k > 0 ? N : 0,
          };
          int startStep = k > 0 || p->bias ? TILE_COLUMNS : 0;
          int bStep = packAll ? TILE_COLUMNS * depth : TILE_COLUMNS, left = width;
          tile.b = packAll ? packedB : p->b + k * N + column;
          tile.bStride = packAll ? TILE_COLUMNS : N;
          if (!PACKS_A || rows == TILE_ROWS)
            for (; left >= TILE_COLUMNS; left -= TILE_COLUMNS) {
              multiplyTile(rows, TILE_VECTORS, &tile);
              tile.b += bStep, tile.d += TILE_COLUMNS, tile.start += startStep;
            }
          for (; left > 0; left -= TILE_COLUMNS) {
            int columns = smaller(TILE_COLUMNS, left), vectors = vectorsFor(columns), isWhole = columns == vectors * LANES;
            if (packAll || !isWhole) tile.b = packedB + (width - left) * depth, tile.bStride = vectors * LANES;
            if ((PACKS_A && rows < TILE_ROWS) || !(isWhole || (mayOverlap && row + TILE_ROWS < p->rows)))
              multiplyEdgeTile(rows, columns, &tile);
            else multiplyTile(rows, vectors, &tile);
            tile.b += bStep, tile.d += TILE_COLUMNS, tile.start += startStep;
          }
        }
        if (k + depth == p->depth) finishRows(p, first, blockRows, column, width);
      }
    }
  }
}

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
  else multiplyByTiles(p);
}

#endif
