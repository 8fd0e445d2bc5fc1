import type { GoDefinition } from "../../environments/index.ts";
import type { Policy } from "../../policies/index.ts";
import { requireInteger, requirePositive } from "../../text/require-number.ts";
import { startFunctionThread } from "../../workers/index.ts";
import type { GoGame } from "../game.ts";
import type { GeneratedGames, GeneratedGamesOptions } from "./generated-games.ts";
import { type GameThreads, gamesAtOnce, playOnThreads } from "./play-on-threads.ts";
import { createPolicyGames, type PolicyGameSettings } from "./policy-game.ts";
import type { PolicyGamesThread } from "./policy-games-thread.ts";

/** Which games a policy plays against itself, and where they go. */
export interface PolicyGamesOptions
  extends GeneratedGamesOptions,
    Omit<PolicyGameSettings, "rules" | "features"> {
  /** A policy of that environment. */
  readonly policy: Policy;
  readonly source: GoDefinition;
  /** Threads that play, this one included; default 1. They do not change the games. More than 1 is for Node. */
  readonly workers?: number;
}

/**
 * Plays games of a policy against itself, many at a time, and adds them to a file, in order, as `generateGames` does: such as
 * a value network learns from, which takes far more games than an engine plays. A game that has not ended by two passes after
 * twice as many moves as the board has points is scored as it stands.
 *
 * @throws if the file has other games, or cannot be read or written; RangeError for a number that is not allowed
 */
export function generatePolicyGames(options: PolicyGamesOptions): AsyncGenerator<GeneratedGames, void> {
  const { policy, source, openingStones, seed, temperature, workers = 1 } = options;
  requireInteger("generatePolicyGames: openingStones", openingStones, 0);
  requirePositive("generatePolicyGames: temperature", temperature);
  const { rules, features } = source;
  const settings = { rules, features, openingStones, seed, temperature };
  return playOnThreads(options, {
    ...{ owner: "generatePolicyGames", rules, workers, settings: [`temperature ${temperature}`] },
    here: createPolicyGames(policy, settings, gamesAtOnce),
    start: startOf(policy, settings),
  });
}

function startOf(policy: Policy, settings: PolicyGameSettings): GameThreads["start"] {
  const backend = policy.backend.name;
  if (backend === "reference") return undefined;
  return () =>
    startFunctionThread<number, GoGame>(new URL("./policy-games-thread.js", import.meta.url), {
      ...{ policy: policy.save(), backend, settings },
    } satisfies PolicyGamesThread);
}
