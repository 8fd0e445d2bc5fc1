import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "../../src/text/edit-distance.ts";
import { nearestNames } from "../../src/text/nearest-names.ts";

describe("the edit distance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3], // the usual example: Levenshtein 1966
    ["pop", "ppo", 1],
    ["sac", "a2c", 2],
    ["ca", "abc", 3], // 2 if a pair that was swapped could be edited again (Damerau 1964)
    ["discuont", "discount", 1],
  ])("between %s and %s is %i", (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });

  it("is that of the recursive definition", () => {
    const define = (a: string, b: string): number => {
      if (a === "" || b === "") return a.length + b.length;
      const [restA, restB] = [a.slice(1), b.slice(1)];
      const cases = [
        define(restA, b) + 1,
        define(a, restB) + 1,
        define(restA, restB) + (a[0] === b[0] ? 0 : 1),
        ...(a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]
          ? [define(a.slice(2), b.slice(2)) + 1]
          : []),
      ];
      return Math.min(...cases);
    };
    const word = fc
      .array(fc.constantFrom("a", "b", "c"), { maxLength: 5 })
      .map((letters) => letters.join(""));
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(define(a, b));
      }),
      { seed: 39, numRuns: 200 },
    );
  });
});

describe("nearest names", () => {
  it("are none that differ in half of their letters or more, however short they are", () => {
    expect(nearestNames("sac", ["ppo", "a2c", "reinforce"])).toEqual([]);
    expect(nearestNames("td3", ["ppo", "a2c", "reinforce"])).toEqual([]);
    expect(nearestNames("pop", ["ppo", "a2c", "reinforce"])).toEqual(["ppo"]);
    expect(nearestNames("reinfroce", ["ppo", "a2c", "reinforce"])).toEqual(["reinforce"]);
  });

  it("are none that are much farther than the nearest", () => {
    const names = ["evaluationEpisodes", "evaluationEnvironments"];
    expect(nearestNames("evaluationEpisode", names)).toEqual(["evaluationEpisodes"]);
    expect(nearestNames("evaluation", names)).toEqual(["evaluationEnvironments", "evaluationEpisodes"]);
  });

  it("do not depend on letter case, hyphens and underscores", () => {
    for (const name of ["learning_rate", "learning-rate", "LearningRate", "LEARNING_RATE"]) {
      expect(nearestNames(name, ["steps", "learningRate"])).toEqual(["learningRate"]);
    }
  });

  it("are found at once, and none for a name that nobody typed", () => {
    expect(nearestNames("x".repeat(1_000_000), ["x".repeat(1_000_000), "xx"])).toEqual([]);
  });
});
