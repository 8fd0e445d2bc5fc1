import { type BoardSize, GoPosition, type GoRulesOptions, goRules } from "../../../games/go/index.ts";
import type { Generator } from "../../../random/index.ts";
import type { GoPlayer } from "../../players/player.ts";
import type { Clock } from "./clock.ts";

/** What the commands of an engine read and change. */
export interface EngineState {
  readonly name: string;
  readonly version: string;
  readonly player: GoPlayer;
  readonly mayResign: boolean;
  /** The only board that the player plays on; undefined where it plays on all. */
  readonly board: BoardSize | undefined;
  readonly clock: Clock;
  generator: Generator;
  /** A new object for every game. */
  position: GoPosition;
  /** After `quit`. */
  ended: boolean;
}

/** Carries out a command; returns the text of the response. */
export type EngineCommand = (state: EngineState, args: readonly string[]) => string | Promise<string>;

/** A command could not be carried out; the message is the response. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * Begins a new game, with other rules where they are given.
 *
 * @throws RangeError for rules that there are not, and for a board that the player does not play on
 */
export function beginGame(state: EngineState, changed: GoRulesOptions = {}): void {
  const rules = goRules({ ...state.position.rules, ...changed });
  requireBoard(state, rules);
  state.position = new GoPosition(rules);
  state.clock.reset();
}

/** @throws RangeError for a board that the player does not play on */
export function requireBoard({ board }: Pick<EngineState, "board">, { columns, rows }: BoardSize): void {
  if (board === undefined || (board.columns === columns && board.rows === rows)) return;
  throw new RangeError(
    `the player plays on a board of ${board.columns}×${board.rows} only, for which its network was made; found ${columns}×${rows}`,
  );
}
