import { type FinishedGame, type GamesFileOptions, playIntoFile } from "../match/games-file.ts";

/** Which games are played, of one player against itself, and where they go. */
export interface GeneratedGamesOptions {
  /** What the player is called in the games: another name for another player. */
  readonly player: string;
  /** Stones that are put on the board at random before the first move. */
  readonly openingStones: number;
  readonly seed: number;
  /** Games that the file is to have in the end. */
  readonly count: number;
  /** An SGF collection with a game on each line. */
  readonly file: string;
  /** Stops; the games that are in the file are kept. */
  readonly signal?: AbortSignal;
}

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

/** How the games of a player against itself are played. */
interface Play extends Pick<GamesFileOptions<GeneratedGame>, "rules" | "processes" | "play"> {
  /** What a game depends on beside its number, the player, the seed and the opening, for the root of each game; default: nothing. */
  readonly settings?: readonly string[];
}

/** Plays games into a file by `playIntoFile`, and says how far it has come when it begins and after every game. */
export async function* playAgainstItself(
  { player, openingStones, seed, count, file, signal }: GeneratedGamesOptions,
  { settings = [], ...playing }: Play,
): AsyncGenerator<GeneratedGames, void> {
  const comment = [`seed ${seed}`, `${openingStones} random stones`, ...settings].join(", ");
  const filed = playIntoFile({
    ...{ count, file, ...(signal && { signal }), ...playing },
    information: (index) => ({ PB: player, PW: player, GN: `${index}`, GC: comment }),
  });
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
