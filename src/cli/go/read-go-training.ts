import { type Algorithm, parseOptionText } from "../../learning/index.ts";
import { readRun } from "../../runs/folder/read-run.ts";
import { loadEnvironment, resolveSettings, type TrainSettings } from "../../runs/index.ts";
import type { NewRunSettings } from "../../runs/train-settings.ts";
import { splitAssignment } from "../arguments/assignments.ts";
import type { Arguments } from "../arguments/parse-arguments.ts";
import { countOf } from "../arguments/parse-count.ts";
import { type OptionSyntax, UsageError } from "../command.ts";

/** Options of the algorithm that have a name of their own on the command line. */
const named = ["games", "positions", "against", "level", "from", "steps", "seed", "backend", "workers"];

/** What the commands of Go that learn from games have in common. */
export const gamesTrainingOptions: Readonly<Record<string, OptionSyntax>> = {
  size: { value: "N", description: "rows and columns of the board: 5, 7, 9 (the default), 13 or 19" },
  planes: {
    value: "NAME",
    description:
      'what the network sees: AlphaGo\'s planes, "alphago" (the default), or the board and the moves before, "board"',
  },
};

/** What all commands of Go that train have in common. */
export const trainingOptions: Readonly<Record<string, OptionSyntax>> = {
  seed: {
    value: "S",
    description: "seed of all that is random: same seed, same weights to the bit; default 0",
  },
  backend: {
    value: "NAME",
    description: "wasm (the default) or native (faster; needs `npm run build:native`)",
  },
  workers: {
    value: "N",
    description:
      'threads to spread the work over, or "auto" (the default); they change nothing but the speed',
  },
  set: { value: "NAME=VALUE", multiple: true, description: "sets another option: see docs/go.md" },
  run: { value: "DIR", description: "the run's folder; default: a new numbered one in runs/" },
  resume: { value: "RUN", description: "goes on with that run from its latest checkpoint, to the bit" },
  json: { description: "writes one JSON object per line, for programs" },
};

/** @throws UsageError unless there are games to learn from */
export function requireGames(parsed: Arguments, command: string): void {
  if (parsed.value("games") !== undefined || parsed.value("resume") !== undefined) return;
  throw new UsageError(`${command}: give --games FILE, the games to learn from, or --resume RUN.`);
}

/**
 * What the arguments of a command of Go ask to train.
 *
 * @param command its name, which begins messages
 * @param begin what a new run begins with; default: the environment that --size and --planes say
 * @throws if they are wrong, or name what is not there
 */
export async function readGoTraining(
  parsed: Arguments,
  command: string,
  algorithm: Algorithm,
  begin: Begin = async () => ({ environment: await loadEnvironment(environmentId(parsed)) }),
): Promise<TrainSettings> {
  const assigned = [
    ...named.flatMap((name) => parsed.values(name).map((value) => [name, value] as const)),
    ...parsed.values("set").map((text) => splitAssignment("--set", text, "filters=64")),
  ];
  const twice = assigned.find(([name], i) => assigned.findIndex(([other]) => other === name) < i);
  if (twice) throw new UsageError(`${command}: option ${twice[0]} is given twice. Leave one of them out.`);
  const given = Object.fromEntries(
    assigned.map(([name, value]) => [name, parseOptionText(algorithm.options, name, value, algorithm.name)]),
  );
  const resume = parsed.value("resume");
  if (resume !== undefined) return resumed(parsed, command, algorithm, { resume, options: given });
  const { options, ...beginning } = await begin();
  const settings = { algorithm, ...beginning, options: { ...options, ...given } };
  resolveSettings({ algorithm, environment: beginning.environment, options: settings.options });
  const run = parsed.value("run");
  return { ...settings, ...(run !== undefined && { run }) };
}

/** What a new run begins with, beside the options that the arguments name. */
export type Begin = () => Promise<
  Pick<NewRunSettings, "environment" | "policy" | "valueFunction" | "options">
>;

function environmentId(parsed: Arguments): string {
  const rows = countOf(parsed, "size", 9, 1);
  const planes = parsed.value("planes") ?? "alphago";
  if (planes !== "alphago" && planes !== "board") {
    throw new UsageError(`--planes is "${planes}"; it must be alphago or board.`);
  }
  return `Go-${rows}x${rows}${planes === "board" ? "" : "-alphago"}-v0`;
}

function resumed(
  parsed: Arguments,
  command: string,
  algorithm: Algorithm,
  settings: { readonly resume: string; readonly options: Readonly<Record<string, unknown>> },
): TrainSettings {
  const said = ["run", "size", "planes", "policy", "value"].find((name) => parsed.value(name) !== undefined);
  if (said !== undefined) {
    throw new UsageError(
      `${command}: --${said} and --resume exclude each other: the run goes on as it was begun.`,
    );
  }
  const { record } = readRun(settings.resume);
  if (record.algorithm === algorithm.name) return { ...settings, algorithm };
  throw new UsageError(
    `${command}: ${settings.resume} is a run of ${record.algorithm}, and this command goes on with those of ${algorithm.name}.`,
  );
}
