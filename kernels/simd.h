// Vectors of LANES float32. What differs between machines is in simd-<machine>.h; everything else is written for
// LANES lanes and uses C operators on Floats, which gcc and clang translate for any target.
//
// Nothing is fused or reordered but multiplyAdd, and that only natively: WebAssembly gives the same bits on every engine,
// a native build the same bits on every run with the same instruction set. (Only the payload of a NaN is up to the
// machine, and nothing here depends on it.)
#ifndef LOGPI_SIMD_H
#define LOGPI_SIMD_H

#define INLINE static inline __attribute__((always_inline))
// What an instruction runs stays a function of its own: one function with everything in it would be too large for an
// engine to compile well.
#define KERNEL static __attribute__((noinline))

// LANES: how many lanes a vector has. REGISTERS: how many vectors the compiler can keep at once.
#if defined(__wasm__)
#define LANES 4
#define REGISTERS 16
#elif defined(__AVX512F__)
#define LANES 16
#define REGISTERS 32
#elif defined(__AVX2__)
#define LANES 8
#define REGISTERS 16
#elif defined(__SSE4_1__)
#define LANES 4
#define REGISTERS 16
#elif defined(__aarch64__)
#define LANES 4
#define REGISTERS 32
#else
#error "no simd-<machine>.h for this machine: x86-64 needs at least SSE4.1, ARM needs 64 bits"
#endif

// In front of a loop of constant length over an array of vectors, which then stay in registers. (The compiler of the
// WebAssembly build does so by itself; see build.mjs.)
#if defined(__wasm__)
#define UNROLLED
#elif defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 32")
#endif

// The same where WebAssembly has too few registers to gain from it, and would only become larger.
#if defined(__wasm__)
#define UNROLLED_NATIVELY _Pragma("clang loop unroll(disable)")
#else
#define UNROLLED_NATIVELY UNROLLED
#endif

// SCRATCH: memory that kernels work in, one for each thread that runs them. A WebAssembly instance has one thread.
#ifdef __wasm__
#define SCRATCH static
#define EXPORT(name) __attribute__((export_name(#name)))
#elif defined(__SANITIZE_ADDRESS__) // which watches no memory of threads
#define EXPORT(name) static
#define SCRATCH static
#else
#define EXPORT(name) static
#define SCRATCH static _Thread_local
#endif

typedef float Floats __attribute__((vector_size(LANES * 4)));
typedef int Ints __attribute__((vector_size(LANES * 4)));
typedef unsigned Words __attribute__((vector_size(LANES * 4))); // for arithmetic on bits, which may overflow
typedef double Doubles __attribute__((vector_size(LANES * 8)));
typedef float FloatsAnywhere __attribute__((vector_size(LANES * 4), aligned(4)));

INLINE Floats load(const float *p) { return *(const FloatsAnywhere *)p; }
INLINE void store(float *p, Floats v) { *(FloatsAnywhere *)p = v; }

INLINE Floats select(Ints mask, Floats a, Floats b) { return (Floats)(((Ints)a & mask) | ((Ints)b & ~mask)); }

// Each machine defines:
//   splat(x), splatInt(x)
//   multiplyAdd(x, y, sum)  x y + sum; fused (rounded once) where the machine can, but never in WebAssembly
//   lesserOf(a, b)          b < a ? b : a: a NaN in `a` survives, a NaN in `b` does not
//   greaterOf(a, b)         a < b ? b : a: likewise
//   squareRoot(a), roundDown(a), absolute(a)
//   toInts(a)               truncates, saturates, and takes NaN to 0
//   anyLane(mask)           whether a mask is set anywhere
//   countSelected(mask)     in how many lanes it is set
//   storeSelected(p, mask, v)
//                           stores these lanes of v side by side; behind them anything, up to LANES in all
//   LANE_NUMBERS            0, 1, 2, …
//   loadPartOr(p, k, rest)  the first k lanes from memory (1 <= k < LANES), the others from `rest`
//   storePart(p, k, v)      stores the first k lanes (1 <= k < LANES)
//   transposeBlock(v)       transposes a block of LANES by LANES, an array of vectors
//   loadStridedUpTo(p, stride, k), storeStridedUpTo(p, stride, k, v)
//                           the first k lanes, `stride` apart in memory; the lanes from k on repeat the first, so they
//                           are harmless
#if defined(__wasm__)
#include "simd-wasm.h"
#elif defined(__AVX512F__)
#include "simd-avx512.h"
#elif defined(__AVX2__)
#include "simd-avx2.h"
#elif defined(__SSE4_1__)
#include "simd-sse.h"
#else
#include "simd-neon.h"
#endif

INLINE Floats oneWhere(Ints mask) { return (Floats)((Ints)splat(1) & mask); }
INLINE Floats toFloats(Ints a) { return __builtin_convertvector(a, Floats); }
INLINE Doubles toDoubles(Floats a) { return __builtin_convertvector(a, Doubles); }

// Minimum and maximum that keep a NaN of either operand.
INLINE Floats minimumOf(Floats a, Floats b) { return select(b != b, b, lesserOf(a, b)); }
INLINE Floats maximumOf(Floats a, Floats b) { return select(b != b, b, greaterOf(a, b)); }

INLINE Floats loadPart(const float *p, int k) { return loadPartOr(p, k, splat(0)); }

// All lanes or the first k of them: with a constant k the test disappears.
INLINE Floats loadUpTo(const float *p, int k) { return k >= LANES ? load(p) : loadPart(p, k); }
INLINE Floats loadUpToOr(const float *p, int k, Floats rest) { return k >= LANES ? load(p) : loadPartOr(p, k, rest); }
INLINE void storeUpTo(float *p, int k, Floats v) {
  if (k >= LANES) store(p, v);
  else storePart(p, k, v);
}

typedef float FourFloats __attribute__((vector_size(16)));
typedef float FourFloatsAnywhere __attribute__((vector_size(16), aligned(4)));
INLINE FourFloats loadFour(const float *p) { return *(const FourFloatsAnywhere *)p; }
INLINE void storeFour(float *p, FourFloats v) { *(FourFloatsAnywhere *)p = v; }

// Lanes are added in halves: (0 + 2) + (1 + 3) for four of them.
INLINE float sumLanes(Floats v) {
#if LANES == 16
  typedef float EightFloats __attribute__((vector_size(32)));
  EightFloats eight = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                      __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
  FourFloats four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3) + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
#elif LANES == 8
  FourFloats four = __builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7);
#else
  FourFloats four = v;
#endif
  return (four[0] + four[2]) + (four[1] + four[3]);
}
INLINE double sumLanesOfDoubles(Doubles v) {
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) v[i] += v[i + half];
  return v[0];
}
INLINE float maximumLane(Floats v) {
  float most = v[0];
  for (int i = 1; i < LANES; i++)
    if (v[i] > most || v[i] != v[i]) most = v[i];
    else if (most != most) break;
  return most;
}

#endif
