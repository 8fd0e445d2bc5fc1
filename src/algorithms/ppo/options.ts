import {
  checkMinibatchSize,
  checkSequenceLength,
  commonOptions,
  flag,
  fraction,
  head,
  type IdleOptions,
  nonNegativeNumber,
  normalizeObservations,
  normalizeRewards,
  type OptionsOf,
  oneOf,
  optionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
  schedule,
  sequenceLength,
} from "../../learning/index.ts";

/**
 * The options of PPO; the defaults are those of Stable-Baselines3 but for the number of environments, the weight on the value
 * loss, which is CleanRL's: 0.5 on half of a mean square, where Stable-Baselines3 has it on the whole, and normalization of
 * observations and rewards, which is on, so that tasks in natural units are learned.
 */
export const ppoOptions = optionsTable({
  steps: positiveInteger(100_000, "environment steps to train for, rounded up to whole rollouts"),
  environments: positiveInteger(8, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(256, "steps of each copy between updates"),
  minibatchSize: positiveInteger(64, "steps per gradient; must divide environments × rolloutSteps"),
  sequenceLength,
  epochs: positiveInteger(10, "passes over each rollout"),
  discount: fraction(0.99, "discount γ"),
  lambda: fraction(0.95, "λ of generalized advantage estimation"),
  learningRate: positiveNumber(3e-4, "initial step size of Adam"),
  learningRateSchedule: oneOf(
    ["constant", "linear", "adaptive"],
    "constant",
    "how the learning rate goes: not, linearly to 0, or so that steps come to desiredKl",
  ),
  clipRange: orNone(positiveNumber, 0.2, "initial ε of the clipped objective; none: it is not clipped"),
  clipRangeSchedule: schedule("clip range"),
  klWeight: nonNegativeNumber(0, "initial factor β on a penalty, an estimate of KL(π_old ‖ π)"),
  adaptiveKlWeight: flag(false, "double and halve the penalty's factor, so that updates come to desiredKl"),
  desiredKl: positiveNumber(0.01, "KL divergence of an update at which what is adaptive stays as it is"),
  clipValueLoss: flag(false, "keep new values within the clip range of the old ones too"),
  valueWeight: nonNegativeNumber(0.5, "factor on the value loss, which is half a mean square"),
  entropyWeight: nonNegativeNumber(0, "factor on the entropy bonus"),
  normalizeAdvantages: flag(true, "shift and scale advantages to mean 0 and deviation 1 in each minibatch"),
  maxGradientNorm: orNone(positiveNumber, 0.5, "norm to which gradients are clipped"),
  targetKl: orNone(positiveNumber, "none", "approximate KL divergence beyond which an update ends early"),
  adamEpsilon: positiveNumber(1e-5, "ε of Adam"),
  head,
  normalizeObservations: normalizeObservations("auto"),
  normalizeRewards: normalizeRewards(true),
  ...commonOptions,
});

/** Options that have no effect beside these other ones, each with the reason. */
export function idleInPpo(settings: OptionsOf<typeof ppoOptions>): IdleOptions {
  const { learningRateSchedule, adaptiveKlWeight, clipRange } = settings;
  const isAdaptive = learningRateSchedule === "adaptive" || adaptiveKlWeight;
  const unclipped = "clipRange is none";
  return {
    ...(!isAdaptive && { desiredKl: "neither learningRateSchedule nor adaptiveKlWeight is adaptive" }),
    ...(clipRange === "none" && { clipRangeSchedule: unclipped, clipValueLoss: unclipped }),
  };
}

/** What is wrong with options that are fine one by one, a sentence each. */
export function checkPpo(settings: OptionsOf<typeof ppoOptions>): string[] {
  const { rolloutSteps, minibatchSize, sequenceLength } = settings;
  const problems = [
    ...checkMinibatchSize("minibatchSize", minibatchSize, settings),
    ...checkSequenceLength(sequenceLength, { rolloutSteps, minibatchSize }),
  ];
  if (settings.adaptiveKlWeight && settings.klWeight === 0) {
    problems.push(
      "option klWeight is 0; it must be above 0 where adaptiveKlWeight is true, since it is doubled and halved from " +
        "there: 1 will do.",
    );
  }
  if (minibatchSize === 1 && settings.normalizeAdvantages) {
    problems.push(
      "option minibatchSize is 1; it must be 2 or more where normalizeAdvantages is true, since a single advantage has " +
        "no deviation.",
    );
  }
  return problems;
}
