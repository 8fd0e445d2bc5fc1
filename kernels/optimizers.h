// Parameter updates, in place. The gradient is multiplied by `scale` (clipping by norm) first.
//
// If the learning rate or the scale is not finite, nothing changes: a broken gradient must never reach the weights. Whoever
// calls takes the norm of the gradient into the scale, which then is not finite unless every element is.
#ifndef LOGPI_OPTIMIZERS_H
#define LOGPI_OPTIMIZERS_H

#include "memory.h"

INLINE int isFinite(float x) { return x - x == 0; }

static int mayUpdate(float learningRate, float scale) { return isFinite(learningRate) && isFinite(scale); }

// Calls `step(i, count)` for whole vectors, then for what is left; step is inlined twice.
#define FOR_EACH_VECTOR(n, step)                                                                                     \
  do {                                                                                                               \
    int i = 0;                                                                                                       \
    for (; i + LANES <= n; i += LANES) step(i, LANES);                                                               \
    if (i < n) step(i, n - i);                                                                                       \
  } while (0)

// ---- stochastic gradient descent, with momentum if there is a velocity

typedef struct {
  float learningRate, scale, momentum, weightDecay;
  int nesterov;
} Sgd;

KERNEL void sgd(int n, float *p, const float *g, float *velocity, const Sgd *s) {
  Floats rate = splat(s->learningRate), scale = splat(s->scale), momentum = splat(s->momentum);
  Floats decay = splat(s->weightDecay);
#define STEP(i, k)                                                                                                   \
  do {                                                                                                               \
    Floats x = loadUpTo(p + i, k), gradient = multiplyAdd(decay, x, loadUpTo(g + i, k) * scale), direction = gradient;          \
    if (velocity) {                                                                                                  \
      Floats v = multiplyAdd(momentum, loadUpTo(velocity + i, k), gradient);                                                    \
      storeUpTo(velocity + i, k, v);                                                                                 \
      direction = s->nesterov ? multiplyAdd(momentum, v, gradient) : v;                                                         \
    }                                                                                                                \
    storeUpTo(p + i, k, x - rate * direction);                                                                       \
  } while (0)
  FOR_EACH_VECTOR(n, STEP);
#undef STEP
}

// ---- RMSProp (Hinton's lecture), with momentum if there is a velocity

typedef struct {
  float learningRate, scale, decay, epsilon, momentum;
} RmsProp;

KERNEL void rmsProp(int n, float *p, const float *g, float *squares, float *velocity, const RmsProp *s) {
  Floats rate = splat(s->learningRate), scale = splat(s->scale), momentum = splat(s->momentum);
  Floats keep = splat(s->decay), take = splat((float)(1 - (double)s->decay)), epsilon = splat(s->epsilon);
#define STEP(i, k)                                                                                                   \
  do {                                                                                                               \
    Floats gradient = loadUpTo(g + i, k) * scale;                                                                    \
    Floats square = multiplyAdd(keep, loadUpTo(squares + i, k), take * (gradient * gradient));                                  \
    Floats direction = gradient / (squareRoot(square) + epsilon);                                                    \
    storeUpTo(squares + i, k, square);                                                                               \
    if (velocity) {                                                                                                  \
      direction = multiplyAdd(momentum, loadUpTo(velocity + i, k), direction);                                                  \
      storeUpTo(velocity + i, k, direction);                                                                         \
    }                                                                                                                \
    storeUpTo(p + i, k, loadUpTo(p + i, k) - rate * direction);                                                      \
  } while (0)
  FOR_EACH_VECTOR(n, STEP);
#undef STEP
}

// ---- Adam (Kingma and Ba 2014), with decoupled weight decay as in AdamW

// What a step has in common for all parameters.
typedef struct {
  float rate, correction, scale, epsilon, keep1, take1, keep2, take2, shrink;
} Adam;

static double integerPower(double base, int exponent) {
  double result = 1;
  for (; exponent > 0; exponent >>= 1, base *= base)
    if (exponent & 1) result *= base;
  return result;
}

// p -= rate (m / c1) / (sqrt(v / c2) + epsilon) with c = 1 - beta^step. The corrections are taken out of the loop:
// rate / c1 and 1 / sqrt(c2) are rounded once from float64. Without weight decay `shrink` is 1.
static Adam adamSettings(float learningRate, float scale, float step, float beta1, float beta2, float epsilon,
                         float weightDecay) {
  double c1 = 1 - integerPower((double)beta1, (int)step), c2 = 1 - integerPower((double)beta2, (int)step);
  return (Adam){
      .rate = (float)((double)learningRate / c1),
      .correction = (float)(1 / __builtin_sqrt(c2)),
      .scale = scale,
      .epsilon = epsilon,
      .keep1 = beta1,
      .take1 = (float)(1 - (double)beta1),
      .keep2 = beta2,
      .take2 = (float)(1 - (double)beta2),
      .shrink = (float)(1 - (double)learningRate * (double)weightDecay),
  };
}

KERNEL void adam(int n, float *p, const float *g, float *m, float *v, const Adam *s) {
  Floats rate = splat(s->rate), correction = splat(s->correction), scale = splat(s->scale);
  Floats epsilon = splat(s->epsilon), shrink = splat(s->shrink);
  Floats keep1 = splat(s->keep1), take1 = splat(s->take1), keep2 = splat(s->keep2), take2 = splat(s->take2);
#define STEP(i, k)                                                                                                   \
  do {                                                                                                               \
    Floats gradient = loadUpTo(g + i, k) * scale;                                                                    \
    Floats first = multiplyAdd(keep1, loadUpTo(m + i, k), take1 * gradient);                                                    \
    Floats second = multiplyAdd(keep2, loadUpTo(v + i, k), take2 * (gradient * gradient));                                      \
    storeUpTo(m + i, k, first);                                                                                      \
    storeUpTo(v + i, k, second);                                                                                     \
    Floats change = rate * first / (squareRoot(second) * correction + epsilon);                                      \
    storeUpTo(p + i, k, loadUpTo(p + i, k) * shrink - change);                                                       \
  } while (0)
  FOR_EACH_VECTOR(n, STEP);
#undef STEP
}

#endif
