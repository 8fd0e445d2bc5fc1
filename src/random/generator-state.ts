import { valueInText } from "../text/value-in-text.ts";
import { HALF, HAS_HALF, INCREMENT, type Pcg64, STATE } from "./pcg64.ts";
import { SeedSequence } from "./seed-sequence.ts";

/**
 * The whole state of a generator, as plain data for JSON: a generator made from it continues exactly. `state` and `increment` are
 * decimal, as in `bit_generator.state` of NumPy.
 */
export type GeneratorState = {
  readonly bitGenerator: "PCG64";
  /** The 128-bit state. */
  readonly state: string;
  /** The 128-bit increment; it is odd. */
  readonly increment: string;
  /** The half of an output that is kept for the next 32-bit draw (NumPy's `uinteger`), or null if there is none. */
  readonly half: number | null;
  /** Where it was seeded, and what it has spawned: so that children stay independent. */
  readonly seed: {
    readonly entropy: readonly number[];
    readonly spawnKey: readonly number[];
    readonly childrenSpawned: number;
  };
};

/** The state of a generator as plain data. */
export function describeState(pcg: Pcg64, seed: SeedSequence): GeneratorState {
  return {
    bitGenerator: "PCG64",
    state: decimal(pcg, STATE),
    increment: decimal(pcg, INCREMENT),
    half: pcg[HAS_HALF] === 1 ? pcg[HALF] : null,
    seed: {
      entropy: [...seed.entropy],
      spawnKey: [...seed.spawnKey],
      childrenSpawned: seed.childrenSpawned,
    },
  };
}

/**
 * The inverse of {@link describeState}.
 *
 * @throws RangeError for what no generator's `save` returns
 */
export function readState(where: string, saved: GeneratorState): { pcg: Pcg64; seed: SeedSequence } {
  if (typeof saved !== "object" || saved === null || saved.bitGenerator !== "PCG64") {
    throw new RangeError(
      `${where}: bitGenerator is ${valueInText(saved?.bitGenerator)}; it must be "PCG64": give what save returned`,
    );
  }
  const pcg = new Uint32Array(12);
  writeDecimal(where, "state", saved.state, pcg, STATE);
  writeDecimal(where, "increment", saved.increment, pcg, INCREMENT);
  if ((pcg[INCREMENT] & 1) === 0) {
    throw new RangeError(
      `${where}: increment is ${saved.increment}; it must be odd: give what save returned`,
    );
  }
  if (saved.half !== null) {
    if (saved.half >>> 0 !== saved.half) {
      throw new RangeError(
        `${where}: half is ${valueInText(saved.half)}; it must be null or an integer from 0 to 2^32 − 1`,
      );
    }
    pcg[HAS_HALF] = 1;
    pcg[HALF] = saved.half;
  }
  if (typeof saved.seed !== "object" || saved.seed === null) {
    throw new RangeError(`${where}: seed is ${valueInText(saved.seed)}; give what save returned`);
  }
  const { entropy, spawnKey, childrenSpawned } = saved.seed;
  return { pcg, seed: new SeedSequence(entropy, { spawnKey, childrenSpawned }) };
}

function decimal(words: Uint32Array, at: number): string {
  let value = 0n;
  for (let i = 3; i >= 0; i -= 1) value = (value << 32n) | BigInt(words[at + i]);
  return value.toString();
}

function writeDecimal(where: string, name: string, text: string, words: Uint32Array, at: number): void {
  const value = typeof text === "string" && /^\d{1,39}$/.test(text) ? BigInt(text) : -1n;
  if (value < 0n || value >= 2n ** 128n) {
    throw new RangeError(
      `${where}: ${name} is ${valueInText(text)}; it must be an integer from 0 to 2^128 − 1 as decimal text`,
    );
  }
  for (let i = 0; i < 4; i += 1) words[at + i] = Number((value >> BigInt(32 * i)) & 0xffff_ffffn);
}
