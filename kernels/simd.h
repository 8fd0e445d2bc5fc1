// Vectors of float32: the only file that knows the machine. Everything else is written for LANES lanes and
// uses C operators on Floats, which clang translates for any target. Only WebAssembly is here so far; a native
// build adds a branch with the same functions.
//
// No operation is fused or relaxed, so every engine computes the same bits. (Only the payload of a NaN is up
// to the engine, and nothing here depends on it.)
#ifndef LOGPI_SIMD_H
#define LOGPI_SIMD_H

#define INLINE static inline __attribute__((always_inline))
// What an instruction runs stays a function of its own: one function with everything in it would be too large for an
// engine to compile well.
#define KERNEL static __attribute__((noinline))

#ifdef __wasm__
#include <wasm_simd128.h>
#define LANES 4
#define EXPORT(name) __attribute__((export_name(#name)))
#else
#error "simd.h has no branch for this machine"
#endif

typedef float Floats __attribute__((vector_size(LANES * 4)));
typedef int Ints __attribute__((vector_size(LANES * 4)));
typedef double Doubles __attribute__((vector_size(LANES * 8)));
typedef float FloatsAnywhere __attribute__((vector_size(LANES * 4), aligned(4)));

INLINE Floats load(const float *p) { return *(const FloatsAnywhere *)p; }
INLINE void store(float *p, Floats v) { *(FloatsAnywhere *)p = v; }

#ifdef __wasm__
INLINE Floats splat(float x) { return (Floats)wasm_f32x4_splat(x); }
INLINE Ints splatInt(int x) { return (Ints)wasm_i32x4_splat(x); }

// b < a ? b : a and a < b ? b : a: a NaN in `a` survives, a NaN in `b` does not.
INLINE Floats lesserOf(Floats a, Floats b) { return (Floats)wasm_f32x4_pmin((v128_t)a, (v128_t)b); }
INLINE Floats greaterOf(Floats a, Floats b) { return (Floats)wasm_f32x4_pmax((v128_t)a, (v128_t)b); }

INLINE Floats squareRoot(Floats a) { return (Floats)wasm_f32x4_sqrt((v128_t)a); }
INLINE Floats roundDown(Floats a) { return (Floats)wasm_f32x4_floor((v128_t)a); }
INLINE Floats absolute(Floats a) { return (Floats)wasm_f32x4_abs((v128_t)a); }
// Truncates, saturates, and takes NaN to 0.
INLINE Ints toInts(Floats a) { return (Ints)wasm_i32x4_trunc_sat_f32x4((v128_t)a); }
INLINE int anyLane(Ints mask) { return wasm_v128_any_true((v128_t)mask); }

// The first k lanes from memory (1 <= k < LANES), the others from `rest`.
KERNEL Floats loadPartOr(const float *p, int k, Floats rest) {
  v128_t v = wasm_v128_load32_lane(p, (v128_t)rest, 0);
  if (k > 1) v = wasm_v128_load32_lane(p + 1, v, 1);
  if (k > 2) v = wasm_v128_load32_lane(p + 2, v, 2);
  return (Floats)v;
}
// Stores the first k lanes, 1 <= k < LANES.
KERNEL void storePart(float *p, int k, Floats v) {
  wasm_v128_store32_lane(p, (v128_t)v, 0);
  if (k > 1) wasm_v128_store32_lane(p + 1, (v128_t)v, 1);
  if (k > 2) wasm_v128_store32_lane(p + 2, (v128_t)v, 2);
}

// p[0], p[stride], p[2 stride], ...
INLINE Floats loadStrided(const float *p, int stride) {
  return (Floats){p[0], p[stride], p[2 * stride], p[3 * stride]};
}
INLINE void storeStrided(float *p, int stride, Floats v) {
  p[0] = v[0], p[stride] = v[1], p[2 * stride] = v[2], p[3 * stride] = v[3];
}

// Transposes a block of LANES by LANES.
INLINE void transposeBlock(Floats v[LANES]) {
  Floats a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5), b = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5);
  Floats c = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7), e = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
  v[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5), v[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
  v[2] = __builtin_shufflevector(c, e, 0, 1, 4, 5), v[3] = __builtin_shufflevector(c, e, 2, 3, 6, 7);
}
#endif

INLINE Floats select(Ints mask, Floats a, Floats b) { return (Floats)(((Ints)a & mask) | ((Ints)b & ~mask)); }
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

// k of LANES values that lie `stride` apart; missing lanes repeat the first value, so they are harmless.
INLINE Floats loadStridedUpTo(const float *p, int stride, int k) {
  if (k >= LANES) return loadStrided(p, stride);
  Floats v = splat(p[0]);
  for (int i = 1; i < k; i++) v[i] = p[i * stride];
  return v;
}
INLINE void storeStridedUpTo(float *p, int stride, int k, Floats v) {
  if (k >= LANES) storeStrided(p, stride, v);
  else for (int i = 0; i < k; i++) p[i * stride] = v[i];
}

// Lanes are added in halves: (0 + 2) + (1 + 3) for four of them.
INLINE float sumLanes(Floats v) {
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) v[i] += v[i + half];
  return v[0];
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
