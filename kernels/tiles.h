// The general product of matrices: blocks of B, and tiles of d over them, each of which stays in registers.
#ifndef LOGPI_TILES_H
#define LOGPI_TILES_H

#include "packing.h"
#include "product.h"

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

#endif
