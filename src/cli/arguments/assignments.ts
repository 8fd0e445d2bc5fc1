import { UsageError } from "../command.ts";
import type { Arguments } from "./parse-arguments.ts";

/**
 * Splits NAME=VALUE.
 *
 * @param example of what the option takes
 * @throws {UsageError} if there is no name, or no sign between the two
 */
export function splitAssignment(
  option: string,
  text: string,
  example: string,
): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`${option} needs a name and a value, as in ${example}; found "${text}".`);
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

/** What `--reset NAME=VALUE …` says; undefined where it is not given. A value that is no JSON is a word. */
export function readResetOptions(parsed: Arguments): Readonly<Record<string, unknown>> | undefined {
  const given = parsed.values("reset").map((text) => splitAssignment("--reset", text, "size=12"));
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map(([name, text]) => [name, jsonOrWord(text)]));
}

function jsonOrWord(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
