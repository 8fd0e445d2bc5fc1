// NEON of 64-bit ARM. simd.h says what is defined here.
#ifndef LOGPI_SIMD_NEON_H
#define LOGPI_SIMD_NEON_H

#include <arm_neon.h>

INLINE Floats splat(float x) { return vdupq_n_f32(x); }
INLINE Ints splatInt(int x) { return (Ints)vdupq_n_s32(x); }

INLINE Floats multiplyAdd(Floats x, Floats y, Floats sum) { return vfmaq_f32(sum, x, y); }
INLINE Floats lesserOf(Floats a, Floats b) { return select(b < a, b, a); }
INLINE Floats greaterOf(Floats a, Floats b) { return select(a < b, b, a); }
INLINE Floats squareRoot(Floats a) { return vsqrtq_f32(a); }
INLINE Floats roundDown(Floats a) { return vrndmq_f32(a); }
INLINE Floats absolute(Floats a) { return vabsq_f32(a); }
INLINE Ints toInts(Floats a) { return (Ints)vcvtq_s32_f32(a); }
INLINE int anyLane(Ints mask) { return vmaxvq_u32((uint32x4_t)mask) != 0; }

#include "parts-of-four.h"
#include "transpose-four.h"

#endif
