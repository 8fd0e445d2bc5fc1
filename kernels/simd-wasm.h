// The 128-bit SIMD of WebAssembly; simd.h says what is defined here. No relaxed instructions: their results differ
// between machines.
#ifndef LOGPI_SIMD_WASM_H
#define LOGPI_SIMD_WASM_H

#include <wasm_simd128.h>

INLINE Floats splat(float x) { return (Floats)wasm_f32x4_splat(x); }
INLINE Ints splatInt(int x) { return (Ints)wasm_i32x4_splat(x); }

// The sum comes first: V8 then leaves a running sum in its register, and moves nothing at the end of a loop.
INLINE Floats multiplyAdd(Floats x, Floats y, Floats sum) { return sum + x * y; }
INLINE Floats lesserOf(Floats a, Floats b) { return (Floats)wasm_f32x4_pmin((v128_t)a, (v128_t)b); }
INLINE Floats greaterOf(Floats a, Floats b) { return (Floats)wasm_f32x4_pmax((v128_t)a, (v128_t)b); }
INLINE Floats squareRoot(Floats a) { return (Floats)wasm_f32x4_sqrt((v128_t)a); }
INLINE Floats roundDown(Floats a) { return (Floats)wasm_f32x4_floor((v128_t)a); }
INLINE Floats absolute(Floats a) { return (Floats)wasm_f32x4_abs((v128_t)a); }
INLINE Ints toInts(Floats a) { return (Ints)wasm_i32x4_trunc_sat_f32x4((v128_t)a); }
INLINE int anyLane(Ints mask) { return wasm_v128_any_true((v128_t)mask); }

KERNEL Floats loadPartOr(const float *p, int k, Floats rest) {
  v128_t v = wasm_v128_load32_lane(p, (v128_t)rest, 0);
  if (k > 1) v = wasm_v128_load32_lane(p + 1, v, 1);
  if (k > 2) v = wasm_v128_load32_lane(p + 2, v, 2);
  return (Floats)v;
}
KERNEL void storePart(float *p, int k, Floats v) {
  wasm_v128_store32_lane(p, (v128_t)v, 0);
  if (k > 1) wasm_v128_store32_lane(p + 1, (v128_t)v, 1);
  if (k > 2) wasm_v128_store32_lane(p + 2, (v128_t)v, 2);
}

#define LANE_NUMBERS ((Ints){0, 1, 2, 3})

INLINE Floats loadStridedUpTo(const float *p, int stride, int k) {
  if (k >= LANES) return (Floats){p[0], p[stride], p[2 * stride], p[3 * stride]};
  Floats v = splat(p[0]);
  for (int i = 1; i < k; i++) v[i] = p[i * stride];
  return v;
}
INLINE void storeStridedUpTo(float *p, int stride, int k, Floats v) {
  if (k >= LANES) p[0] = v[0], p[stride] = v[1], p[2 * stride] = v[2], p[3 * stride] = v[3];
  else for (int i = 0; i < k; i++) p[i * stride] = v[i];
}

INLINE int countSelected(Ints mask) { return __builtin_popcount(wasm_i32x4_bitmask((v128_t)mask)); }
// For each set of lanes, the bytes of the lanes in it.
#define BYTES_OF(lane) 0x03020100 + 0x04040404 * (lane)
#define SELECTION(a, b, c, d) {BYTES_OF(a), BYTES_OF(b), BYTES_OF(c), BYTES_OF(d)}
static const int selections[16][LANES] = {
    SELECTION(0, 0, 0, 0), SELECTION(0, 0, 0, 0), SELECTION(1, 0, 0, 0), SELECTION(0, 1, 0, 0),
    SELECTION(2, 0, 0, 0), SELECTION(0, 2, 0, 0), SELECTION(1, 2, 0, 0), SELECTION(0, 1, 2, 0),
    SELECTION(3, 0, 0, 0), SELECTION(0, 3, 0, 0), SELECTION(1, 3, 0, 0), SELECTION(0, 1, 3, 0),
    SELECTION(2, 3, 0, 0), SELECTION(0, 2, 3, 0), SELECTION(1, 2, 3, 0), SELECTION(0, 1, 2, 3),
};
INLINE void storeSelected(float *p, Ints mask, Floats v) {
  v128_t bytes = wasm_v128_load(selections[wasm_i32x4_bitmask((v128_t)mask)]);
  store(p, (Floats)wasm_i8x16_swizzle((v128_t)v, bytes));
}

#include "transpose-four.h"

#endif
