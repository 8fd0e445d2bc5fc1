import { type BackendName, createBackend } from "../../backends/index.ts";
import type { ArchitectureFunction } from "../../networks/index.ts";
import { loadPolicy, type Policy } from "../../policies/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { checkpointName } from "../checkpoints/checkpoint-files.ts";
import { explain, readPolicyOf, type WhichPolicy } from "./read-run.ts";
import { runFiles } from "./run-folder.ts";
import type { RunRecord } from "./run-record.ts";

/** A run, read from its folder. */
export interface Run {
  readonly directory: string;
  /** What was trained, and how far the training was that the policy is from. */
  readonly record: RunRecord;
  readonly policy: Policy;
}

export interface LoadRunOptions {
  /** What the policy computes with, whatever it was trained with; default "wasm". */
  readonly backend?: BackendName;
  /** The function that built the policy's network, where it was one: a run's files hold none. */
  readonly architecture?: ArchitectureFunction;
  /**
   * Which policy: the latest ("last", the default), the best in the evaluations during training ("best"), or that of a
   * checkpoint, by the steps in its name. `record.updates`, `steps` and `parameters` are those of this policy.
   */
  readonly checkpoint?: WhichPolicy;
}

/**
 * Reads a run: what was trained, and the policy. Changes nothing in the folder.
 *
 * A run that was killed can be read like one that ended, as soon as it has saved a policy: `record.status` is
 * "running", and `record.updates`, `steps` and `parameters` are those of the policy.
 *
 * @example
 * const { policy, record } = loadRun("runs/CartPole-v1-ppo-1");
 * console.log(evaluate(policy, record.environment, { episodes: 100 }).mean);
 *
 * @throws if there is no run in that folder, or one of its files is damaged (the message names the file): the policy
 *   must have the SHA-256 that the run gave it; or if the native backend is asked for and cannot be had
 */
export function loadRun(directory: string, options: LoadRunOptions = {}): Run {
  const {
    backend = "wasm",
    checkpoint = "last",
    ...building
  } = knownOptions("loadRun", options, [...(["backend", "checkpoint", "architecture"] as const)]);
  const { record, policy: bytes } = readPolicyOf(directory, checkpoint);
  if (bytes === undefined) {
    const why = record.message === undefined ? "" : `: ${record.message}`;
    throw new Error(
      `run: ${directory} has no policy (its status is "${record.status}"${why}). Train it again.`,
    );
  }
  const computing = createBackend(backend);
  const read = () => loadPolicy(bytes, { backend: computing, ...building });
  return { directory, record, policy: explain(`${directory}/${fileOf(checkpoint)}`, read) };
}

function fileOf(which: WhichPolicy): string {
  if (which === "last") return runFiles.policy;
  return which === "best" ? runFiles.best : checkpointName(which);
}
