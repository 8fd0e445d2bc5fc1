import { decodeState, encodeState, type Saved, StateError, savedRecord } from "../../state/index.ts";
import { version } from "../../version.ts";
import { settingsAsData } from "../options/settings-as-data.ts";

/** What a checkpoint belongs to. */
export interface CheckpointIdentity {
  /** The algorithm's name. */
  readonly algorithm: string;
  /** The environment's id, and its variant if it has one. */
  readonly environment: string;
  /** The spaces, as JSON. */
  readonly spaces: string;
  readonly settings: Settings;
}

type Settings = Readonly<Record<string, unknown>> & { readonly steps: number };

/** Settings that may be others when a training goes on: how far, and who computes. */
const free: readonly string[] = ["steps", "workers"];

const names = ["format", "version", "algorithm", "environment", "spaces", "settings", "training"];
const format = "logpi-checkpoint-1";

/** The bytes of a checkpoint: a training's state, and what it belongs to. */
export function encodeCheckpoint(training: Saved, identity: CheckpointIdentity): Uint8Array<ArrayBuffer> {
  const { algorithm, environment, spaces, settings } = identity;
  const bound = Object.fromEntries(
    Object.entries(settingsAsData(settings)).filter(([name]) => !free.includes(name)),
  );
  return encodeState({
    ...{ format, version, algorithm, environment, spaces },
    settings: JSON.stringify(bound),
    training,
  });
}

/**
 * The state of the training that a checkpoint was taken of.
 *
 * @throws Error when it is damaged, or belongs to another version, algorithm, environment or other settings; the message
 *   says what differs
 */
export function decodeCheckpoint(bytes: Uint8Array, wanted: CheckpointIdentity): Saved {
  const saved = readCheckpoint(bytes);
  const differences = [
    difference("version", saved.version, version),
    difference("algorithm", saved.algorithm, wanted.algorithm),
    difference("environment", saved.environment, wanted.environment),
    difference("spaces", saved.spaces, wanted.spaces),
    ...differentSettings(saved.settings, settingsAsData(wanted.settings)),
  ].filter((text) => text !== undefined);
  if (differences.length > 0) {
    throw new Error(
      `resume: the checkpoint belongs to another training: ${differences.join("; ")}. Resume with what it was made with; ` +
        `only ${free.join(" and ")} may differ`,
    );
  }
  return saved.training;
}

function readCheckpoint(bytes: Uint8Array) {
  try {
    const saved = savedRecord(decodeState(bytes), names);
    if (saved.format !== format) throw new StateError(`its format is not ${format}`);
    return { ...saved, settings: JSON.parse(String(saved.settings)) as Record<string, unknown> } as Record<
      string,
      Saved
    > & { readonly settings: Record<string, unknown>; readonly training: Saved };
  } catch (cause) {
    throw new Error(
      `resume: these bytes are no checkpoint: ${(cause as Error).message}. Give what report.checkpoint() returned; a run goes on ` +
        "by train({ resume: folder }), and a policy is read by loadPolicy",
      { cause },
    );
  }
}

function differentSettings(
  saved: Readonly<Record<string, unknown>>,
  wanted: Settings,
): (string | undefined)[] {
  const all = new Set([...Object.keys(saved), ...Object.keys(wanted)]);
  return [...all]
    .filter((name) => !free.includes(name))
    .map((name) => difference(`option ${name}`, inText(saved[name]), inText(wanted[name])));
}

function difference(what: string, saved: unknown, wanted: string): string | undefined {
  return saved === wanted ? undefined : `${what} is ${saved} there and ${wanted} here`;
}

function inText(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}
