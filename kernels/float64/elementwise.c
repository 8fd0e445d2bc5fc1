// Operations of IEEE arithmetic on float64, element by element, two at a time: what src/backends/reference/elementwise.ts
// computes in TypeScript, with the same bits. Operands and results are registers of REGISTER elements, by their numbers;
// what is computed beyond the `n` elements that are asked for has no meaning.

typedef double Pair __attribute__((vector_size(16)));
typedef long long Mask __attribute__((vector_size(16)));

enum { REGISTER = 1024, REGISTERS = 32, PAIRS = REGISTER / 2 };

static Pair registers[REGISTERS][PAIRS];

#define EXPORT(name) __attribute__((export_name(#name)))

EXPORT(registers) void *addressOfRegisters(void) { return registers; }

static inline Pair choose(Mask condition, Pair whenTrue, Pair whenFalse) {
  return (Pair)((condition & (Mask)whenTrue) | (~condition & (Mask)whenFalse));
}
static inline Pair oneWhere(Mask condition) { return choose(condition, (Pair){1, 1}, (Pair){0, 0}); }

// An operation on x, or on x, y and z, that writes register d.
#define OPERATION(name, expression)                                                                                  \
  EXPORT(name) void compute_##name(int n, int d, int a, int b, int c) {                                              \
    for (int i = 0; i < (n + 1) / 2; i++) {                                                                          \
      Pair x = registers[a][i], y = registers[b][i], z = registers[c][i];                                            \
      (void)x, (void)y, (void)z;                                                                                     \
      registers[d][i] = expression;                                                                                  \
    }                                                                                                                \
  }

OPERATION(negate, -x)
OPERATION(sqrt, __builtin_wasm_sqrt_f64x2(x))
OPERATION(square, x *x)
OPERATION(reciprocal, 1 / x)
OPERATION(abs, __builtin_wasm_abs_f64x2(x))
OPERATION(floor, __builtin_wasm_floor_f64x2(x))
OPERATION(relu, __builtin_wasm_max_f64x2(x, (Pair){0, 0}))
OPERATION(add, x + y)
OPERATION(subtract, x - y)
OPERATION(multiply, x *y)
OPERATION(divide, x / y)
OPERATION(minimum, __builtin_wasm_min_f64x2(x, y))
OPERATION(maximum, __builtin_wasm_max_f64x2(x, y))
OPERATION(less, oneWhere(x < y))
OPERATION(lessEqual, oneWhere(x <= y))
OPERATION(equal, oneWhere(x == y))
OPERATION(select, choose(x != 0, y, z)) // a NaN counts as true
OPERATION(tanhGradient, x *(1 - y * y))
OPERATION(sigmoidGradient, x *y *(1 - y))
OPERATION(reluGradient, choose(y > 0, x, (Pair){0, 0}))

// Makes register a the column b of c columns, in the registers from d on.
EXPORT(concatenate) void placeColumn(int n, int d, int a, int b, int c) {
  const double *from = (const double *)registers[a];
  double *to = (double *)registers[d] + b;
  for (int i = 0; i < n; i++) to[i * c] = from[i];
}

// Whether n elements from register a on are finite.
EXPORT(are_finite) int areFinite(int n, int a) {
  const double *x = (const double *)registers[a];
  Pair even = {0, 0}, odd = {0, 0}; // which x - x leaves as they are, unless it is NaN
  int i = 0;
  for (; i + 4 <= n; i += 4) {
    Pair first = *(const Pair *)(x + i), second = *(const Pair *)(x + i + 2);
    even += first - first;
    odd += second - second;
  }
  double rest = even[0] + even[1] + odd[0] + odd[1];
  for (; i < n; i++) rest += x[i] - x[i];
  return rest == 0;
}

typedef Pair UnalignedPair __attribute__((aligned(8)));

// The means over groups of rows that follow one another of (weight - constant) * score + offset: [groups, size]. The scores
// of a row begin at its entry of `starts`. All are in registers from the given ones on, constant and offset one for each
// column.
EXPORT(average_weighted) void averageWeighted(int groups, int group, int size, int weights, int starts, int constant,
                                              int offset, int scores, int means) {
  const double *weight = (const double *)registers[weights], *score = (const double *)registers[scores];
  const double *less = (const double *)registers[constant], *more = (const double *)registers[offset];
  const int *start = (const int *)registers[starts];
  double *mean = (double *)registers[means];
  for (int g = 0; g < groups; g++, weight += group, start += group, mean += size) {
    int i = 0;
    for (; i + 2 <= size; i += 2) {
      Pair lessPair = *(const UnalignedPair *)(less + i), morePair = *(const UnalignedPair *)(more + i), sum = {0, 0};
      for (int row = 0; row < group; row++) {
        Pair own = {weight[row], weight[row]};
        sum += (own - lessPair) * *(const UnalignedPair *)(score + start[row] + i) + morePair;
      }
      *(UnalignedPair *)(mean + i) = sum / group;
    }
    if (i < size) {
      double sum = 0;
      for (int row = 0; row < group; row++) sum += (weight[row] - less[i]) * score[start[row] + i] + more[i];
      mean[i] = sum / group;
    }
  }
}
