import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sac } from "../../../src/algorithms/index.ts";
import {
  box,
  clipAction,
  clipReward,
  defineEnvironment,
  discrete,
  type Environment,
  type EnvironmentDefinition,
  frameStackObservation,
  grayscaleObservation,
  make,
  maxAndSkipObservation,
  normalizeObservation,
  normalizeReward,
  observationStatistics,
  recordEpisodeStatistics,
  repeatAction,
  rescaleAction,
  resizeObservation,
  stickyAction,
  transformAction,
} from "../../../src/environments/index.ts";
import { encodeState } from "../../../src/state/index.ts";
import { screen } from "./screen.ts";

/** Shows what it is given, one array after another; the reward of each step is its number. */
const showing = (
  frames: readonly (readonly number[])[],
  shape: readonly number[],
  taken: unknown[] = [],
  actionSpace = box({ low: -2, high: 2 }),
): EnvironmentDefinition<Float32Array, Float32Array> => ({
  id: "Showing-v0",
  description: "For tests.",
  create() {
    let at = 0;
    const observation = () => [...frames[at]!];
    return {
      observationSpace: box({ low: -1000, high: 1000, shape }),
      actionSpace,
      reset() {
        at = 0;
        return { observation: observation() };
      },
      step(action) {
        taken.push(Array.from(action));
        at += 1;
        return {
          observation: observation(),
          reward: at,
          terminated: at === frames.length - 1,
          truncated: false,
        };
      },
    } satisfies Environment<Float32Array, Float32Array>;
  },
});

/** All observations of an episode. */
function play(source: EnvironmentDefinition<Float32Array, Float32Array>, action: readonly number[] = [0]) {
  const environment = make(source);
  const seen = [Array.from(environment.reset({ seed: 1 }).observation)];
  const rewards: number[] = [];
  for (let ended = false; !ended; ) {
    const { observation, reward, terminated, truncated } = environment.step(action);
    seen.push(Array.from(observation));
    rewards.push(reward);
    ended = terminated || truncated;
  }
  return { seen, rewards };
}

const number = fc.integer({ min: -64, max: 64 }).map((each) => each / 8);
const frames = (size: number) =>
  fc.array(fc.array(number, { minLength: size, maxLength: size }), { minLength: 2, maxLength: 9 });
const runs = { numRuns: 40 };

describe("frameStackObservation", () => {
  test("shows the last observations, the oldest first, and the first one for those before the episode", () => {
    fc.assert(
      fc.property(frames(2), fc.integer({ min: 1, max: 4 }), (shown, size) => {
        const stacked = frameStackObservation(showing(shown, [2]), size);
        expect(make(stacked).observationSpace).toMatchObject({ shape: [size, 2] });
        const expected = shown.map((_, t) =>
          Array.from({ length: size }, (_, i) => shown[Math.max(0, t - size + 1 + i)]!).flat(),
        );
        expect(play(stacked).seen).toEqual(expected);
      }),
      runs,
    );
  });

  test("pads with zeros when it is told, which are within the bounds", () => {
    const stacked = frameStackObservation(showing([[3], [4], [5]], [1]), 3, { padding: "zero" });
    expect(play(stacked).seen).toEqual([
      [0, 0, 3],
      [0, 3, 4],
      [3, 4, 5],
    ]);
    const positive = {
      ...screen,
      create: () => ({ ...screen.create(), observationSpace: box({ low: 5, high: 9 }) }),
    };
    expect(make(frameStackObservation(positive, 2, { padding: "zero" })).observationSpace).toMatchObject({
      low: [0, 0],
      high: [9, 9],
    });
  });

  test("puts the channels of images behind one another", () => {
    const stacked = frameStackObservation(
      showing(
        [
          [1, 2, 3, 4],
          [5, 6, 7, 8],
        ],
        [1, 2, 2],
      ),
      2,
    );
    expect(make(stacked).observationSpace).toMatchObject({ shape: [1, 2, 4] });
    expect(play(stacked).seen[1]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
  });
});

describe("repeatAction and maxAndSkipObservation", () => {
  test("sum the rewards of their steps and stop where the episode ends", () => {
    fc.assert(
      fc.property(frames(2), fc.integer({ min: 2, max: 4 }), (shown, times) => {
        const last = shown.length - 1;
        const ends = Array.from({ length: Math.ceil(last / times) }, (_, i) =>
          Math.min((i + 1) * times, last),
        );
        const begins = ends.map((_, i) => i * times);
        const repeated = play(repeatAction(showing(shown, [2]), times));
        expect(repeated.seen).toEqual([shown[0], ...ends.map((end) => shown[end])]);
        const sums = ends.map((end, i) => ((end - begins[i]!) * (end + begins[i]! + 1)) / 2);
        expect(repeated.rewards).toEqual(sums);
        const most = play(maxAndSkipObservation(showing(shown, [2]), times));
        expect(most.rewards).toEqual(sums);
        expect(most.seen.slice(1)).toEqual(
          ends.map((end, i) =>
            shown[end]!.map((each, j) => (end - begins[i]! > 1 ? Math.max(each, shown[end - 1]![j]!) : each)),
          ),
        );
      }),
      runs,
    );
  });
});

test("maxAndSkipObservation sees two observations of an environment that writes them into one array", () => {
  const observation = new Float32Array(2);
  const flickering = () =>
    defineEnvironment({
      observationSpace: box({ low: 0, high: 9, shape: [2] }),
      actionSpace: discrete(2),
      reset: () => ({ observation: observation.fill(0) }),
      step() {
        observation.set(observation[0] === 1 ? [0, 2] : [1, 0]);
        return { observation, reward: 0, terminated: false, truncated: false };
      },
    });
  const environment = make(maxAndSkipObservation(flickering, 2));
  environment.reset();
  expect(environment.step(0).observation).toEqual(Float32Array.of(1, 2));
});

describe("images", () => {
  const image = fc
    .tuple(...[1, 2, 3, 4].map(() => fc.integer({ min: 1, max: 7 })))
    .chain(([height, width, newHeight, newWidth]) =>
      fc.record({
        sizes: fc.constant([height!, width!, newHeight!, newWidth!] as const),
        pixels: fc.array(fc.integer({ min: 0, max: 255 }), {
          minLength: height! * width! * 3,
          maxLength: height! * width! * 3,
        }),
      }),
    );

  test("are resized by the area that a new pixel shares with the old ones", () => {
    fc.assert(
      fc.property(image, ({ sizes: [height, width, newHeight, newWidth], pixels }) => {
        const source = resizeObservation(showing([pixels, pixels], [height, width, 3]), [
          newHeight,
          newWidth,
        ]);
        const [seen] = play(source).seen;
        // Every old pixel is cut into newHeight × newWidth equal parts, each of which lies in one new pixel.
        const sums = new Float64Array(newHeight * newWidth * 3);
        for (let y = 0; y < height * newHeight; y++) {
          for (let x = 0; x < width * newWidth; x++) {
            for (let c = 0; c < 3; c++) {
              const old = pixels[(Math.floor(y / newHeight) * width + Math.floor(x / newWidth)) * 3 + c]!;
              sums[(Math.floor(y / height) * newWidth + Math.floor(x / width)) * 3 + c] +=
                old / (height * width);
            }
          }
        }
        seen!.forEach((each, i) => expect(each).toBeCloseTo(sums[i]!, 3));
      }),
      runs,
    );
  });

  test("become gray by the luma of BT.601, and white stays 255", () => {
    const gray = grayscaleObservation(
      showing(
        [
          [255, 0, 0, 0, 255, 0, 0, 0, 255],
          [255, 255, 255, 10, 20, 30, 0, 0, 0],
        ],
        [1, 3, 3],
      ),
    );
    const { seen } = play(gray);
    expect(seen[0]).toEqual([0.299 * 255, 0.587 * 255, 0.114 * 255].map(Math.fround));
    expect(seen[1]![0]).toBe(255);
    expect(seen[1]![1]).toBeCloseTo(18.15, 5);
    const of = make(grayscaleObservation(screen)).observationSpace;
    expect(of).toMatchObject({ shape: [6, 5, 1], low: new Array(30).fill(0), high: new Array(30).fill(255) });
  });
});

describe("actions", () => {
  test("are rescaled to the bounds and back", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -9, max: 0, noNaN: true }).map(Math.fround),
        fc.double({ min: 0.25, max: 9, noNaN: true }).map(Math.fround),
        (share, low, width) => {
          const taken: number[][] = [];
          const bounds = box({ low, high: low + width });
          const source = rescaleAction(showing([[0], [0]], [1], taken, bounds));
          play(source, [share]);
          expect(bounds.contains(taken[0])).toBe(true);
          expect(taken[0]![0]).toBeCloseTo(low + (width * (share + 1)) / 2, 4);
          for (const [end, bound] of [
            [-1, bounds.low[0]],
            [1, bounds.high[0]],
          ] as const) {
            play(source, [end]);
            expect(taken.at(-1)![0]! + 0).toBe(bound! + 0);
          }
        },
      ),
      runs,
    );
    const environment = make(rescaleAction("Pendulum-v1"));
    environment.reset();
    expect(() => environment.step([1.5])).toThrow(
      "action: expected between -1 and 1 at element 0, found 1.5.",
    );
  });

  test("are clipped, and transformed with their mask", () => {
    const taken: number[][] = [];
    const clipped = clipAction(showing([[0], [0]], [1], taken));
    expect(make(clipped).actionSpace).toMatchObject({ low: [-Infinity], high: [Infinity] });
    play(clipped, [17]);
    expect(taken).toEqual([[2]]);
    const game = make(transformAction("TicTacToe-v0", (cell) => 8 - cell));
    game.reset();
    game.step(0);
    expect(game.legalActions!()).toEqual(Uint8Array.of(0, 1, 1, 1, 1, 1, 1, 1, 1));
    expect(Array.from(make("TicTacToe-v0").legalActions?.() ?? [])).toHaveLength(9);
  });

  test("stick with the given probability to what was done before, and never at the first step", () => {
    const taken: number[] = [];
    const source = () =>
      defineEnvironment({
        observationSpace: box({ low: 0, high: 1 }),
        actionSpace: discrete(2),
        reset: () => ({ observation: [0] }),
        step(action) {
          taken.push(action);
          return { observation: [action], reward: 0, terminated: false, truncated: false };
        },
      });
    const environment = make(stickyAction(source, 0.25));
    const chosen: number[] = [];
    environment.reset({ seed: 4 });
    const steps = 400;
    for (let step = 0; step < steps; step += 1) {
      chosen.push(step % 2);
      environment.step(step % 2);
    }
    expect(taken[0]).toBe(chosen[0]);
    taken.forEach((action, i) => expect([chosen[i], taken[i - 1]]).toContain(action));
    // A change is missing where the draw sticks and the chosen one differs from the last one; each draw sticks with 1/4.
    let sticks = 0;
    let open = 0;
    for (let i = 1; i < steps; i += 1) {
      if (taken[i - 1] === chosen[i]) continue;
      open += 1;
      if (taken[i] !== chosen[i]) sticks += 1;
    }
    // Fixed seed; five standard deviations are a false alarm of 6e-7.
    expect(Math.abs(sticks - open / 4)).toBeLessThan(5 * Math.sqrt((open * 3) / 16));
  });
});

describe("normalization", () => {
  /** Gymnasium 1.4's RunningMeanStd, of all rows at once: its beginning is a row of mean 0 and variance 1 that counts 1e-4. */
  const momentsOf = (rows: readonly number[]) => {
    const count = 1e-4 + rows.length;
    const mean = rows.reduce((sum, each) => sum + each, 0) / count;
    const square = rows.reduce((sum, each) => sum + (each - mean) ** 2, 1e-4 * (1 + mean ** 2));
    return { mean, variance: square / count };
  };

  test("of observations is by all that were seen, over episodes, as in Gymnasium", () => {
    fc.assert(
      fc.property(frames(2), (shown) => {
        const environment = make(normalizeObservation(showing(shown, [2])));
        const seen: number[][] = [];
        for (let episode = 0; episode < 2; episode += 1) {
          for (let t = 0; t < shown.length; t += 1) {
            const { observation } = t === 0 ? environment.reset() : environment.step([0]);
            seen.push(shown[t] as number[]);
            for (const column of [0, 1]) {
              const { mean, variance } = momentsOf(seen.map((row) => row[column]!));
              const expected = (shown[t]![column]! - mean) / Math.sqrt(variance + 1e-8);
              expect(observation[column]! - expected).toBeCloseTo(0, 4);
            }
          }
        }
      }),
      runs,
    );
  });

  test("of rewards is by the deviation of the discounted return, within each episode", () => {
    const environment = make(normalizeReward(showing([[0], [0], [0], [0]], [1]), { discount: 0.5 }));
    const returns: number[] = [];
    for (let episode = 0; episode < 3; episode += 1) {
      environment.reset();
      let sum = 0;
      for (const reward of [1, 2, 3]) {
        sum = sum / 2 + reward;
        returns.push(sum);
        const { variance } = momentsOf(returns);
        expect(environment.step([0]).reward).toBeCloseTo(reward / Math.sqrt(variance + 1e-8), 9);
      }
    }
  });

  test("begins anew with a seed, and frozen statistics stay as they are given", () => {
    const source = normalizeObservation("Pendulum-v1");
    const environment = make(source);
    const first = environment.reset({ seed: 3 }).observation;
    environment.step([1]);
    expect(environment.reset({ seed: 3 }).observation).toEqual(first);
    const statistics = { count: 10, mean: [0.5, 0, 1], variance: [4, 1, 9] };
    const frozen = make(normalizeObservation("Pendulum-v1", { statistics, update: false, epsilon: 1e-12 }));
    const plain = make("Pendulum-v1");
    for (const seed of [1, 2]) {
      const [x, y, speed] = plain.reset({ seed }).observation;
      const seen = frozen.reset({ seed }).observation;
      [(x! - 0.5) / 2, y!, (speed! - 1) / 3].forEach((each, i) => expect(seen[i]).toBeCloseTo(each, 5));
    }
  });

  test("of a training is put together from its copies out of the checkpoint", () => {
    const source = normalizeObservation(recordEpisodeStatistics("Pendulum-v1"));
    const options = {
      steps: 40,
      environments: 2,
      rolloutSteps: 10,
      startSteps: 20,
      batchSize: 8,
      hidden: [4],
      seed: 2,
    };
    let checkpoint: Uint8Array | undefined;
    for (const report of sac(source, options)) checkpoint = report.checkpoint();
    const { count, mean, variance } = observationStatistics(checkpoint!);
    // Each copy saw its steps and the observation that it began with.
    expect(count).toBeCloseTo(40 + 2 + 2e-4, 9);
    expect(mean[0]! ** 2 + mean[1]! ** 2 + variance[0]! + variance[1]!).toBeCloseTo(1, 3);
    expect(() => observationStatistics(encodeState({ other: [1] }))).toThrow("the checkpoint has none");
    expect(() => observationStatistics(encodeState({ normalizeObservation: { count: 1 } }))).toThrow(
      "normalizeObservation: it must have count, mean, variance; found count",
    );
  });
});

test("statistics of episodes tell of rewards before they are changed", () => {
  const source = clipReward(repeatAction(recordEpisodeStatistics(showing([[0], [0], [0], [0]], [1])), 2), {
    high: 1,
  });
  const environment = make(source);
  environment.reset();
  expect(environment.step([0])).toMatchObject({ reward: 1, terminated: false });
  const last = environment.step([0]);
  expect(last).toMatchObject({ reward: 1, terminated: true, info: { episodeReturn: 6, episodeLength: 3 } });
});
