import type { GoRules } from "../../games/go/index.ts";
import { createGenerator, SeedSequence } from "../../random/index.ts";
import { EngineFailure, type EngineOptions, startEngine } from "../gtp/engine-process.ts";
import { type PlayedGame, playGtpGame } from "../match/play-gtp-game.ts";
import { randomOpening } from "../opening.ts";

/** How games of an engine against itself are played. */
export interface ExpertGameOptions {
  readonly rules: GoRules;
  /** Stones that are put on the board at random before the first move. */
  readonly openingStones: number;
  readonly seed: number;
  /** The engine for a seed from 0 to 2^31 − 1. */
  readonly engine: (seed: number) => EngineOptions;
}

/** A game that counts, and why games before it do not. */
export interface ExpertGame {
  readonly game: PlayedGame["game"];
  /** One for each seed that gave a game which did not end by two passes, or had a move that is not legal. */
  readonly rejected: readonly string[];
}

const attempts = 3;

/**
 * Game `index` of an engine against itself: it depends on `index` and the options only. An engine that fails is started again
 * for the same game, up to three times; a game that does not end in order is replaced by one with the next seed.
 *
 * @throws EngineFailure if the engine fails each time; Error if three games in a row do not end in order; UnplayableError
 */
export async function playExpertGame(
  index: number,
  { rules, openingStones, seed, engine }: ExpertGameOptions,
  signal: AbortSignal,
): Promise<ExpertGame> {
  const rejected: string[] = [];
  while (rejected.length < attempts) {
    const [opening, engineSeed] = new SeedSequence(seed, { spawnKey: [index, rejected.length] }).spawn(2);
    const start = randomOpening(rules, openingStones, createGenerator(opening));
    const options = { ...engine(engineSeed.generateState(1)[0] >>> 1), signal };
    const { game, fault, unfinished } = await playOnce(options, start);
    if (fault === undefined && !unfinished) return { game, rejected };
    rejected.push(fault?.error.message ?? `it had not ended after ${game.moves.length} moves`);
  }
  throw new Error(`Game ${index} could not be played: ${rejected.join("; ")}`);
}

/** @throws EngineFailure if the engine fails each time */
async function playOnce(options: EngineOptions, start: PlayedGame["game"]): Promise<PlayedGame> {
  for (let failures = 1; ; failures++) {
    const engine = startEngine(options);
    try {
      const played = await playGtpGame({ black: engine, white: engine }, start);
      const error = played.fault?.error;
      if (!(error instanceof EngineFailure)) return played;
      if (failures === attempts || options.signal?.aborted) throw error;
    } finally {
      await engine.close();
    }
  }
}
