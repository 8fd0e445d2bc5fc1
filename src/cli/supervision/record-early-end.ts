import { failRun } from "../../runs/folder/fail-run.ts";
import { readRun } from "../../runs/folder/read-run.ts";
import type { RunRecord } from "../../runs/index.ts";
import { formatCount } from "../display/format.ts";
import { shownPath } from "../display/shown-path.ts";
import { tellEarlyEnd, writeEnding } from "./early-end.ts";
import type { Signal } from "./supervision.ts";
import { toEvaluate } from "./to-evaluate.ts";

export interface EarlyEnd {
  /** How logpi was started, as it would be typed. */
  readonly program: string;
  /** What the process was ended by. */
  readonly by: NodeJS.Signals;
  /** Which signal asked for it; undefined if none did. */
  readonly asked: Signal | undefined;
}

/**
 * Says in the record of a run, and on stderr, that its process was ended from outside: while it trained, or while it
 * evaluated what it had trained.
 */
export function recordEarlyEnd(directory: string, { program, by, asked }: EarlyEnd): void {
  const trained = recordOfTrained(directory);
  if (trained === undefined) {
    const reason = asked
      ? `it was ended by ${asked} before its update was over`
      : `its process was ended by ${by}`;
    failRun(directory, `the training ended early: ${reason}`);
    tellEarlyEnd(directory, reason);
    return;
  }
  if (trained.evaluation || trained.evaluationSkipped !== undefined) return;
  const interrupted = `the evaluation was interrupted by ${asked ?? by}`;
  failRun(directory, interrupted);
  writeEnding(
    `Trained ${formatCount(trained.steps)} steps, saved in ${shownPath(directory)}; ${interrupted}. To evaluate:\n` +
      `  ${toEvaluate(program, directory, trained)}\n`,
  );
}

/** The record of a run whose training is complete. */
function recordOfTrained(directory: string): RunRecord | undefined {
  try {
    const { record } = readRun(directory);
    return record.status === "finished" ? record : undefined;
  } catch {
    return undefined;
  }
}
