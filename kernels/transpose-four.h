// A block of four by four, for the machines whose vectors have four lanes.
#ifndef LOGPI_TRANSPOSE_FOUR_H
#define LOGPI_TRANSPOSE_FOUR_H

INLINE void transposeBlock(Floats v[LANES]) {
  Floats a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5), b = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5);
  Floats c = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7), e = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
  v[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5), v[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
  v[2] = __builtin_shufflevector(c, e, 0, 1, 4, 5), v[3] = __builtin_shufflevector(c, e, 2, 3, 6, 7);
}

#endif
