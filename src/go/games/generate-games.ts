import { type ExpertGameOptions, playExpertGame } from "./expert-game.ts";
import { type GeneratedGames, type GeneratedGamesOptions, playAgainstItself } from "./generated-games.ts";

/** Which games are played, and where they go. A signal stops at once. */
export interface GenerateGamesOptions extends GeneratedGamesOptions, ExpertGameOptions {
  /** Games that are played at a time; default 1. They do not change the games. */
  readonly processes?: number;
}

/**
 * Plays games of an engine against itself and adds them to a file, in order. Game i depends on i and the options only, so that
 * a file is the same to the byte however often it was stopped and with however many processes it was made. Yields when it
 * begins and after every game.
 *
 * @throws if the file has other games, cannot be read or written, or the engine fails again and again
 */
export function generateGames(options: GenerateGamesOptions): AsyncGenerator<GeneratedGames, void> {
  const { rules, processes = 1 } = options;
  return playAgainstItself(options, {
    ...{ rules, processes },
    async play(index, signal) {
      const { game, rejected } = await playExpertGame(index, options, signal);
      return { game, rejected, remark: rejected.length > 0 ? `Replaces: ${rejected.join("; ")}` : undefined };
    },
  });
}
