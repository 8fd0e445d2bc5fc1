/*
 * A training keeps its thread busy, and JavaScript hears of a signal only when its thread is idle. So `logpi train` is
 * two processes: the one that was started listens to signals, and the one that it starts trains, in the same terminal
 * and with the same output. This file is what both know.
 */

/** In the environment of the process that trains; it takes it out. */
export const supervisedVariable = "LOGPI_SUPERVISED";

/**
 * The file descriptor of a pipe from the process that listens, into which nothing is ever written: it ends when that
 * process does.
 */
export const supervisorPipe = 4;

/** What asks a training to end. */
export const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export type Signal = (typeof signals)[number];

/** What the process that trains says. */
export interface TrainerMessage {
  /** Whether it can end in order when it is asked to. */
  readonly listening?: boolean;
  /** The folder of the run that it has begun. */
  readonly run?: string;
}

/** What it is told. */
export interface SupervisorMessage {
  readonly stop: Signal;
}

/** Whether this process was started by one that listens to signals for it. To be asked once. */
export function isSupervised(): boolean {
  const supervised = process.env[supervisedVariable] !== undefined && process.send !== undefined;
  // What the environment starts in turn is not.
  delete process.env[supervisedVariable];
  return supervised;
}
