import { algorithms } from "../algorithms/index.ts";
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  type ResetOptions,
  resolveEnvironment,
} from "../environments/index.ts";
import { type Algorithm, withDefaults } from "../learning/index.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import { nearestNames } from "../text/nearest-names.ts";
import { valueInText } from "../text/value-in-text.ts";
import { nearestAlgorithms } from "./nearest-algorithms.ts";
import { isPresetFile, optionsInFile, readPresetFile } from "./preset-file.ts";

/** What is to be trained, as somebody says it. */
export interface Settings {
  readonly environment: EnvironmentSource;
  /** An algorithm or its name; default that of the preset's file where there is one, else "ppo". */
  readonly algorithm?: string | Algorithm;
  /**
   * The settings to start from: the name of one of the algorithm's presets, "tuned" (made for this environment),
   * "defaults", or the path of a file that ends with `.json`, as `tune` writes it. Default: "tuned" where there are such, else
   * "defaults".
   */
  readonly preset?: string;
  /** Options of the algorithm, `steps` and `seed` among them: they go before the preset's. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Given to every `reset` of the environment, in training and evaluation, as its `options`; plain data. Default none. */
  readonly resetOptions?: ResetOptions["options"];
}

/** The same, with nothing left open. */
export interface ResolvedSettings {
  readonly environment: EnvironmentDefinition;
  readonly algorithm: Algorithm;
  readonly preset: string;
  /** Every option of the algorithm. */
  readonly options: TrainingOptions;
  readonly resetOptions: ResetOptions["options"];
}

/** What every algorithm's options include. */
export interface TrainingOptions {
  readonly steps: number;
  readonly seed: number;
  readonly [name: string]: unknown;
}

/**
 * Finds the environment, the algorithm and the preset, and completes the options.
 *
 * @throws if a name is unknown (the message lists the nearest ones), an option is wrong, or the file of the preset is
 */
export function resolveSettings(settings: Settings): ResolvedSettings {
  const environment = resolveEnvironment(settings.environment);
  const algorithm = algorithmOf(settings);
  const presets = presetsFor(algorithm, environment.id);
  const preset = settings.preset ?? (Object.hasOwn(presets, "tuned") ? "tuned" : "defaults");
  if (!isPresetFile(preset) && !Object.hasOwn(presets, preset)) {
    const hint = hintFor(preset, Object.keys(presets));
    throw new RangeError(
      `preset: ${algorithm.name} has none called "${preset}" for ${environment.id}. ${hint}`,
    );
  }
  const start = isPresetFile(preset) ? optionsInFile(preset, algorithm) : presets[preset];
  const said = settings.options ?? {};
  // Layers that are said by an architecture take the place of those of the preset.
  const { hidden, activation, ...others } = start;
  const kept = (said.architecture ?? "auto") === "auto" ? start : others;
  const options = withDefaults(algorithm.options, { ...kept, ...said }, algorithm.name);
  const { resetOptions } = settings;
  return { environment, algorithm, preset, options: options as TrainingOptions, resetOptions };
}

/** The algorithm that settings mean. @throws if there is none of that name, or the preset's file cannot be read */
export function algorithmOf({ algorithm, preset }: Pick<Settings, "algorithm" | "preset">): Algorithm {
  const ofPreset = () =>
    preset !== undefined && isPresetFile(preset) ? readPresetFile(preset).algorithm : undefined;
  return findAlgorithm(algorithm ?? ofPreset() ?? "ppo");
}

/** How many copies of the environment a training with these options has at once. */
export function copiesIn({ environments, episodesPerUpdate }: Readonly<Record<string, unknown>>): number {
  const copies = environments ?? episodesPerUpdate;
  return typeof copies === "number" ? copies : 1;
}

/**
 * The algorithm of that name; an algorithm itself is returned as it is.
 *
 * @throws if there is none; the message lists the nearest names
 */
export function findAlgorithm(algorithm: string | Algorithm): Algorithm {
  if (typeof algorithm === "function") return algorithm;
  const found = algorithms.find(({ name }) => name === algorithm);
  if (found) return found;
  const names = algorithms.map(({ name }) => name);
  if (typeof algorithm !== "string") {
    throw new TypeError(
      `algorithm: it is ${valueInText(algorithm)}; it must be a name, such as "ppo", or an algorithm, such as ppo of logpi`,
    );
  }
  throw new RangeError(
    `algorithm: there is none called "${algorithm}". ${hintFor(algorithm, names, nearestAlgorithms)}`,
  );
}

/** All named settings that an algorithm has for an environment: "tuned" where there are such, "defaults", and its presets. */
export function presetsFor(
  algorithm: Algorithm,
  environmentId: string,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const tuned = Object.hasOwn(algorithm.tuned, environmentId) && { tuned: algorithm.tuned[environmentId] };
  return { ...tuned, defaults: {}, ...algorithm.presets };
}

/** All the names there are fit into a message, so they are always in it. */
function hintFor(name: string, names: readonly string[], nearest = nearestNames): string {
  return `${didYouMean(name, names, "", undefined, nearest)} There are ${names.join(", ")}.`.trimStart();
}
