import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  architecture,
  describeOptions,
  finiteNumber,
  flag,
  fraction,
  fractionInFloat32,
  nonNegativeInteger,
  nonNegativeNumber,
  OptionsError,
  type OptionsOf,
  oneOf,
  optionsTable,
  orNone,
  parseOptionText,
  positiveInteger,
  positiveIntegers,
  positiveNumber,
  withDefaults,
} from "../../../src/learning/options/options.ts";

const table = optionsTable({
  steps: positiveInteger(100_000, "environment steps"),
  seed: nonNegativeInteger(1, "seed of the run"),
  clipRange: fraction(0.2, "largest change of the probability ratio"),
  learningRate: positiveNumber(3e-4, "step size"),
  entropyWeight: nonNegativeNumber(0, "weight of the entropy"),
  logDeviation: finiteNumber(-0.5, "initial log standard deviation"),
  normalize: flag(true, "normalize the advantages"),
  schedule: oneOf(["constant", "linear"], "linear", "how the learning rate falls"),
  hidden: positiveIntegers([64, 64], "units of each hidden layer"),
  decay: fractionInFloat32(0.99, "share that is kept"),
  targetKl: orNone(positiveNumber, "none", "KL divergence that ends an update"),
});

const defaults = {
  steps: 100_000,
  seed: 1,
  clipRange: 0.2,
  learningRate: 3e-4,
  entropyWeight: 0,
  logDeviation: -0.5,
  normalize: true,
  schedule: "linear",
  hidden: [64, 64],
  decay: 0.99,
  targetKl: "none",
};

/** What `withDefaults` says about options that the compiler would not let through. */
function problemsOf(options: unknown): readonly string[] {
  try {
    withDefaults(table, options as Partial<OptionsOf<typeof table>>, "ppo");
  } catch (error) {
    if (error instanceof OptionsError) return error.problems;
    throw error;
  }
  return [];
}

describe("withDefaults", () => {
  it("fills in what is not given", () => {
    expect(withDefaults(table, {}, "ppo")).toEqual(defaults);
    expect(withDefaults(table, { clipRange: 0.1, hidden: [] }, "ppo")).toEqual({
      ...defaults,
      clipRange: 0.1,
      hidden: [],
    });
    expect(problemsOf({ clipRange: undefined })).toEqual([]);
  });

  it("hands out defaults that a caller cannot spoil", () => {
    (withDefaults(table, {}, "ppo").hidden as number[]).push(7);
    expect(withDefaults(table, {}, "ppo").hidden).toEqual([64, 64]);
  });

  it("takes a record of plain data, and says where it holds something else", () => {
    const networks = optionsTable({ network: architecture({ kind: "linear" }, "how it is built") });
    const given = (network: unknown) => () => withDefaults(networks, { network } as never, "ppo");
    expect(given({ kind: "mlp", hidden: [4], activation: undefined })().network).toEqual({
      ...{ kind: "mlp", hidden: [4] },
    });
    expect(given({ kind: "mlp", hidden: [4], activation: Math.tanh })).toThrow(
      "ppo: option network.activation is a function; it must be plain data, as JSON has it.",
    );
    for (const [wrong, found] of [
      [{ hidden: [4] }, "an object"],
      [null, "null"],
      [[4], "[4]"],
    ]) {
      expect(given(wrong)).toThrow(`ppo: option network is ${found}; it must be an architecture such as`);
    }
  });

  it("infers the types of the options", () => {
    expectTypeOf(withDefaults(table, {}, "ppo")).toEqualTypeOf<{
      readonly steps: number;
      readonly seed: number;
      readonly clipRange: number;
      readonly learningRate: number;
      readonly entropyWeight: number;
      readonly logDeviation: number;
      readonly normalize: boolean;
      readonly schedule: "constant" | "linear";
      readonly hidden: readonly number[];
      readonly decay: number;
      readonly targetKl: number | "none";
    }>();
  });

  it.each([
    [{ clipRange: 3 }, "ppo: option clipRange is 3; it must be a number from 0 to 1."],
    [{ clipRange: Number.NaN }, "ppo: option clipRange is NaN; it must be a number from 0 to 1."],
    [{ clipRange: null }, "ppo: option clipRange is null; it must be a number from 0 to 1."],
    [{ steps: "100" }, 'ppo: option steps is "100"; it must be a whole number from 1.'],
    [{ steps: 0 }, "ppo: option steps is 0; it must be a whole number from 1."],
    [{ steps: 1e300 }, "ppo: option steps is 1e+300; it must be a whole number from 1."],
    [{ seed: 0.5 }, "ppo: option seed is 0.5; it must be a whole number from 0."],
    [{ learningRate: 0 }, "ppo: option learningRate is 0; it must be a number above 0."],
    [{ learningRate: 1 / 0 }, "ppo: option learningRate is Infinity; it must be a number above 0."],
    [
      { learningRate: 1e300 },
      "ppo: option learningRate is 1e+300; it must be a number above 0, and the float32 that programs compute with " +
        "would be Infinity.",
    ],
    [
      { learningRate: 1e-60 },
      "ppo: option learningRate is 1e-60; it must be a number above 0, and the float32 that programs compute with " +
        "would be 0.",
    ],
    [
      { entropyWeight: 1e-60 },
      "ppo: option entropyWeight is 1e-60; it must be a number from 0, and the float32 that programs compute with " +
        "would be 0.",
    ],
    [
      { targetKl: 1e39 },
      'ppo: option targetKl is 1e+39; it must be a number above 0, or "none", and the float32 that programs compute ' +
        "with would be Infinity.",
    ],
    [
      { decay: 1 - 1e-9 },
      "ppo: option decay is 0.999999999; it must be a number from 0 to 1, and the float32 that programs compute with " +
        "would be 1.",
    ],
    [{ decay: 1.5 }, "ppo: option decay is 1.5; it must be a number from 0 to 1."],
    [{ entropyWeight: -1 }, "ppo: option entropyWeight is -1; it must be a number from 0."],
    [{ logDeviation: -1 / 0 }, "ppo: option logDeviation is -Infinity; it must be a finite number."],
    [{ normalize: "yes" }, 'ppo: option normalize is "yes"; it must be true or false.'],
    [{ schedule: "cosine" }, 'ppo: option schedule is "cosine"; it must be "constant" or "linear".'],
    [{ hidden: [64, 0] }, "ppo: option hidden is [64, 0]; it must be a list of whole numbers from 1."],
    [{ hidden: 64 }, "ppo: option hidden is 64; it must be a list of whole numbers from 1."],
    [{ targetKl: -1 }, 'ppo: option targetKl is -1; it must be a number above 0, or "none".'],
    [{ steps: () => 3 }, "ppo: option steps is a function; it must be a whole number from 1."],
    [{ clipRnge: 0.1 }, "ppo: there is no option clipRnge. Did you mean clipRange?"],
    [
      { constructor: 1 },
      expect.stringMatching(/^ppo: there is no option constructor\. The options are steps, seed/),
    ],
    [7, "ppo: the options must be an object such as { seed: 1 }, found 7."],
    [[], "ppo: the options must be an object such as { seed: 1 }, found []."],
  ])("turns down %o", (options, problem) => {
    expect(problemsOf(options)).toEqual([problem]);
  });

  it.each(["steps", "clipRange", "learningRate", "entropyWeight", "decay"])(
    "takes the ends of what float32 holds, and nothing beyond: %s",
    (name) => {
      const ends = [2 ** -149, 2 ** -126, 1 - 2 ** -24, 1, (2 - 2 ** -23) * 2 ** 127];
      const most = { steps: 0, clipRange: 4, learningRate: 5, entropyWeight: 5, decay: 4 }[name]!;
      if (most > 0) for (const end of ends.slice(0, most)) expect(problemsOf({ [name]: end })).toEqual([]);
      const exact = name === "clipRange"; // which is compared in float64 here
      expect(problemsOf({ [name]: 2 ** -151 })).toHaveLength(exact ? 0 : 1);
      expect(problemsOf({ [name]: 2 ** 128 })).toHaveLength(1);
    },
  );

  it("tells of all problems at once", () => {
    const options = { clipRange: 3, stepz: 10, hidden: [Number.NaN] } as object;
    expect(() => withDefaults(table, options, "ppo")).toThrow(
      "ppo: there is no option stepz. Did you mean steps?\n" +
        "ppo: option clipRange is 3; it must be a number from 0 to 1.\n" +
        "ppo: option hidden is [NaN]; it must be a list of whole numbers from 1.",
    );
  });

  it("either returns complete finite options or says what is wrong with each", () => {
    const anything = fc.dictionary(fc.constantFrom(...Object.keys(defaults), "other"), fc.anything());
    fc.assert(
      fc.property(anything, (options) => {
        const problems = problemsOf(options);
        for (const problem of problems) expect(problem).toMatch(/^ppo: /);
        if (problems.length > 0) return;
        const complete: Readonly<Record<string, unknown>> = withDefaults(table, options, "ppo");
        expect(Object.keys(complete)).toEqual(Object.keys(defaults));
        const numbers = Object.values(complete)
          .flat()
          .filter((value) => typeof value === "number");
        expect(numbers.every(Number.isFinite)).toBe(true);
        const computedWith = [complete.learningRate, complete.entropyWeight] as number[];
        for (const value of computedWith) {
          expect(Number.isFinite(Math.fround(value))).toBe(true);
          expect(Math.fround(value) === 0).toBe(value === 0);
        }
      }),
    );
  });
});

describe("describeOptions", () => {
  it("lists every option in order", () => {
    const descriptions = describeOptions(table);
    expect(descriptions.map(({ name }) => name)).toEqual(Object.keys(defaults));
    expect(Object.fromEntries(descriptions.map((option) => [option.name, option.default]))).toEqual(defaults);
    expect(descriptions[0]).toEqual({
      name: "steps",
      type: "integer",
      allowed: "a whole number from 1",
      default: 100_000,
      description: "environment steps",
    });
    expect(descriptions.at(-1)).toEqual({
      name: "targetKl",
      type: "number",
      allowed: 'a number above 0, or "none"',
      default: "none",
      description: "KL divergence that ends an update",
    });
  });
});

describe("parseOptionText", () => {
  it.each([
    ["steps", "500_000", 500_000],
    ["steps", "5e5", 500_000],
    ["learningRate", "1e-3", 0.001],
    ["learningRate", ".5", 0.5],
    ["logDeviation", "-2", -2],
    ["normalize", "false", false],
    ["schedule", "constant", "constant"],
    ["hidden", "64,64", [64, 64]],
    ["hidden", "[128, 1_024]", [128, 1024]],
    ["hidden", "32", [32]],
    ["hidden", "", []],
    ["targetKl", "none", "none"],
    ["targetKl", "0.02", 0.02],
  ])("reads %s=%s", (name, text, value) => {
    expect(parseOptionText(table, name, text, "ppo")).toEqual(value);
  });

  it.each([
    ["steps", "many", 'ppo: option steps is "many"; it must be a whole number from 1.'],
    ["steps", "", 'ppo: option steps is ""; it must be a whole number from 1.'],
    ["steps", "0x10", 'ppo: option steps is "0x10"; it must be a whole number from 1.'],
    ["steps", "1__0", 'ppo: option steps is "1__0"; it must be a whole number from 1.'],
    ["learningRate", "1e999", 'ppo: option learningRate is "1e999"; it must be a number above 0.'],
    ["learningRate", "Infinity", 'ppo: option learningRate is "Infinity"; it must be a number above 0.'],
    ["normalize", "yes", 'ppo: option normalize is "yes"; it must be true or false.'],
    ["hidden", "64,,64", 'ppo: option hidden is "64,,64"; it must be a list of whole numbers from 1.'],
    ["sed", "1", "ppo: there is no option sed. Did you mean seed?"],
  ])("turns down %s=%s", (name, text, message) => {
    expect(() => parseOptionText(table, name, text, "ppo")).toThrow(message);
  });
});
