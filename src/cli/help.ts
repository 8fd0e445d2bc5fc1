import type { OptionSyntax, Syntax } from "./command.ts";
import { columns } from "./display/format.ts";

/** What `logpi --help` shows. */
export function overview(program: string, commands: readonly Syntax[]): string {
  return [
    "logpi: policy gradients in TypeScript.",
    "",
    `Usage: ${program} <command> [options]`,
    "",
    "Commands:",
    ...columns(commands.map((command) => [`  ${usage(command)}`, command.summary])),
    "",
    "Options:",
    ...columns([
      ["  --help", "this help; after a command, the help of the command"],
      ["  --version", "the version of logpi"],
    ]),
    "",
    "LOGPI_DEBUG=1 in the environment shows where an error comes from.",
    "",
  ].join("\n");
}

/** What `logpi <command> --help` shows. */
export function helpFor(program: string, syntax: Syntax): string {
  return [
    syntax.summary,
    "",
    `Usage: ${program} ${usage(syntax)}`,
    "",
    ...section(
      "Arguments:",
      syntax.positionals.map(({ name, description }) => [`  <${name}>`, description]),
    ),
    ...section("Options:", [
      ...Object.entries(syntax.options).map(([name, option]): [string, string] => [
        `  ${optionUsage(name, option)}`,
        option.description,
      ]),
      ["  --help", "this help"],
    ]),
    "Examples:",
    ...syntax.examples.map((example) => `  ${program} ${example}`),
    "",
  ].join("\n");
}

function usage({ name, positionals, options }: Syntax): string {
  const required = positionals.map(({ name, multiple }) => ` <${name}>${multiple ? " …" : ""}`).join("");
  return `${name}${required}${Object.keys(options).length > 0 ? " [options]" : ""}`;
}

function optionUsage(name: string, { value, multiple }: OptionSyntax): string {
  return `--${name}${value === undefined ? "" : ` ${value}`}${multiple ? " …" : ""}`;
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [title, ...columns(rows), ""];
}
