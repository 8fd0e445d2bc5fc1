import { knownOptions } from "../../text/known-options.ts";
import { requireFinite } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";

/**
 * Which repetitions are forbidden, where passes never are:
 *
 * - `simple`: to capture one stone by one stone at once after it has captured one in the same place
 * - `positional-superko`: every move after which the board is as it has been before
 * - `situational-superko`: every move after which the board is as it has been before, with the same player to move
 */
export type GoKo = "simple" | "positional-superko" | "situational-superko";

/** What counts at the end: one's stones and what they surround, or what they surround and prisoners. */
export type GoScoring = "area" | "territory";

/** The rules of a game of Go, all of them said. */
export interface GoRules {
  /** From 1 to 19. */
  readonly columns: number;
  /** From 1 to 19. */
  readonly rows: number;
  /** Points that White gets for moving second; any finite number. */
  readonly komi: number;
  readonly ko: GoKo;
  /** Whether a move may leave the own chain without liberties, which takes it off the board. */
  readonly suicide: "forbidden" | "allowed";
  readonly scoring: GoScoring;
}

/** The rules of a game of Go; what is left out has its default. */
export interface GoRulesOptions {
  /** Rows and columns of a square board, from 1 to 19; default 9. */
  readonly size?: number;
  /** Default: `size`. */
  readonly columns?: number;
  /** Default: `size`. */
  readonly rows?: number;
  /** Default 7.5. */
  readonly komi?: number;
  /** Default `positional-superko`. */
  readonly ko?: GoKo;
  /** Default `forbidden`. */
  readonly suicide?: "forbidden" | "allowed";
  /** Default `area`. */
  readonly scoring?: GoScoring;
}

/** The largest number of rows, and of columns. */
export const largestSize = 19;

/**
 * Rules of Go. The default is a board of 9×9 with area scoring, positional superko, no suicide and a komi of 7.5: the
 * Chinese rules as programs play them. With `suicide: "allowed"` these are Tromp and Taylor's.
 *
 * @throws RangeError or OptionsError for a size, komi or name that is not allowed
 * @example
 * const rules = goRules({ size: 19, ko: "simple" });
 */
export function goRules(options: GoRulesOptions = {}): GoRules {
  const names = ["size", "columns", "rows", "komi", "ko", "suicide", "scoring"] as const;
  const { size = 9, ...given } = knownOptions("goRules", options, names);
  const { columns = size, rows = size, komi = 7.5 } = given;
  requireSize("goRules", "size", size);
  requireBoardSize("goRules", { columns, rows });
  requireFinite("goRules: komi", komi);
  return Object.freeze({
    columns,
    rows,
    komi,
    ko: oneOf("ko", given.ko ?? "positional-superko", [
      "simple",
      "positional-superko",
      "situational-superko",
    ]),
    suicide: oneOf("suicide", given.suicide ?? "forbidden", ["forbidden", "allowed"]),
    scoring: oneOf("scoring", given.scoring ?? "area", ["area", "territory"]),
  });
}

/** @throws RangeError unless there are such boards; the message begins with `owner` */
export function requireBoardSize(owner: string, { columns, rows }: Pick<GoRules, "columns" | "rows">): void {
  requireSize(owner, "columns", columns);
  requireSize(owner, "rows", rows);
}

function requireSize(owner: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= largestSize) return;
  throw new RangeError(
    `${owner}: ${name} is ${valueInText(value)}; it must be an integer from 1 to ${largestSize}`,
  );
}

function oneOf<Name extends string>(name: string, value: Name, allowed: readonly Name[]): Name {
  if (allowed.includes(value)) return value;
  throw new RangeError(`goRules: ${name} is ${valueInText(value)}; it must be one of ${allowed.join(", ")}`);
}
