import { requireInteger } from "../../text/require-number.ts";
import { inOrder } from "../in-order.ts";
import { openLineFile } from "../line-file.ts";
import { gameToSgf, headOf } from "../sgf/game-to-sgf.ts";
import type { SgfNode } from "../sgf/tree.ts";
import { writeSgf } from "../sgf/write.ts";
import { type ExpertGameOptions, playExpertGame } from "./expert-game.ts";

/** Which games are played, and where they go. */
export interface GenerateGamesOptions extends ExpertGameOptions {
  /** What the engine is called in the games. */
  readonly player: string;
  readonly count: number;
  /** Games that are played at a time; default 1. They do not change the games. */
  readonly processes?: number;
  /** An SGF collection with a game on each line. */
  readonly file: string;
  /** Stops at once; the games that are in the file are kept. */
  readonly signal?: AbortSignal;
}

/** How far it is. */
export interface GeneratedGames {
  /** Games in the file. */
  readonly games: number;
  readonly count: number;
  /** Games that were in the file before. */
  readonly before: number;
  /** Moves of the latest game; 0 before the first. */
  readonly moves: number;
  /** Why games were replaced by others, of the latest game. */
  readonly rejected: readonly string[];
}

/**
 * Plays games of an engine against itself and adds them to a file, in order, each as soon as it and those before are over.
 * Game i depends on i and the options only, so that a file is the same to the byte however often it was stopped and with
 * however many processes it was made. Yields when it begins and after every game.
 *
 * @throws if the file has other games, cannot be read or written, or the engine fails again and again
 */
export async function* generateGames(options: GenerateGamesOptions): AsyncGenerator<GeneratedGames, void> {
  const { count, processes = 1, file, signal } = options;
  requireInteger("generateGames: count", count, 1);
  requireInteger("generateGames: processes", processes, 1);
  const head = (index: number) => headOf(options, information(options, index));
  const lines = openLineFile(file, (line, index) => {
    const begin = lineOf({ properties: new Map(head(index)), children: [] }).slice(0, -1);
    if (line.startsWith(begin) && line.endsWith(")")) return undefined;
    return `it is not game ${index} of these settings, which begins with ${begin}`;
  });
  try {
    const before = lines.lines.length;
    yield { games: before, count, before, moves: 0, rejected: [] };
    const play = (index: number, stop: AbortSignal) => playExpertGame(index, options, stop);
    let games = before;
    for await (const { game, rejected } of inOrder(before, count, processes, play, signal)) {
      const remark = rejected.length > 0 && { C: `Replaces: ${rejected.join("; ")}` };
      lines.append(lineOf(gameToSgf(game, { ...information(options, games), ...remark })));
      games++;
      yield { games, count, before, moves: game.moves.length, rejected };
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    lines.close();
  }
}

/** What the root of game `index` says; all that the game depends on is in it. */
function information({ player, seed, openingStones }: GenerateGamesOptions, index: number) {
  return { PB: player, PW: player, GN: `${index}`, GC: `seed ${seed}, ${openingStones} random stones` };
}

const lineOf = (game: SgfNode) => writeSgf([game]).trimEnd();
