import type { GoRules } from "../../games/go/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { FunctionThread } from "../../workers/index.ts";
import type { GoGame } from "../game.ts";
import { type GeneratedGames, type GeneratedGamesOptions, playAgainstItself } from "./generated-games.ts";

/** Plays game `index`, which depends on nothing else. */
export type PlayGame = (index: number, signal?: AbortSignal) => Promise<GoGame>;

/** Where games are played. */
export interface GameThreads {
  /** The function that was called, for messages. */
  readonly owner: string;
  readonly rules: GoRules;
  /** What a game depends on beside its number, the player, the seed and the opening, for the root of each game. */
  readonly settings: readonly string[];
  /** Threads that play, this one included; above 1 for Node. */
  readonly workers: number;
  /** Plays here, up to {@link gamesAtOnce} games at a time. */
  readonly here: PlayGame;
  /** Starts another thread that plays as many; undefined where the networks cannot be sent to one. */
  readonly start: (() => FunctionThread<number, GoGame>) | undefined;
}

/** Games that go on side by side in each thread. */
export const gamesAtOnce = 64;

/**
 * Plays games into a file on several threads, each game where the fewest go on. A thread is started when all others have as
 * many games as they play at once. Threads do not change the games.
 *
 * @throws RangeError for a number of threads that is not allowed
 */
export function playOnThreads(
  options: GeneratedGamesOptions,
  threads: GameThreads,
): AsyncGenerator<GeneratedGames, void> {
  const { owner, workers, start } = threads;
  requireInteger(`${owner}: workers`, workers, 1);
  if (workers > 1 && start === undefined) {
    throw new RangeError(
      `${owner}: workers is ${workers}; it must be 1, or networks from files on the wasm or the native backend, which other ` +
        "threads can load",
    );
  }
  return play(options, threads);
}

async function* play(
  options: GeneratedGamesOptions,
  { rules, settings, workers, here, start }: GameThreads,
): AsyncGenerator<GeneratedGames, void> {
  const threads: FunctionThread<number, GoGame>[] = [];
  const stop = () => {
    for (const thread of threads) thread.stop();
  };
  const ownGames = playingHere(here);
  const placeOfGame = (): Playing => {
    const idlest = threads.reduce<Playing>(
      (least, each) => (each.calls < least.calls ? each : least),
      ownGames,
    );
    if (idlest.calls < gamesAtOnce || threads.length === workers - 1) return idlest;
    const thread = start!();
    threads.push(thread);
    return thread;
  };
  try {
    yield* playAgainstItself(options, {
      ...{ rules, settings, processes: workers * gamesAtOnce },
      async play(index, signal) {
        signal.onabort = stop; // or else the games there would be waited for
        return { game: await placeOfGame().call(index, signal) };
      },
    });
  } finally {
    stop();
  }
}

/** A thread that plays, or this one. */
interface Playing {
  /** Games that have not ended. */
  readonly calls: number;
  call: PlayGame;
}

function playingHere(play: PlayGame): Playing {
  let calls = 0;
  return {
    get calls() {
      return calls;
    },
    async call(index, signal) {
      calls++;
      try {
        return await play(index, signal);
      } finally {
        calls--;
      }
    },
  };
}
