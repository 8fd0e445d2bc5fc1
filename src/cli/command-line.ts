import { didYouMean } from "../text/did-you-mean.ts";
import { printableLines } from "../text/printable.ts";
import { version } from "../version.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";
import { placeOfError } from "./display/place-of-error.ts";
import { helpFor, overview } from "./help.ts";

/** The commands, of one word or two. Each is loaded when it is used, so that none waits for the others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  train: async () => (await import("./commands/train-command.ts")).trainCommand,
  evaluate: async () => (await import("./commands/evaluate-command.ts")).evaluateCommand,
  watch: async () => (await import("./watch/watch-command.ts")).watchCommand,
  tune: async () => (await import("./tune/tune-command.ts")).tuneCommand,
  plot: async () => (await import("./commands/plot-command.ts")).plotCommand,
  mdp: async () => (await import("./commands/mdp-command.ts")).mdpCommand,
  list: async () => (await import("./commands/list-command.ts")).listCommand,
  gtp: async () => (await import("./go/gtp-command.ts")).gtpCommand,
  "go games": async () => (await import("./go/games-command.ts")).gamesCommand,
  "go imitate": async () => (await import("./go/imitate-command.ts")).imitateCommand,
  "go value": async () => (await import("./go/value-command.ts")).valueCommand,
  "go reinforce": async () => (await import("./go/reinforce-command.ts")).reinforceCommand,
  "go model": async () => (await import("./go/model-command.ts")).modelCommand,
  "go match": async () => (await import("./go/match-command.ts")).matchCommand,
  "go play": async () => (await import("./go/play-command.ts")).playCommand,
  "go elo": async () => (await import("./go/elo-command.ts")).eloCommand,
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
    const name = nameOf(context.args);
    stderr.write(`See ${context.program}${name === undefined ? "" : ` ${name}`} --help.\n`);
    return 2;
  }
}

async function dispatch(context: CommandLineContext): Promise<number> {
  const { args, stdout, stderr, program } = context;
  const [first] = args;
  if (first === "--version") {
    stdout.write(`${version}\n`);
    return 0;
  }
  const family = Object.keys(commands).filter((name) => name.startsWith(`${first} `));
  if (first === undefined || isHelp(first) || (family.length > 0 && isHelp(args[1] ?? ""))) {
    const shown = family.length > 0 ? family : Object.keys(commands);
    const all = await Promise.all(shown.map((name) => commands[name]()));
    (first === undefined ? stderr : stdout).write(
      overview(
        program,
        all.map(({ syntax }) => syntax),
      ),
    );
    return first === undefined ? 2 : 0;
  }
  const name = nameOf(args);
  if (name === undefined) throw new UsageError(noSuchCommand(args, family));
  const rest = args.slice(name.split(" ").length);
  const command = await commands[name]();
  if (rest.some(isHelp)) {
    stdout.write(helpFor(program, command.syntax));
    return 0;
  }
  return command.run(rest, context);
}

function isHelp(argument: string): boolean {
  return argument === "--help" || argument === "-h";
}

/** The command that the arguments begin with; undefined if there is none. */
function nameOf(args: readonly string[]): string | undefined {
  const [first = "", second] = args;
  return [`${first} ${second}`, first].find((name) => Object.hasOwn(commands, name));
}

/** @param family the commands of two words that begin with the first argument */
function noSuchCommand(args: readonly string[], family: readonly string[]): string {
  const names = family.length > 0 ? family : Object.keys(commands);
  const name = args.slice(0, family.length > 0 ? 2 : 1).join(" ");
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
