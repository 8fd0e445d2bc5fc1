import { describe, expect, it } from "vitest";
import { behaviorCloning } from "../../src/algorithms/index.ts";
import { addition, additionDemonstrations, checkEnvironment } from "../../src/environments/index.ts";

/** Plays an episode by a function of the tokens so far; gives what was shown and the reward. */
function play(digits: number, seed: number, heldOut: boolean, answer: (tokens: readonly number[]) => number) {
  const environment = addition({ digits, heldOut }).create();
  const tokens = [environment.reset({ seed }).observation as number];
  for (;;) {
    const { observation, reward, terminated } = environment.step(answer(tokens));
    if (terminated) return { tokens, reward };
    tokens.push(observation as number);
  }
}

/** The sum of the numbers that the tokens show, digit by digit, and 0 before "=". */
function rightAnswer(digits: number, wrongAt = -1) {
  return (tokens: readonly number[]) => {
    const place = tokens.length - 2 * digits - 2;
    if (place < 0) return 0;
    const numberAt = (start: number) =>
      Number(
        tokens
          .slice(start, start + digits)
          .toReversed()
          .join(""),
      );
    const digit = Math.floor((numberAt(0) + numberAt(digits + 1)) / 10 ** place) % 10;
    return place === wrongAt ? (digit + 1) % 10 : digit;
  };
}

describe("Addition", () => {
  it.each([1, 3])("keeps the contract with %i digits", (digits) => {
    for (const heldOut of [false, true]) {
      expect(checkEnvironment(addition({ digits, heldOut }).create()).errors).toEqual([]);
    }
  });

  it("shows two numbers from the ones on, and pays for a sum that is right in every digit", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { tokens, reward } = play(3, seed, false, rightAnswer(3));
      expect(reward).toBe(1);
      expect(tokens).toHaveLength(11);
      expect([tokens[3], tokens[7]]).toEqual([10, 11]);
      expect(
        tokens
          .toSpliced(7, 1)
          .toSpliced(3, 1)
          .every((token) => token < 10),
      ).toBe(true);
      expect(play(3, seed, false, rightAnswer(3, seed % 4)).reward).toBe(0);
    }
  });

  it("lets nothing but 0 be written before the summands are shown", () => {
    const environment = addition().create();
    environment.reset({ seed: 1 });
    for (let step = 0; step < 7; step++) {
      expect(Array.from(environment.legalActions!() as ArrayLike<number>)).toEqual([1, ...Array(9).fill(0)]);
      environment.step(0);
    }
    expect(Array.from(environment.legalActions!() as ArrayLike<number>)).toEqual(Array(10).fill(1));
  });

  it("holds out one sum in five, whatever the order of its summands", () => {
    const seen = { training: new Set<string>(), heldOut: new Set<string>() };
    for (let seed = 0; seed < 1500; seed++) {
      for (const [name, heldOut] of [
        ["training", false],
        ["heldOut", true],
      ] as const) {
        const { tokens } = play(1, seed, heldOut, () => 0);
        seen[name].add([tokens[0], tokens[2]].toSorted().join("+"));
      }
    }
    expect([...seen.training].some((each) => seen.heldOut.has(each))).toBe(false);
    expect(seen.training.size + seen.heldOut.size).toBe(55);
    expect(seen.heldOut.size / 55).toBeGreaterThan(0.05);
    expect(seen.heldOut.size / 55).toBeLessThan(0.4);
  });

  it("has demonstrations with the right answers, the same for the same seed", () => {
    const { count, steps, read } = additionDemonstrations({ digits: 2, count: 20, seed: 3 });
    expect([count, steps]).toEqual([20, 8]);
    const rows = (first: number) => {
      const observations = new Float32Array(3 * 8 * 12);
      const actions = new Int32Array(3 * 8);
      const legalActions = new Uint8Array(3 * 8 * 10);
      for (let i = 0; i < 3; i++) read(first + i, { observations, actions, legalActions }, 8 * i);
      return { observations, actions, legalActions };
    };
    const { observations, actions, legalActions } = rows(4);
    for (let i = 0; i < 3; i++) {
      const tokens = Array.from({ length: 8 }, (_, step) =>
        observations.subarray((8 * i + step) * 12).indexOf(1),
      );
      tokens.forEach((_, step) => {
        expect(actions[8 * i + step]).toBe(rightAnswer(2)(tokens.slice(0, step + 1)));
        expect(legalActions[(8 * i + step) * 10 + 1]).toBe(step < 5 ? 0 : 1);
      });
    }
    expect(rows(4)).toEqual(rows(4));
    expect(rows(5).observations).not.toEqual(observations);
  });

  it("refuses other numbers of digits", () => {
    expect(() => addition({ digits: 0 })).toThrow("digits is 0; it must be an integer from 1");
    expect(() => addition({ digits: 7 })).toThrow("addition: digits is 7; it must be 6 at most");
  });
});

describe("behavior cloning of whole episodes", () => {
  const architecture = { kind: "gru", units: 8 } as const;
  const demonstrations = () => additionDemonstrations({ digits: 1, count: 300 });
  const options = { steps: 512, minibatchSize: 32, minibatchesPerUpdate: 8, learningRate: 0.02, seed: 1 };

  it("trains recurrent policies and transformers, and judges those that are held out", () => {
    const transformer = { kind: "transformer", layers: 1, width: 8, heads: 2, context: 5 } as const;
    for (const each of [architecture, transformer]) {
      const reports = [
        ...behaviorCloning(addition({ digits: 1 }), { ...options, architecture: each }, { demonstrations }),
      ];
      const [first, last] = [reports[0]!.metrics, reports.at(-1)!.metrics];
      expect(last.logLikelihood).toBeGreaterThan(first.logLikelihood);
      expect(last.heldOutLogLikelihood).toBeGreaterThan(-1.5);
      expect(last.heldOutAccuracy).toBeGreaterThan(3 / 5);
    }
  });

  it("is refused where they are single steps", () => {
    const single = () => ({
      observations: new Uint8Array(12),
      actions: new Uint8Array(1),
      legalActions: new Uint8Array(10).fill(1),
    });
    expect(() => [
      ...behaviorCloning(addition(), { ...options, heldOut: 0, architecture }, { demonstrations: single }),
    ]).toThrow(
      "demonstrations: the architecture is recurrent, and they are single steps. Give whole episodes, { count, steps, read }",
    );
  });
});
