import { createHash } from "node:crypto";
import * as v from "valibot";
import { decodeState, encodeState, savedArray, savedRecord } from "../../state/index.ts";
import { parseJson } from "../../text/parse-json.ts";
import { withNamesOfNumbers } from "../any-number.ts";
import { progress } from "../evaluation/policy-progress.ts";
import { recentState } from "../evaluation/recent-returns.ts";
import { linesState } from "../metrics/metrics-line.ts";

/*
 * A checkpoint in the folder of a run, in one file, so that it is there as a whole or not at all:
 *
 *   training  what the algorithm goes on from: the bytes of `report.checkpoint()`
 *   policy    the bytes of the policy's file at that update, to evaluate it without the training
 *   run       JSON: how far the run was, its line of metrics that was not written yet, and its latest returns
 *   sha256    of these three, so that damage is noticed
 */

const runState = v.strictObject({
  progress,
  lines: linesState,
  recent: recentState,
});

/** What goes on in a run beside its training. */
export type RunState = Readonly<v.InferOutput<typeof runState>>;

/** What a run goes on from. */
export interface RunCheckpoint {
  readonly training: Uint8Array;
  readonly policy: Uint8Array;
  readonly run: RunState;
}

/** Of the objects and lists in `run`. */
const depth = 16;

const format = "logpi-run-checkpoint-1";

/** The bytes of a checkpoint's file. */
export function encodeRunCheckpoint({ training, policy, run }: RunCheckpoint): Uint8Array {
  const text = JSON.stringify(run, withNamesOfNumbers);
  return encodeState({ format, sha256: hashOf(text, training, policy), run: text, training, policy });
}

/**
 * Reads a checkpoint's file, and checks that it is what was written.
 *
 * @throws Error when it is damaged, or no such file; the message says how
 */
export function decodeRunCheckpoint(bytes: Uint8Array): RunCheckpoint {
  try {
    const saved = savedRecord(decodeState(bytes), ["format", "sha256", "run", "training", "policy"]);
    if (saved.format !== format) throw new Error(`its format is not ${format}`);
    const [training, policy] = [saved.training, saved.policy].map((part) =>
      savedArray(part, part instanceof Uint8Array ? part : new Uint8Array(0)),
    );
    const text = String(saved.run);
    const hash = hashOf(text, training, policy);
    if (saved.sha256 !== hash) throw new Error(`its SHA-256 is ${hash}, and it says ${saved.sha256}`);
    return { training, policy, run: v.parse(runState, parseJson(text, depth)) };
  } catch (cause) {
    throw new Error(`the checkpoint is damaged, or none of logpi: ${(cause as Error).message}`, { cause });
  }
}

function hashOf(text: string, training: Uint8Array, policy: Uint8Array): string {
  return createHash("sha256").update(text).update(training).update(policy).digest("hex");
}
