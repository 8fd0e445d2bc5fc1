import {
  commonOptions,
  finiteNumber,
  flag,
  fraction,
  longestEpisode,
  nonNegativeInteger,
  nonNegativeNumber,
  oneOf,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
  schedule,
} from "../../learning/index.ts";

export const selfPlayOptions = optionsTable({
  steps: positiveInteger(1_000_000, "moves of the policy to train for, rounded up to whole updates"),
  gamesPerUpdate: positiveInteger(
    128,
    "whole games of each gradient, against one opponent, in all places alike",
  ),
  longestEpisode,
  snapshotEvery: positiveInteger(
    10,
    "updates after which the policy that has played joins the pool of opponents",
  ),
  poolSize: positiveInteger(50, "opponents in the pool at most; beyond that, the oldest leaves"),
  randomOpenings: fraction(
    0,
    "share of the games in which one of the first openingMoves moves is drawn uniformly from the legal ones, whoever makes it; nothing is learned from that move",
  ),
  openingMoves: positiveInteger(
    2,
    "moves of all players, from the first on, of which one is drawn in a random opening",
  ),
  gate: orNone(
    finiteNumber,
    "none",
    "mean outcome against the latest of the pool that it takes to join it; otherwise the policy goes back to that one",
  ),
  baseline: oneOf(
    ["none", "mean", "value"],
    "mean",
    "what is taken from the outcome: nothing, the mean of the other games in the same place, or a learned V(s)",
  ),
  lambda: fraction(
    1,
    "λ of generalized advantage estimation: 1 is the outcome minus the baseline; less, for baseline value only, trusts V(s) of the next moves",
  ),
  normalizeAdvantages: flag(
    false,
    "scale advantages to standard deviation 1 in each update, and where it is more than one step shift them to mean 0 too",
  ),
  epochs: positiveInteger(1, "passes of the policy over the moves of each update"),
  minibatchSize: orNone(
    positiveInteger,
    "none",
    "moves of each step of the policy, at most, in parts that are drawn anew in each pass; none: all of them at once",
  ),
  clipRange: positiveNumber(
    0.2,
    "ε of PPO's clipped objective, which takes the place of REINFORCE's where an update is more than one step",
  ),
  learningRate: positiveNumber(1e-3, "initial step size of the policy's Adam"),
  learningRateSchedule: schedule("learning rate"),
  valueLearningRate: positiveNumber(1e-3, "step size of the value function's Adam"),
  valueUpdates: nonNegativeInteger(
    2,
    "steps of the value function towards the outcomes of each update; 0 leaves one that was given as it is",
  ),
  entropyWeight: nonNegativeNumber(0.1, "factor on the entropy bonus"),
  entropyWeightSchedule: schedule("factor on the entropy bonus"),
  klWeight: nonNegativeNumber(
    0,
    "factor on the KL divergence from the latest of the pool, which holds the policy near to it",
  ),
  maxGradientNorm: orNone(positiveNumber, "none", "norm to which gradients are clipped"),
  ...commonOptions,
});
