import * as fs from "node:fs";
import { basename } from "node:path";
import {
  type GoPolicyName,
  goPolicyNames,
  loadNetwork,
  saveGoModel,
  splitNetworkName,
} from "../../go/index.ts";
import type { Policy } from "../../policies/index.ts";
import { replaceFiles } from "../../runs/folder/replace-files.ts";
import { loadRun, type RunRecord } from "../../runs/index.ts";
import { jsonLine } from "../../text/printable.ts";
import { type Arguments, parseArguments } from "../arguments/parse-arguments.ts";
import { readWhichPolicy } from "../arguments/read-which-policy.ts";
import { type Command, type CommandContext, readingUsage, type Syntax, UsageError } from "../command.ts";
import { makeFolderFor } from "./make-folder-for.ts";
import { describeModel, modelInText, runIn } from "./model-summary.ts";

const syntax: Syntax = {
  name: "go model",
  summary: "Puts the networks of runs into one file that plays Go, or shows what such a file has.",
  positionals: [],
  options: {
    imitation: {
      value: "NAME",
      description:
        "a run of `logpi go imitate` by games of an expert; or a network of a file, FILE.safetensors#NAME",
    },
    apprentice: {
      value: "NAME",
      description: "a run of `logpi go imitate` by games of a search, or a network",
    },
    reinforced: { value: "NAME", description: "a run of `logpi go reinforce`, or a network of a file" },
    value: { value: "NAME", description: "a run of `logpi go value`, or a network of a file" },
    checkpoint: {
      value: "WHICH",
      description: "of the run of --reinforced: last (the default), best, or the steps of a checkpoint",
    },
    prior: {
      value: "NAME",
      description:
        "the policy to search by; default: the first that is given of apprentice, imitation and reinforced",
    },
    out: { value: "FILE", description: 'the file, which is replaced; default "go-model.safetensors"' },
    show: { value: "FILE", description: "shows what made the networks of a file, and makes none" },
    json: { description: "writes one JSON object, for programs" },
  },
  examples: [
    "go model --imitation runs/imitation --reinforced runs/reinforced --value runs/value --out models/go-9x9.safetensors",
    "go model --reinforced runs/reinforced --checkpoint 1_200_000",
    "go model --imitation models/go-9x9.safetensors#imitation --reinforced runs/reinforced --out mine.safetensors",
    "go model --show models/go-9x9.safetensors",
  ],
};

const networks = [...goPolicyNames, "value"] as const;

async function run(args: readonly string[], { stdout }: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  const shown = parsed.value("show");
  const file = shown ?? parsed.value("out") ?? "go-model.safetensors";
  if (shown === undefined) {
    const bytes = await readingUsage(async () => modelOf(parsed));
    replaceFiles(fs, makeFolderFor(file), [{ name: basename(file), bytes }]);
  } else {
    const said = [...networks, "checkpoint", "prior", "out"].find((name) => parsed.value(name) !== undefined);
    if (said !== undefined) throw new UsageError(`go model: --${said} and --show exclude each other.`);
  }
  const model = describeModel(file);
  if (parsed.flag("json")) stdout.write(jsonLine({ event: "model", ...model }));
  else stdout.write(modelInText(model).join("\n").concat("\n"));
  return 0;
}

function modelOf(parsed: Arguments): Uint8Array {
  const prior = parsed.value("prior");
  if (prior !== undefined && !isPolicyName(prior)) {
    throw new UsageError(`--prior is "${prior}"; it must be one of ${goPolicyNames.join(", ")}.`);
  }
  const given = networks.filter((name) => parsed.value(name) !== undefined);
  if (!goPolicyNames.some((name) => given.includes(name))) {
    const options = goPolicyNames.map((name) => `--${name} NAME`).join(", ");
    throw new UsageError(`go model: give at least one of ${options}, or --show FILE.`);
  }
  const reinforced = parsed.value("reinforced");
  if (parsed.value("checkpoint") !== undefined && (!reinforced || splitNetworkName(reinforced))) {
    throw new UsageError(
      "go model: --checkpoint is of the run of --reinforced; give it, or leave --checkpoint out.",
    );
  }
  const made = Object.fromEntries(
    given.map((name) => {
      const checkpoint = name === "reinforced" ? readWhichPolicy(parsed) : "last";
      return [name, networkFrom(parsed.value(name)!, name, checkpoint)];
    }),
  );
  const records = Object.entries(made).flatMap(([name, { run }]) => (run === undefined ? [] : [[name, run]]));
  return saveGoModel({
    ...Object.fromEntries(Object.entries(made).map(([name, { network }]) => [name, network])),
    ...(prior && { prior }),
    texts: { runs: JSON.stringify(Object.fromEntries(records)) },
  });
}

/** A network, and the run that it is from where that is known. */
interface MadeNetwork {
  readonly network: Policy;
  readonly run: Readonly<Record<string, unknown>> | undefined;
}

/** That of a run, or of a file with what the file tells of it. */
function networkFrom(
  text: string,
  name: (typeof networks)[number],
  checkpoint: ReturnType<typeof readWhichPolicy>,
): MadeNetwork {
  if (splitNetworkName(text) === undefined) {
    const { policy, record } = loadRun(text, { checkpoint });
    return { network: policy, run: whatMadeIt(record) };
  }
  const { network, ownName, texts } = loadNetwork(text, name, "wasm");
  try {
    return { network, run: ownName === undefined ? undefined : runIn(texts, ownName) };
  } catch (cause) {
    throw new Error(`${text}: ${(cause as Error).message}`, { cause });
  }
}

const isPolicyName = (name: string): name is GoPolicyName =>
  (goPolicyNames as readonly string[]).includes(name);

/** What of a run's record tells how to make the network again. Where the games lay is of no use elsewhere. */
function whatMadeIt({ options, ...record }: RunRecord): Partial<RunRecord> {
  const { algorithm, environment, seed, backend, versions, platform, started, workers } = record;
  const { updates, steps, seconds, parameters, initialParameters, resumed } = record;
  const files = ["games", "from"].flatMap((name) => {
    const paths = options[name];
    return typeof paths === "string" ? [[name, namesIn(paths)]] : [];
  });
  return {
    ...{ algorithm, environment, seed, versions, platform, started, updates, steps, seconds },
    options: { ...options, ...Object.fromEntries(files) },
    ...(backend && { backend }),
    ...(workers && { workers }),
    ...(resumed && { resumed }),
    ...(parameters && { parameters }),
    ...(initialParameters && { initialParameters }),
  };
}

/** Of files of games, without their folders. */
const namesIn = (paths: string): string =>
  paths
    .split(",")
    .map((path) => basename(path))
    .join(",");

export const modelCommand: Command = { syntax, run };
