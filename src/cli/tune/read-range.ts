import { type Algorithm, parseOptionText, type SearchRange } from "../../learning/index.ts";
import { splitAssignment } from "../arguments/assignments.ts";

/** What `--range` takes, for messages. */
const example = "learningRate=log:1e-4..1e-2";

/**
 * Reads NAME=RANGE: `from..to`, `log:from..to` or `uniform:from..to` for numbers between two, and `a,b,c` for choices, where
 * commas in brackets belong to a list. Without a word before it, `from..to` has the kind of the range that is declared for the
 * option, or else is uniform.
 *
 * @param declared the ranges of the algorithm
 * @throws if the algorithm has no such option, or it cannot have such a value
 */
export function readRange(
  text: string,
  { options, name: owner }: Pick<Algorithm, "options" | "name">,
  declared: Readonly<Record<string, SearchRange | undefined>>,
): readonly [name: string, range: SearchRange] {
  const [name, range] = splitAssignment("--range", text, example);
  const read = (value: string) => parseOptionText(options, name, value, owner);
  const ends = /^(?:(log|uniform):)?(.+?)\.\.(.+)$/.exec(range.trim());
  if (ends === null) return [name, { kind: "choice", values: itemsIn(range).map(read) }];
  const [, word, from, to] = ends;
  const same = declared[name]?.kind === "log-uniform" ? "log-uniform" : "uniform";
  const kind = word === undefined ? same : word === "log" ? "log-uniform" : "uniform";
  // A word such as "none" is no end of a range, which is told when all ranges are checked.
  return [name, { kind, from: read(from) as number, to: read(to) as number }];
}

/** A range as it would be typed after `--range`. */
export function rangeInText(name: string, range: SearchRange): string {
  const value = (item: unknown) => (typeof item === "string" ? item : JSON.stringify(item));
  if (range.kind === "choice") return `${name}=${range.values.map(value).join(",")}`;
  return `${name}=${range.kind === "log-uniform" ? "log:" : ""}${range.from}..${range.to}`;
}

/** What stands between commas that are not within brackets. */
function itemsIn(text: string): string[] {
  const items = [""];
  let depth = 0;
  for (const character of text) {
    if ("[{".includes(character)) depth++;
    if ("]}".includes(character)) depth--;
    if (character === "," && depth === 0) items.push("");
    else items[items.length - 1] += character;
  }
  return items;
}
