import { HIGH, LOW, nextUint32, nextUint64, type Pcg64 } from "./pcg64.ts";

/**
 * An integer from 0 to `last`, each equally likely, by Lemire's method: the upper half of a product, with a rare
 * rejection. As NumPy's `random_bounded_uint64`: 32-bit draws while they suffice, none at all for `last` = 0.
 * Source: D. Lemire, “Fast random integer generation in an interval”, ACM TOMACS 29 (2019).
 *
 * @param last an integer from 0 to 2^53 − 1
 */
export function boundedInteger(pcg: Pcg64, last: number): number {
  if (last === 0) return 0;
  if (last < 0xffff_ffff) return boundedBy32Bits(pcg, last + 1);
  return last === 0xffff_ffff ? nextUint32(pcg) : boundedBy64Bits(pcg, last + 1);
}

/**
 * An integer from 0 to `last`, each equally likely, by taking as many bits as `last` has until they are not above it:
 * as NumPy's `random_interval`, with which it shuffles.
 *
 * @param last an integer from 0 to 2^32 − 1
 */
export function maskedInteger(pcg: Pcg64, last: number): number {
  if (last === 0) return 0;
  const unused = Math.clz32(last);
  for (;;) {
    const value = (nextUint32(pcg) << unused) >>> unused;
    if (value <= last) return value;
  }
}

/** From 0 to count − 1, for a count from 2 to 2^32 − 1. */
function boundedBy32Bits(pcg: Pcg64, count: number): number {
  for (;;) {
    const value = nextUint32(pcg);
    const lowerHalf = Math.imul(value, count) >>> 0;
    if (lowerHalf >= count || lowerHalf >= (2 ** 32 - count) % count) return upperHalfOfProduct(value, count);
  }
}

/** floor(x y / 2^32) for 32-bit integers. */
function upperHalfOfProduct(x: number, y: number): number {
  const carry = Math.floor((x * (y & 0xffff)) / 2 ** 16);
  return Math.floor((x * (y >>> 16) + carry) / 2 ** 16);
}

/** From 0 to count − 1, for a count from 2^32 + 1 to 2^53. */
function boundedBy64Bits(pcg: Pcg64, count: number): number {
  const wide = BigInt(count);
  const threshold = (2n ** 64n - wide) % wide;
  for (;;) {
    nextUint64(pcg);
    const product = ((BigInt(pcg[HIGH]) << 32n) | BigInt(pcg[LOW])) * wide;
    if (BigInt.asUintN(64, product) >= threshold) return Number(product >> 64n);
  }
}
