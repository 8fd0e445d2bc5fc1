import { searchRanges } from "../../algorithms/index.ts";
import type { SearchRanges } from "../../learning/index.ts";
import { algorithmOf, loadEnvironment, readTuningPlan, type TuneSettings } from "../../runs/index.ts";
import { didYouMean } from "../../text/did-you-mean.ts";
import { readResetOptions } from "../arguments/assignments.ts";
import { optionsIn } from "../arguments/options-in.ts";
import type { Arguments } from "../arguments/parse-arguments.ts";
import { parseCount } from "../arguments/parse-count.ts";
import { environmentOf } from "../arguments/run-environment.ts";
import { type Output, UsageError } from "../command.ts";
import { readRange } from "./read-range.ts";

/** Options that say what a search is, of one that is there already. */
const settled = [
  ...["algorithm", "preset", "steps", "backend", "set", "range", "only", "reset"],
  ...["trials", "seeds", "halving", "seed", "episodes", "out"],
];

/** What the arguments of `logpi tune` say. @throws if they are wrong, or name what is not there */
export async function readTuneSettings(parsed: Arguments, stderr: Output): Promise<TuneSettings> {
  const resume = parsed.value("resume");
  const processes = counted(parsed, "processes", 1);
  if (resume === undefined) return { ...(await newSearch(parsed)), ...processes };
  const said = settled.find((name) => parsed.values(name).length > 0);
  if (said !== undefined) {
    throw new UsageError(
      `tune: --${said} and --resume exclude each other: the search goes on as it was begun.`,
    );
  }
  const environment = await environmentOf(
    { directory: resume, record: readTuningPlan(resume) },
    parsed.positionals[0],
    { stderr, remedy: "tune FILE --resume FOLDER" },
  );
  return { resume, environment, ...processes };
}

async function newSearch(parsed: Arguments): Promise<TuneSettings> {
  const name = parsed.value("algorithm");
  const preset = parsed.value("preset");
  const chosen = { ...(name !== undefined && { algorithm: name }), ...(preset !== undefined && { preset }) };
  const algorithm = algorithmOf(chosen);
  const options = optionsIn("tune", parsed, ["steps", "backend"], algorithm);
  const resetOptions = readResetOptions(parsed);
  const out = parsed.value("out");
  return {
    environment: await loadEnvironment(parsed.positionals[0]),
    ...chosen,
    algorithm,
    options,
    ...(resetOptions && { resetOptions }),
    ranges: rangesIn(parsed, algorithm, Object.keys(options)),
    ...counted(parsed, "trials", 1),
    ...counted(parsed, "seeds", 1),
    ...counted(parsed, "seed", 0),
    ...counted(parsed, "episodes", 1),
    halving: parsed.flag("halving"),
    ...(out !== undefined && { out }),
  };
}

/** The declared ranges, but of options that are set, with those that are given in their place; of them those that are wanted. */
function rangesIn(
  parsed: Arguments,
  algorithm: Parameters<typeof readRange>[1],
  set: readonly string[],
): SearchRanges {
  const declared = searchRanges[algorithm.name] ?? {};
  const given = parsed.values("range").map((text) => readRange(text, algorithm, declared));
  const twice = given.find(([name], index) => given.findIndex(([other]) => other === name) < index);
  if (twice) throw new UsageError(`tune: --range ${twice[0]} is given twice. Leave one of them out.`);
  const both = given.find(([name]) => set.includes(name));
  if (both) throw new UsageError(`tune: --set ${both[0]} and --range ${both[0]} exclude each other.`);
  const ranges = { ...declared, ...Object.fromEntries(given) };
  for (const name of set) delete ranges[name];
  const only = parsed.value("only")?.split(",");
  for (const name of only ?? []) {
    if (Object.hasOwn(ranges, name)) continue;
    const names = Object.keys(ranges);
    const hint = didYouMean(name, names, `Those that have one are ${names.join(", ")}.`);
    throw new UsageError(`tune: --only names "${name}", which has no range. ${hint}`);
  }
  const left = given.find(([name]) => only?.includes(name) === false);
  if (left) throw new UsageError(`tune: --range ${left[0]} is given, and --only does not name it.`);
  return Object.fromEntries(Object.entries(ranges).filter(([name]) => only?.includes(name) ?? true));
}

function counted(parsed: Arguments, name: string, least: number): Readonly<Record<string, number>> {
  const text = parsed.value(name);
  return text === undefined ? {} : { [name]: parseCount(`--${name}`, text, least) };
}
