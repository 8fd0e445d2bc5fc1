import { type Algorithm, parseOptionText } from "../../learning/index.ts";
import { requireOneValueEach, splitAssignment } from "./assignments.ts";
import type { Arguments } from "./parse-arguments.ts";

/**
 * The options of an algorithm that arguments set: by `--set NAME=VALUE`, and by some that have an argument of their own.
 *
 * @param command begins messages
 * @param own those that have one
 * @throws if the algorithm has no such option, it cannot have that value, or it is set twice
 */
export function optionsIn(
  command: string,
  parsed: Arguments,
  own: readonly string[],
  algorithm: Pick<Algorithm, "name" | "options">,
): Readonly<Record<string, unknown>> {
  const texts = [
    ...own.flatMap((name) => parsed.values(name).map((text) => [name, text] as const)),
    ...parsed.values("set").map((text) => splitAssignment("--set", text, "clipRange=0.1")),
  ];
  // `--seed 3` and `--set seed=4` say the same option twice.
  requireOneValueEach(`${command}: option`, texts);
  return Object.fromEntries(
    texts.map(([name, text]) => [name, parseOptionText(algorithm.options, name, text, algorithm.name)]),
  );
}
