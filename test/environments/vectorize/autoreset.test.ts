import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AutoresetMode,
  box,
  defineEnvironment,
  discrete,
  environmentSeed,
  ticTacToe,
  timeLimit,
  vectorizeWithAutoreset,
} from "../../../src/environments/index.ts";
import { limitSteps } from "../../../src/environments/limit-steps.ts";
import { screen } from "../wrappers/screen.ts";

/** Shows the number of its episode times ten and that of the step, which is the reward; ends after `lengths[i]` steps. */
const counting = (lengths: readonly number[]) => {
  let copy = 0;
  return () => {
    const length = lengths[copy++ % lengths.length]!;
    let episode = 0;
    let step = 0;
    return defineEnvironment({
      observationSpace: box({ low: 0, high: 1000 }),
      actionSpace: discrete(2),
      reset() {
        episode += 1;
        step = 0;
        return { observation: [10 * episode] };
      },
      step() {
        step += 1;
        return {
          observation: [10 * episode + step],
          reward: step,
          terminated: step === length,
          truncated: false,
        };
      },
    });
  };
};

/** Observations, rewards, flags and final observations after each of so many steps of two copies. */
function sequence(autoreset: AutoresetMode, steps: number) {
  const copies = vectorizeWithAutoreset(counting([2, 3]), { count: 2, autoreset });
  copies.reset();
  const first = Array.from(copies.observations);
  const rows = Array.from({ length: steps }, () => {
    if (autoreset === "disabled") {
      const ended = [0, 1].filter((copy) => copies.terminated[copy]);
      if (ended.length > 0) copies.reset(ended);
    }
    copies.step(new Int32Array(2));
    const finals = [0, 1].map((copy) => (copies.terminated[copy] ? copies.finalObservations[copy] : "-"));
    return [...copies.observations, "|", ...copies.rewards, "|", ...copies.terminated, "|", ...finals].join(
      " ",
    );
  });
  return { first, rows };
}

describe("autoreset", () => {
  test("in the same step shows the first observation of the next episode, and the last one apart", () => {
    expect(sequence("same-step", 6)).toEqual({
      first: [10, 10],
      rows: [
        "11 11 | 1 1 | 0 0 | - -",
        "20 12 | 2 2 | 1 0 | 12 -",
        "21 20 | 1 3 | 0 1 | - 13",
        "30 21 | 2 1 | 1 0 | 22 -",
        "31 22 | 1 2 | 0 0 | - -",
        "40 30 | 2 3 | 1 1 | 32 23",
      ],
    });
  });

  test("in the next step shows the last observation, and then takes a step for the reset", () => {
    expect(sequence("next-step", 6)).toEqual({
      first: [10, 10],
      rows: [
        "11 11 | 1 1 | 0 0 | - -",
        "12 12 | 2 2 | 1 0 | 12 -",
        "20 13 | 0 3 | 0 1 | - 13",
        "21 20 | 1 0 | 0 0 | - -",
        "22 21 | 2 1 | 1 0 | 22 -",
        "30 22 | 0 2 | 0 0 | - -",
      ],
    });
  });

  test("that is disabled leaves the reset to the caller, who may not forget it", () => {
    expect(sequence("disabled", 5)).toEqual({
      first: [10, 10],
      rows: [
        "11 11 | 1 1 | 0 0 | - -",
        "12 12 | 2 2 | 1 0 | 12 -",
        "21 13 | 1 3 | 0 1 | - 13",
        "22 21 | 2 1 | 1 0 | 22 -",
        "31 22 | 1 2 | 0 0 | - -",
      ],
    });
    const copies = vectorizeWithAutoreset(counting([2]), { count: 2, autoreset: "disabled" });
    copies.reset();
    copies.step(new Int32Array(2));
    expect(() => copies.reset([1])).toThrow(
      "reset: copy 1 cannot be reset alone; it must be one of 2 copies whose episode has ended",
    );
    copies.step(new Int32Array(2));
    copies.reset([0]);
    expect([...copies.observations, ...copies.terminated, ...copies.rewards]).toEqual([20, 12, 0, 1, 0, 2]);
    expect(() => copies.step(new Int32Array(2))).toThrow(
      "copy 1: its episode has ended, and autoreset is disabled. Call reset([1]) before the next step.",
    );
    expect(() => copies.reset([2])).toThrow("reset: copy 2 cannot be reset alone");
    copies.reset();
    expect(Array.from(copies.observations)).toEqual([30, 30]);
  });

  test("does what Gymnasium's SyncVectorEnv does with single environments, in each mode", () => {
    const modes = fc.constantFrom<AutoresetMode>("next-step", "same-step", "disabled");
    fc.assert(
      fc.property(
        modes,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 2, max: 9 }),
        (autoreset, count, limit) => {
          const copies = vectorizeWithAutoreset(timeLimit(screen, limit), { count, autoreset, seed: 5 });
          const singles = Array.from({ length: count }, () => limitSteps(screen.create(), limit));
          const shown = singles.map(
            (each, copy) => each.reset({ seed: environmentSeed(5, copy) }).observation,
          );
          const ended = new Array<boolean>(count).fill(false);
          copies.reset();
          for (let step = 0; step < 25; step += 1) {
            if (autoreset === "disabled") {
              const those = [...ended.keys()].filter((copy) => ended[copy]);
              copies.reset(those);
              for (const copy of those) shown[copy] = singles[copy]!.reset().observation;
              ended.fill(false);
            }
            const actions = Int32Array.from({ length: count }, (_, copy) => (step + copy) % 3);
            copies.step(actions);
            for (const [copy, single] of singles.entries()) {
              let [reward, terminated, truncated] = [0, false, false];
              if (autoreset === "next-step" && ended[copy]) {
                shown[copy] = single.reset().observation;
              } else {
                const result = single.step(actions[copy]!);
                ({ reward, terminated, truncated } = result);
                shown[copy] = result.observation;
                const final = copies.finalObservations.subarray(90 * copy, 90 * copy + 90);
                if (terminated || truncated) expect(final).toEqual(result.observation);
                if (autoreset === "same-step" && (terminated || truncated))
                  shown[copy] = single.reset().observation;
              }
              ended[copy] = terminated || truncated;
              expect(copies.rewards[copy]).toBe(reward);
              expect([copies.terminated[copy], copies.truncated[copy]]).toEqual([
                Number(terminated),
                Number(truncated),
              ]);
              expect(copies.observations.subarray(90 * copy, 90 * copy + 90)).toEqual(shown[copy]);
            }
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  test("tells legal actions and players of a game, and takes any action where an episode has ended", () => {
    const copies = vectorizeWithAutoreset(ticTacToe, { count: 1 });
    copies.reset();
    const moves = [0, 3, 1, 4, 2];
    const movers = moves.map((cell) => {
      const mover = copies.movers![0];
      copies.step(Int32Array.of(cell));
      return mover;
    });
    expect(movers).toEqual([0, 1, 0, 1, 0]);
    expect([
      ...copies.terminated,
      ...copies.rewards,
      ...copies.episodeReturns,
      ...copies.episodeLengths,
    ]).toEqual([1, 1, -1, 1, -1, 5]);
    expect(copies.legalActions).toEqual(new Uint8Array(9).fill(1));
    copies.step(Int32Array.of(0));
    expect([...copies.observations]).toEqual(new Array(copies.observationSize).fill(0));
    copies.step(Int32Array.of(4));
    expect(() => copies.step(Int32Array.of(4))).toThrow("action 4 is not legal now");
  });

  test("of another name is refused", () => {
    expect(() => vectorizeWithAutoreset("CartPole-v1", { autoreset: "always" as "disabled" })).toThrow(
      'autoreset is "always"; it must be "next-step", "same-step" or "disabled"',
    );
  });
});

test.each([
  ["CartPole-v1", "actions: a discrete space takes an Int32Array, found an array of 2."],
  ["Pendulum-v1", "actions: a box space takes a Float32Array, found an array of 2."],
])("a list of actions is refused with the array that is meant: %s", (id, message) => {
  const copies = vectorizeWithAutoreset(id, { count: 2 });
  copies.reset();
  expect(() => copies.step([0, 1] as never)).toThrow(message);
});

test("a step before the first reset says that reset() is needed, which takes no observations here", () => {
  const copies = vectorizeWithAutoreset("CartPole-v1", { count: 2 });
  expect(() => copies.step(new Int32Array(2))).toThrow(
    "step: the environments have not begun. Call reset() first.",
  );
  copies.reset();
  copies.step(new Int32Array(2));
});
