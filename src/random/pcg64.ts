/**
 * PCG64, the generator of NumPy's `default_rng`: a 128-bit linear congruential generator whose output is folded to 64
 * bits and rotated (PCG XSL RR 128/64).
 *
 * Its state is twelve 32-bit words: the state and the increment, lowest word first; the last 64-bit output;
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
 * Draws 64 bits into `pcg[LOW]` and `pcg[HIGH]`: state ← state · multiplier + increment modulo 2^128; then the two halves
 * of the state are folded into one, which is rotated.
 *
 * The product is long multiplication with 16-bit digits of the multiplier, the lowest first: word × digit and the sums
 * of a few of them stay below 2^53, so that float64 holds them exactly. `even` and `odd` are the columns of one word.
 */
export function nextUint64(pcg: Pcg64): void {
  const s0 = pcg[0];
  const s1 = pcg[1];
  const s2 = pcg[2];

  const even0 = s0 * DIGIT_0 + pcg[4];
  const odd0 = s0 * DIGIT_1 + withoutDigit(even0);
  const even1 = s0 * DIGIT_2 + s1 * DIGIT_0 + pcg[5] + withoutDigit(odd0);
  const odd1 = s0 * DIGIT_3 + s1 * DIGIT_1 + withoutDigit(even1);
  const even2 = s0 * DIGIT_4 + s1 * DIGIT_2 + s2 * DIGIT_0 + pcg[6] + withoutDigit(odd1);
  const odd2 = s0 * DIGIT_5 + s1 * DIGIT_3 + s2 * DIGIT_1 + withoutDigit(even2);

  // Of the uppermost word only the lower 32 bits matter.
  const products =
    Math.imul(s0, WORD_3) + Math.imul(s1, WORD_2) + Math.imul(s2, WORD_1) + Math.imul(pcg[3], WORD_0);
  const w0 = (odd0 << 16) | (even0 & 0xffff);
  const w1 = (odd1 << 16) | (even1 & 0xffff);
  const w2 = (odd2 << 16) | (even2 & 0xffff);
  const w3 = (products + pcg[7] + withoutDigit(odd2)) | 0;
  pcg[0] = w0;
  pcg[1] = w1;
  pcg[2] = w2;
  pcg[3] = w3;

  const low = w0 ^ w2;
  const high = w1 ^ w3;
  const rotation = w3 >>> 26;
  const shift = rotation & 31;
  const swap = (low ^ high) & -(rotation >>> 5); // a rotation by 32 or more swaps the halves
  const first = low ^ swap;
  const second = high ^ swap;
  // x << 1 << (31 − shift) is x << (32 − shift), and 0 for a shift of 0.
  pcg[LOW] = (first >>> shift) | ((second << 1) << (31 - shift));
  pcg[HIGH] = (second >>> shift) | ((first << 1) << (31 - shift));
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

/** What a column carries into the next one, 16 bits up. */
function withoutDigit(column: number): number {
  return Math.floor(column * 2 ** -16);
}

/** The multiplier 0x2360ed051fc65da44385df649fccf645 in words, the lowest first, and in 16-bit digits. */
const WORD_0 = 0x9fccf645;
const WORD_1 = 0x4385df64;
const WORD_2 = 0x1fc65da4;
const WORD_3 = 0x2360ed05;
const DIGIT_0 = 0xf645;
const DIGIT_1 = 0x9fcc;
const DIGIT_2 = 0xdf64;
const DIGIT_3 = 0x4385;
const DIGIT_4 = 0x5da4;
const DIGIT_5 = 0x1fc6;
