import { valueInText } from "../text/value-in-text.ts";

/** What a generator can be seeded with: a non-negative integer of any size, or several. */
export type Seed = number | bigint | readonly (number | bigint)[];

/**
 * A seed as 32-bit words, the lowest first; those of several integers follow one another. As NumPy's
 * `_coerce_to_uint32_array`.
 *
 * @param where who is asking, for the error message
 * @param name the name of the argument
 * @throws RangeError for what is not a non-negative integer
 */
export function seedWords(where: string, name: string, seed: Seed): number[] {
  if (typeof seed === "object" && Array.isArray(seed)) {
    return seed.flatMap((part, index) => integerWords(where, `${name}[${index}]`, part));
  }
  return integerWords(where, name, seed as number | bigint);
}

function integerWords(where: string, name: string, value: number | bigint): number[] {
  const isValid = typeof value === "bigint" ? value >= 0n : Number.isSafeInteger(value) && value >= 0;
  if (!isValid) {
    const advice =
      typeof value === "number" && value > Number.MAX_SAFE_INTEGER
        ? "; write integers from 2^53 on as a bigint, e.g. 2n ** 64n"
        : ", e.g. 0";
    throw new RangeError(
      `${where}: ${name} is ${valueInText(value)}; it must be a non-negative integer${advice}`,
    );
  }
  const words: number[] = [];
  let rest = BigInt(value);
  do {
    words.push(Number(rest & 0xffff_ffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}
