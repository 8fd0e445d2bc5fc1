// Addresses in instructions are byte offsets from BASE. In WebAssembly that is the start of the linear memory.
#ifndef LOGPI_MEMORY_H
#define LOGPI_MEMORY_H

#include "simd.h"

#ifdef __wasm__
#define BASE 0ul
#endif

#define FLOATS_AT(offset) ((float *)(BASE + (unsigned long)(offset)))
#define INTS_AT(offset) ((int *)(BASE + (unsigned long)(offset)))

INLINE float floatOfBits(int bits) {
  union {
    int bits;
    float value;
  } both = {bits};
  return both.value;
}

INLINE int smaller(int a, int b) { return a < b ? a : b; }

// Copies words as bits, so that they may be integers.
KERNEL void copyWords(int n, int *d, const int *a) {
  int i = 0;
  for (; i + LANES <= n; i += LANES) store((float *)d + i, load((const float *)a + i));
  for (; i < n; i++) d[i] = a[i];
}

KERNEL void fillWords(int n, int *d, int bits) {
  Floats value = (Floats)splatInt(bits);
  int i = 0;
  for (; i + LANES <= n; i += LANES) store((float *)d + i, value);
  for (; i < n; i++) d[i] = bits;
}

// clang may call these two even though there is no C library.
void *memset(void *target, int byte, unsigned long size) {
  for (unsigned long i = 0; i < size; i++) ((volatile char *)target)[i] = (char)byte;
  return target;
}
void *memcpy(void *restrict target, const void *restrict source, unsigned long size) {
  for (unsigned long i = 0; i < size; i++) ((volatile char *)target)[i] = ((const char *)source)[i];
  return target;
}

#endif
