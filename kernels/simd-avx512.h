// AVX-512 (F, BW, DQ, VL). simd.h says what is defined here.
#ifndef LOGPI_SIMD_AVX512_H
#define LOGPI_SIMD_AVX512_H

#include <immintrin.h>

INLINE Floats splat(float x) { return _mm512_set1_ps(x); }
INLINE Ints splatInt(int x) { return (Ints)_mm512_set1_epi32(x); }

INLINE Floats multiplyAdd(Floats x, Floats y, Floats sum) { return _mm512_fmadd_ps(x, y, sum); }
// minps and maxps give their second operand where one is NaN.
INLINE Floats lesserOf(Floats a, Floats b) { return _mm512_min_ps(b, a); }
INLINE Floats greaterOf(Floats a, Floats b) { return _mm512_max_ps(b, a); }
INLINE Floats squareRoot(Floats a) { return _mm512_sqrt_ps(a); }
INLINE Floats roundDown(Floats a) { return _mm512_floor_ps(a); }
INLINE Floats absolute(Floats a) { return (Floats)((Ints)a & 0x7fffffff); }
INLINE Ints toInts(Floats a) {
  // The conversion gives -2^31 for all that does not fit; its complement is right above, 0 for NaN.
  return ((Ints)_mm512_cvttps_epi32(a) ^ (a >= splat(2147483648.0f))) & (a == a);
}
INLINE int anyLane(Ints mask) { return _mm512_movepi32_mask((__m512i)mask) != 0; }

// 1 <= k; all lanes from 16 on.
INLINE __mmask16 firstLanes(int k) { return (__mmask16)_bzhi_u32(0xffff, (unsigned)k); }

INLINE Floats loadPartOr(const float *p, int k, Floats rest) { return _mm512_mask_loadu_ps(rest, firstLanes(k), p); }
INLINE void storePart(float *p, int k, Floats v) { _mm512_mask_storeu_ps(p, firstLanes(k), v); }

INLINE __mmask16 bitsOf(Ints mask) { return _mm512_movepi32_mask((__m512i)mask); }
INLINE int countSelected(Ints mask) { return _mm_popcnt_u32(bitsOf(mask)); }
INLINE void storeSelected(float *p, Ints mask, Floats v) { store(p, _mm512_maskz_compress_ps(bitsOf(mask), v)); }

#define LANE_NUMBERS ((Ints){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})

INLINE Floats loadStridedUpTo(const float *p, int stride, int k) {
  return _mm512_mask_i32gather_ps(splat(p[0]), firstLanes(k), (__m512i)(LANE_NUMBERS * stride), p, 4);
}
INLINE void storeStridedUpTo(float *p, int stride, int k, Floats v) {
  _mm512_mask_i32scatter_ps(p, firstLanes(k), (__m512i)(LANE_NUMBERS * stride), v, 4);
}

// Interleaving the first half of the vectors with the second, lane by lane, four times.
INLINE void transposeBlock(Floats v[LANES]) {
  UNROLLED for (int pass = 0; pass < 4; pass++) {
    Floats w[LANES];
    UNROLLED for (int i = 0; i < LANES / 2; i++) {
      Floats a = v[i], b = v[i + LANES / 2];
      w[2 * i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      w[2 * i + 1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
    UNROLLED for (int i = 0; i < LANES; i++) v[i] = w[i];
  }
}

#endif
