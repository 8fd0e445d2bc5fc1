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

/**
 * What `--reset NAME=VALUE …` says; undefined where it is not given. A value that is no JSON is a word.
 *
 * @throws {UsageError} if there is no name or no value, or a name is given twice
 */
export function readResetOptions(parsed: Arguments): Readonly<Record<string, unknown>> | undefined {
  const given = parsed.values("reset").map((text) => splitAssignment("--reset", text, "size=12"));
  if (given.length === 0) return undefined;
  requireOneValueEach("--reset", given);
  return Object.fromEntries(given.map(([name, text]) => [name, jsonOrWord(text)]));
}

/**
 * Of two values, one would be passed over without a word.
 *
 * @param what begins the message, before the name
 * @throws {UsageError} if a name comes twice
 */
export function requireOneValueEach(
  what: string,
  given: readonly (readonly [name: string, value: string])[],
): void {
  const values = new Map<string, string>();
  for (const [name, text] of given) {
    const before = values.get(name);
    if (before !== undefined) {
      throw new UsageError(
        `${what} ${name} is given twice: "${before}" and "${text}". Leave one of them out.`,
      );
    }
    values.set(name, text);
  }
}

function jsonOrWord(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
