import { knownOptions } from "../text/known-options.ts";
import { requireInteger } from "../text/require-number.ts";
import { type Seed, seedWords } from "./seed-words.ts";

/** The options of a {@link SeedSequence}. */
export interface SeedSequenceOptions {
  /** Its place in the tree of spawned sequences, one integer for each generation; default: [], the root. */
  readonly spawnKey?: Seed;
  /** How many children it has spawned before; default: 0. */
  readonly childrenSpawned?: number;
}

/**
 * Turns a seed into well mixed words for a generator's state, and spawns children whose words are independent of its
 * own and of one another's. Equal to the bit with NumPy's `SeedSequence` with its default pool of four words.
 *
 * Source: M. E. O'Neill, “Developing a seed_seq alternative” (2015); NumPy, `numpy/random/bit_generator.pyx`.
 */
export class SeedSequence {
  /** The seed as 32-bit words, the lowest first. As an array it is a seed again, of an equal sequence. */
  readonly entropy: readonly number[];
  /** The place in the tree of spawned sequences, as 32-bit words. */
  readonly spawnKey: readonly number[];
  readonly #pool: Uint32Array;
  #childrenSpawned: number;

  /** @throws RangeError for a seed or spawn key that is not made of non-negative integers */
  constructor(entropy: Seed, options: SeedSequenceOptions = {}) {
    const names = ["spawnKey", "childrenSpawned"] as const;
    const { spawnKey = [], childrenSpawned = 0 } = knownOptions("SeedSequence", options, names);
    requireInteger("SeedSequence: childrenSpawned", childrenSpawned, 0);
    this.entropy = seedWords("SeedSequence", "entropy", entropy);
    this.spawnKey = seedWords("SeedSequence", "spawnKey", spawnKey);
    this.#pool = mixedPool(assembledEntropy(this.entropy, this.spawnKey));
    this.#childrenSpawned = childrenSpawned;
  }

  /** How many children have been spawned so far; the next one gets this number as its spawn key's last. */
  get childrenSpawned(): number {
    return this.#childrenSpawned;
  }

  /**
   * `count` 32-bit words to seed a generator with. The same at every call; the first words do not depend on `count`.
   * NumPy's 64-bit words are two of these each, the low half first.
   */
  generateState(count: number): Uint32Array {
    requireInteger("SeedSequence.generateState: count", count, 0);
    let constant = 0x8b51f9dd;
    return Uint32Array.from({ length: count }, (_, index) => {
      const value = this.#pool[index % POOL_SIZE] ^ constant;
      constant = Math.imul(constant, 0x58f38ded);
      return foldHighBits(Math.imul(value, constant));
    });
  }

  /** `count` children, each independent of this sequence and of all others; later calls continue the numbering. */
  spawn(count: number): SeedSequence[] {
    requireInteger("SeedSequence.spawn: count", count, 0);
    const first = this.#childrenSpawned;
    this.#childrenSpawned += count;
    return Array.from(
      { length: count },
      (_, index) => new SeedSequence(this.entropy, { spawnKey: [...this.spawnKey, first + index] }),
    );
  }
}

const POOL_SIZE = 4;

/** The seed, then the spawn key; with a spawn key the seed is filled up with zeros, so that the two cannot blend. */
function assembledEntropy(entropy: readonly number[], spawnKey: readonly number[]): number[] {
  const missing = spawnKey.length > 0 ? Math.max(0, POOL_SIZE - entropy.length) : 0;
  return [...entropy, ...Array<number>(missing).fill(0), ...spawnKey];
}

/** Mixes any number of words into a pool of four, so that every bit can affect every bit. */
function mixedPool(entropy: readonly number[]): Uint32Array {
  let constant = 0x43b0d7e5;
  const hash = (word: number) => {
    const value = word ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    return foldHighBits(Math.imul(value, constant));
  };

  const pool = Uint32Array.from({ length: POOL_SIZE }, (_, index) => hash(entropy[index] ?? 0));
  for (let source = 0; source < POOL_SIZE; source += 1) {
    for (let target = 0; target < POOL_SIZE; target += 1) {
      if (source !== target) pool[target] = combine(pool[target], hash(pool[source]));
    }
  }
  for (const word of entropy.slice(POOL_SIZE)) {
    for (let target = 0; target < POOL_SIZE; target += 1) pool[target] = combine(pool[target], hash(word));
  }
  return pool;
}

function combine(x: number, y: number): number {
  return foldHighBits(Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y));
}

function foldHighBits(value: number): number {
  return value ^ (value >>> 16);
}
