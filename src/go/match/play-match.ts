import { black, type GoColor, type GoRules } from "../../games/go/index.ts";
import { createGenerator, SeedSequence } from "../../random/index.ts";
import type { GoGame } from "../game.ts";
import { type EngineProcess, startEngine } from "../gtp/engine-process.ts";
import type { NamedEngine } from "../gtp/named-engine.ts";
import { randomOpening } from "../opening.ts";
import { parseSgf } from "../sgf/parse.ts";
import { resultFromSgf } from "../sgf/result.ts";
import { playIntoFile } from "./games-file.ts";
import { type PlayedGame, playGtpGame } from "./play-gtp-game.ts";

/** One of the players of a match. */
export interface MatchPlayer extends NamedEngine {
  /**
   * Whether one process plays game after game: after `set_random_seed` and `clear_board` it must play as one that was started
   * with that seed. Default false.
   */
  readonly reusable?: boolean;
  /**
   * What tells the weights that it goes by from others, such as their hash. The file of a match says so, and the match goes on
   * with the same ones only: a name is that of a file, which may have got others meanwhile. Default: it has none.
   */
  readonly weights?: string | undefined;
}

/** Who plays, and how. */
export interface MatchOptions {
  readonly players: readonly [MatchPlayer, MatchPlayer];
  readonly rules: GoRules;
  /** Games of the match; pairs of them begin with the same opening, once with each player as Black. */
  readonly count: number;
  /** Stones that are put on the board at random before the first move; default 2. */
  readonly openingStones?: number;
  readonly seed: number;
  /** Games that are played at a time; default 1. */
  readonly processes?: number;
  /** An SGF collection with a game on each line. */
  readonly file: string;
  /** Stops at once; the games that are in the file are kept. */
  readonly signal?: AbortSignal;
}

/** A game of a match, as far as the result goes. */
export interface MatchGame {
  readonly index: number;
  /** Which of the players had Black: 0 or 1. */
  readonly black: 0 | 1;
  /** Which of the players won; undefined for a draw. */
  readonly winner: 0 | 1 | undefined;
  /** What a player did against the rules or the protocol, or what else was out of order. */
  readonly remark?: string | undefined;
}

/** How far a match is. */
export interface MatchProgress {
  /** The games so far, in their order; the same list every time. */
  readonly games: readonly MatchGame[];
  /** How many of them were in the file before. */
  readonly before: number;
}

/**
 * Plays a match between engines, which are processes of their own: one that dies, hangs, or plays what is not legal loses that
 * game, and the match goes on. The games are added to a file, with which a match that was stopped goes on, unless players have
 * other weights now. The players take Black by turns. Yields when it begins and after every game.
 *
 * @throws EngineNotStarted if a player cannot be started; UnplayableError if it does not play on such boards; and if the file has other games, or cannot be read or
 *   written
 */
export async function* playMatch(options: MatchOptions): AsyncGenerator<MatchProgress, void> {
  const { players, rules, openingStones = 2, seed } = options;
  const blackIn = (index: number) => (index % 2) as 0 | 1;
  const weights = players.flatMap(({ weights }, player) =>
    weights === undefined ? [] : [`weights ${weights} of the ${player === 0 ? "first" : "second"} player`],
  );
  const comment = [`seed ${seed}`, `${openingStones} random stones`, ...weights].join(", ");
  /** Engines that wait for another game, by player. */
  const waiting: readonly EngineProcess[][] = [[], []];
  const engineFor = async (player: number, seed: number, signal: AbortSignal): Promise<EngineProcess> => {
    const kept = waiting[player].pop();
    const isReady = await kept?.send("set_random_seed", `${seed}`).then(
      () => true,
      () => false, // it died meanwhile, or does not know the command
    );
    if (kept !== undefined && isReady) return kept;
    await kept?.close();
    return startEngine({ ...players[player].engine(seed), signal });
  };
  const games = playIntoFile({
    ...options,
    information: (index) => ({
      PB: players[blackIn(index)].name,
      PW: players[1 - blackIn(index)].name,
      ...{ GN: `${index}`, GC: comment },
    }),
    async play(index, signal) {
      // Both games of a pair have the same opening, and seeds of their own.
      const opening = new SeedSequence(seed, { spawnKey: [index >> 1, 0] });
      const start = randomOpening(rules, openingStones, createGenerator(opening));
      const seeds = new SeedSequence(seed, { spawnKey: [index >> 1, 1, index & 1] }).generateState(2);
      const engines = await Promise.all(
        [0, 1].map((player) => engineFor(player, seeds[player] >>> 1, signal)),
      );
      let isFaultless = false;
      try {
        const [first, second] = blackIn(index) === 0 ? engines : engines.toReversed();
        const played = await playGtpGame({ black: first, white: second }, start);
        // What was stopped is no loss of anybody.
        signal.throwIfAborted();
        isFaultless = played.fault === undefined;
        return { ...played, remark: remarkOn(played) };
      } finally {
        const done = engines.map((engine, player) => {
          if (!isFaultless || !players[player].reusable) return engine.close();
          return void waiting[player].push(engine);
        });
        await Promise.all(done);
      }
    },
  });
  const finished: MatchGame[] = [];
  let before = 0;
  try {
    for await (const event of games) {
      if ("lines" in event) {
        before = event.lines.length;
        for (const [index, line] of event.lines.entries()) {
          finished.push(matchGame(index, blackIn(index), readLine(line)));
        }
      } else {
        const { game, remark } = event.added;
        finished.push(matchGame(event.index, blackIn(event.index), { result: game.result, remark }));
      }
      yield { games: finished, before };
    }
  } finally {
    await Promise.all(waiting.flat().map((engine) => engine.close()));
  }
}

function remarkOn({ fault, unfinished, game }: PlayedGame): string | undefined {
  if (fault !== undefined) return fault.error.message;
  return unfinished ? `Counted after ${game.moves.length} moves without two passes` : undefined;
}

function readLine(line: string): { readonly result: GoGame["result"]; readonly remark: string | undefined } {
  const [{ properties }] = parseSgf(line);
  return { result: resultFromSgf(properties.get("RE")?.[0] ?? ""), remark: properties.get("C")?.[0] };
}

function matchGame(
  index: number,
  blackPlayer: 0 | 1,
  { result, remark }: { readonly result: GoGame["result"]; readonly remark: string | undefined },
): MatchGame {
  const playerOf = (color: GoColor) => (color === black ? blackPlayer : ((1 - blackPlayer) as 0 | 1));
  const winner = result === undefined || result.winner === 0 ? undefined : playerOf(result.winner);
  return { index, black: blackPlayer, winner, remark };
}
