// SSE4.1: every x86-64 machine since 2008. No fused multiply-add. simd.h says what is defined here.
#ifndef LOGPI_SIMD_SSE_H
#define LOGPI_SIMD_SSE_H

#include <smmintrin.h>

INLINE Floats splat(float x) { return _mm_set1_ps(x); }
INLINE Ints splatInt(int x) { return (Ints)_mm_set1_epi32(x); }

INLINE Floats multiplyAdd(Floats x, Floats y, Floats sum) { return x * y + sum; }
// minps and maxps give their second operand where one is NaN.
INLINE Floats lesserOf(Floats a, Floats b) { return _mm_min_ps(b, a); }
INLINE Floats greaterOf(Floats a, Floats b) { return _mm_max_ps(b, a); }
INLINE Floats squareRoot(Floats a) { return _mm_sqrt_ps(a); }
INLINE Floats roundDown(Floats a) { return _mm_floor_ps(a); }
INLINE Floats absolute(Floats a) { return (Floats)((Ints)a & 0x7fffffff); }
INLINE Ints toInts(Floats a) {
  // The conversion gives -2^31 for all that does not fit; its complement is right above, 0 for NaN.
  return ((Ints)_mm_cvttps_epi32(a) ^ (a >= splat(2147483648.0f))) & (a == a);
}
INLINE int anyLane(Ints mask) { return _mm_movemask_ps((Floats)mask) != 0; }

#include "parts-of-four.h"
#include "transpose-four.h"

#endif
