import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { algorithms } from "../../src/algorithms/index.ts";
import { nearestOptions } from "../../src/text/foreign-names.ts";

const page = readFileSync(new URL("../../docs/from-stable-baselines3.md", import.meta.url), "utf8");

/** The tables that compare the options of an algorithm, each with its rows of four cells. */
const tables = [
  ...page.matchAll(/\n\| \S+ \| default \| `(\S+)` \| default \|\n\|[-|]+\|\n((?:\|.*\|\n)+)/g),
].map(
  ([, name, rows]) =>
    [
      name,
      rows
        .trim()
        .split("\n")
        .map((row) => row.slice(2, -2).split(" | ")),
    ] as const,
);

describe("docs/from-stable-baselines3.md", () => {
  it("has a table of each algorithm that both have", () => {
    expect(tables.map(([name]) => name)).toEqual(["ppo", "a2c", "trpo", "sac", "td3", "ddpg"]);
  });

  it.each(tables)("names options of %s that there are, with their defaults", (name, rows) => {
    const { options } = algorithms.find((each) => each.name === name)!;
    const ours = rows.map((cells) => [cells[2].slice(1, -1), cells[3].slice(1, -1)]);
    expect(ours.map(([option]) => [option, asWritten(options[option]?.default)])).toEqual(ours);
  });

  it.each(tables)("has names for %s that a message answers with ours", (name, rows) => {
    const names = Object.keys(algorithms.find((each) => each.name === name)!.options);
    for (const [theirs, , ours] of rows) {
      const [, called] = /^`(\w+)`(?! of )/.exec(theirs) ?? [];
      // `eps` and `alpha` are those of an optimizer, and no options there.
      if (called !== undefined) expect(nearestOptions(called, names)).toContain(ours.slice(1, -1));
    }
  });
});

/** Numbers as in docs/options.md: without an exponent. */
function asWritten(value: unknown): string {
  return value === 1e-5 ? "0.00001" : JSON.stringify(value);
}
