// A product of matrices, and what happens to its finished elements.
#ifndef LOGPI_PRODUCT_H
#define LOGPI_PRODUCT_H

#include "elementwise.h"
#include "opcodes.h"

typedef struct {
  int rows, columns, depth; // M, N, K
  float *d;
  const float *a, *b;
  int transposeA, transposeB;
  int epilogue;
  const float *bias, *aux; // 0: none
} Product;

KERNEL void finish(int n, int epilogue, float *d, const float *aux) {
  switch (epilogue) {
  case EPILOGUE_TANH: map_tanh(n, d, d); break;
  case EPILOGUE_RELU: map_relu(n, d, d); break;
  case EPILOGUE_SIGMOID: map_sigmoid(n, d, d); break;
  case EPILOGUE_TANH_GRADIENT: gradient_tanhGradient(n, d, d, aux); break;
  case EPILOGUE_RELU_GRADIENT: gradient_reluGradient(n, d, d, aux); break;
  case EPILOGUE_SIGMOID_GRADIENT: gradient_sigmoidGradient(n, d, d, aux); break;
  }
}

// Applies the epilogue to `rows` rows of `width` columns, while they are in the first cache.
KERNEL void finishRows(const Product *p, int row, int rows, int column, int width) {
  if (p->epilogue == 0) return;
  int offset = row * p->columns + column;
  if (width == p->columns) finish(rows * width, p->epilogue, p->d + offset, p->aux + offset);
  else
    for (int i = 0; i < rows; i++, offset += p->columns) finish(width, p->epilogue, p->d + offset, p->aux + offset);
}

#endif
