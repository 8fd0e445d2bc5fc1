import type { GoRules } from "../../games/go/index.ts";
import { requireInteger, requirePositive } from "../../text/require-number.ts";
import { startFunctionThread } from "../../workers/index.ts";
import type { GoGame } from "../game.ts";
import type { GoNetworks } from "../players/go-networks.ts";
import { checksumOf } from "../positions/checksum-of.ts";
import type { GameCollection } from "../positions/game-collection.ts";
import { hasPositions } from "../positions/position-drawing.ts";
import type { GeneratedGames, GeneratedGamesOptions } from "./generated-games.ts";
import { type GameThreads, gamesAtOnce, playOnThreads } from "./play-on-threads.ts";
import { createSearchGames, type SearchGameSettings } from "./search-game.ts";
import type { SearchGamesThread } from "./search-games-thread.ts";

/** Which games a search plays against itself, and where they go. */
export interface SearchGamesOptions extends GeneratedGamesOptions, SearchGameSettings {
  /** What leads it and what values its leaves: a policy and a value network. */
  readonly networks: GoNetworks;
  /** Threads that play, this one included; default 1. They do not change the games. More than 1 is for Node. */
  readonly workers?: number;
}

/**
 * Plays games of a search against itself, many at a time, and adds them to a file, in order, as `generateGames` does. A policy that
 * imitates them learns what the search has found beside what led it: with moves drawn at temperature 1, the mean of
 * log π(a | s) over them is that of AlphaGo Zero's loss, whose targets are the shares of the simulations (Silver et al. 2017; Anthony
 * et al. 2017, expert iteration). A game that has not ended by two passes after twice as many moves as the board has points is
 * scored as it stands.
 *
 * @throws if the file has other games, or cannot be read or written; RangeError for a number that is not allowed, where there
 *   is no value network, or where games `from` which they are to begin have no positions or are on another board
 */
export function generateSearchGames(options: SearchGamesOptions): AsyncGenerator<GeneratedGames, void> {
  const {
    networks,
    rules,
    openingStones,
    from,
    moves,
    seed,
    simulations,
    temperature,
    workers = 1,
  } = options;
  requireInteger("generateSearchGames: openingStones", openingStones, 0);
  requireInteger("generateSearchGames: simulations", simulations, 1);
  if (moves !== undefined) requireInteger("generateSearchGames: moves", moves, 1);
  requirePositive("generateSearchGames: temperature", temperature);
  if (networks.valueFunction === undefined)
    throw new RangeError("generateSearchGames: there is no value network");
  if (from !== undefined) requirePositions(from, rules);
  return play(options, { rules, openingStones, from, moves, seed, simulations, temperature }, workers);
}

function requirePositions(from: GameCollection, rules: GoRules): void {
  const { columns, rows, count } = from;
  if (columns !== rules.columns || rows !== rules.rows) {
    throw new RangeError(
      `generateSearchGames: from has games of ${columns}×${rows}, and the board is of ${rules.columns}×${rules.rows}`,
    );
  }
  if (!hasPositions(from))
    throw new RangeError(
      `generateSearchGames: the games to begin at (${count}) have no move but given ones; another is needed`,
    );
}

function play(
  options: SearchGamesOptions,
  settings: SearchGameSettings,
  workers: number,
): AsyncGenerator<GeneratedGames, void> {
  const { networks } = options;
  const { rules, from, moves, simulations, temperature } = settings;
  return playOnThreads(options, {
    ...{ owner: "generateSearchGames", rules, workers },
    settings: [
      ...(from ? [`from positions of ${from.count} games of checksum ${checksumOf(from)}`] : []),
      ...(moves === undefined ? [] : [`${moves} moves`]),
      ...[`${simulations} simulations`, `temperature ${temperature}`],
    ],
    here: createSearchGames(networks, settings, gamesAtOnce),
    start: startOf(networks, settings),
  });
}

function startOf({ policy, valueNetwork }: GoNetworks, settings: SearchGameSettings): GameThreads["start"] {
  const backend = policy.backend.name;
  if (valueNetwork === undefined || backend === "reference") return undefined;
  return () =>
    startFunctionThread<number, GoGame>(new URL("./search-games-thread.js", import.meta.url), {
      ...{ policy: policy.save(), value: valueNetwork.save(), backend, settings },
    } satisfies SearchGamesThread);
}
