import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { algorithms, ppo, searchRanges } from "../../../src/algorithms/index.ts";
import { readRange } from "../../../src/cli/tune/read-range.ts";
import type { NumberRange } from "../../../src/learning/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { checkRanges } from "../../../src/runs/tuning/check-ranges.ts";
import { drawFrom, drawSettings } from "../../../src/runs/tuning/draw-settings.ts";
import { OptionsError } from "../../../src/text/options-error.ts";

const ends = (number: fc.Arbitrary<number>) =>
  fc.tuple(number, number).filter(([a, b]) => a !== b && Number.isFinite(a - b));
const range = (kind: NumberRange["kind"], [a, b]: readonly [number, number]): NumberRange => ({
  kind,
  from: Math.min(a, b),
  to: Math.max(a, b),
});
const seed = fc.nat();

describe("a draw from a range", () => {
  it("lies within it, of either kind, and a drawn number has four digits or is an end", () => {
    const above0 = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
    const any = fc.double({ min: -1e30, max: 1e30, noNaN: true });
    const ranges = fc.oneof(
      ends(any).map((both) => range("uniform", both)),
      ends(above0).map((both) => range("log-uniform", both)),
    );
    fc.assert(
      fc.property(ranges, seed, (range, seed) => {
        const drawn = drawFrom(range, "number", createGenerator(seed)) as number;
        expect(drawn).toBeGreaterThanOrEqual(range.from);
        expect(drawn).toBeLessThanOrEqual(range.to);
        const isEnd = drawn === range.from || drawn === range.to;
        expect(isEnd || drawn === Number(drawn.toPrecision(4))).toBe(true);
      }),
    );
  });

  it("is whole for an option that is, and comes to both ends", () => {
    const kinds = fc.constantFrom("uniform" as const, "log-uniform" as const);
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 3 }),
        (kind, from, more) => {
          const generator = createGenerator(from);
          const drawn = Array.from({ length: 300 }, () =>
            drawFrom({ kind, from, to: from + more }, "integer", generator),
          );
          // Each of at most four is drawn with probability above 0.2: missing one in 300 draws has a chance below 1e-28.
          expect([...new Set(drawn)].sort((a, b) => Number(a) - Number(b))).toEqual(
            Array.from({ length: more + 1 }, (_, index) => from + index),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it("of a log-uniform range is as often in each order of magnitude", () => {
    const generator = createGenerator(1);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) {
      const drawn = drawFrom({ kind: "log-uniform", from: 1e-5, to: 1e-1 }, "number", generator) as number;
      counts[Math.min(3, Math.floor(Math.log10(drawn) + 5))]++;
    }
    // χ² with 3 degrees of freedom is above 30.7 once in a million times.
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(30.7);
  });

  it("of choices is one of them", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), seed, (values, seed) => {
        expect(values).toContain(drawFrom({ kind: "choice", values }, "record", createGenerator(seed)));
      }),
    );
  });
});

describe("the settings of a trial", () => {
  const accepts = (drawn: object) => void ppo("CartPole-v1", drawn);

  it("are drawn again where options do not fit together", () => {
    const ranges = {
      rolloutSteps: { kind: "choice", values: [16, 32] },
      minibatchSize: { kind: "choice", values: [128, 256] },
    } as const;
    for (let seed = 0; seed < 20; seed++) {
      const drawn = drawSettings(ppo, ranges, createGenerator(seed), accepts)!;
      expect((8 * (drawn.rolloutSteps as number)) % (drawn.minibatchSize as number)).toBe(0);
    }
  });

  it("are refused where they never do, with the reason", () => {
    const ranges = { minibatchSize: { kind: "choice", values: [7] } } as const;
    expect(() => drawSettings(ppo, ranges, createGenerator(0), accepts)).toThrow(
      /^tune: of 100 draws from the ranges, ppo refuses every one, the last because: .*minibatchSize is 7; it must divide/,
    );
  });

  it("are not those of an earlier trial, and none where there are no others", () => {
    const ranges = { clipRange: { kind: "choice", values: [0.1, 0.2, 0.3] } } as const;
    const generator = createGenerator(0);
    const known: unknown[] = [0.2];
    const isKnown = ({ clipRange }: Readonly<Record<string, unknown>>) => known.includes(clipRange);
    for (let draw = 0; draw < 2; draw++) {
      known.push(drawSettings(ppo, ranges, generator, accepts, isKnown)!.clipRange);
    }
    expect(new Set(known)).toEqual(new Set([0.1, 0.2, 0.3]));
    expect(drawSettings(ppo, ranges, generator, accepts, isKnown)).toBeUndefined();
  });

  it("do not depend on the order in which ranges are given", () => {
    const ranges = Object.entries(searchRanges.ppo);
    const [one, other] = [ranges, ranges.toReversed()].map((entries) =>
      drawSettings(ppo, Object.fromEntries(entries), createGenerator(3), accepts),
    );
    expect(other).toEqual(one);
  });
});

describe("the ranges that are declared", () => {
  it("are there for every algorithm but those that are not judged by returns of a single player", () => {
    const without = algorithms.map(({ name }) => name).filter((name) => !Object.hasOwn(searchRanges, name));
    expect(without.sort()).toEqual(["behavior-cloning", "self-play"]);
  });

  it.each(Object.entries(searchRanges))("for %s are ranges of its options", (name, ranges) => {
    const algorithm = algorithms.find((each) => each.name === name);
    expect(algorithm).toBeDefined();
    checkRanges(algorithm!, ranges);
  });

  it.each([
    ...["ppo", "a2c", "trpo", "reinforce", "natural-policy-gradient", "impala", "actor-critic"],
    ...["reppo", "evolution-strategies"],
  ])("for %s fit together", (name) => {
    const algorithm = algorithms.find((each) => each.name === name)!;
    for (let seed = 0; seed < 10; seed++) {
      drawSettings(algorithm, searchRanges[name], createGenerator(seed), (drawn) =>
        algorithm("CartPole-v1", drawn),
      );
    }
  });
});

describe("a range that cannot be", () => {
  it.each([
    [
      { lambd: { kind: "uniform", from: 0, to: 1 } },
      "tune: ppo: there is no option lambd. Did you mean lambda?",
    ],
    [{ seed: { kind: "uniform", from: 0, to: 9 } }, "tune: option seed can have no range: every trial is"],
    [
      { lambda: { kind: "normal" } },
      'the range of lambda has the kind "normal"; it must be "uniform", "log-uni',
    ],
    [{ lambda: 0.9 }, "the range of lambda has the kind undefined; it must be"],
    [
      { lambda: { kind: "uniform", from: 1, to: 0.5 } },
      "the range of lambda is from 1 to 0.5; it must be from a nu",
    ],
    [{ lambda: { kind: "uniform", from: 0, to: "1" } }, 'the range of lambda is from 0 to "1"; it must be'],
    [
      { entropyWeight: { kind: "log-uniform", from: 0, to: 1 } },
      "is log-uniform from 0; it must begin above 0",
    ],
    [
      { lambda: { kind: "choice", values: [] } },
      "the range of lambda has the values []; they must be a list",
    ],
    [
      { lambda: { kind: "uniform", from: 0.5, to: 1.5 } },
      "the range of lambda: ppo: option lambda is 1.5; it must be a number from 0 to 1.",
    ],
    [
      { epochs: { kind: "uniform", from: 1.5, to: 3 } },
      "the range of epochs: ppo: option epochs is 1.5; it must be a whole number from 1.",
    ],
    [{ clipRangeSchedule: { kind: "uniform", from: 0, to: 1 } }, 'it must be "constant" or "linear"'],
    [{}, "tune: there is nothing to search"],
  ])("is explained: %j", (ranges, message) => {
    expect(() => checkRanges(ppo, ranges as never)).toThrow(OptionsError);
    expect(() => checkRanges(ppo, ranges as never)).toThrow(message);
  });
});

describe("--range", () => {
  const read = (text: string) => readRange(text, ppo, searchRanges.ppo);

  it("has the kind that is declared for the option, or else is uniform, and can say which", () => {
    expect(read("learningRate=1e-5..1e-3")).toEqual([
      "learningRate",
      { kind: "log-uniform", from: 1e-5, to: 1e-3 },
    ]);
    expect(read("lambda=0.9..1")[1]).toEqual({ kind: "uniform", from: 0.9, to: 1 });
    expect(read("valueWeight=log:.1..10")[1]).toEqual({ kind: "log-uniform", from: 0.1, to: 10 });
    expect(read("learningRate=uniform:1e-5..1e-3")[1]).toMatchObject({ kind: "uniform" });
  });

  it("has choices, which may be lists and words", () => {
    expect(read("hidden=[32],[64,64],[]")).toEqual([
      "hidden",
      { kind: "choice", values: [[32], [64, 64], []] },
    ]);
    expect(read("targetKl=none,0.02")[1]).toEqual({ kind: "choice", values: ["none", 0.02] });
    expect(read("epochs=4")[1]).toEqual({ kind: "choice", values: [4] });
  });

  it.each([
    ["lambda", "--range needs a name and a value, as in learningRate=log:1e-4..1e-2"],
    ["lambda=0..2", 'ppo: option lambda is "2"; it must be a number from 0 to 1.'],
    ["lamda=0..1", "there is no option lamda. Did you mean lambda?"],
    ["epochs=", 'ppo: option epochs is ""; it must be'],
  ])("is explained where it is wrong: %s", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
