// What programs work in: words in one block of memory.
#ifndef LOGPI_MEMORY_H
#define LOGPI_MEMORY_H

#include "simd.h"

// Instructions hold byte offsets from the start of the memory, which is address 0 in WebAssembly.
typedef __UINTPTR_TYPE__ Address;
#define FLOATS_AT(base, offset) ((float *)((base) + (unsigned)(offset)))
#define INTS_AT(base, offset) ((int *)((base) + (unsigned)(offset)))

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
  if (i < n) storePart((float *)d + i, n - i, loadPart((const float *)a + i, n - i));
}

KERNEL void fillWords(int n, int *d, int bits) {
  Floats value = (Floats)splatInt(bits);
  int i = 0;
  for (; i + LANES <= n; i += LANES) store((float *)d + i, value);
  if (i < n) storePart((float *)d + i, n - i, value);
}

#ifdef __wasm__
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

#endif
