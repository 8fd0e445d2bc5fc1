import { describe, expect, it } from "vitest";
import { knownOptions } from "../../src/text/known-options.ts";
import { OptionsError } from "../../src/text/options-error.ts";

interface Options {
  readonly episodes?: number;
  readonly seed?: number;
}

const check = (options: unknown) => knownOptions("play", options as Options, ["episodes", "seed"]);

describe("knownOptions", () => {
  it("hands back options whose names are all known", () => {
    for (const options of [{}, { seed: 1 }, { episodes: undefined, seed: 2 }])
      expect(check(options)).toBe(options);
  });

  it.each([
    [{ epsiodes: 3 }, "play: there is no option epsiodes. Did you mean episodes?"],
    [{ epsiodes: undefined }, "play: there is no option epsiodes. Did you mean episodes?"],
    [{ n_episodes: 3 }, "play: there is no option n_episodes. Did you mean episodes?"],
    [{ constructor: 3 }, "play: there is no option constructor. The options are episodes, seed."],
    [
      { colour: 1, Seed: 2 },
      "play: there is no option colour. The options are episodes, seed.\nplay: there is no option Seed. Did you mean seed?",
    ],
    [42, "play: the options must be an object such as { episodes: … }, found 42."],
    [null, "play: the options must be an object such as { episodes: … }, found null."],
    [undefined, "play: the options must be an object such as { episodes: … }, found undefined."],
    [[1], "play: the options must be an object such as { episodes: … }, found [1]."],
    ["seed", 'play: the options must be an object such as { episodes: … }, found "seed".'],
    [Promise.resolve(), "play: the options must be an object such as { episodes: … }, found a promise."],
  ])("turns down %o", (options, message) => {
    expect(() => check(options)).toThrow(new OptionsError(message.split("\n")));
  });

  it("does not repeat a long name at length", () => {
    expect(() => check({ ["x".repeat(1e6)]: 1 })).toThrow(
      /^play: there is no option x{60}… \(999940 more characters\)\. The options are/,
    );
  });

  it("is told all names that there are, or does not compile", () => {
    // @ts-expect-error: seed is missing
    knownOptions("play", {} as Options, ["episodes"]);
    // @ts-expect-error: nothing is called sed
    knownOptions("play", {} as Options, ["episodes", "seed", "sed"]);
  });
});
