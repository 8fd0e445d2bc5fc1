import { describe, expect, it } from "vitest";
import { parseArguments } from "../../../src/cli/arguments/parse-arguments.ts";
import { parseCount } from "../../../src/cli/arguments/parse-count.ts";
import { type Syntax, UsageError } from "../../../src/cli/command.ts";

const syntax: Syntax = {
  name: "train",
  summary: "Trains.",
  positionals: [{ name: "environment", description: "what to train in" }],
  options: {
    seed: { value: "S", description: "the seed" },
    set: { value: "NAME=VALUE", multiple: true, description: "an option" },
    json: { description: "as JSON" },
  },
  examples: [],
};
const parse = (...args: string[]) => parseArguments(syntax, args);

describe("parseArguments", () => {
  it("reads positionals, values and flags in any order", () => {
    const parsed = parse("--set", "a=1", "CartPole-v1", "--json", "--set=b=-2", "--seed", "-1");
    expect(parsed.positionals).toEqual(["CartPole-v1"]);
    expect(parsed.values("set")).toEqual(["a=1", "b=-2"]);
    expect(parsed.value("seed")).toBe("-1");
    expect(parsed.flag("json")).toBe(true);
  });

  it("knows what is not there", () => {
    const parsed = parse("CartPole-v1", "--seed=1");
    expect(parsed.value("seed")).toBe("1");
    expect(parsed.values("set")).toEqual([]);
    expect(parsed.value("set")).toBeUndefined();
    expect(parsed.flag("json")).toBe(false);
  });

  it("takes everything after -- as it is", () => {
    expect(parse("--", "--json").positionals).toEqual(["--json"]);
  });

  it.each([
    [[], "train: <environment> is missing (what to train in)."],
    [["a", "b"], 'train: "b" is one argument too many.'],
    [["a", "--sed", "1"], "train: there is no option --sed. Did you mean --seed or --set?"],
    [["a", "--frobnicate"], "train: there is no option --frobnicate. The options are --seed, --set, --json."],
    [["a", "-s", "1"], "train: there is no option -s."],
    [["a", "--constructor"], "train: there is no option --constructor."],
    [["a", "--seed"], "train: --seed needs a value: --seed S."],
    [["a", "--seed", "--json"], "train: --seed needs a value: --seed S."],
    [["a", "--json=yes"], 'train: --json takes no value, found "yes".'],
  ])("turns down %j", (args, message) => {
    expect(() => parse(...args)).toThrow(UsageError);
    expect(() => parse(...args)).toThrow(message);
  });
});

describe("parseCount", () => {
  it("reads whole numbers", () => {
    expect(parseCount("--episodes", "1_000", 1)).toBe(1000);
    expect(parseCount("--episodes", "1e3", 1)).toBe(1000);
    expect(parseCount("--seed", "0", 0)).toBe(0);
  });

  it.each(["", "0", "-1", "1.5", "1e-3", "1e99", "many", "99999999999999999999"])("turns down %j", (text) => {
    expect(() => parseCount("--episodes", text, 1)).toThrow(
      `--episodes is "${text}"; it must be a whole number from 1.`,
    );
  });
});
