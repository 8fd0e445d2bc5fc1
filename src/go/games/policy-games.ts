import type { GoDefinition } from "../../environments/index.ts";
import type { Policy } from "../../policies/index.ts";
import { createGenerator } from "../../random/index.ts";
import { nextTurn } from "../../workers/index.ts";
import { type GoGame, playedGame } from "../game.ts";
import { randomOpening } from "../opening.ts";
import { atOnce, createPolicyMatch } from "../reinforcement/play-policies.ts";
import { type GeneratedGames, type GeneratedGamesOptions, playAgainstItself } from "./generated-games.ts";

/** Which games a policy plays against itself, and where they go. */
export interface PolicyGamesOptions extends GeneratedGamesOptions {
  /** A policy of that environment. */
  readonly policy: Policy;
  readonly source: GoDefinition;
  /** Moves are drawn with probabilities in proportion to π(a | s)^(1 / temperature). */
  readonly temperature: number;
}

/**
 * Plays games of a policy against itself, many at a time, and adds them to a file, in order, as `generateGames` does: such as
 * a value network learns from, which takes far more games than an engine plays. A game that has not ended by two passes after
 * twice as many moves as the board has points is scored as it stands.
 *
 * @throws if the file has other games, or cannot be read or written
 */
export function generatePolicyGames(options: PolicyGamesOptions): AsyncGenerator<GeneratedGames, void> {
  const { policy, source, temperature, openingStones, seed, count } = options;
  const { rules } = source;
  const match = createPolicyMatch(source, policy, policy);
  const opening = (game: number) => randomOpening(rules, openingStones, createGenerator([seed, 1, game]));
  let known: { readonly first: number; readonly games: GoGame[] } | undefined;
  /** Games are played in the same groups, wherever the file goes on. */
  const gameOf = (index: number): GoGame => {
    const first = index - (index % atOnce);
    if (known?.first !== first) {
      const games: GoGame[] = [];
      match({
        ...{ first, count: Math.min(atOnce, count - first), seed: [seed, 0], temperature, begin: opening },
        onGame: (position) => games.push(playedGame(position)),
      });
      known = { first, games };
    }
    return known.games[index - first];
  };
  return playAgainstItself(options, {
    rules,
    settings: [`temperature ${temperature}`],
    async play(index) {
      // Whatever else waits, such as a signal, gets its turn between two groups.
      if (index % atOnce === 0) await nextTurn();
      return { game: gameOf(index) };
    },
  });
}
