import { knownOptions } from "../text/known-options.ts";
import { requireFinite, requireInteger } from "../text/require-number.ts";
import { valueInText } from "../text/value-in-text.ts";
import { boundedInteger } from "./bounded-integer.ts";
import {
  chooseWeightedWithoutReplacement,
  chooseWithoutReplacement,
  chooseWithReplacement,
} from "./choice.ts";
import { fillNormal, fillUniform } from "./fill.ts";
import { describeState, type GeneratorState, readState } from "./generator-state.ts";
import { nextFloat64, type Pcg64, pcg64 } from "./pcg64.ts";
import { assertProbabilities } from "./probabilities.ts";
import { SeedSequence } from "./seed-sequence.ts";
import { type Seed, seedWords } from "./seed-words.ts";
import { type MutableList, shuffleInPlace } from "./shuffle.ts";
import { standardNormal } from "./standard-normal.ts";

/** How {@link Generator.choice} draws. */
export interface ChoiceOptions {
  /** Whether an outcome can be drawn more than once; default: true. */
  readonly replace?: boolean;
  /** The probability of each outcome, with sum 1; default: all alike, by a faster method with other draws. */
  readonly p?: ArrayLike<number>;
}

/**
 * A source of random numbers with a seed: NumPy's `default_rng` (PCG64 seeded by a SeedSequence), draw for draw and bit
 * for bit. A call for many numbers consumes the stream as that many calls for one.
 *
 * Make one with {@link createGenerator}.
 */
export class Generator {
  #pcg: Pcg64;
  #seed: SeedSequence;

  /** Not for users: see {@link createGenerator} and {@link generatorFromState}. */
  constructor(pcg: Pcg64, seed: SeedSequence) {
    this.#pcg = pcg;
    this.#seed = seed;
  }

  /** A float64 from [0, 1), a multiple of 2^−53. */
  random(): number {
    return nextFloat64(this.#pcg);
  }

  /**
   * low + (high − low) · random(): from [low, high), though rounding may reach `high`.
   *
   * @throws RangeError if low > high, or high − low is not finite
   */
  uniform(low = 0, high = 1): number {
    const range = high - low;
    if (!(range >= 0 && range < Infinity)) throw unusableRange("uniform", low, high);
    return low + range * nextFloat64(this.#pcg);
  }

  /**
   * An integer from `low` to `high − 1`, or with `endpoint` to `high`, each equally likely.
   *
   * @throws RangeError unless both are integers within ±(2^53 − 1), and so is high − low, and there is one between them
   */
  integers(low: number, high: number, options?: { readonly endpoint?: boolean }): number {
    const { endpoint = false } = options ? knownOptions("Generator.integers", options, ["endpoint"]) : {};
    const last = high - low - (endpoint ? 0 : 1);
    if (
      !(Number.isSafeInteger(low) && Number.isSafeInteger(high) && Number.isSafeInteger(last) && last >= 0)
    ) {
      throw new RangeError(
        `Generator.integers: low is ${valueInText(low)} and high is ${valueInText(high)}; both must be ` +
          `integers, with low ${endpoint ? "≤" : "<"} high and high − low below 2^53`,
      );
    }
    return low + boundedInteger(this.#pcg, last);
  }

  /**
   * A draw from the normal density with the given mean and standard deviation (≥ 0).
   *
   * @throws RangeError if the mean is not finite, or the standard deviation is negative or NaN
   */
  normal(mean = 0, standardDeviation = 1): number {
    requireFinite("Generator.normal: mean", mean);
    if (!(standardDeviation >= 0)) throw negativeDeviation("normal", standardDeviation);
    return mean + standardDeviation * standardNormal(this.#pcg);
  }

  /** One of the integers 0 … population − 1, or one of the items of `population`. */
  choice(population: number, options?: ChoiceOptions & { readonly size?: undefined }): number;
  choice(population: number, options: ChoiceOptions & { readonly size: number }): number[];
  choice<T>(population: ArrayLike<T>, options?: ChoiceOptions & { readonly size?: undefined }): T;
  choice<T>(population: ArrayLike<T>, options: ChoiceOptions & { readonly size: number }): T[];
  /**
   * `size` of them, as NumPy's `Generator.choice` draws them.
   *
   * @throws RangeError for an empty population, a size that is too large without replacement, and probabilities that
   * are negative, too few or do not sum to 1
   */
  choice<T>(
    population: number | ArrayLike<T>,
    options: ChoiceOptions & { readonly size?: number | undefined } = {},
  ): number | T | (number | T)[] {
    knownOptions("Generator.choice", options, ["size", "replace", "p"]);
    const count = typeof population === "number" ? population : population?.length;
    if (options.size === undefined && options.p === undefined) {
      requireInteger("Generator.choice: the population's size", count, 1);
      const index = boundedInteger(this.#pcg, count - 1);
      return typeof population === "number" ? index : population[index];
    }
    const indices = this.#chooseIndices(count, options);
    const chosen = typeof population === "number" ? indices : indices.map((index) => population[index]);
    return options.size === undefined ? chosen[0] : chosen;
  }

  #chooseIndices(
    count: number,
    { size = 1, replace = true, p }: ChoiceOptions & { size?: number | undefined },
  ) {
    requireInteger("Generator.choice: size", size, 0);
    requireInteger("Generator.choice: the population's size", count, size === 0 ? 0 : 1);
    if (p !== undefined) assertProbabilities("Generator.choice", p, count);
    if (replace) return chooseWithReplacement(this.#pcg, count, size, p);

    const available = p === undefined ? count : Array.from(p).filter((probability) => probability > 0).length;
    if (size > available) {
      throw new RangeError(
        `Generator.choice: size is ${size} but only ${available} outcomes can be drawn without replacement; ` +
          "draw at most that many, or set replace: true",
      );
    }
    return p === undefined
      ? chooseWithoutReplacement(this.#pcg, count, size)
      : chooseWeightedWithoutReplacement(this.#pcg, size, p);
  }

  /**
   * Puts an array or typed array into random order in place, and returns it.
   *
   * @throws TypeError for what is no list
   */
  shuffle<L extends MutableList<unknown>>(list: L): L {
    if (typeof list !== "object" || !(list?.length >= 0)) {
      throw new TypeError(
        `Generator.shuffle: list is ${valueInText(list)}; it must be an array or a typed array`,
      );
    }
    shuffleInPlace(this.#pcg, list);
    return list;
  }

  /** The integers 0 … count − 1 in random order. */
  permutation(count: number): number[] {
    requireInteger("Generator.permutation: count", count, 0);
    return this.shuffle(Array.from({ length: count }, (_, index) => index));
  }

  /** Fills an array as `uniform(low, high)` for each element would; a Float32Array rounds, which may reach `high`. */
  fillUniform<A extends Float32Array | Float64Array>(array: A, low = 0, high = 1): A {
    const range = high - low;
    if (!(range >= 0 && range < Infinity)) throw unusableRange("fillUniform", low, high);
    fillUniform(this.#pcg, array, low, range);
    return array;
  }

  /** Fills an array as `normal(mean, standardDeviation)` for each element would; a Float32Array rounds. */
  fillNormal<A extends Float32Array | Float64Array>(array: A, mean = 0, standardDeviation = 1): A {
    requireFinite("Generator.fillNormal: mean", mean);
    if (!(standardDeviation >= 0)) throw negativeDeviation("fillNormal", standardDeviation);
    fillNormal(this.#pcg, array, mean, standardDeviation);
    return array;
  }

  /**
   * `count` new generators, independent of this one and of one another. They depend on the seed and on how many were
   * spawned before, not on what was drawn; nothing is drawn.
   */
  spawn(count: number): Generator[] {
    requireInteger("Generator.spawn: count", count, 0);
    return this.#seed.spawn(count).map((child) => createGenerator(child));
  }

  /** All that this generator is, as plain data for JSON. */
  save(): GeneratorState {
    return describeState(this.#pcg, this.#seed);
  }

  /**
   * Makes this generator continue from a saved state.
   *
   * @throws RangeError for what `save` does not return
   */
  restore(state: GeneratorState): void {
    const { pcg, seed } = readState("Generator.restore", state);
    this.#pcg = pcg;
    this.#seed = seed;
  }
}

/** What a policy draws its actions from: uniform numbers of [0, 1) and standard normal ones. Every generator is one. */
export interface NoiseSource {
  random(): number;
  normal(): number;
}

/**
 * A generator with a seed, equal to NumPy's `default_rng(seed)`.
 *
 * @param seed a non-negative integer of any size, several of them, or a seed sequence
 * @throws RangeError for any other seed
 */
export function createGenerator(seed: Seed | SeedSequence): Generator {
  const sequence =
    seed instanceof SeedSequence ? seed : new SeedSequence(seedWords("createGenerator", "seed", seed));
  return new Generator(pcg64(sequence.generateState(8)), sequence);
}

/**
 * A generator that continues from a saved state.
 *
 * @throws RangeError for what `save` does not return
 */
export function generatorFromState(state: GeneratorState): Generator {
  const { pcg, seed } = readState("generatorFromState", state);
  return new Generator(pcg, seed);
}

function unusableRange(method: string, low: number, high: number): RangeError {
  return new RangeError(
    `Generator.${method}: low is ${valueInText(low)} and high is ${valueInText(high)}; low must not be above ` +
      "high, and high − low must be finite",
  );
}

function negativeDeviation(method: string, value: number): RangeError {
  return new RangeError(
    `Generator.${method}: standardDeviation is ${valueInText(value)}; it must be 0 or above`,
  );
}
