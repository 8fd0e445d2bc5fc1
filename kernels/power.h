// a^b, at most 1 ulp. In float64 and one lane at a time: b log a may be near 100, so log a needs more digits than
// float32 has. A negative base has a power only for whole b, as in IEEE 754.
#ifndef LOGPI_POWER_H
#define LOGPI_POWER_H

#include "simd.h"

typedef union {
  double value;
  long long bits;
} DoubleBits;

// log of a positive finite a (a float32, so never denormal as a float64), relative error below 1e-11.
static double preciseLog(double a) {
  const long long rootHalf = 0x3fe6a09e667f3bcdll;
  DoubleBits m = {a};
  long long e = (m.bits - rootHalf) >> 52;
  m.bits -= e * (1ll << 52);
  // log m = 2 artanh((m - 1) / (m + 1)), |t| < 0.172
  double t = (m.value - 1) / (m.value + 1), s = t * t;
  double p = 1.0 / 17;
  for (int odd = 15; odd > 0; odd -= 2) p = p * s + 1.0 / odd;
  return 2 * t * p + (double)e * 0.6931471805599453;
}

static double preciseExp(double x) {
  if (x > 100) x = 100;
  if (x < -120) x = -120;
  double n = __builtin_floor(x * 1.4426950408889634 + 0.5);
  double r = x - n * 0.6931471805599453;
  double p = 1;
  for (int k = 11; k > 0; k--) p = 1 + p * r / k; // Taylor, |r| < 0.35
  DoubleBits scale;
  scale.bits = ((long long)n + 1023) << 52;
  return p * scale.value;
}

KERNEL float powerOfOne(float a, float b) {
  const float infinity = __builtin_inff();
  if (b == 0 || a == 1) return 1;
  if (a != a || b != b) return __builtin_nanf("");
  float size = __builtin_fabsf(a);
  int whole = b == __builtin_floorf(b);
  int odd = whole && __builtin_fabsf(b) < 16777216 && b * 0.5f != __builtin_floorf(b * 0.5f);
  float y;
  if (__builtin_fabsf(b) == infinity) y = size == 1 ? 1 : (size > 1) == (b > 0) ? infinity : 0;
  else if (size == 0) y = b > 0 ? 0 : infinity;
  else if (size == infinity) y = b > 0 ? infinity : 0;
  else if (a < 0 && !whole) return __builtin_nanf("");
  else y = (float)preciseExp((double)b * preciseLog(size));
  return odd ? __builtin_copysignf(y, a) : y;
}

KERNEL Floats power(Floats a, Floats b) {
  Floats y = a;
  for (int i = 0; i < LANES; i++) y[i] = powerOfOne(a[i], b[i]);
  return y;
}

#endif
