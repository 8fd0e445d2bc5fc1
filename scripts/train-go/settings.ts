/** All of the campaign that may be larger or smaller. What is not here is a default of the commands. */
export interface CampaignSettings {
  readonly seed: number;
  /** "native" takes half the time of "wasm", and needs `npm run build:native`. */
  readonly backend: "native" | "wasm";
  /** Threads of trainings, and games of GNU Go and of matches that are played at a time. */
  readonly processes: number;
  /** Games of GNU Go, level 1, to imitate. */
  readonly expertGames: number;
  readonly imitation: TrainingSettings;
  /** By all positions of the games of GNU Go: with the imitation, it plays the games of a search. */
  readonly valueOfExperts: TrainingSettings;
  /** The imitation and the value network lead and value a search, and learn from its games. */
  readonly firstRound: SearchRound;
  /** Games of the apprentice against GNU Go, level 1: the games of the second round begin at their positions. */
  readonly apprenticeGames: number;
  /** The same with what came of the first round. Its value network is the baseline of the reinforcement. */
  readonly secondRound: SearchRound;
  /** The first pass, from positions where the apprentice met GNU Go, with the value network of the second round as its baseline. */
  readonly reinforcement: TrainingSettings;
  /** From the second apprentice too, by games against GNU Go, level 1: the reinforced policy of the model. */
  readonly againstGnuGo: TrainingSettings;
  /** Games of that policy against GNU Go, level 1. */
  readonly trainedGames: number;
  /** By all positions of all games so far but those of self-play by reinforcement: the value network of the model. */
  readonly valueOfGames: TrainingSettings;
  /** Games of the reinforced policy against itself, for the value network. */
  readonly selfPlayGames: number;
  /** By one position of each game. */
  readonly value: TrainingSettings;
  /** By all positions of each game: the baseline of the second pass. */
  readonly valueOfAll: TrainingSettings;
  /** Other games, of which all positions are shown so often that the network learns them by heart, to show that it does. */
  readonly fewSelfPlayGames: number;
  readonly valueOfFew: TrainingSettings;
  /** Goes on from the first pass, with the value network as the baseline. */
  readonly secondPass: TrainingSettings;
  /** Simulations of a search for each move of a match. */
  readonly simulations: number;
  /** Policies of the first pass that the ladder has between its beginning and its end. */
  readonly snapshots: number;
  /** What the variance of the gradient is measured by, with each baseline: estimates of it, and games of each. */
  readonly baselines: { readonly batches: number; readonly games: number };
  readonly games: {
    /** Of the matches against GNU Go, level 10, by which the reinforcement and the search are judged. */
    readonly againstGnuGo: number;
    /** Of matches of policies by reinforcement against the one that imitates, with moves drawn. */
    readonly againstImitation: number;
    /** Of each other match that joins players to the ladder. */
    readonly ofLadder: number;
  };
}

/** A round of expert iteration: games of a search against itself, with which the networks that made it go on. */
export interface SearchRound {
  readonly games: number;
  readonly simulations: number;
  readonly temperature: number;
  readonly apprentice: TrainingSettings;
  readonly value: TrainingSettings;
}

export interface TrainingSettings {
  /** Positions or moves to learn from; default: the command's. */
  readonly steps?: number;
  /** What `--set` sets. */
  readonly options: Readonly<Record<string, string | number>>;
}

const furtherTraining = { learningRate: 0.0005, learningRateSchedule: "linear" };

/** What made the model: within six hours on two cores. */
export const full: CampaignSettings = {
  ...{ seed: 1, backend: "native", processes: 2 },
  expertGames: 10_500,
  imitation: {
    steps: 5_000_000,
    options: { layers: 8, filters: 64, weightDecay: 0.03, learningRateSchedule: "linear" },
  },
  valueOfExperts: { steps: 700_000, options: { layers: 6, filters: 64, learningRateSchedule: "linear" } },
  firstRound: {
    ...{ games: 1500, simulations: 48, temperature: 0.5 },
    apprentice: { steps: 1_000_000, options: { ...furtherTraining, weightDecay: 0.03 } },
    value: { steps: 300_000, options: furtherTraining },
  },
  apprenticeGames: 1000,
  secondRound: {
    ...{ games: 2500, simulations: 64, temperature: 0.5 },
    apprentice: { steps: 1_500_000, options: { ...furtherTraining, weightDecay: 0.03 } },
    value: { steps: 600_000, options: furtherTraining },
  },
  reinforcement: { steps: 600_000, options: { lambda: 0.9, entropyWeight: 0.01 } },
  againstGnuGo: {
    steps: 86_000,
    options: {
      ...{ decidedAt: 0.9, epochs: 4, minibatchSize: 256, learningRate: 0.0003, maxGradientNorm: 12 },
      ...{ lambda: 0.95, normalizeAdvantages: "true", entropyWeight: 0.07, klWeight: 0, matchGames: 0 },
      ...{ valueUpdates: 1, valueLearningRate: 0.0001 },
    },
  },
  trainedGames: 2000,
  valueOfGames: {
    steps: 3_000_000,
    options: {
      ...{ layers: 1, filters: 64, residualBlocks: 6, ownershipWeight: 1, weightDecay: 0.01 },
      learningRateSchedule: "linear",
    },
  },
  selfPlayGames: 17_000,
  value: { steps: 160_000, options: furtherTraining },
  valueOfAll: { steps: 500_000, options: furtherTraining },
  fewSelfPlayGames: 2000,
  valueOfFew: { steps: 1_000_000, options: furtherTraining },
  secondPass: {
    steps: 600_000,
    options: { learningRate: 0.00015, learningRateSchedule: "linear", gamesPerUpdate: 256, snapshotEvery: 6 },
  },
  ...{ simulations: 400, snapshots: 4 },
  baselines: { batches: 24, games: 128 },
  games: { againstGnuGo: 200, againstImitation: 400, ofLadder: 100 },
};

const tinyNetwork = { layers: 1, filters: 4 };

const tinyRound = {
  ...{ games: 6, simulations: 2, temperature: 0.5 },
  apprentice: { steps: 4096, options: { heldOut: 0.2, heldOutRows: 32 } },
  value: { steps: 4096, options: { heldOut: 0.2, heldOutRows: 32 } },
};

const tinyReinforcement = {
  steps: 1500,
  options: { gamesPerUpdate: 4, snapshotEvery: 2, gate: "none", matchEvery: 4, matchGames: 4 },
};

/** Every step once, in a few minutes, to see that all of them run. */
export const small: CampaignSettings = {
  ...{ seed: 1, backend: "wasm", processes: 2 },
  expertGames: 6,
  imitation: { steps: 4096, options: { ...tinyNetwork, heldOut: 0.2, heldOutRows: 32 } },
  valueOfExperts: { steps: 4096, options: { ...tinyNetwork, heldOut: 0.2, heldOutRows: 32 } },
  ...{ firstRound: tinyRound, apprenticeGames: 2, secondRound: tinyRound },
  reinforcement: tinyReinforcement,
  againstGnuGo: {
    steps: 60,
    options: { gamesPerUpdate: 4, decidedAt: 0.9, epochs: 2, minibatchSize: 32, matchGames: 0 },
  },
  trainedGames: 2,
  valueOfGames: {
    steps: 4096,
    options: { ...tinyNetwork, residualBlocks: 1, ownershipWeight: 1, heldOut: 0.2, heldOutRows: 32 },
  },
  selfPlayGames: 64,
  value: { steps: 4096, options: { ...tinyNetwork, heldOutRows: 32 } },
  valueOfAll: { steps: 4096, options: { ...tinyNetwork, heldOutRows: 32 } },
  fewSelfPlayGames: 64,
  valueOfFew: { steps: 4096, options: { ...tinyNetwork, heldOutRows: 32 } },
  secondPass: tinyReinforcement,
  ...{ simulations: 2, snapshots: 2 },
  baselines: { batches: 4, games: 2 },
  games: { againstGnuGo: 2, againstImitation: 2, ofLadder: 2 },
};
