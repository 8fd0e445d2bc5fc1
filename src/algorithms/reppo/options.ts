import {
  architecture,
  checkMinibatchSize,
  commonOptions,
  finiteNumber,
  fraction,
  nonNegativeNumber,
  normalizeObservations,
  normalizeRewards,
  type OptionsOf,
  oneOf,
  optionsTable,
  orAuto,
  orNone,
  positiveInteger,
  positiveIntegers,
  positiveNumber,
  schedule,
} from "../../learning/index.ts";

export const reppoOptions = optionsTable({
  steps: positiveInteger(500_000, "environment steps to train for, rounded up to whole updates"),
  environments: positiveInteger(16, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(128, "steps of each copy between updates"),
  epochs: positiveInteger(4, "passes over each rollout"),
  minibatchSize: positiveInteger(128, "steps of each gradient; must divide environments × rolloutSteps"),
  discount: fraction(0.99, "discount γ"),
  lambda: fraction(0.95, "λ of the TD(λ) returns that the critic learns"),
  learningRate: positiveNumber(3e-4, "initial step size of Adam, for critic, policy and both multipliers"),
  learningRateSchedule: schedule("learning rate"),
  maxGradientNorm: orNone(
    positiveNumber,
    0.5,
    "norm to which gradients are clipped, of critic and policy each",
  ),
  klBound: positiveNumber(
    0.1,
    "KL divergence from the policy that acted at which a state only draws back, in nats",
  ),
  klWeight: positiveNumber(0.01, "weight β of that divergence where the training begins; it is learned"),
  temperature: positiveNumber(0.01, "weight α on the entropy where the training begins; it is learned"),
  targetEntropy: orAuto(
    finiteNumber,
    "auto",
    "entropy of the actions, those of a box rescaled to ±1, that the temperature aims at, in nats; auto: −½ for each element " +
      "of a box, ½ log n for n discrete actions",
  ),
  leastValue: finiteNumber(
    -20,
    "center of the lowest bin of the critic's histograms; what is below counts as this",
  ),
  largestValue: finiteNumber(20, "center of the highest one"),
  bins: positiveInteger(151, "bins of the critic's histograms; at least 2"),
  auxiliaryWeight: nonNegativeNumber(
    1,
    "factor on the loss by which the critic's features foretell the next ones and the reward",
  ),
  normalizeObservations: normalizeObservations(true),
  normalizeRewards: normalizeRewards(true),
  ...commonOptions,
  hidden: positiveIntegers([128, 128], "units of each hidden layer, for policy and critic each"),
  activation: oneOf(["tanh", "relu", "sigmoid"], "relu", "activation of the hidden layers"),
  architecture: orAuto(
    architecture,
    "auto",
    "how the policy is built; auto: fully connected layers by `hidden` and `activation`, with layer normalization",
  ),
  valueArchitecture: orAuto(
    architecture,
    "auto",
    "how the critic is built, which sees an observation and then an action: mlp, or a function with a tower; auto: as the policy",
  ),
});

/** What is wrong with options that are fine one by one, a sentence each. */
export function reppoProblems(settings: OptionsOf<typeof reppoOptions>): string[] {
  const { minibatchSize, leastValue, largestValue, bins, sharedTower } = settings;
  const problems = checkMinibatchSize("minibatchSize", minibatchSize, settings);
  if (!(leastValue < largestValue)) {
    problems.push(`option leastValue is ${leastValue}; it must be below largestValue, ${largestValue}.`);
  }
  if (bins < 2) problems.push(`option bins is ${bins}; it must be 2 or more.`);
  if (sharedTower) {
    problems.push(
      "option sharedTower is true; it must be false: the critic sees actions beside observations.",
    );
  }
  return problems;
}
