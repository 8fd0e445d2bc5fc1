// Many random numbers at a time, with the bits of src/random/: PCG64 (XSL RR 128/64), float64 from [0, 1), of the
// ziggurat the part that needs only its tables, and lists of integers in random order.
// src/random/drawing-kernels.ts has the memory below as arrays.

typedef unsigned long long Word;

enum { BLOCK = 1024, LAYERS = 256, LONGEST_LIST = 1 << 14 };

// As the twelve 32-bit words of src/random/pcg64.ts.
static struct {
  Word stateLow, stateHigh, incrementLow, incrementHigh, output;
  unsigned hasHalf, half;
} pcg;

static double widths[LAYERS]; // of the layers, times 2^-52
static double safeDraws[LAYERS];
static double draws[BLOCK];
static int list[LONGEST_LIST];

#define EXPORT(name) __attribute__((export_name(#name)))

EXPORT(pcg) void *addressOfPcg(void) { return &pcg; }
EXPORT(widths) void *addressOfWidths(void) { return widths; }
EXPORT(safe_draws) void *addressOfSafeDraws(void) { return safeDraws; }
EXPORT(draws) void *addressOfDraws(void) { return draws; }
EXPORT(list) void *addressOfList(void) { return list; }

static inline Word upperHalfOfProduct(Word a, Word b) {
  Word aLow = a & 0xffffffff, aHigh = a >> 32, bLow = b & 0xffffffff, bHigh = b >> 32;
  Word middle = aHigh * bLow + (aLow * bLow >> 32);
  Word other = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (other >> 32);
}

// state <- state * multiplier + increment modulo 2^128, folded to 64 bits and rotated.
static inline Word next(void) {
  const Word factorHigh = 0x2360ed051fc65da4, factorLow = 0x4385df649fccf645;
  Word low = pcg.stateLow * factorLow + pcg.incrementLow;
  Word carry = low < pcg.incrementLow;
  Word high = upperHalfOfProduct(pcg.stateLow, factorLow) + pcg.stateHigh * factorLow + pcg.stateLow * factorHigh +
              pcg.incrementHigh + carry;
  pcg.stateLow = low;
  pcg.stateHigh = high;
  Word folded = high ^ low, rotation = high >> 58;
  return pcg.output = folded >> rotation | folded << (-rotation & 63);
}

// Without a branch, which could not be predicted.
static inline double negatedWhere(Word isNegative, double x) {
  union {
    double value;
    Word bits;
  } both = {x};
  both.bits ^= (Word)(isNegative != 0) << 63;
  return both.value;
}

// Fills the first of the draws with low + range * u for float64 u from [0, 1), the upper 53 bits of 64 each.
EXPORT(fill_uniform) void fillUniform(int count, double low, double range) {
  for (int i = 0; i < count; i++) draws[i] = low + range * ((double)(long long)(next() >> 11) * 0x1p-53);
}

// Fills the draws from `start` to `end` with mean + deviation * z for standard normal z, and returns `end`; or the place
// of the first that the tables do not decide, whose bits are pcg.output.
EXPORT(fill_normal) int fillNormal(int start, int end, double mean, double deviation) {
  for (int i = start; i < end; i++) {
    Word bits = next();
    int layer = bits & (LAYERS - 1);
    double draw = (double)(long long)(bits >> 9 & 0xfffffffffffff);
    if (draw >= safeDraws[layer]) return i;
    draws[i] = mean + deviation * negatedWhere(bits & 0x100, draw * widths[layer]);
  }
  return end;
}

// Moves on in a list that is shuffled from its end, by 32 bits: swaps entry i with one from 0 to i if the lower bits of
// `bits` are the number of one. Without a branch, which could not be predicted.
static inline int swapped(int i, unsigned bits) {
  int unused = __builtin_clz(i), drawn = bits << unused >> unused, fits = drawn <= i, other = fits ? drawn : i;
  int kept = list[i];
  list[i] = list[other], list[other] = kept;
  return i - fits;
}

// Puts the first of the list into random order.
EXPORT(shuffle) void shuffle(int count) {
  int i = count - 1;
  if (i > 0 && pcg.hasHalf) pcg.hasHalf = 0, i = swapped(i, pcg.half);
  while (i > 0) {
    Word bits = next();
    pcg.half = bits >> 32;
    i = swapped(i, bits);
    if (i > 0) i = swapped(i, pcg.half);
    else pcg.hasHalf = 1;
  }
}
