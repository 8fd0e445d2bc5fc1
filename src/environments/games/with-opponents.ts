import {
  createGenerator,
  type Generator,
  type GeneratorState,
  generatorFromState,
} from "../../random/index.ts";
import { type Saved, StateError, savedArray, savedList, savedRecord, within } from "../../state/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFraction } from "../../text/require-number.ts";
import { defaultSeed } from "../default-seed.ts";
import type { Environment, ResetOptions, ResetResult, StepResult } from "../environment.ts";
import { playersOf } from "../players-of.ts";
import { requireEnvironment, requireMade } from "../require-environment.ts";
import type { Player } from "./player.ts";
import { requirePlayer, requirePlayers } from "./require-player.ts";

export interface OpponentsOptions {
  /** In which share of the games an opponent plays; default 0.5. */
  readonly share?: number;
}

/** Who plays for nobody. */
const nobody = -1;

/**
 * A game in which an opponent takes the place of one of the players, in a share of the games. Which opponent and which
 * place is drawn at each reset, all with the same probability. Whoever steps the game moves for the others only: the
 * opponent's moves are part of `reset` and `step`, and the rewards that come with them are added to those of the step.
 *
 * For self-play against earlier copies: train in this, and add a copy of the policy to the list now and then. As long as
 * there is none, all games are against oneself.
 *
 * @param opponents read at every reset
 * @throws RangeError if the share is not in 0 to 1; TypeError if there is only one player, or an opponent is no function
 *
 * @example
 * const opponents: Player<Uint8Array, number>[] = [];
 * for (const { update, policy } of ppo(() => withOpponents(make("TicTacToe-v0"), opponents), { steps: 200_000 })) {
 *   if (update % 10 > 0) continue;
 *   const copy = loadPolicy<Uint8Array, number>(policy.save());
 *   opponents.push((seen, { generator, legalActions }) => copy.sample(seen, generator, legalActions).action);
 * }
 */
export function withOpponents<Observation, Action>(
  game: Environment<Observation, Action>,
  opponents: readonly Player<Observation, Action>[],
  options: OpponentsOptions = {},
): Environment<Observation, Action> {
  const { share = 0.5 } = knownOptions("withOpponents", options, ["share"]);
  requireFraction("withOpponents: share", share);
  requireMade("withOpponents", game);
  requireEnvironment(game, "withOpponents");
  requirePlayers("withOpponents: opponents", opponents);
  const players = playersOf(game, "withOpponents");
  if (players === 1)
    throw new TypeError("withOpponents: the environment has one player; it must be a game of several");
  const currentPlayer = () => game.currentPlayer!();
  let generator: Generator | undefined;
  let opponent = nobody;
  let place = nobody;
  /** Rewards of moves that were made before the first step. */
  const early = new Float64Array(players);

  /** Plays the opponent's moves until another is to move, or the game is over. Adds what they bring to `rewards`. */
  const goOn = (result: Outcome<Observation>, rewards: Float64Array): Outcome<Observation> => {
    let last = result;
    while (!isOver(last) && place !== nobody && currentPlayer() === place) {
      const turn = { legalActions: game.legalActions?.(), generator: generator! };
      const next = game.step(opponents[opponent](last.observation, turn));
      add(rewards, next);
      last = next;
    }
    return last;
  };
  const begin = (given: ResetOptions | undefined): ResetResult<Observation> => {
    if (given?.seed !== undefined || generator === undefined) {
      // Another stream than that of the game, which begins from the same seed.
      [generator] = createGenerator(given?.seed ?? defaultSeed).spawn(1);
    }
    const isPlayed = opponents.length > 0 && generator.random() < share;
    opponent = isPlayed ? generator.integers(0, opponents.length) : nobody;
    if (isPlayed) requirePlayer(`withOpponents: opponent ${opponent}`, opponents[opponent]);
    place = isPlayed ? generator.integers(0, players) : nobody;
    early.fill(0);
    const result = goOn(game.reset(given), early);
    if (!isOver(result)) return result;
    // The opponent has ended the game before anybody else could move: there is nothing to learn from in it.
    return begin(given?.options && { options: given.options });
  };

  return {
    observationSpace: game.observationSpace,
    actionSpace: game.actionSpace,
    players,
    currentPlayer,
    reset: begin,
    step(action) {
      const mover = currentPlayer();
      const rewards = early.slice();
      early.fill(0);
      const own = game.step(action);
      add(rewards, own);
      const last = goOn(own, rewards) as StepResult<Observation>;
      return { ...last, reward: rewards[mover], rewards };
    },
    ...(game.legalActions && { legalActions: () => game.legalActions!() }),
    ...(game.save && {
      save: () => ({
        ...{ game: game.save!(), early: early.slice(), playing: [opponent, place] },
        generator: generator?.save() ?? null,
      }),
      restore(saved: Saved) {
        const state = savedRecord(saved, ["game", "early", "playing", "generator"]);
        const [savedOpponent, savedPlace] = within("playing", () => savedList(state.playing, 2)) as number[];
        if (!(savedOpponent >= nobody && savedOpponent < opponents.length && savedPlace < players)) {
          throw new StateError(
            `playing: it is opponent ${savedOpponent}, and there are ${opponents.length}; add those that there were before ` +
              "going on",
          );
        }
        early.set(within("early", () => savedArray(state.early, early)));
        within("game", () => game.restore!(state.game));
        [opponent, place] = [savedOpponent, savedPlace];
        generator =
          state.generator === null ? undefined : generatorFromState(state.generator as GeneratorState);
      },
    }),
    ...(game.render && { render: () => game.render!() }),
    ...(game.close && { close: () => game.close!() }),
  };

  function add(rewards: Float64Array, result: StepResult<Observation>): void {
    for (let player = 0; player < players; player += 1) rewards[player] += result.rewards![player];
  }
}

type Outcome<Observation> = ResetResult<Observation> | StepResult<Observation>;

function isOver(result: object): boolean {
  const { terminated, truncated } = result as Partial<StepResult>;
  return terminated === true || truncated === true;
}
