import type { FiledGames, FinishedGame } from "../match/games-file.ts";

/** How far games that are played into a file have come. */
export interface GeneratedGames {
  /** Games in the file. */
  readonly games: number;
  readonly count: number;
  /** Games that were in the file before. */
  readonly before: number;
  /** Moves of the latest game; 0 before the first. */
  readonly moves: number;
  /** Why games were replaced by others, see `ExpertGame`; of the latest game. */
  readonly rejected: readonly string[];
}

/** A game, and why games before it do not count. */
export type GeneratedGame = FinishedGame & { readonly rejected?: readonly string[] };

/** How far `playIntoFile` has come, when it begins and after every game. */
export async function* reportGames(
  filed: AsyncIterable<FiledGames<GeneratedGame>>,
  count: number,
): AsyncGenerator<GeneratedGames, void> {
  let before = 0;
  for await (const event of filed) {
    if ("lines" in event) {
      before = event.lines.length;
      yield { games: before, count, before, moves: 0, rejected: [] };
    } else {
      const { game, rejected = [] } = event.added;
      yield { games: event.index + 1, count, before, moves: game.moves.length, rejected };
    }
  }
}
