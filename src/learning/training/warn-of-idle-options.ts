import type { Architecture, ArchitectureFunction } from "../../networks/index.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { Learner } from "../learner.ts";
import type { OptionsTable } from "../options/options.ts";
import { networksOf } from "./initial-weights.ts";
import type { Warnings } from "./warnings.ts";

/** Options that have no effect, by name, each with the reason in words: continues "… has no effect: ". */
export type IdleOptions = Readonly<Record<string, string>>;

type Settings = Readonly<Record<string, unknown>>;

/**
 * Says which options were changed from their defaults and have no effect, since other options, the environment or the algorithm make
 * them so.
 *
 * @param idle those that other options make so, which the algorithm knows
 */
export function warnOfIdleOptions(
  warnings: Warnings,
  learner: Learner,
  settings: Settings,
  { options, idle }: { readonly options: OptionsTable; readonly idle: IdleOptions },
): void {
  const isChanged = (name: string) =>
    Object.hasOwn(options, name) && !same(settings[name], options[name].default);
  for (const [name, reason] of Object.entries({ ...idle, ...idleHere(learner, settings) })) {
    if (!isChanged(name)) continue;
    warnings.add(`option ${name} is ${valueInText(settings[name])}, which has no effect: ${reason}.`);
  }
}

/** Options that the networks, as they were built, have no use for. */
function idleHere(learner: Learner, settings: Settings): IdleOptions {
  const { policy } = learner;
  const { architecture } = policy;
  const layers = typeof architecture === "function" ? undefined : architecture;
  const { hidden, activation } = settings;
  const hasCritic = networksOf(learner).valueFunction.length > 0;
  const withoutCritic = "nothing is learned here but a policy";
  const isRecurrent = policy.stateSize > 0 || settings.valueArchitecture !== "auto";
  return {
    ...(!(layers?.kind === "mlp" && same(layers.hidden, hidden)) && {
      hidden: whoSaysLayers(settings, { ...layers, head: { kind: "dense", hidden } }),
    }),
    ...(activationOf(layers) !== activation && {
      activation: whoSaysLayers(settings, { ...layers, activation }),
    }),
    ...(!hasCritic && { valueArchitecture: withoutCritic, sharedTower: withoutCritic }),
    ...(!isRecurrent && { sequenceLength: "the policy is not recurrent" }),
    ...(settings.normalizeObservations === true &&
      !policy.observationScale && { normalizeObservations: "observations have no numbers to normalize" }),
  };
}

type Layers = Exclude<Architecture, ArchitectureFunction>;

/** @param wanted the architecture of images that does what the option asks for */
function whoSaysLayers({ architecture }: Settings, wanted: object): string {
  return architecture === "auto"
    ? `observations are images, whose network is convolutional; set architecture to ${JSON.stringify(wanted)}`
    : 'option architecture says the layers; say it there, or set architecture to "auto"';
}

function activationOf(layers: Layers | undefined): unknown {
  if (layers?.kind === "mlp") return layers.activation ?? "tanh";
  return layers?.kind === "convolutional" ? (layers.activation ?? "relu") : undefined;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
