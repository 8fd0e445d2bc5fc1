import { playIntoFile } from "../match/games-file.ts";
import { type ExpertGameOptions, playExpertGame } from "./expert-game.ts";
import { type GeneratedGames, reportGames } from "./generated-games.ts";

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

/**
 * Plays games of an engine against itself and adds them to a file, in order. Game i depends on i and the options only, so that
 * a file is the same to the byte however often it was stopped and with however many processes it was made. Yields when it
 * begins and after every game.
 *
 * @throws if the file has other games, cannot be read or written, or the engine fails again and again
 */
export function generateGames(options: GenerateGamesOptions): AsyncGenerator<GeneratedGames, void> {
  const { player, seed, openingStones, count } = options;
  const comment = `seed ${seed}, ${openingStones} random stones`;
  const games = playIntoFile({
    ...options,
    // All that a game depends on.
    information: (index) => ({ PB: player, PW: player, GN: `${index}`, GC: comment }),
    async play(index, signal) {
      const { game, rejected } = await playExpertGame(index, options, signal);
      return { game, rejected, remark: rejected.length > 0 ? `Replaces: ${rejected.join("; ")}` : undefined };
    },
  });
  return reportGames(games, count);
}
