import type {
  Algorithm,
  NumberRange,
  OptionsTable,
  SearchRange,
  SearchRanges,
} from "../../learning/index.ts";
import { exp, log } from "../../math/index.ts";
import type { Generator } from "../../random/index.ts";
import { OptionsError } from "../../text/options-error.ts";

/** Values of some options. */
export type DrawnSettings = Readonly<Record<string, unknown>>;

/** Decimal digits that a drawn number has: enough for a search, and short enough to be read and typed. */
const digits = 4;

/** Draws of one trial, of which the algorithm refuses each because options do not fit together. */
const mostDraws = 100;

/**
 * Draws the settings of a trial: each option from its range, in the order of the algorithm's table. Draws again where the
 * algorithm refuses what was drawn together, as a size of minibatches that does not divide a rollout.
 *
 * @param accepts throws OptionsError where the algorithm refuses settings
 * @param isKnown whether an earlier trial has them, which would be the same training once more
 * @returns undefined if of a hundred draws those that are accepted are all known
 * @throws OptionsError if it refuses all of a hundred draws; the message has the reason of the last one
 */
export function drawSettings(
  { name, options: table }: Pick<Algorithm, "name" | "options">,
  ranges: SearchRanges,
  generator: Generator,
  accepts: (drawn: DrawnSettings) => void,
  isKnown: (drawn: DrawnSettings) => boolean = () => false,
): DrawnSettings | undefined {
  const names = Object.keys(table).filter((name) => ranges[name] !== undefined);
  let found = false;
  for (let draw = 1; ; draw++) {
    const drawn = Object.fromEntries(
      names.map((name) => [name, drawFrom(ranges[name]!, table[name].type, generator)]),
    );
    try {
      accepts(drawn);
      if (!isKnown(drawn)) return drawn;
      found = true;
      if (draw === mostDraws) return undefined;
    } catch (error) {
      if (!(error instanceof OptionsError)) throw error;
      if (draw < mostDraws) continue;
      if (found) return undefined;
      throw new OptionsError([
        `tune: of ${mostDraws} draws from the ranges, ${name} refuses every one, the last because: ${error.message} ` +
          "Give ranges whose values fit together.",
      ]);
    }
  }
}

/** A value from a range. @param type of the option that it is for */
export function drawFrom(
  range: SearchRange,
  type: OptionsTable[string]["type"],
  generator: Generator,
): unknown {
  if (range.kind === "choice") return range.values[generator.integers(0, range.values.length)];
  return type === "integer" ? drawInteger(range, generator) : drawNumber(range, generator);
}

function drawInteger({ kind, from, to }: NumberRange, generator: Generator): number {
  if (kind === "uniform") return generator.integers(from, to, { endpoint: true });
  // Whoever is rounded down to n lies between n and n + 1.
  const drawn = Math.floor(exp(generator.uniform(log(from), log(to + 1))));
  return Math.min(to, Math.max(from, drawn));
}

function drawNumber({ kind, from, to }: NumberRange, generator: Generator): number {
  const drawn = kind === "uniform" ? generator.uniform(from, to) : exp(generator.uniform(log(from), log(to)));
  return Math.min(to, Math.max(from, Number(drawn.toPrecision(digits))));
}
