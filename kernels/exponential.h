// exp, log and what is made of them, for LANES float32 at once. The largest errors, in units in the last place
// (ulp), are stated at each function and held by test/kernels/elementary.test.ts. Coefficients are our own: Remez
// exchange in 40 digits for the weight that makes the relative error of the function level, rounded to float32.
// Polynomials are taken in two or three parts that do not wait for each other: the time goes into latency.
#ifndef LOGPI_EXPONENTIAL_H
#define LOGPI_EXPONENTIAL_H

#include "simd.h"

// ln 2 in two parts. The first has nine bits, so that a whole number below 2^15 times it is exact.
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f

// Adding 1.5 * 2^23 to a float below 2^22 in size rounds it to the nearest whole number, which then stands in
// the low bits of the sum.
#define ROUNDER 12582912.0f

// The same with the bias of exponents on top: shifted left by 23, the sum is two to the power of that whole number.
#define BIASED_ROUNDER (ROUNDER + 127)

INLINE Ints wholeNumberIn(Floats rounded) { return (Ints)((Words)rounded - (Words)splat(ROUNDER)); }

// 2^n for -127 < n < 128.
INLINE Floats powerOfTwo(Ints n) { return (Floats)(((Words)n + 127) << 23); }

// e^x = 2^n (1 + q) with |q| < 0.42; returns q.
INLINE Floats reduceExp(Floats x, Ints *n) {
  Floats rounded = multiplyAdd(x, splat(1.44269504f), splat(ROUNDER));
  Floats whole = rounded - splat(ROUNDER);
  Floats r = multiplyAdd(whole, splat(-LN2_LOW), multiplyAdd(whole, splat(-LN2_HIGH), x));
  Floats square = r * r;
  Floats low = multiplyAdd(splat(0.1666652f), r, splat(0.49999994f));
  Floats high = multiplyAdd(splat(0.001381417f), r, splat(0.0083689215f));
  high = multiplyAdd(high, r, splat(0.041668408f));
  *n = wholeNumberIn(rounded);
  return multiplyAdd(multiplyAdd(high, square, low), square, r);
}

// At most 1 ulp. Underflows gradually (below e^-103.97 to 0), overflows to infinity. exp(-inf) = 0.
INLINE Floats exponential(Floats x) {
  Ints n;
  x = greaterOf(lesserOf(x, splat(89)), splat(-105));
  Floats y = reduceExp(x, &n) + splat(1);
  // 2^n itself need not be a normal float, its two halves are.
  Ints half = n >> 1;
  return y * powerOfTwo(half) * powerOfTwo(n - half);
}

// At most 2 ulp, accurate near 0. expm1(-inf) = -1.
INLINE Floats exponentialMinusOne(Floats x) {
  Ints n;
  Floats clamped = greaterOf(lesserOf(x, splat(89)), splat(-20));
  Floats q = reduceExp(clamped, &n);
  // Half of the power, since 2^128 is not a float; the sum is doubled at the end.
  Floats scale = powerOfTwo(n - 1);
  Floats y = multiplyAdd(scale, q, scale - splat(0.5f)) * splat(2);
  return select(absolute(x) < splat(5.9604645e-8f), x, y); // keeps -0 and the smallest numbers
}

// log of a positive normal number m 2^e with sqrt(1/2) <= m < sqrt(2), plus `extra`, a small correction that is added
// before the large terms.
INLINE Floats logOfNormal(Floats x, Floats exponentShift, Floats extra) {
  const unsigned rootHalf = 0x3f3504f3;
  Ints e = (Ints)((Words)x - rootHalf) >> 23;
  Floats f = (Floats)((Words)x - ((Words)e << 23)) - splat(1);
  Floats exponent = toFloats(e) + exponentShift;
  Floats square = f * f, cube = square * f;
  Floats low = multiplyAdd(splat(0.20002118f), f, splat(-0.2500001f));
  low = multiplyAdd(low, f, splat(0.33333313f));
  Floats middle = multiplyAdd(splat(-0.12405642f), f, splat(0.14219564f));
  middle = multiplyAdd(middle, f, splat(-0.16667992f));
  Floats high = multiplyAdd(splat(0.06746447f), f, splat(-0.116754405f));
  high = multiplyAdd(high, f, splat(0.11888147f));
  Floats y = multiplyAdd(multiplyAdd(high, cube, middle), cube, low);
  y = multiplyAdd(y, cube, multiplyAdd(exponent, splat(LN2_LOW), extra));
  y = multiplyAdd(square, splat(-0.5f), y);
  return multiplyAdd(exponent, splat(LN2_HIGH), f + y);
}

// What log returns for x that is not a positive finite number.
INLINE Floats logEdges(Floats x, Floats y) {
  y = select(x < splat(__builtin_inff()), y, x); // inf and NaN give themselves
  y = select(x < splat(0), splat(__builtin_nanf("")), y);
  return select(x == splat(0), splat(-__builtin_inff()), y);
}

// At most 1 ulp, denormals included. log(0) = -inf, log(x < 0) = NaN.
INLINE Floats logarithm(Floats x) {
  Ints tiny = x < splat(1.17549435e-38f);
  Floats normal = select(tiny, x * splat(16777216.0f), x);
  Floats shift = (Floats)((Ints)splat(-24) & tiny);
  return logEdges(x, logOfNormal(normal, shift, splat(0)));
}

// At most 2 ulp, accurate near 0: log(1 + x) is taken of the rounded sum u, and what rounding lost, divided by u,
// is added. log1p(-1) = -inf, log1p(x < -1) = NaN.
INLINE Floats logarithmOnePlus(Floats x) {
  Floats u = x + splat(1);
  Floats lost = select(absolute(x) < splat(1), x - (u - splat(1)), splat(1) - (u - x)) / u;
  Floats y = logEdges(u, logOfNormal(u, splat(0), lost));
  return select(absolute(x) < splat(5.9604645e-8f), x, y); // keeps -0 and the smallest numbers
}

// At most 4 ulp, exactly odd, never above 1 in size. With 2^t = e^(2|x|), tanh|x| = (2^t - 1) / (2^t + 1); the fit is
// to 2^f - 1 for the fraction f of t, so nothing cancels near 0, and for large t the rounding of t does not matter.
INLINE Floats hyperbolicTangent(Floats x) {
  Ints size = (Ints)x & 0x7fffffff; // in V8 cheaper than absolute()
  Floats t = lesserOf((Floats)size, splat(10)) * splat(2.88539f);
  Floats rounded = t + splat(BIASED_ROUNDER);
  Floats f = t - (rounded - splat(BIASED_ROUNDER));
  Floats square = f * f;
  Floats low = multiplyAdd(splat(0.2402265f), f, splat(0.6931472f));
  Floats middle = multiplyAdd(splat(0.0096182395f), f, splat(0.055503566f));
  Floats high = multiplyAdd(splat(0.00015403601f), f, splat(0.0013391236f));
  Floats q = multiplyAdd(multiplyAdd(high, square, middle), square, low) * f;
  Floats scale = (Floats)((Words)rounded << 23);
  Floats grown = multiplyAdd(scale, q, scale - splat(1)); // e^(2|x|) - 1
  Floats y = grown / (grown + splat(2));
  return (Floats)((Ints)y | ((Ints)x ^ size));
}

// 1 / (1 + e^-x), at most 3 ulp, written so that e^-|x| cannot overflow and large negative x stay accurate.
INLINE Floats logisticSigmoid(Floats x) {
  Floats e = exponential(-absolute(x));
  return select(x < splat(0), e, splat(1)) / (splat(1) + e);
}

// log(1 + e^x) = max(x, 0) + log1p(e^-|x|), at most 3 ulp.
INLINE Floats softPlus(Floats x) {
  return greaterOf(x, splat(0)) + logarithmOnePlus(exponential(-absolute(x)));
}

#endif
