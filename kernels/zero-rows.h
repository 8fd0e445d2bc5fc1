// The product with an A of which many rows are zeros, as the gradients of a minimum, of what is clipped and of what is masked
// have them: a row of d is then the bias, and only the other rows are multiplied.
#ifndef LOGPI_ZERO_ROWS_H
#define LOGPI_ZERO_ROWS_H

#include "sparse-product.h"
#include "listed-product.h"

// Fewer multiplications than that are not worth it, nor is it to leave out less than one row of so many. So many floats of A
// are multiplied at once: B is packed for each time, so that these should be many rows.
enum { ZERO_ROWS_DEPTH = 64, ZERO_ROWS_COLUMNS = 64, ZERO_ROWS_SHARE = 8, GATHERED_AT_ONCE = 1 << 16, GATHERED_DEPTH = 1024 };

SCRATCH float gathered[GATHERED_AT_ONCE] __attribute__((aligned(64)));

static int isZeroRow(int n, const float *a) {
  int i = 0;
  for (; i + LANES <= n; i += LANES)
    if (anyLane(load(a + i) != splat(0))) return 0;
  for (; i < n; i++)
    if (a[i] != 0) return 0;
  return 1;
}

static int countZeroRows(const Product *p) {
  int count = 0;
  for (int row = 0; row < p->rows; row++) count += isZeroRow(p->depth, p->a + row * p->depth);
  return count;
}

// Moves `count` rows of d, which lie together, to the listed ones, from the last to the first of `rows`, so that none is
// overwritten before it is moved; the rows between them become the bias.
static void spreadRows(const Product *p, int rows, int count, float *d) {
  int N = p->columns;
  for (int row = rows; row-- > 0;) {
    int *target = (int *)(d + row * N);
    if (count == 0 || places[count - 1] != row) {
      if (p->bias) copyWords(N, target, (const int *)p->bias);
      else fillWords(N, target, 0);
    } else if (--count != row) copyWords(N, target, (const int *)(d + count * N));
  }
}

// Whether A has enough of such rows; only then d is computed.
KERNEL int multiplyWithoutZeroRows(const Product *p) {
  int K = p->depth, N = p->columns;
  if (p->transposeA || K < ZERO_ROWS_DEPTH || K > GATHERED_DEPTH || N < ZERO_ROWS_COLUMNS) return 0;
  if (countZeroRows(p) * ZERO_ROWS_SHARE < p->rows) return 0;
  int most = smaller(GATHERED_AT_ONCE / K, LISTED_AT_ONCE);
  for (int first = 0, next = 0; first < p->rows; first = next) {
    int count = 0;
    for (; next < p->rows && count < most; next++) {
      const float *a = p->a + next * K;
      if (isZeroRow(K, a)) continue;
      copyWords(K, (int *)(gathered + count * K), (const int *)a);
      places[count++] = next - first;
    }
    Product others = *p;
    others.rows = count, others.a = gathered, others.d = p->d + first * N, others.epilogue = 0;
    if (count > 0) multiplyRows(&others);
    spreadRows(p, next - first, count, others.d);
    finishRows(p, first, next - first, 0, N);
  }
  return 1;
}

#endif
