import { sampleLegalAction } from "../../environments/spaces/sample-legal-action.ts";
import { createActions } from "../../environments/vectorize/action-layout.ts";
import type { VectorEnvironment } from "../../environments/vectorize/vector-environment.ts";
import type { Actor, Policy, ValueFunction } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";
import { stateOf } from "../../state/index.ts";
import type { Share, Team } from "../../workers/index.ts";
import type { Collector } from "../collector.ts";
import { endlessEpisode } from "../endless-episode.ts";
import { createGameRecord, type GamesTrajectory } from "./game-record.ts";
import { createSeat } from "./seat.ts";

export interface GameCollectorOptions {
  readonly policy: Policy;
  /** Judges the positions in which the policy moves; without it all values are 0. */
  readonly valueFunction?: ValueFunction;
  /** Who plays for all others. */
  readonly opponent: {
    readonly policy: Policy;
    /** Called before games begin, by all members together: may give the policy other weights. */
    prepare(): void;
  };
  /** One for each game of all members, which draws all moves of it. */
  readonly generators: readonly Generator[];
  /** Which of all games are this member's. */
  readonly own: Share;
  readonly team: Team;
  /** Moves of all players after which a game counts as endless, which is an error. */
  readonly longestEpisode: number;
  /** Games that begin with a random move; default: none do. */
  readonly openings?: RandomOpenings;
}

/**
 * In a share of the games one move near the beginning is drawn uniformly from the legal ones, whoever makes it, and all others
 * are made by the policies: answers that neither of them would give are met all the same. For whoever learns, that move is part
 * of what the environment does. It is not in the trajectory, and the gradient is that of the games as they are played.
 */
export interface RandomOpenings {
  /** Which share of the games, 0 to 1. */
  readonly share: number;
  /** Of how many moves of all players, from the first on, it is one, each with the same probability. */
  readonly moves: number;
}

/**
 * Plays whole games of a policy against an opponent, one in every copy. In game i the policy is player i modulo their number,
 * and the opponent is all others. The trajectory has the policy's moves alone: the opponent's are part of what comes after
 * them, and rewards that they bring count as those of the policy's move before.
 *
 * All games go on side by side: the policy moves in every game that waits for it, then the opponent in all others, each by
 * evaluating the positions in batches. So with an opponent whose network costs as much, a move of the policy costs two
 * evaluations, in batches that are nearly full until the last games end.
 *
 * @param environments this member's copies, each a vector environment of its own
 * @throws TypeError where there is one player only, or a network has a state
 */
export function createGameCollector(
  environments: readonly VectorEnvironment[],
  options: GameCollectorOptions,
): Collector<GamesTrajectory> {
  const { policy, valueFunction, opponent, own, team, longestEpisode, openings } = options;
  const [{ id, observationSize, actionSpace, players }] = environments;
  if (players === 1)
    throw new TypeError(`${id}: it has one player; games against an opponent need several players.`);
  if (policy.stateSize + (valueFunction?.stateSize ?? 0) > 0) {
    throw new TypeError(
      `${id}: a recurrent network cannot play it here. Take an architecture without a state.`,
    );
  }
  const count = environments.length;
  const observations = environments.map(() => new Float32Array(observationSize));
  const generators = options.generators.slice(own.start, own.start + own.count);
  const actions = environments.map(() => createActions(actionSpace, 1));
  const games = { environments, observations, generators };
  const seats = [createSeat(policy, games), createSeat(opponent.policy, games)];
  const record = createGameRecord({ policy, valueFunction, team, games: count });
  const places = environments.map((_, game) => (own.start + game) % players);
  /** The number of the policy's last move in each game, −1 before the first. */
  const last = new Int32Array(count);
  /** Rewards before the policy's first move. */
  const early = new Float64Array(count);
  const moves = new Int32Array(count);
  const plies = new Int32Array(count);
  /** The ply of each game that is drawn uniformly, −1 where there is none. */
  const randomPly = new Int32Array(count);
  const isOver = new Uint8Array(count);
  const waiting = new Int32Array(count);
  /** Those of them in which a seat moves. */
  const asking = new Int32Array(count);
  let begun = false;

  const begin = (): void => {
    begun = true;
    record.clear();
    isOver.fill(0);
    plies.fill(0);
    for (let game = 0; game < count; game++) beginGame(game);
  };
  const beginGame = (game: number): void => {
    last[game] = -1;
    early[game] = 0;
    moves[game] = 0;
    const generator = generators[game];
    const isRandom = openings !== undefined && openings.share > 0 && generator.random() < openings.share;
    randomPly[game] = isRandom ? plies[game] + generator.integers(0, openings.moves) : -1;
  };
  /** Lists the games that wait for the policy, or for its opponent. Returns how many there are. */
  const wait = (isPolicy: boolean): number => {
    let waits = 0;
    for (let game = 0; game < count; game++) {
      if (isOver[game] === 0 && (environments[game].movers![0] === places[game]) === isPolicy)
        waiting[waits++] = game;
    }
    return waits;
  };
  const take = (game: number, row: number, actor: Actor): void => {
    const action = actions[game];
    for (let i = 0; i < action.length; i++) action[i] = actor.actions[row * action.length + i];
  };
  const keep = (game: number, row: number, actor: Actor): void => {
    const move = record.add({
      ...{ game, place: places[game], observation: observations[game] },
      legalActions: environments[game].legalActions,
      ...{ drawn: actor.drawn, at: row * actions[game].length, logProb: actor.logProbs[row] },
    });
    record.pay(move, early[game]);
    early[game] = 0;
    last[game] = move;
    moves[game]++;
    take(game, row, actor);
  };
  const drawAny = (game: number): void => {
    const drawn = sampleLegalAction(actionSpace, environments[game].legalActions, generators[game]);
    if (typeof drawn === "number") actions[game][0] = drawn;
    else actions[game].set(drawn as ArrayLike<number>);
  };
  const play = (isPolicy: boolean, waits: number): void => {
    team.check();
    let asks = 0;
    for (let i = 0; i < waits; i++) {
      const game = waiting[i];
      if (plies[game] === randomPly[game]) drawAny(game);
      else asking[asks++] = game;
    }
    if (asks > 0) seats[isPolicy ? 0 : 1].move(asking, asks, isPolicy ? keep : take);
  };
  /** Notes what a step of a game brought. */
  const note = (game: number): void => {
    const environment = environments[game];
    const reward = environment.rewards[places[game]];
    const move = last[game];
    if (move < 0) early[game] += reward;
    else record.pay(move, reward);
    plies[game]++;
    if (environment.episodesEnded === 0 || move < 0) {
      if (plies[game] >= longestEpisode) throw endlessEpisode(id, "a game", longestEpisode);
      // The game has ended before the policy could choose a move: there is nothing to learn from it.
      if (environment.episodesEnded > 0) beginGame(game);
      return;
    }
    isOver[game] = 1;
    record.end(move, {
      ...{ terminated: environment.terminated[0], truncated: environment.truncated[0] },
      ...{ length: moves[game], total: environment.episodeReturns[places[game]] },
    });
  };
  const isRunning = () => isOver.includes(0);

  return {
    stepsPerBatch: undefined,
    players: 1,
    beginsNewEpisodes: environments.some(({ savesState }) => !savesState),
    copies: environments.map((environment, game) =>
      stateOf({
        generator: generators[game],
        environment: {
          // A copy that has not begun has no state yet: it begins as it would have.
          save: () => (begun ? environment.saveCopy(0, observations[game]) : null),
          restore(saved) {
            if (saved === null) return;
            environment.restoreCopy(0, saved, observations[game]);
            begun = true;
          },
        },
      }),
    ),
    collect() {
      opponent.prepare();
      environments.forEach((environment, game) => {
        if (begun) environment.beginRestored(observations[game]);
        else environment.reset(observations[game]);
      });
      begin();
      for (let isPolicy = true; isRunning(); isPolicy = !isPolicy) {
        const waits = wait(isPolicy);
        play(isPolicy, waits);
        for (let i = 0; i < waits; i++) {
          const game = waiting[i];
          environments[game].step(actions[game], observations[game]);
          note(game);
        }
      }
      return record.join();
    },
    async collectLater() {
      opponent.prepare();
      await Promise.all(
        environments.map((each, game) =>
          begun
            ? each.beginRestoredLater(() => observations[game])
            : each.resetLater(() => observations[game]),
        ),
      );
      begin();
      for (let isPolicy = true; isRunning(); isPolicy = !isPolicy) {
        const waits = wait(isPolicy);
        play(isPolicy, waits);
        const stepped = Array.from(waiting.subarray(0, waits));
        await Promise.all(
          stepped.map((game) => environments[game].stepLater(actions[game], () => observations[game])),
        );
        for (const game of stepped) note(game);
      }
      return record.join();
    },
    close() {
      for (const environment of environments) environment.close();
    },
  };
}
