import type { Signal } from "./supervision/supervision.ts";

/** What a command is run with: the process, or a test's stand-in for it. */
export interface CommandContext {
  readonly stdout: Output;
  readonly stderr: Output;
  /** What commands that are spoken to read; default `process.stdin`. */
  readonly stdin?: NodeJS.ReadableStream;
  /** How logpi was started, as it would be typed: "npx logpi". */
  readonly program: string;
  /** The file of the program, for commands that start it once more; default: that of this process. */
  readonly script?: string;
  /** The file of networks that plays Go where no player is named; default: that of the package, where it has one. */
  readonly model?: string;
  /** Milliseconds since whenever. */
  readonly now: () => number;
  /**
   * Calls back when the command should come to an end in order. A second Ctrl-C ends the process at once. Returns what
   * takes the callback away again, after which even the first Ctrl-C does.
   */
  readonly onInterruption: (callback: (reason: Interruption) => void) => () => void;
  /**
   * Is told the folder of a run that has begun, so that somebody can say what became of it if the process ends before
   * the run does. Returns what is to be called when the run has ended. Not needed where the process goes on.
   */
  readonly onRun?: (directory: string) => () => void;
}

/** Why a command is to end: a signal, nobody reads the output any more, or it cannot be written. */
export type Interruption = Signal | "EPIPE" | Error;

/** Where text goes: `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
  /** Whether somebody is looking. */
  readonly isTTY?: boolean;
  /** Characters on a line of the terminal; may change at any time. */
  readonly columns?: number;
  /** Lines of the terminal. */
  readonly rows?: number;
}

/** A command, such as `logpi train`. */
export interface Command {
  readonly syntax: Syntax;
  /** Returns the exit code. @throws {UsageError} on wrong arguments */
  run(args: readonly string[], context: CommandContext): number | Promise<number>;
}

/** What a command takes: read by the parser, and shown as its help. */
export interface Syntax {
  readonly name: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** The arguments that must be there, in order. */
  readonly positionals: readonly PositionalSyntax[];
  readonly options: Readonly<Record<string, OptionSyntax>>;
  /** What could follow the program's name. */
  readonly examples: readonly string[];
}

export interface PositionalSyntax {
  readonly name: string;
  readonly description: string;
  /** An option with which it may be left out. */
  readonly unless?: string;
  /** Whether more of its kind may follow, for the last one. */
  readonly multiple?: boolean;
}

/** `--name`, or `--name VALUE`. */
export interface OptionSyntax {
  /** What stands for the value in the help, such as "N"; a flag has none. */
  readonly value?: string;
  /** Whether it can be given several times. */
  readonly multiple?: boolean;
  readonly description: string;
}

/** The command was called in a way that it does not understand; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs what reads the arguments: whatever goes wrong there is wrong usage. */
export async function readingUsage<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}
