import { type BoardSize, GoPosition, type GoRulesOptions, goRules } from "../../../games/go/index.ts";
import { createGenerator, type Seed } from "../../../random/index.ts";
import { knownOptions } from "../../../text/known-options.ts";
import { quoted } from "../../../text/printable.ts";
import type { GoPlayer } from "../../players/player.ts";
import { parseCommand } from "../command.ts";
import { formatResponse } from "../response.ts";
import { requireArguments } from "./arguments.ts";
import { createClock } from "./clock.ts";
import { gameCommands } from "./game-commands.ts";
import { scoringCommands } from "./scoring-commands.ts";
import { setupCommands } from "./setup-commands.ts";
import { CommandError, type EngineCommand, type EngineState, requireBoard } from "./state.ts";

export interface GtpEngineOptions {
  readonly player: GoPlayer;
  /** The only board that the player plays on; default: it plays on all. */
  readonly board?: BoardSize | undefined;
  /** What the engine answers to `name`; default "logpi". */
  readonly name?: string;
  /** What it answers to `version`; default "". */
  readonly version?: string;
  /**
   * Of the first game, and of those that follow until a command changes them; default as `goRules` has them,
   * on the board of the player.
   */
  readonly rules?: GoRulesOptions;
  /** Whether the player may resign; default false. */
  readonly mayResign?: boolean;
  /** Of the player's random numbers, until `set_random_seed`; default 0. */
  readonly seed?: Seed;
}

/** A player that is spoken to by the Go Text Protocol. */
export interface GtpEngine {
  /**
   * Carries out a line. Never fails: what goes wrong, in the player too, is the text of a response that begins with "?".
   *
   * @returns the response with the empty line that ends it; "" for a line without a command
   */
  answer(line: string): Promise<string>;
  /** Whether it was told to quit. */
  readonly ended: boolean;
}

const administrativeCommands: Readonly<Record<string, EngineCommand>> = {
  protocol_version: constant("2"),
  name: (state, args) => constant(state.name)(state, args),
  version: (state, args) => constant(state.version)(state, args),
  known_command(_, args) {
    requireArguments(args, ["a command"]);
    return `${Object.hasOwn(commands, args[0])}`;
  },
  list_commands: (state, args) => constant(Object.keys(commands).join("\n"))(state, args),
  quit(state, args) {
    requireArguments(args, []);
    state.ended = true;
    return "";
  },
};

const commands: Readonly<Record<string, EngineCommand>> = {
  ...administrativeCommands,
  ...gameCommands,
  ...setupCommands,
  ...scoringCommands,
};

/**
 * An engine of the Go Text Protocol, version 2, with all commands that it requires, and those for handicaps, clocks, files and
 * scores. The commands of one line are to be answered before the next.
 *
 * @throws RangeError or OptionsError for options that are not allowed, and rules of another board than the player's
 * @see https://www.lysator.liu.se/~gunnar/gtp/gtp2-spec-draft2/gtp2-spec.html
 * @example
 * const engine = createGtpEngine({ player: randomPlayer() });
 * await engine.answer("1 genmove black"); // "=1 E4\n\n"
 */
export function createGtpEngine(options: GtpEngineOptions): GtpEngine {
  const names = ["player", "board", "name", "version", "rules", "mayResign", "seed"] as const;
  const {
    player,
    board,
    name = "logpi",
    version = "",
    rules,
  } = knownOptions("createGtpEngine", options, names);
  const hasSize =
    rules !== undefined && ["size", "columns", "rows"].some((name) => Object.hasOwn(rules, name));
  const first = goRules(hasSize ? rules : { ...board, ...rules });
  requireBoard({ board }, first);
  const state: EngineState = {
    ...{ player, board, name, version, mayResign: options.mayResign ?? false, ended: false },
    clock: createClock(),
    generator: createGenerator(options.seed ?? 0),
    position: new GoPosition(first),
  };
  return {
    get ended() {
      return state.ended;
    },
    async answer(line) {
      const command = parseCommand(line);
      if (command === undefined) return "";
      const { id } = command;
      try {
        if (!Object.hasOwn(commands, command.name)) throw new CommandError("unknown command");
        const text = await commands[command.name](state, command.arguments);
        return formatResponse({ id, success: true, text });
      } catch (error) {
        const { message } = error instanceof Error ? error : new Error(quoted(String(error)));
        const text = error instanceof CommandError ? message : `the engine failed: ${message}`;
        return formatResponse({ id, success: false, text });
      }
    },
  };
}

function constant(text: string): EngineCommand {
  return (_, args) => {
    requireArguments(args, []);
    return text;
  };
}
