/**
 * PCG64, the generator below NumPy's `default_rng`: a 128-bit linear congruential generator whose output is folded to 64
 * bits and rotated (PCG XSL RR 128/64).
 *
 * All that it is lies in twelve 32-bit words: the state and the increment, lowest word first; the last 64-bit output;
 * whether half an output is kept for the next 32-bit draw, and that half.
 *
 * Source: M. E. O'Neill, “PCG: a family of simple fast space-efficient statistically good algorithms for random number
 * generation” (2014); NumPy, `numpy/random/src/pcg64`.
 */
export type Pcg64 = Uint32Array;

/** Where the state begins: four words, the lowest first. */
export const STATE = 0;
/** Where the increment, an odd number, begins: four words, the lowest first. */
export const INCREMENT = 4;
/** The lower half of the last output. */
export const LOW = 8;
/** The upper half of the last output. */
export const HIGH = 9;
/** 1 if half an output is kept for the next 32-bit draw. */
export const HAS_HALF = 10;
/** The half that is kept. */
export const HALF = 11;

/**
 * A generator seeded with eight words of a seed sequence.
 *
 * @param words the initial state in four words and the stream in four, each as two 64-bit numbers, the upper first
 */
export function pcg64(words: Uint32Array): Pcg64 {
  const [stateHigh0, stateHigh1, stateLow0, stateLow1, streamHigh0, streamHigh1, streamLow0, streamLow1] =
    words;
  const stream = [streamLow0, streamLow1, streamHigh0, streamHigh1];
  const pcg = new Uint32Array(12);
  for (let i = 0; i < 4; i += 1) {
    pcg[INCREMENT + i] = (stream[i] << 1) | (i === 0 ? 1 : stream[i - 1] >>> 31);
  }
  nextUint64(pcg);
  let carry = 0;
  for (const [i, word] of [stateLow0, stateLow1, stateHigh0, stateHigh1].entries()) {
    const sum = pcg[STATE + i] + word + carry;
    pcg[STATE + i] = sum;
    carry = sum >= 2 ** 32 ? 1 : 0;
  }
  nextUint64(pcg);
  pcg[LOW] = 0;
  pcg[HIGH] = 0;
  return pcg;
}

/**
 * Draws 64 bits into `pcg[LOW]` and `pcg[HIGH]`: state ← state · multiplier + increment modulo 2^128, in four words with
 * 16-bit halves for the products; then the two halves of the state are folded and rotated.
 */
export function nextUint64(pcg: Pcg64): void {
  const s0 = pcg[0];
  const s1 = pcg[1];
  const s2 = pcg[2];
  const s3 = pcg[3];

  // Column by column of the long multiplication; a product's upper half goes into the next column.
  const t0 = Math.imul(s0, M0) >>> 0;
  const r0 = t0 + pcg[4];
  const carry0 = r0 >= TWO_32 ? 1 : 0;

  const r1 =
    upperHalf(s0, M0L, M0H) + (Math.imul(s0, M1) >>> 0) + (Math.imul(s1, M0) >>> 0) + pcg[5] + carry0;
  const w1 = r1 >>> 0;
  const carry1 = (r1 - w1) * 2 ** -32;

  const r2 =
    upperHalf(s0, M1L, M1H) +
    upperHalf(s1, M0L, M0H) +
    (Math.imul(s0, M2) >>> 0) +
    (Math.imul(s1, M1) >>> 0) +
    (Math.imul(s2, M0) >>> 0) +
    pcg[6] +
    carry1;
  const w2 = r2 >>> 0;
  const carry2 = (r2 - w2) * 2 ** -32;

  const w0 = r0 >>> 0;
  const w3 =
    (upperHalf(s0, M2L, M2H) +
      upperHalf(s1, M1L, M1H) +
      upperHalf(s2, M0L, M0H) +
      Math.imul(s0, M3) +
      Math.imul(s1, M2) +
      Math.imul(s2, M1) +
      Math.imul(s3, M0) +
      pcg[7] +
      carry2) >>>
    0;
  pcg[0] = w0;
  pcg[1] = w1;
  pcg[2] = w2;
  pcg[3] = w3;

  const low = w0 ^ w2;
  const high = w1 ^ w3;
  const rotation = w3 >>> 26;
  const shift = rotation & 31;
  // The rotation by 32 swaps the halves; x << 1 << (31 − shift) is x << (32 − shift), and 0 for a shift of 0.
  const first = rotation < 32 ? low : high;
  const second = rotation < 32 ? high : low;
  pcg[8] = (first >>> shift) | ((second << 1) << (31 - shift));
  pcg[9] = (second >>> shift) | ((first << 1) << (31 - shift));
}

/** Draws 32 bits: the lower half of a new output, then, at the next call, its upper half. */
export function nextUint32(pcg: Pcg64): number {
  if (pcg[HAS_HALF] === 1) {
    pcg[HAS_HALF] = 0;
    return pcg[HALF];
  }
  nextUint64(pcg);
  pcg[HAS_HALF] = 1;
  pcg[HALF] = pcg[HIGH];
  return pcg[LOW];
}

/** Draws a float64 from [0, 1): the upper 53 of 64 bits, times 2^−53. */
export function nextFloat64(pcg: Pcg64): number {
  nextUint64(pcg);
  return (pcg[HIGH] * 2 ** 21 + (pcg[LOW] >>> 11)) * 2 ** -53;
}

/** The upper 32 bits of the product of two 32-bit integers, the second given as its 16-bit halves. */
function upperHalf(x: number, low: number, high: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const middle = (Math.imul(xHigh, low) + (Math.imul(xLow, low) >>> 16)) >>> 0;
  const otherMiddle = (Math.imul(xLow, high) + (middle & 0xffff)) >>> 0;
  return (Math.imul(xHigh, high) + (middle >>> 16) + (otherMiddle >>> 16)) >>> 0;
}

const TWO_32 = 2 ** 32;

/** The multiplier 0x2360ed051fc65da44385df649fccf645 in 32-bit words, and those of its lower part in 16-bit halves. */
const M0 = 0x9fccf645;
const M1 = 0x4385df64;
const M2 = 0x1fc65da4;
const M3 = 0x2360ed05;
const M0L = M0 & 0xffff;
const M0H = M0 >>> 16;
const M1L = M1 & 0xffff;
const M1H = M1 >>> 16;
const M2L = M2 & 0xffff;
const M2H = M2 >>> 16;
