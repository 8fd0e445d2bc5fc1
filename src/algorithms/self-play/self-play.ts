import {
  createGameCollector,
  discountedReturns,
  episodeStarts,
  type GamesTrajectory,
} from "../../experience/index.ts";
import {
  createActorCritic,
  defineAlgorithm,
  explainedVariance,
  type LearnerParts,
  type OptionsOf,
  scheduled,
} from "../../learning/index.ts";
import { stateOf } from "../../state/index.ts";
import { compileFit, scoreObjective } from "../reinforce/descents.ts";
import { idleCritic } from "../reinforce/options.ts";
import { ascentRows, compileAscent, isOneStep, shardOf } from "./ascent.ts";
import { gameWeights } from "./game-weights.ts";
import { createGate } from "./gate.ts";
import { selfPlayOptions } from "./options.ts";
import { createPool } from "./pool.ts";
import { selfPlayTuned } from "./presets.ts";
import { createSteps } from "./steps.ts";

type Settings = OptionsOf<typeof selfPlayOptions>;
export type SelfPlayOptions = Partial<Settings>;

/**
 * REINFORCE by self-play, as AlphaGo's policy was trained (Silver et al. 2016): plays whole games against an opponent ρ drawn
 * from a pool of earlier policies, a new one for each update, and ascends
 *
 *     ∇J(θ) = E[ Σ_t ∇ log π_θ(a_t | s_t) (z_t − b_t) ]
 *
 * over the policy's own moves. z_t is what the policy gets from its move t on, ±1 in games that are won or lost; with `lambda`
 * below 1, generalized advantages between its moves take the place of z_t − b_t. The places of
 * the players alternate from game to game. The pool begins with the policy as the training finds it, and every
 * `snapshotEvery` updates the policy that has played joins it.
 *
 * In a share of `randomOpenings` of the games one of the first `openingMoves` moves, of whichever player, is drawn uniformly from
 * the legal ones, as in the games for AlphaGo's value network: an answer that the pool no longer gives is met all the same. To the
 * policy it is part of what the environment does, so the gradient stays that of the expected outcome of the games as they are
 * played, and nothing is learned from the move itself.
 *
 * With a `gate`, the update at whose end it would join is played against the latest of the pool, and it joins only if its
 * mean outcome there is so good; otherwise the policy goes back to what it was when the latest joined. The pool, and what it
 * takes to go back, are part of a checkpoint.
 *
 * With several `epochs` or a `minibatchSize`, an update is many steps on the same games, by PPO's clipped objective: for games
 * that cost far more than learning from them.
 *
 * A step is a move of the policy; those of opponents are not counted, and nothing is learned from them.
 */
export const selfPlay = defineAlgorithm({
  name: "self-play",
  builtIn: true,
  description: "REINFORCE on the outcome of games against a pool of earlier policies.",
  options: selfPlayOptions,
  tuned: selfPlayTuned,
  functions: { objective: scoreObjective },
  idle: ({ baseline, randomOpenings, entropyWeight, ...steps }) => ({
    ...idleCritic(baseline),
    ...(isOneStep(steps) && { clipRange: "an update is one step, at which nothing is clipped" }),
    ...(randomOpenings === 0 && { openingMoves: "randomOpenings is 0" }),
    ...(entropyWeight === 0 && { entropyWeightSchedule: "entropyWeight is 0" }),
  }),
  copies: ({ gamesPerUpdate }) => gamesPerUpdate,
  check: ({ baseline, lambda }) =>
    lambda < 1 && baseline !== "value"
      ? [
          `option lambda is ${lambda}; it must be 1 with baseline "${baseline}". Below 1 it takes baseline "value".`,
        ]
      : [],
  create: createSelfPlay,
});

/**
 * What learns by self-play: the learner of the algorithm, for whoever makes another one of it.
 *
 * @param createCollector plays the games; by default against the opponent that the gate has drawn
 */
export function createSelfPlay(
  {
    settings,
    functions,
    generators,
    environments,
    ...parts
  }: LearnerParts<Settings, { readonly objective: typeof scoreObjective }>,
  createCollector = createGameCollector,
) {
  const { longestEpisode, poolSize, baseline, randomOpenings, openingMoves } = settings;
  const { minibatchSize, valueUpdates } = settings;
  const copies = environments();
  const actorCritic = createActorCritic(copies, settings, { ...parts, generator: generators.weights });
  const { policy, valueFunction } = actorCritic;
  const hasCritic = baseline === "value";
  const keepsLatest = settings.klWeight > 0;
  const pool = createPool(policy, { most: poolSize, generator: generators.updates, keepsLatest });
  const ascent = compileAscent(policy, pool.latest, settings, functions.objective, parts);
  const [ofAscent, ofFit] = generators.updates.spawn(2);
  const ascentSteps = createSteps(ascent, Object.keys(ascentRows(policy, settings)), settings, ofAscent);
  const fit = hasCritic
    ? compileFit(actorCritic, { ...settings, sequenceLength: 1 }, parts, shardOf(minibatchSize))
    : undefined;
  const ofValues = ["observations", "returns", "share"];
  const fitSteps = fit && createSteps(fit, ofValues, { epochs: valueUpdates, minibatchSize }, ofFit);
  const gate = createGate(pool, ascent, settings);
  const collector = createCollector(copies, {
    ...{ policy, ...parts, generators: generators.actions, longestEpisode },
    openings: { share: randomOpenings, moves: openingMoves },
    ...{
      opponent: { policy: pool.policy, prepare: gate.drawOpponent },
      ...(hasCritic && { valueFunction }),
    },
  });
  // What draws parts is a part of the state where there are any.
  const parted = minibatchSize !== "none" && { ascentSteps, ...(fitSteps && { fitSteps }) };
  return {
    ...stateOf({ ascent, pool, gate, ...(fit && { fit }), ...parted }),
    ...{ policy, networks: hasCritic ? [policy, valueFunction] : [policy], collector },
    learn(games: GamesTrajectory, progress: number) {
      const { steps, rewards, values } = games;
      const starts = episodeStarts(games);
      const outcomes = discountedReturns({ rewards, discount: 1, episodeStarts: starts });
      const isSame = gate.admit(meanOf(outcomes, starts));
      const weights = gameWeights(games, starts, outcomes, settings);
      const share = new Float32Array(steps).fill(1 / steps);
      const rates = scheduled(settings, progress);
      ascent.set(rates);
      // From games of a policy that has gone back nothing is learned: V(s) is to be that of the policy which plays on.
      const results = isSame ? ascentSteps.take({ ...games, weights, share }, steps) : ascentSteps.none();
      const measured = { ...results, opponents: pool.size, rejected: isSame ? 0 : 1, ...rates };
      if (!fitSteps) return measured;
      const { valueLoss } = isSame
        ? fitSteps.take({ ...games, returns: outcomes, share }, steps)
        : fitSteps.none();
      return {
        ...{ ...measured, valueLoss },
        explainedVariance: explainedVariance(values, outcomes),
      };
    },
  };
}

/** The mean of what the policy got in whole games. */
function meanOf(outcomes: ArrayLike<number>, starts: Int32Array): number {
  return starts.reduce((sum, start) => sum + outcomes[start], 0) / starts.length;
}
