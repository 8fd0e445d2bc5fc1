import type { GoRules } from "../../games/go/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import { nodeModule } from "../../workers/index.ts";
import type { EngineOptions } from "./engine-process.ts";

/** Which GNU Go plays. */
export interface GnuGoOptions {
  readonly rules: GoRules;
  /** From 1 to 10, the strongest. */
  readonly level: number;
  /** The same seed, the same moves; from 0 to 2^31 − 1. */
  readonly seed: number;
}

/**
 * How GNU Go 3.8 is started so that it plays by `rules` to the end: it never resigns, and with area scoring it takes the dead
 * stones off the board before it passes, so that the board can be counted as it is.
 *
 * @throws RangeError for a level or a seed that it does not have
 */
export function gnuGo({ rules, level, seed }: GnuGoOptions): EngineOptions {
  requireInteger("gnuGo: level", level, 1);
  if (level > 10) throw new RangeError(`gnuGo: level is ${level}; it must be at most 10`);
  requireInteger("gnuGo: seed", seed, 0);
  if (seed >= 2 ** 31) throw new RangeError(`gnuGo: seed is ${seed}; it must be at most 2^31 − 1`);
  const ko = {
    simple: "--simple-ko",
    "positional-superko": "--positional-superko",
    "situational-superko": "--situational-superko",
  };
  return {
    name: `GNU Go (level ${level})`,
    command: [
      program(),
      ...["--mode", "gtp", "--level", `${level}`, "--seed", `${seed}`, "--never-resign"],
      ...(rules.scoring === "area" ? ["--chinese-rules", "--capture-all-dead"] : ["--japanese-rules"]),
      ko[rules.ko],
      rules.suicide === "allowed" ? "--allow-all-suicide" : "--forbid-suicide",
    ],
  };
}

/** Debian puts games where the path of root, and of services, has no entry. */
function program(): string {
  const debian = "/usr/games/gnugo";
  return nodeModule("node:fs")?.existsSync(debian) ? debian : "gnugo";
}
