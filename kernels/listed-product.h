// The product with an A of which many numbers are zeros, as ReLU and its gradient leave them: those of a row that are not are
// listed, and only they are multiplied.
#ifndef LOGPI_LISTED_PRODUCT_H
#define LOGPI_LISTED_PRODUCT_H

#include "sparse-product.h"
#include "strided-copy.h"
#include "tiles.h"

// A panel of B (32 KB) stays in the first cache while the listed rows of A pass.
enum { PANEL_VECTORS = 8, PANEL_COLUMNS = PANEL_VECTORS * LANES, PANEL_DEPTH = 8192 / PANEL_COLUMNS, LISTED_ROWS = 32 };
// For fewer rows or less depth, packing and listing cost more than they gain; so they do where more of A is not zero. (The
// tiles of the widest vectors load less for each product, and panels of their width are not as deep.)
enum { LISTED_LEAST_ROWS = 32, LISTED_LEAST_DEPTH = 32 };
#define MOST_OF_LISTED (LANES == 16 ? 0.53f : 0.7f)

// The numbers of a row of A that are not zero, and where their rows of a panel lie. Whole vectors are stored, so there is room
// for one more.
typedef struct {
  int length;
  float values[PANEL_DEPTH + LANES];
  int places[PANEL_DEPTH + LANES];
} List;

SCRATCH List lists[LISTED_ROWS];
SCRATCH float turnedRows[LISTED_ROWS * PANEL_DEPTH]; // of a transposed A

KERNEL int hasManyZeros(const Product *p) {
  if (p->rows < LISTED_LEAST_ROWS || p->depth < LISTED_LEAST_DEPTH) return 0;
  int computed = (p->columns + PANEL_COLUMNS - 1) / PANEL_COLUMNS * PANEL_COLUMNS;
  float most = MOST_OF_LISTED * (float)p->columns / (float)computed;
  return most > MOST_OF_SPARSE && sampledShare(p) <= most;
}

// Lists n numbers of a row.
INLINE void listNumbers(int n, const float *a, List *list) {
  int length = 0;
  for (int i = 0; i < n; i += LANES) {
    Floats numbers = loadUpTo(a + i, n - i);
    Ints isListed = numbers != splat(0);
    storeSelected(list->values + length, isListed, numbers);
    storeSelected((float *)list->places + length, isListed, (Floats)((LANE_NUMBERS + splatInt(i)) * PANEL_COLUMNS));
    length += countSelected(isListed);
  }
  list->length = length;
}

// Lists `depth` numbers from k on of each of `rows` rows of A.
KERNEL void listRows(const Product *p, int row, int rows, int k, int depth) {
  const float *a = p->transposeA ? turnedRows : p->a + row * p->depth + k;
  if (p->transposeA)
    transpose(depth, rows, (int *)turnedRows, depth, (const int *)p->a + k * p->rows + row, p->rows);
  for (int i = 0; i < rows; i++) listNumbers(depth, a + i * (p->transposeA ? depth : p->depth), lists + i);
}

// Panels of PANEL_COLUMNS columns of B. What lies behind the last column is multiplied, and not stored.
KERNEL void packColumnsOfB(const Product *p, int column, int width, int k, int depth) {
  int stride = p->transposeB ? p->depth : p->columns;
  for (int j = 0; j < width; j += LANES) {
    float *panel = packedB + j / PANEL_COLUMNS * PANEL_COLUMNS * depth + j % PANEL_COLUMNS;
    const float *source = p->transposeB ? p->b + (column + j) * stride + k : p->b + k * stride + column + j;
    packVector(panel, PANEL_COLUMNS, width - j, depth, source, stride, !p->transposeB);
  }
}

// d = start + the listed numbers times their rows of a panel. No start is 0.
KERNEL void addListedRows(const List *list, const float *panel, const float *start, float *d) {
  Floats sums[PANEL_VECTORS];
  UNROLLED for (int v = 0; v < PANEL_VECTORS; v++) sums[v] = start ? load(start + v * LANES) : splat(0);
  const float *value = list->values, *end = value + list->length;
  for (const int *place = list->places; value != end; value++, place++) {
    Floats x = splat(*value);
    const float *b = panel + *place;
    UNROLLED for (int v = 0; v < PANEL_VECTORS; v++) sums[v] = multiplyAdd(x, load(b + v * LANES), sums[v]);
  }
  UNROLLED for (int v = 0; v < PANEL_VECTORS; v++) store(d + v * LANES, sums[v]);
}

// The same for the first `columns` columns of a panel.
KERNEL void addListedRowsToFew(int columns, const List *list, const float *panel, const float *start, float *d) {
  float edge[PANEL_COLUMNS];
  if (start) copyWords(columns, (int *)edge, (const int *)start);
  addListedRows(list, panel, start ? edge : 0, edge);
  copyWords(columns, (int *)d, (const int *)edge);
}

KERNEL void multiplyListed(const Product *p) {
  int N = p->columns;
  for (int column = 0; column < N; column += BLOCK_COLUMNS) {
    int width = smaller(BLOCK_COLUMNS, N - column);
    for (int k = 0; k < p->depth; k += PANEL_DEPTH) {
      int depth = smaller(PANEL_DEPTH, p->depth - k);
      packColumnsOfB(p, column, width, k, depth);
      for (int first = 0; first < p->rows; first += LISTED_ROWS) {
        int rows = smaller(LISTED_ROWS, p->rows - first);
        listRows(p, first, rows, k, depth);
        for (int j = 0; j < width; j += PANEL_COLUMNS) {
          const float *panel = packedB + j * depth;
          for (int i = 0; i < rows; i++) {
            float *d = p->d + (first + i) * N + column + j;
            const float *start = k > 0 ? d : p->bias ? p->bias + column + j : 0;
            if (width - j >= PANEL_COLUMNS) addListedRows(lists + i, panel, start, d);
            else addListedRowsToFew(width - j, lists + i, panel, start, d);
          }
        }
        if (k + depth == p->depth) finishRows(p, first, rows, column, width);
      }
    }
  }
}

KERNEL void multiplyRows(const Product *p) {
  if (hasManyZeros(p)) multiplyListed(p);
  else multiplyByTiles(p);
}

#endif
