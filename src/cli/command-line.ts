import { didYouMean } from "../text/did-you-mean.ts";
import { printableLines } from "../text/printable.ts";
import { version } from "../version.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";
import { helpFor, overview } from "./help.ts";
import { placeOfError } from "./place-of-error.ts";

/** The commands. Each is loaded when it is used, so that none waits for the others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  train: async () => (await import("./train-command.ts")).trainCommand,
  evaluate: async () => (await import("./evaluate-command.ts")).evaluateCommand,
  plot: async () => (await import("./plot-command.ts")).plotCommand,
  mdp: async () => (await import("./mdp-command.ts")).mdpCommand,
  list: async () => (await import("./list-command.ts")).listCommand,
};

/** What {@link runCommandLine} needs beside what the commands do. */
export interface CommandLineContext extends CommandContext {
  /** What follows the program's name. */
  readonly args: readonly string[];
  /** Whether errors come with their stack. */
  readonly debug: boolean;
}

/**
 * Runs the command line and returns the exit code: 0, 1 for a failure, 2 for wrong usage, or 128 and the number of
 * the signal that ended the command. Errors become one message on stderr, where control characters are shown as their codes.
 */
export async function runCommandLine(given: CommandLineContext): Promise<number> {
  const stderr = { write: (text: string) => given.stderr.write(printableLines(text)) };
  const context = { ...given, stderr };
  try {
    return await dispatch(context);
  } catch (error) {
    const told = context.debug ? describeFully(error) : shortened(messageOf(error));
    const place = context.debug ? undefined : placeOfError(error);
    stderr.write(`logpi: ${told}\n${place === undefined ? "" : placed(place)}`);
    if (!(error instanceof UsageError)) return 1;
    const command = Object.hasOwn(commands, context.args[0] ?? "") ? ` ${context.args[0]}` : "";
    stderr.write(`See ${context.program}${command} --help.\n`);
    return 2;
  }
}

async function dispatch(context: CommandLineContext): Promise<number> {
  const { args, stdout, stderr, program } = context;
  const [name, ...rest] = args;
  if (name === "--version") {
    stdout.write(`${version}\n`);
    return 0;
  }
  if (name === undefined || isHelp(name)) {
    const all = await Promise.all(Object.values(commands).map((load) => load()));
    (name === undefined ? stderr : stdout).write(
      overview(
        program,
        all.map(({ syntax }) => syntax),
      ),
    );
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) throw new UsageError(noSuchCommand(name));
  const command = await load();
  if (rest.some(isHelp)) {
    stdout.write(helpFor(program, command.syntax));
    return 0;
  }
  return command.run(rest, context);
}

function isHelp(argument: string): boolean {
  return argument === "--help" || argument === "-h";
}

function noSuchCommand(name: string): string {
  const names = Object.keys(commands);
  const hint = didYouMean(name, names, `The commands are ${names.join(", ")}.`);
  return `there is no command "${name}". ${hint}`;
}

function placed(place: string): string {
  return `It was thrown at ${place}; with LOGPI_DEBUG=1 the whole stack is shown.\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Names and values in a message may be as long as a file or an argument has them. */
function shortened(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}…`;
}

const longestMessage = 4000;

/** The stack of an error and of those that caused it. */
function describeFully(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${describeFully(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
