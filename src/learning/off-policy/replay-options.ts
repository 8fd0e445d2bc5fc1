import {
  fraction,
  fractionInFloat32,
  nonNegativeInteger,
  type OptionsOf,
  type OptionsTable,
  positiveInteger,
  positiveNumber,
} from "../options/options.ts";

/** Options of algorithms that learn from a replay. */
export const replayOptions = {
  steps: positiveInteger(100_000, "environment steps to train for, rounded up to whole updates"),
  environments: positiveInteger(1, "copies of the environment that are stepped together"),
  rolloutSteps: positiveInteger(16, "steps of each copy between updates"),
  startSteps: nonNegativeInteger(
    1000,
    "steps by the initial policy, whose actions are spread over all of the box, before learning begins",
  ),
  noiseCorrelation: fraction(
    0,
    "correlation ρ, below 1, of the noise on an action with that on the next one: above 0 it takes the policy further",
  ),
  gradientStepsPerStep: positiveNumber(
    1,
    "gradient steps for each environment step, rounded to a whole number in each update",
  ),
  batchSize: positiveInteger(256, "steps of each gradient, drawn from the replay"),
  replaySize: positiveInteger(1_000_000, "steps that the replay keeps, the last ones"),
  discount: fraction(0.99, "discount γ"),
  targetRate: fractionInFloat32(
    0.005,
    "share τ by which the target copies move towards what they follow in each of its gradient steps",
  ),
} satisfies OptionsTable;

type ReplaySettings = OptionsOf<typeof replayOptions>;

/** Gradient steps of an update. */
export function gradientSteps({
  environments,
  rolloutSteps,
  gradientStepsPerStep,
}: Pick<ReplaySettings, "environments" | "rolloutSteps" | "gradientStepsPerStep">): number {
  return Math.round(environments * rolloutSteps * gradientStepsPerStep);
}

/** What is wrong with options that are fine one by one, a sentence each. */
export function replayProblems(settings: ReplaySettings & { readonly sharedTower: boolean }): string[] {
  const { startSteps, replaySize, sharedTower, environments, rolloutSteps } = settings;
  const { gradientStepsPerStep, noiseCorrelation } = settings;
  const problems: string[] = [];
  if (sharedTower) {
    problems.push(
      "option sharedTower is true; it must be false: the critics see actions beside observations, and follow a loss of " +
        "their own.",
    );
  }
  if (startSteps > replaySize) {
    problems.push(`option startSteps is ${startSteps}; it must be replaySize, ${replaySize}, at most.`);
  }
  if (noiseCorrelation === 1) {
    problems.push("option noiseCorrelation is 1; it must be below 1, or the noise would never change.");
  }
  if (gradientSteps(settings) < 1) {
    problems.push(
      `option gradientStepsPerStep is ${gradientStepsPerStep}; times environments × rolloutSteps, ${environments} × ` +
        `${rolloutSteps}, it must give a gradient step in each update.`,
    );
  }
  return problems;
}
