import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RunFolderError } from "../folder/run-folder-error.ts";
import type { TrialListener, TrialOutcome, TrialTask } from "./run-trial.ts";
import type { TrialAnswer, TrialRequest } from "./trial-process.ts";

/** Milliseconds that a process has to stop in order. What it trained since its last checkpoint is lost after that. */
const grace = 5000;

/** Characters that are kept of what a process writes to stderr, the last ones: they say why it has ended. */
const keptOfErrors = 2000;

/**
 * Trains in a process of its own, so that trainings use all processors, and the end of one ends no other.
 *
 * @returns what came of it; a failure also if the process has ended without a word. Undefined if it was stopped
 * @throws if no process can be started; RunFolderError if the folder of its run is another process's or cannot be written
 */
export function startTrial(
  task: TrialTask,
  { signal, onSteps }: TrialListener,
): Promise<TrialOutcome | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  const script = fileURLToPath(new URL("./trial-process.js", import.meta.url));
  if (!existsSync(script)) {
    throw new Error(
      `tune: there is no ${script}, which trials run (a bundler that leaves it out must be told of it).`,
    );
  }
  const child = fork(script, [], {
    // Numbers that are no JSON, such as NaN, are sent as they are.
    serialization: "advanced",
    // Flags that say what the main program is, or that open a port, are not for others.
    execArgv: process.execArgv.filter((flag) => !/^--(input-type|inspect|eval|print)|^-[ep]/.test(flag)),
    stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
  });
  const send = (request: TrialRequest) => {
    if (child.connected) child.send(request, () => {});
  };
  let deadline: NodeJS.Timeout | undefined;
  const stop = () => {
    send({ stop: true });
    deadline = setTimeout(() => child.kill("SIGKILL"), grace);
  };
  signal.addEventListener("abort", stop, { once: true });
  let errors = "";
  child.stderr!.on("data", (data) => {
    errors = `${errors}${data}`.slice(-keptOfErrors);
  });

  return new Promise((resolve, reject) => {
    let answer: TrialAnswer | undefined;
    child.on("message", (message: TrialAnswer) => {
      if ("steps" in message) onSteps(message.steps);
      else answer = message;
    });
    child.once("error", reject);
    child.once("close", (code, killedBy) => {
      clearTimeout(deadline);
      signal.removeEventListener("abort", stop);
      if (answer && "outcome" in answer) resolve(answer.outcome);
      else if (answer && "obstacle" in answer) reject(new RunFolderError(answer.obstacle));
      else if (signal.aborted) resolve(undefined);
      else {
        const how = killedBy === null ? `with exit code ${code}` : `by ${killedBy}`;
        const said = errors.trim() === "" ? "" : `: ${errors.trim()}`;
        resolve({ failure: `its process ended ${how}${said}` });
      }
    });
    send({ task });
  });
}
