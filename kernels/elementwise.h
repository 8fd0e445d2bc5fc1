// Element by element: one operand, two operands with broadcasting, selection, and the gradients of activations.
#ifndef LOGPI_ELEMENTWISE_H
#define LOGPI_ELEMENTWISE_H

#include "exponential.h"
#include "memory.h"
#include "power.h"
#include "trigonometry.h"

// ---- one operand: map_<name>(n, d, a), in place if d == a. Two vectors at a time: in a long expression, one waits for
// its own intermediate results, and the other fills the gaps.

typedef void Map(int n, float *d, const float *a);

// The ragged end of a map, made whole in scratch.
KERNEL void mapRest(Map *map, int n, float *d, const float *a) {
  float rest[2 * LANES];
  store(rest, loadUpTo(a, n));
  if (n > LANES) store(rest + LANES, loadPart(a + LANES, n - LANES));
  map(2 * LANES, rest, rest);
  storeUpTo(d, n, load(rest));
  if (n > LANES) storePart(d + LANES, n - LANES, load(rest + LANES));
}

#define MAP(name, expression)                                                                                        \
  INLINE Floats value_##name(Floats x) { return expression; }                                                        \
  KERNEL void map_##name(int n, float *d, const float *a) {                                                          \
    int i = 0;                                                                                                       \
    for (; i + 2 * LANES <= n; i += 2 * LANES) {                                                                     \
      Floats first = value_##name(load(a + i)), second = value_##name(load(a + i + LANES));                          \
      store(d + i, first);                                                                                           \
      store(d + i + LANES, second);                                                                                  \
    }                                                                                                                \
    if (i < n) mapRest(map_##name, n - i, d + i, a + i);                                                             \
  }

MAP(copy, x)
MAP(negate, -x)
MAP(exp, exponential(x))
MAP(log, logarithm(x))
MAP(expm1, exponentialMinusOne(x))
MAP(log1p, logarithmOnePlus(x))
MAP(sqrt, squareRoot(x))
MAP(square, x *x)
MAP(reciprocal, splat(1) / x)
MAP(abs, absolute(x))
MAP(sign, select(x == x, oneWhere(x > splat(0)) - oneWhere(x < splat(0)), x))
MAP(floor, roundDown(x))
MAP(tanh, hyperbolicTangent(x))
MAP(sigmoid, logisticSigmoid(x))
MAP(softplus, softPlus(x))
MAP(relu, greaterOf(x, splat(0))) // keeps NaN
MAP(castToFloat, toFloats((Ints)x))
MAP(castToInt, (Floats)toInts(x))

KERNEL void mapSineTurned(int n, float *d, const float *a, int quarterTurns) {
  for (int i = 0; i < n; i += LANES) storeUpTo(d + i, n - i, sineTurned(loadUpTo(a + i, n - i), quarterTurns));
}

// ---- two operands: combine_<name>(n, d, a, b, aStep, bStep), where a step of 0 repeats one value

typedef void Combine(int n, float *d, const float *a, const float *b, int aStep, int bStep);

#define COMBINE(name, expression)                                                                                    \
  INLINE Floats value_##name(Floats x, Floats y) { return expression; }                                              \
  KERNEL void combine_##name(int n, float *d, const float *a, const float *b, int aStep, int bStep) {                \
    Floats x = splat(*a), y = splat(*b);                                                                             \
    int i = 0;                                                                                                       \
    if (aStep & bStep)                                                                                               \
      for (; i + LANES <= n; i += LANES) store(d + i, value_##name(load(a + i), load(b + i)));                       \
    else if (aStep)                                                                                                  \
      for (; i + LANES <= n; i += LANES) store(d + i, value_##name(load(a + i), y));                                 \
    else if (bStep)                                                                                                  \
      for (; i + LANES <= n; i += LANES) store(d + i, value_##name(x, load(b + i)));                                 \
    else                                                                                                             \
      return fillWords(n, (int *)d, ((Ints)value_##name(x, y))[0]);                                                  \
    if (i == n) return;                                                                                              \
    if (aStep) x = loadPart(a + i, n - i);                                                                           \
    if (bStep) y = loadPart(b + i, n - i);                                                                           \
    storePart(d + i, n - i, value_##name(x, y));                                                                     \
  }

COMBINE(add, x + y)
COMBINE(subtract, x - y)
COMBINE(multiply, x *y)
COMBINE(divide, x / y)
COMBINE(minimum, minimumOf(x, y))
COMBINE(maximum, maximumOf(x, y))
COMBINE(less, oneWhere(x < y))
COMBINE(lessEqual, oneWhere(x <= y))
COMBINE(equal, oneWhere(x == y))
COMBINE(power, power(x, y))

// An outer dimension of an instruction: its size, and how far two operands move along it, in elements.
typedef struct {
  int size, stride[2];
} Dimension;

// Where an operand starts in iteration `index` over all the given dimensions (the last one is the fastest).
static int offsetOf(int index, int rank, const Dimension *dimensions, int operand) {
  int offset = 0;
  while (rank-- > 0) {
    offset += index % dimensions[rank].size * dimensions[rank].stride[operand];
    index /= dimensions[rank].size;
  }
  return offset;
}

static int productOfSizes(int rank, const Dimension *dimensions) {
  int product = 1;
  for (int i = 0; i < rank; i++) product *= dimensions[i].size;
  return product;
}

// Short rows are gathered into blocks of this many elements, so that vectors are full.
enum { ROW_BLOCK = 256, SHORT_ROW = 32 };

// An operand of `rows` short rows as one dense run: itself if it is one, otherwise written to `block`.
// *step becomes 0 if it is a single value throughout.
static const float *denseRows(float *block, const float *a, int rows, int inner, int *step, int stride) {
  int along = inner == 1 ? 1 : *step;
  if (along && stride == inner) {
    *step = 1;
    return a;
  }
  if (stride == 0 && (!along || inner == 1)) {
    *step = 0;
    return a;
  }
  float *d = block;
  for (int r = 0; r < rows; r++, a += stride)
    for (int i = 0; i < inner; i++) *d++ = a[along * i];
  *step = 1;
  return block;
}

static void combineRows(Combine *combine, int rows, int inner, float *d, const float *a, const float *b, int aStep,
                        int bStep, Dimension along) {
  float aBlock[ROW_BLOCK], bBlock[ROW_BLOCK];
  int atOnce = inner < SHORT_ROW ? ROW_BLOCK / inner : 1;
  for (int r = 0; r < rows; r += atOnce) {
    int count = smaller(atOnce, rows - r), aDense = aStep, bDense = bStep;
    const float *aRow = a + r * along.stride[0], *bRow = b + r * along.stride[1];
    if (count > 1) {
      aRow = denseRows(aBlock, aRow, count, inner, &aDense, along.stride[0]);
      bRow = denseRows(bBlock, bRow, count, inner, &bDense, along.stride[1]);
    }
    combine(count * inner, d + r * inner, aRow, bRow, aDense, bDense);
  }
}

KERNEL void combineBroadcast(Combine *combine, int inner, float *d, const float *a, const float *b, int aStep,
                             int bStep, int rank, const Dimension *dimensions) {
  if (rank == 0) {
    combine(inner, d, a, b, aStep, bStep);
    return;
  }
  Dimension fastest = dimensions[--rank];
  int groups = productOfSizes(rank, dimensions);
  for (int g = 0; g < groups; g++, d += fastest.size * inner)
    combineRows(combine, fastest.size, inner, d, a + offsetOf(g, rank, dimensions, 0),
                b + offsetOf(g, rank, dimensions, 1), aStep, bStep, fastest);
}

// ---- d = condition != 0 ? a : b; a step of 0 repeats one value. A NaN counts as true.

KERNEL void selectElements(int n, float *d, const float *condition, const float *a, const float *b, int conditionStep,
                           int aStep, int bStep) {
  Floats c = splat(*condition), x = splat(*a), y = splat(*b);
  for (int i = 0; i < n; i += LANES) {
    int k = n - i;
    if (conditionStep) c = loadUpTo(condition + i, k);
    if (aStep) x = loadUpTo(a + i, k);
    if (bStep) y = loadUpTo(b + i, k);
    storeUpTo(d + i, k, select(c != splat(0), x, y));
  }
}

// ---- gradients of activations from their output y: gradient_<name>(n, d, g, y), in place if d == g

#define GRADIENT(name, expression)                                                                                   \
  INLINE Floats value_##name(Floats g, Floats y) { return expression; }                                              \
  KERNEL void gradient_##name(int n, float *d, const float *g, const float *y) {                                     \
    int i = 0;                                                                                                       \
    for (; i + LANES <= n; i += LANES) store(d + i, value_##name(load(g + i), load(y + i)));                         \
    if (i < n) storePart(d + i, n - i, value_##name(loadPart(g + i, n - i), loadPart(y + i, n - i)));                \
  }

GRADIENT(tanhGradient, g *(splat(1) - y * y))
GRADIENT(sigmoidGradient, g *(y * (splat(1) - y)))
GRADIENT(reluGradient, (Floats)((Ints)g & (y > splat(0))))

#endif
