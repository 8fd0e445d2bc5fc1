import { quoted } from "../../text/printable.ts";
import type { SgfNode } from "./tree.ts";

/**
 * Writes a collection of games, one after another, each of which ends with "\n". What is read from them is what was written,
 * but for line breaks other than "\n". The encoding is UTF-8: say CA[UTF-8] in the roots.
 *
 * @throws RangeError for the name of a property that is not made of capital letters, or that has no values
 */
export function writeSgf(games: readonly SgfNode[]): string {
  return games.map((game) => `${writeTree(game)}\n`).join("");
}

function writeTree(root: SgfNode): string {
  const pieces: string[] = [];
  // Not by recursion: variations may be nested deeper than calls can be.
  const rest: (SgfNode | "(" | ")")[] = [")", root, "("];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === "string") {
      pieces.push(next);
      continue;
    }
    pieces.push(writeNode(next));
    if (next.children.length === 1) rest.push(next.children[0]);
    else for (const child of next.children.toReversed()) rest.push(")", child, "(");
  }
  return pieces.join("");
}

function writeNode({ properties }: SgfNode): string {
  const pieces = [";"];
  for (const [name, values] of properties) {
    if (!/^[A-Z]+$/.test(name) || values.length === 0) {
      throw new RangeError(
        `writeSgf: ${quoted(name)} with ${values.length} values is no property; it has a name in capital letters and ` +
          "one value or more",
      );
    }
    pieces.push(name);
    for (const value of values) pieces.push("[", value.replaceAll(/[\\\]]/g, "\\$&"), "]");
  }
  return pieces.join("");
}
