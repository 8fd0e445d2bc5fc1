import { openLineFile } from "../../files/line-file.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { GoGame } from "../game.ts";
import { inOrder } from "../in-order.ts";
import { gameToSgf, headOf } from "../sgf/game-to-sgf.ts";
import type { SgfNode } from "../sgf/tree.ts";
import { writeSgf } from "../sgf/write.ts";

/** A game with what its file says of it beside its moves. */
export interface FinishedGame {
  readonly game: GoGame;
  /** What happened, for its comment. */
  readonly remark?: string | undefined;
}

/** Games that are numbered from 0, and a file for them: an SGF collection with a game on each line. */
export interface GamesFileOptions<Game extends FinishedGame> extends Pick<GoGame, "rules"> {
  readonly file: string;
  /** Games that the file is to have in the end. */
  readonly count: number;
  /** Games that are played at a time; default 1. They do not change the games. */
  readonly processes?: number;
  /** Stops at once; the games that are in the file are kept. */
  readonly signal?: AbortSignal;
  /** Properties of the root of game `index` by which it is known to be of these settings. */
  information(index: number): Readonly<Record<string, string>>;
  /** Plays game `index`, which may depend on nothing else that changes. */
  play(index: number, signal: AbortSignal): Promise<Game>;
}

/** First the lines of the games that were in the file before, then each game that is added. */
export type FiledGames<Game> =
  | { readonly lines: readonly string[] }
  | { readonly index: number; readonly added: Game };

/**
 * Plays the games that the file does not have yet, and adds them to it in order, each as soon as it and those before are over.
 * The file is the same to the byte however often it was stopped, and with however many processes it was made. Ends early where it is
 * stopped.
 *
 * @throws if the file has other games, cannot be read or written, and what `play` throws
 */
export async function* playIntoFile<Game extends FinishedGame>(
  options: GamesFileOptions<Game>,
): AsyncGenerator<FiledGames<Game>, void> {
  const { rules, file, count, processes = 1, signal, information, play } = options;
  requireInteger("games: count", count, 1);
  requireInteger("games: processes", processes, 1);
  const beginOf = (index: number): string =>
    lineOf({ properties: new Map(headOf({ rules }, information(index))), children: [] }).slice(0, -1);
  const problem = (index: number, begin: string) =>
    `it is not game ${index} of these settings, which begins with ${begin}`;
  const lines = openLineFile(
    file,
    (line, index) => {
      const begin = beginOf(index);
      return line.startsWith(begin) && line.endsWith(")") ? undefined : problem(index, begin);
    },
    (piece, index) => {
      const begin = beginOf(index);
      const isBegun = piece.slice(0, begin.length) === begin.slice(0, piece.length);
      return isBegun ? undefined : problem(index, begin);
    },
  );
  try {
    let index = lines.lines.length;
    yield { lines: lines.lines };
    for await (const added of inOrder(index, count, processes, play, signal)) {
      const { game, remark } = added;
      const told = remark === undefined ? {} : { C: remark };
      lines.append(lineOf(gameToSgf(game, { ...information(index), ...told })));
      yield { index: index++, added };
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    lines.close();
  }
}

/** A line break in a name or a remark becomes a space. */
const lineOf = (game: SgfNode) => writeSgf([game]).trimEnd().replaceAll("\n", " ");
