/** One float64 seen as two 32-bit words, with no assumption about the order of bytes. Shared: nothing is allocated. */
const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
const HIGH = /* @__PURE__ */ indexOfHighWord();

/** The upper 32 bits of x as a signed integer: the sign, 11 bits of biased exponent, 20 bits of the fraction. */
export function highWord(x: number): number {
  float[0] = x;
  return words[HIGH];
}

/** x with its upper 32 bits replaced by `high`: its fraction below stays. */
export function withHighWord(x: number, high: number): number {
  float[0] = x;
  words[HIGH] = high;
  return float[0];
}

/**
 * 2^exponent, exactly.
 *
 * @param exponent an integer from −1022 to 1023; others give nonsense
 */
export function powerOfTwo(exponent: number): number {
  words[HIGH] = (exponent + 1023) << 20;
  words[1 - HIGH] = 0;
  return float[0];
}

/**
 * x · 2^exponent, rounded once.
 *
 * @param x a normal number between 2^−2 and 2^2 in magnitude
 * @param exponent an integer from −1080 to 1030
 */
export function scaleByPowerOfTwo(x: number, exponent: number): number {
  if (exponent > 1000) return x * powerOfTwo(exponent - 100) * 2 ** 100;
  if (exponent < -1000) return x * powerOfTwo(exponent + 100) * 2 ** -100;
  return x * powerOfTwo(exponent);
}

function indexOfHighWord(): 0 | 1 {
  float[0] = 1;
  return words[0] === 0 ? 1 : 0;
}
