import type { OptionsOf } from "../../learning/index.ts";
import type { selfPlayOptions } from "./options.ts";

type SelfPlayOptions = Partial<OptionsOf<typeof selfPlayOptions>>;

/** What works well here, by environment. From nothing, the entropy counts for a lot. */
export const selfPlayTuned: Readonly<Record<string, SelfPlayOptions>> = {
  "TicTacToe-v0": {
    steps: 1_000_000,
    hidden: [128, 128],
    gamesPerUpdate: 128,
    snapshotEvery: 10,
    poolSize: 20,
    baseline: "value",
    learningRate: 5e-3,
    learningRateSchedule: "linear",
    entropyWeight: 1,
  },
  "ConnectFour-v0": {
    steps: 10_000_000,
    // A filter sees a square of four rows and columns, in which a line of four lies.
    architecture: {
      kind: "convolutional",
      input: [6, 7, 2],
      layers: [
        { filters: 128, kernel: 4, padding: "valid" },
        { filters: 32, kernel: 1 },
      ],
      head: { kind: "dense", hidden: [128] },
    },
    gamesPerUpdate: 128,
    snapshotEvery: 10,
    poolSize: 40,
    baseline: "value",
    // Whoever lost did not lose by every move: V(s) at the next ones tells them apart.
    lambda: 0.7,
    minibatchSize: 256,
    learningRate: 3e-3,
    learningRateSchedule: "linear",
    entropyWeight: 1,
  },
  "Go-5x5-points-turned-v0": {
    steps: 2_600_000,
    architecture: {
      kind: "convolutional",
      input: [5, 5, 14],
      layers: new Array(4).fill({ filters: 32, kernel: 3 }),
      head: { kind: "positions" },
    },
    valueArchitecture: {
      kind: "convolutional",
      input: [5, 5, 14],
      layers: new Array(2).fill({ filters: 32, kernel: 3 }),
      head: { kind: "dense", filters: 4, hidden: [64] },
    },
    gamesPerUpdate: 64,
    snapshotEvery: 20,
    poolSize: 20,
    baseline: "value",
    lambda: 0.9,
    learningRate: 2e-3,
    learningRateSchedule: "linear",
    valueLearningRate: 2e-3,
    valueUpdates: 2,
    entropyWeight: 2,
    entropyWeightSchedule: "linear",
  },
};
