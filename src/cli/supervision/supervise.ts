import { type ChildProcess, fork } from "node:child_process";
import { constants } from "node:os";
import { programName } from "../program-name.ts";
import { announceStop } from "./announce-stop.ts";
import { type Signal, signals, supervisedVariable, type TrainerMessage } from "./supervision.ts";

/** Milliseconds that a training has for ending in order after SIGTERM or SIGHUP. */
const grace = 1_000;

/**
 * Runs the same program in a process that trains, and ends it when signals say so, whatever it is doing: after the
 * update that is going on at the first SIGINT, at once at the second; within {@link grace} at SIGTERM and SIGHUP; and at
 * once at any of them when it is not training.
 *
 * @param script the program's file
 * @returns the exit code
 */
export async function supervise(script: string, args: readonly string[]): Promise<number> {
  const trainer = fork(script, args, {
    env: { ...process.env, [supervisedVariable]: "1" },
    stdio: ["inherit", "inherit", "inherit", "ipc", "pipe"],
  });
  let listening = false;
  let run: string | undefined;
  let asked: Signal | undefined;
  let deadline: NodeJS.Timeout | undefined;
  const loadRecorder = () => import("./record-early-end.ts");

  trainer.on("message", (message: TrainerMessage) => {
    listening = message.listening ?? listening;
    run = message.run ?? run;
  });
  for (const signal of signals) {
    process.on(signal, () => {
      const again = signal === "SIGINT" && asked !== undefined;
      asked = signal;
      if (!listening || again) {
        trainer.kill("SIGKILL");
        return;
      }
      tell(trainer, signal);
      if (signal === "SIGINT") {
        announceStop();
        return;
      }
      void loadRecorder();
      deadline ??= setTimeout(() => trainer.kill("SIGKILL"), grace);
    });
  }

  const { code, killedBy } = await endOf(trainer);
  clearTimeout(deadline);
  if (killedBy === null) return code ?? 1;
  if (run !== undefined) {
    (await loadRecorder()).recordEarlyEnd(run, { program: programName(script), by: killedBy, asked });
  } else if (asked === undefined) {
    process.stderr.write(`logpi: the training ended early: its process was ended by ${killedBy}.\n`);
  }
  return 128 + constants.signals[asked ?? killedBy];
}

interface End {
  /** The exit code, if it ended by itself. */
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
}

/** @throws if the process cannot be started */
function endOf(trainer: ChildProcess): Promise<End> {
  return new Promise((resolve, reject) => {
    trainer.once("error", reject);
    trainer.once("exit", (code, killedBy) => resolve({ code, killedBy }));
  });
}

/** The process may have ended meanwhile. */
function tell(trainer: ChildProcess, stop: Signal): void {
  if (trainer.connected) trainer.send({ stop }, () => {});
}
