import { endWithParent } from "../end-with-parent.ts";
import { runTrial, type TrialOutcome, type TrialTask } from "./run-trial.ts";

/*
 * What `tune` runs in a process of its own for each training: it is sent a task, says how far it is, and answers with what
 * came of it. The process that started it listens to signals for it.
 */

/** The file descriptor of the pipe by which it notices the end of that process. */
export const parentPipe = 4;

/** What it is sent: first a task, and then perhaps that it is to stop. */
export type TrialRequest = { readonly task: TrialTask } | { readonly stop: true };

/**
 * What it says: environment steps now and then, and in the end the outcome, none if it was stopped, or why the trial could not
 * be trained here and now.
 */
export type TrialAnswer =
  | { readonly steps: number }
  | { readonly outcome: TrialOutcome | undefined }
  | { readonly obstacle: string };

/** Milliseconds between two answers that say how far it is. */
const interval = 200;

if (process.send) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  endWithParent(parentPipe);
  const stop = new AbortController();
  let told = Number.NEGATIVE_INFINITY;
  const say = (answer: TrialAnswer, then?: () => void) => process.send!(answer, undefined, undefined, then);
  process.on("message", async (request: TrialRequest) => {
    if ("stop" in request) {
      stop.abort();
      return;
    }
    const answer: TrialAnswer = await runTrial(request.task, {
      signal: stop.signal,
      onSteps(steps) {
        if (performance.now() - told < interval) return;
        told = performance.now();
        say({ steps }, () => {});
      },
    }).then(
      (outcome) => ({ outcome }),
      (error: Error) => ({ obstacle: error.message }),
    );
    say(answer, () => process.exit());
  });
}
