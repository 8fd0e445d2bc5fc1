import { isBox, isDiscrete, type Space, type Warn } from "../../environments/index.ts";
import type { Team } from "../../workers/index.ts";
import { createTeamNotes } from "./team-notes.ts";

type Settings = Readonly<Record<string, unknown>>;

/** Warnings of a training, which goes on all the same. */
export interface Warnings {
  /** In the order in which they came up, none twice. A list that was read stays as it is. */
  readonly list: readonly string[];
  add(message: string): void;
  /** Adds what `vectorize` warns of, the first of each kind, whichever member of the team has the environment. */
  readonly addOfEnvironment: Warn;
}

/** The warnings of a training, which the member of rank 0 has. */
export function collectWarnings(team: Team): Warnings {
  const notes = createTeamNotes(team);
  const told = new Set<string>();
  let list: readonly string[] = [];
  const add = (message: string): void => {
    if (!list.includes(message)) list = [...list, message];
  };
  const addOfEnvironment: Warn = (kind, message) => {
    if (team.rank > 0) notes.leave(`${kind}\n${message}`);
    if (told.has(kind)) return;
    told.add(kind);
    add(message);
  };
  return {
    get list() {
      for (const note of notes.take()) {
        const [kind, ...message] = note.split("\n");
        addOfEnvironment(kind, message.join("\n"));
      }
      return list;
    },
    add,
    addOfEnvironment,
  };
}

/** By how much a training may exceed the steps that were asked for before it is said. */
const allowedExcess = 1.1;

/**
 * Says when a training takes more than a tenth more steps than were asked for.
 *
 * @param update what an update takes: "256 steps of 8 copies"
 */
export function warnOfExtraSteps(warnings: Warnings, asked: number, taken: number, update: string): void {
  if (taken <= allowedExcess * asked) return;
  warnings.add(`steps is ${asked}, but the training takes ${taken}: an update takes ${update}.`);
}

/** In nats: with less, any other action has a probability below 10⁻⁷ and is seen in hardly any training. */
const leastEntropy = 1e-6;

/** Of each element of a box: the entropy of a normal whose standard deviation is 10⁻⁶. */
const leastEntropyOfElement = 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(1e-6);

/**
 * Says when a policy has become deterministic: it then sees no other actions, and its gradient is 0 or nearly so.
 *
 * @param settings those of the algorithm, of which the message names what to change
 * @param entropy the mean over observations, in nats
 */
export function warnOfCollapse(
  warnings: Warnings,
  actionSpace: Space,
  settings: Settings,
  entropy: number | undefined,
): void {
  const least = isBox(actionSpace) ? leastEntropyOfElement * actionSpace.size : leastEntropy;
  const onlyOneAction = isDiscrete(actionSpace) && actionSpace.n === 1;
  // NaN is that of an update that learned nothing yet.
  if (entropy === undefined || !(entropy < least) || onlyOneAction) return;
  warnings.add(
    `the entropy of the policy fell below ${Number(least.toPrecision(3))}: it always takes the same action where it sees ` +
      `the same, so it learns no more.${remedyOfCollapse(settings)}`,
  );
}

/** A sentence with the options that an algorithm has for smaller steps and for more entropy; empty where it has none. */
function remedyOfCollapse(settings: Settings): string {
  const has = (name: string) => name in settings && settings[name] !== "none";
  const step = ["maxKl", "learningRate"].find(has);
  const entropy = ["entropyWeight", "targetEntropy"].find(has);
  const remedies = [...(step ? [`lower ${step}`] : []), ...(entropy ? [`raise ${entropy}`] : [])];
  return remedies.length > 0 ? ` Unless it is good by now, ${remedies.join(" or ")}.` : "";
}

/** Optimizers that divide by the size of the gradient move a weight by about the learning rate in every step. */
const usualLearningRate = 1;

/** A tenth of what float32 tells apart beside 0.1, as large as a weight mostly is. */
const leastLearningRate = 1e-9;

/**
 * Says when an option is a learning rate that will hardly have been meant: one whose name ends so, of an optimizer other
 * than plain gradient descent, or of a natural gradient.
 */
export function warnOfLearningRates(warnings: Warnings, settings: Settings): void {
  if (settings.optimizer === "sgd") return;
  const natural = "conjugateGradientSteps" in settings; // the length of a step along the natural gradient may be 1 and more
  for (const [name, value] of Object.entries(settings)) {
    if (natural && name === "learningRate") continue;
    if (!/learningRate$/i.test(name) || typeof value !== "number") continue;
    if (value >= leastLearningRate && value < usualLearningRate) continue;
    const consequence =
      value < leastLearningRate
        ? "which leaves most float32 weights as they are"
        : "which is too far for a network to learn";
    warnings.add(
      `${name} is ${value}: every step moves each weight by about that much, ${consequence}. Usual values are from ` +
        "0.0001 to 0.01.",
    );
  }
}
