// Vectors of four lanes, loaded and stored lane by lane, for machines without masked instructions.
#ifndef LOGPI_PARTS_OF_FOUR_H
#define LOGPI_PARTS_OF_FOUR_H

INLINE Floats loadPartOr(const float *p, int k, Floats rest) {
  rest[0] = p[0];
  if (k > 1) rest[1] = p[1];
  if (k > 2) rest[2] = p[2];
  return rest;
}
INLINE void storePart(float *p, int k, Floats v) {
  p[0] = v[0];
  if (k > 1) p[1] = v[1];
  if (k > 2) p[2] = v[2];
}

#define LANE_NUMBERS ((Ints){0, 1, 2, 3})

INLINE int countSelected(Ints mask) { return -(mask[0] + mask[1] + mask[2] + mask[3]); }
INLINE void storeSelected(float *p, Ints mask, Floats v) {
  for (int i = 0; i < LANES; i++) {
    *p = v[i];
    p -= mask[i];
  }
}

INLINE Floats loadStridedUpTo(const float *p, int stride, int k) {
  Floats v = splat(p[0]);
  if (k > 1) v[1] = p[stride];
  if (k > 2) v[2] = p[2 * stride];
  if (k > 3) v[3] = p[3 * stride];
  return v;
}
INLINE void storeStridedUpTo(float *p, int stride, int k, Floats v) {
  p[0] = v[0];
  if (k > 1) p[stride] = v[1];
  if (k > 2) p[2 * stride] = v[2];
  if (k > 3) p[3 * stride] = v[3];
}

#endif
