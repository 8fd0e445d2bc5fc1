// AVX2 with FMA and BMI2. simd.h says what is defined here.
#ifndef LOGPI_SIMD_AVX2_H
#define LOGPI_SIMD_AVX2_H

#include <immintrin.h>

INLINE Floats splat(float x) { return _mm256_set1_ps(x); }
INLINE Ints splatInt(int x) { return (Ints)_mm256_set1_epi32(x); }

INLINE Floats multiplyAdd(Floats x, Floats y, Floats sum) { return _mm256_fmadd_ps(x, y, sum); }
// minps and maxps give their second operand where one is NaN.
INLINE Floats lesserOf(Floats a, Floats b) { return _mm256_min_ps(b, a); }
INLINE Floats greaterOf(Floats a, Floats b) { return _mm256_max_ps(b, a); }
INLINE Floats squareRoot(Floats a) { return _mm256_sqrt_ps(a); }
INLINE Floats roundDown(Floats a) { return _mm256_floor_ps(a); }
INLINE Floats absolute(Floats a) { return (Floats)((Ints)a & 0x7fffffff); }
INLINE Ints toInts(Floats a) {
  // The conversion gives -2^31 for all that does not fit; its complement is right above, 0 for NaN.
  return ((Ints)_mm256_cvttps_epi32(a) ^ (a >= splat(2147483648.0f))) & (a == a);
}
INLINE int anyLane(Ints mask) { return _mm256_movemask_ps((Floats)mask) != 0; }

#define LANE_NUMBERS ((Ints){0, 1, 2, 3, 4, 5, 6, 7})
INLINE Ints firstLanes(int k) { return LANE_NUMBERS < splatInt(k); }

INLINE Floats loadPartOr(const float *p, int k, Floats rest) {
  Ints mask = firstLanes(k);
  return _mm256_blendv_ps(rest, _mm256_maskload_ps(p, (__m256i)mask), (Floats)mask);
}
INLINE void storePart(float *p, int k, Floats v) { _mm256_maskstore_ps(p, (__m256i)firstLanes(k), v); }

INLINE Floats loadStridedUpTo(const float *p, int stride, int k) {
  return _mm256_mask_i32gather_ps(splat(p[0]), p, (__m256i)(LANE_NUMBERS * stride), (Floats)firstLanes(k), 4);
}
INLINE void storeStridedUpTo(float *p, int stride, int k, Floats v) {
  for (int i = 0; i < LANES && i < k; i++) p[i * stride] = v[i];
}

INLINE int countSelected(Ints mask) { return _mm_popcnt_u32((unsigned)_mm256_movemask_ps((Floats)mask)); }
// The numbers of the lanes are bytes of a word, from which those that the mask selects are taken.
INLINE void storeSelected(float *p, Ints mask, Floats v) {
  unsigned long long bytes = _pdep_u64((unsigned)_mm256_movemask_ps((Floats)mask), 0x0101010101010101) * 0xff;
  __m256i lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)_pext_u64(0x0706050403020100, bytes)));
  store(p, _mm256_permutevar8x32_ps(v, lanes));
}

INLINE void transposeBlock(Floats v[LANES]) {
  Floats pairs[LANES], fours[LANES];
  UNROLLED for (int i = 0; i < LANES; i += 2) {
    pairs[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    pairs[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  UNROLLED for (int i = 0; i < LANES; i += 4) {
    UNROLLED for (int half = 0; half < 2; half++) {
      Floats upper = pairs[i + half], lower = pairs[i + half + 2];
      fours[i + 2 * half] = __builtin_shufflevector(upper, lower, 0, 1, 8, 9, 4, 5, 12, 13);
      fours[i + 2 * half + 1] = __builtin_shufflevector(upper, lower, 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  UNROLLED for (int i = 0; i < 4; i++) {
    v[i] = __builtin_shufflevector(fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    v[i + 4] = __builtin_shufflevector(fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

#endif
