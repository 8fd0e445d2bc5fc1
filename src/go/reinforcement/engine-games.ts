import type { GoDefinition, VectorEnvironment } from "../../environments/index.ts";
import {
  type Collector,
  createGameRecord,
  type GameCollectorOptions,
  type GamesTrajectory,
} from "../../experience/index.ts";
import { type GoColor, GoPosition, goPlanes, scoreOf } from "../../games/go/index.ts";
import { stateOf } from "../../state/index.ts";
import type { GoGame } from "../game.ts";
import { EngineRefusal } from "../gtp/engine-process.ts";
import { createEngineGroup } from "../gtp/group/engine-group.ts";
import type { NamedEngine } from "../gtp/named-engine.ts";
import {
  commandsBefore,
  moveCommand,
  playAnswer,
  playCommand,
  UnplayableError,
} from "../match/play-gtp-game.ts";
import { randomOpening } from "../opening.ts";
import { drawMove } from "../players/draw-move.ts";
import { createMoveEvaluator } from "../positions/move-evaluator.ts";
import { createVerdict } from "./verdict.ts";

/** Games against an engine. */
export interface EngineGamesOptions extends Pick<NamedEngine, "engine"> {
  readonly source: GoDefinition;
  /** Engines that run at once, of all members together; each member has one at least. */
  readonly engines: number;
  /** Stones that are put on the board at random before the first move. */
  readonly openingStones: number;
  /**
   * From which mean outcome of random games on a game is taken as decided, where two turns of the policy in a row have one of the
   * same sign; "none": games are played to their end.
   */
  readonly decidedAt: number | "none";
}

/** A collector of such games. */
export interface EngineGames extends Collector<GamesTrajectory> {
  /** Games of the last trajectory, of all members, that the engine lost by a fault of its own. */
  readonly faults: number;
}

/** A game that is being played. */
interface Running {
  readonly game: number;
  /** The place of its engine among those that run at once. */
  readonly slot: number;
  readonly start: GoGame;
  readonly seed: number;
  readonly policyColor: GoColor;
  /** Whether the engine has been started. */
  hasEngine: boolean;
  /** The policy's last move on the board; undefined where the engine knows of all. */
  unsaid: number | undefined;
  /** The number of the policy's last move in the record, −1 before the first, and how many there are. */
  last: number;
  moves: number;
  /** Whether the engine gave the game up, or did what loses it. */
  conceded: boolean;
  /** Who has won it, asked at turns of the policy; undefined where games are played to their end. */
  readonly verdict: (() => number) | undefined;
  /** What it said: 1 for Black, −1 for White, 0 for nobody yet. */
  winner: number;
}

/** Positions that are evaluated at once: enough for kernels to be quick, and few are to spare where fewer games wait. */
const mostRows = 32;

/**
 * Plays whole games of a policy against an engine that is another program: in game i the policy has Black where i is even. Each
 * game begins with random stones, and has an engine of its own with a seed of its own, so that with an engine that
 * depends on its seed and the moves only, a training goes on to the bit. Many games go on side by side: all engines
 * that are to move think at the same time, then the policy moves in all games, evaluating the positions in batches.
 *
 * A game ends by two passes, or after twice as many moves as the board has points, and pays ±1 by the board as it stands; or
 * before that where games on from it are nearly all won by the same player, who is then paid. An engine that gives up, ends, does not answer in time or plays what is not legal has lost that game.
 *
 * @throws (while it collects) EngineNotStarted, UnplayableError, and Error where the engine is at fault in every game
 */
export function createEngineGames(
  { source, engine, engines, openingStones, decidedAt }: EngineGamesOptions,
  environments: readonly VectorEnvironment[],
  { policy, valueFunction, opponent, own, team, ...options }: GameCollectorOptions,
): EngineGames {
  const { rules } = source;
  const count = environments.length;
  const generators = options.generators.slice(own.start, own.start + own.count);
  const planes = goPlanes(rules, source.features);
  const atOnce = Math.min(count, Math.max(1, team.share(engines).count));
  const positions = Array.from({ length: atOnce }, () => new GoPosition(rules));
  const { points } = positions[0];
  const actions = points + 1;
  const size = points * planes.channels;
  const rows = Math.min(atOnce, mostRows);
  const evaluator = createMoveEvaluator(policy, rows);
  const legal = new Uint8Array(rows * actions).fill(1); // in rows without a game too
  const weights = new Float64Array(actions);
  const drawn = new Int32Array(1);
  const record = createGameRecord({ policy, valueFunction, team, games: count });
  const group = createEngineGroup();
  const faultsOf = team.array(Int32Array, team.size);
  let faults = 0;
  let latestFault: Error | undefined;

  const allFaults = () => faultsOf.reduce((sum, each) => sum + each, 0);

  const begin = (game: number, slot: number): Running => {
    const generator = generators[game];
    const start = randomOpening(rules, openingStones, generator);
    positions[slot].setUp(start.stones, start.toPlay);
    return {
      ...{ game, slot, start, seed: generator.integers(0, 2 ** 31) },
      policyColor: (own.start + game) % 2 === 0 ? 1 : 2,
      ...{ hasEngine: false, unsaid: undefined, last: -1, moves: 0, conceded: false },
      verdict: decidedAt === "none" ? undefined : createVerdict(positions[slot], generator, decidedAt),
      winner: 0,
    };
  };
  const isOver = ({ slot, conceded, winner }: Running): boolean =>
    conceded || winner !== 0 || positions[slot].isOver || positions[slot].moveCount >= 2 * points;
  const isPolicys = ({ slot, policyColor }: Running): boolean => positions[slot].toPlay === policyColor;

  /** Starts the engines of games that have none yet. One that cannot play such games plays none: that ends the training. */
  const startEngines = (games: readonly Running[]): void => {
    if (games.length === 0) return;
    const replies = group.ask(
      games.map(({ slot, start, seed }) => ({
        ...{ place: slot, start: engine(seed), commands: commandsBefore(start) },
      })),
    );
    games.forEach((running, i) => {
      const reply = replies[i];
      if (reply instanceof EngineRefusal) throw new UnplayableError(reply, running.start);
      if (reply instanceof Error) throw reply;
      running.hasEngine = true;
    });
  };

  /** The engines move in games that wait for them. */
  const moveEngines = (games: readonly Running[]): void => {
    startEngines(games.filter(({ hasEngine }) => !hasEngine));
    const replies = group.ask(
      games.map(({ slot, policyColor, unsaid }) => ({
        place: slot,
        commands: [
          ...(unsaid === undefined ? [] : [playCommand(policyColor, unsaid, rules)]),
          moveCommand(positions[slot].toPlay),
        ],
      })),
    );
    games.forEach((running, i) => {
      const reply = replies[i];
      running.unsaid = undefined;
      try {
        if (reply instanceof Error) throw reply;
        const answer = reply.at(-1)!;
        if (answer.toLowerCase() === "resign") running.conceded = true;
        else playAnswer(positions[running.slot], answer, engine(running.seed).name);
      } catch (error) {
        latestFault = error as Error;
        faults++;
        running.conceded = true;
      }
    });
  };

  /** The policy moves in games that wait for it, no more than are evaluated at once. */
  const movePolicy = (games: readonly Running[]): void => {
    const { observations, legalActions, run, logProbs } = evaluator;
    games.forEach(({ slot }, row) => {
      planes.write(positions[slot], observations(), row * size);
      positions[slot].legalMoves(legal, row * actions);
    });
    legalActions()?.set(legal);
    run();
    const all = logProbs();
    games.forEach((running, row) => {
      const { game, slot, policyColor } = running;
      const seen = { policy, logProbs: all, legal, at: row * actions };
      drawn[0] = drawMove(seen, 1, weights, generators[game]);
      running.last = record.add({
        ...{ game, place: policyColor - 1, drawn, at: 0, logProb: all[row * actions + drawn[0]] },
        observation: observations().subarray(row * size, (row + 1) * size),
        legalActions: legal.subarray(row * actions, (row + 1) * actions),
      });
      running.moves++;
      running.unsaid = drawn[0];
      positions[slot].playLegal(drawn[0]);
    });
  };

  const finish = ({ slot, last, moves, policyColor, conceded, winner }: Running): void => {
    group.end([slot]);
    if (last < 0) return; // there is nothing to learn from in it
    const lead = winner === 0 ? Math.sign(scoreOf(positions[slot]).lead) : winner;
    const outcome = conceded ? 1 : policyColor === 1 ? lead : 0 - lead;
    record.pay(last, outcome);
    record.end(last, { terminated: 1, truncated: 0, length: moves, total: outcome });
  };

  const play = (): void => {
    let running: Running[] = [];
    const free = Array.from(positions.keys());
    for (let next = 0; next < count || running.length > 0; ) {
      team.check();
      while (free.length > 0 && next < count) running.push(begin(next++, free.pop()!));
      const waiting = running.filter((each) => !isPolicys(each));
      if (waiting.length > 0) moveEngines(waiting);
      const turns = running.filter((each) => isPolicys(each) && !isOver(each));
      for (const each of turns) each.winner = each.verdict?.() ?? 0;
      const own = turns.filter(({ winner }) => winner === 0);
      for (let from = 0; from < own.length; from += rows) movePolicy(own.slice(from, from + rows));
      for (const each of running.filter(isOver)) {
        finish(each);
        free.push(each.slot);
      }
      running = running.filter((each) => !free.includes(each.slot));
    }
  };

  const collect = (): GamesTrajectory => {
    opponent.prepare();
    record.clear();
    faults = 0;
    try {
      play();
    } finally {
      group.end(Array.from(positions.keys()));
    }
    faultsOf[team.rank] = faults;
    team.barrier();
    if (allFaults() === options.generators.length) {
      throw new Error(`Not one game could be played to its end. The last one: ${latestFault?.message}`);
    }
    return record.join();
  };

  return {
    ...{ stepsPerBatch: undefined, players: 1, beginsNewEpisodes: false },
    copies: generators.map((generator) => stateOf({ generator })),
    get faults() {
      return allFaults();
    },
    collect,
    collectLater: async () => collect(),
    close() {
      group.end(Array.from(positions.keys()));
      for (const environment of environments) environment.close();
    },
  };
}
