// sin and cos of every finite float32, at most 2 ulp; NaN for infinities.
//
// x = n pi/2 + r with |r| <= pi/4, then a polynomial in r (Remez, relative error below 2^-32). Up to 2^20 the
// reduction runs in float64 with pi/2 in two parts (Cody and Waite), the first of which has 33 bits, so that n times
// it is exact. Beyond, 2/pi is multiplied as a long integer (Payne and Hanek), one lane at a time: correct, but slow.
#ifndef LOGPI_TRIGONOMETRY_H
#define LOGPI_TRIGONOMETRY_H

#include "simd.h"

#define HALF_PI 1.5707963267948966
#define HALF_PI_HIGH 1.57079632673412561417
#define HALF_PI_LOW 6.07710050650619224932e-11

typedef unsigned int Word;
typedef unsigned long long LongWord;

// The bits of 2/pi behind the point.
static const Word twoOverPi[7] = {0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab};

static Word bitsOfTwoOverPi(int first) {
  int word = first >> 5, shift = first & 31;
  LongWord pair = (LongWord)twoOverPi[word] << 32 | twoOverPi[word + 1];
  return (Word)(pair << shift >> 32);
}

// For |x| >= 2^20, finite: r, and n modulo 4 in *quadrant. x = m 2^e with a whole number m; of 2/pi only those bits
// are needed which, times m 2^e, weigh between 2 (quadrants count modulo 4) and far below the last bit of r.
static float reduceHugeAngle(float x, int *quadrant) {
  union {
    float value;
    Word bits;
  } both = {x};
  LongWord m = (both.bits & 0x7fffff) | 0x800000;
  int e = (int)(both.bits >> 23 & 255) - 150;
  int first = e - 2; // the bit of 2/pi that weighs 2 when multiplied by 2^e
  LongWord high, middle, low;
  if (first >= 0) {
    high = bitsOfTwoOverPi(first), middle = bitsOfTwoOverPi(first + 32), low = bitsOfTwoOverPi(first + 64);
  } else { // the bits in front of the point are zero
    high = twoOverPi[0] >> -first;
    middle = (Word)(((LongWord)twoOverPi[0] << 32 | twoOverPi[1]) >> -first);
    low = (Word)(((LongWord)twoOverPi[1] << 32 | twoOverPi[2]) >> -first);
  }
  // x 2/pi modulo 4 with 62 bits behind the point.
  LongWord turns = (m * high << 32) + m * middle + (m * low >> 32);
  int n = (int)((turns + (1ull << 61)) >> 62);
  double r = (double)(long long)(turns - ((LongWord)n << 62)) * (HALF_PI / 4611686018427387904.0);
  *quadrant = (both.bits >> 31 ? -n : n) & 3;
  return (float)(both.bits >> 31 ? -r : r);
}

INLINE Floats reduceAngle(Floats x, Ints *quadrant) {
  const double rounder = 6755399441055744.0; // 1.5 * 2^52, the float64 form of ROUNDER
  Doubles wide = toDoubles(x);
  Doubles n = (wide * (1 / HALF_PI) + rounder) - rounder;
  Floats r = __builtin_convertvector((wide - n * HALF_PI_HIGH) - n * HALF_PI_LOW, Floats);
  *quadrant = toInts(__builtin_convertvector(n, Floats)); // at most 2^20: exact
  Ints huge = absolute(x) >= splat(1048576);
  if (anyLane(huge))
    for (int i = 0; i < LANES; i++)
      if (huge[i]) {
        int q = 0;
        r[i] = x[i] - x[i] == 0 ? reduceHugeAngle(x[i], &q) : __builtin_nanf("");
        (*quadrant)[i] = q;
      }
  return r;
}

// sin of (r + quadrant pi/2)
INLINE Floats sineOfReduced(Floats r, Ints quadrant) {
  Floats s = r * r;
  Floats sine = splat(2.717972e-06f);
  sine = multiplyAdd(sine, s, splat(-0.00019839297f));
  sine = multiplyAdd(sine, s, splat(0.008333329f));
  sine = multiplyAdd(sine, s, splat(-0.16666667f));
  sine = multiplyAdd(sine * s, r, r);
  Floats cosine = splat(2.4431669e-05f);
  cosine = multiplyAdd(cosine, s, splat(-0.0013887304f));
  cosine = multiplyAdd(cosine, s, splat(0.041666646f));
  cosine = cosine * s * s - s * splat(0.5f) + splat(1);
  Floats y = select((quadrant & 1) != 0, cosine, sine);
  return (Floats)((Ints)y ^ ((Ints)((Words)(quadrant & 2) << 30)));
}

// sin of (x + quarterTurns pi/2): cos is the sine a quarter turn on.
INLINE Floats sineTurned(Floats x, int quarterTurns) {
  Ints quadrant;
  Floats r = reduceAngle(x, &quadrant);
  Floats y = sineOfReduced(r, quadrant + splatInt(quarterTurns));
  return quarterTurns == 0 ? select(x == splat(0), x, y) : y; // keeps -0
}

#endif
