import { algorithms } from "../../algorithms/index.ts";
import { type EnvironmentDefinition, environments } from "../../environments/index.ts";
import { type Algorithm, describeOptions } from "../../learning/index.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import type { Command, CommandContext, Syntax } from "../command.ts";
import { columns, formatCount } from "../display/format.ts";

const syntax: Syntax = {
  name: "list",
  summary: "Lists the environments, and the algorithms with their options, defaults and presets.",
  positionals: [],
  options: { json: { description: "writes one JSON object, for programs" } },
  examples: ["list", "list --json"],
};

function run(args: readonly string[], { stdout }: CommandContext): number {
  const catalogue = {
    environments: environments.map(describeEnvironment),
    algorithms: algorithms.map(describeAlgorithm),
  };
  const asJson = parseArguments(syntax, args).flag("json");
  stdout.write(asJson ? `${JSON.stringify(catalogue)}\n` : `${inText(catalogue)}\n`);
  return 0;
}

type Catalogue = {
  readonly environments: readonly ReturnType<typeof describeEnvironment>[];
  readonly algorithms: readonly ReturnType<typeof describeAlgorithm>[];
};

function describeEnvironment({ id, description, maxEpisodeSteps }: EnvironmentDefinition) {
  return { id, description, ...(maxEpisodeSteps !== undefined && { maxEpisodeSteps }) };
}

function describeAlgorithm({ name, description, options, presets, tuned }: Algorithm) {
  return { name, description, options: describeOptions(options), presets, tuned };
}

function inText({ environments, algorithms }: Catalogue): string {
  const environmentRows = environments.map(({ id, description, maxEpisodeSteps }) => [
    `  ${id}`,
    description,
    maxEpisodeSteps === undefined ? "" : `at most ${formatCount(maxEpisodeSteps)} steps`,
  ]);
  return ["Environments", "", ...columns(environmentRows), ...algorithms.flatMap(algorithmInText)].join("\n");
}

function algorithmInText({
  name,
  description,
  options,
  presets,
  tuned,
}: Catalogue["algorithms"][number]): string[] {
  return [
    "",
    `${name}: ${description}`,
    "",
    "  Options",
    ...columns([
      ["    name", "default", "allowed", "what it is"],
      ...options.map((option) => [
        `    ${option.name}`,
        valueInText(option.default),
        option.allowed,
        option.description,
      ]),
    ]),
    ...settingsInText("  Presets (--preset NAME)", presets),
    ...settingsInText("  Tuned settings (used without --preset)", tuned),
  ];
}

function settingsInText(
  title: string,
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string[] {
  const rows = Object.entries(settings).map(([name, values]) => [
    `    ${name}`,
    Object.entries(values)
      .map(([option, value]) => `${option}=${valueInText(value)}`)
      .join(" "),
  ]);
  return rows.length === 0 ? [] : ["", title, ...columns(rows)];
}

/** As it would be typed after `--set name=`. */
function valueInText(value: unknown): string {
  return Array.isArray(value) ? value.join(",") : String(value);
}

export const listCommand: Command = { syntax, run };
