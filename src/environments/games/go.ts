import {
  alphaGoFeatures,
  black,
  boardFeatures,
  type GoFeature,
  GoPosition,
  type GoRules,
  type GoRulesOptions,
  goPlanes,
  goRules,
  scoreOf,
  white,
} from "../../games/go/index.ts";
import {
  createGenerator,
  type Generator,
  type GeneratorState,
  generatorFromState,
} from "../../random/index.ts";
import { savedRecord, within } from "../../state/index.ts";
import { knownOptions, requireOptionsObject } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { defaultSeed } from "../default-seed.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { environmentFromBatch, type RestorableBatch } from "../environment-from-batch.ts";
import { foundById } from "../found-by-id.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";
import { turnedBoards } from "./turned-boards.ts";

/** How a game of Go is played, and what is observed of it. */
export interface GoEnvironmentOptions extends GoRulesOptions {
  /**
   * The number of moves after which a game is over and the board is scored as it stands; default: twice the number of
   * points.
   */
  readonly moveLimit?: number;
  /**
   * What is paid at the last move: by `result`, the default, 1 to who has won and −1 to the other; by `points`, the lead of
   * each player, komi included, as a share of the points of the board.
   */
  readonly reward?: GoReward;
  /**
   * Whether each observation shows the board turned and mirrored by a symmetry that is drawn for it, with actions as they are seen
   * there; default false.
   */
  readonly turned?: boolean;
  /** What is observed, see {@link goPlanes}; default: the board and the moves before, {@link boardFeatures}. */
  readonly features?: readonly GoFeature[];
}

/** What a game of Go pays at its end, see {@link GoEnvironmentOptions}. */
export type GoReward = "result" | "points";

/** Go as an environment, with what else there is to know of it: by which rules it is played, and what is observed. */
export interface GoDefinition extends EnvironmentDefinition<Float32Array, number> {
  readonly rules: GoRules;
  readonly features: readonly GoFeature[];
  /** The same game with another reward. */
  paying(reward: GoReward): GoDefinition;
  /**
   * The same game, which begins at positions that are drawn, with the moves that led to them, in the place of an empty board.
   *
   * @param draw gives a position by the same rules, which is copied
   */
  beginningAt(draw: DrawPosition): GoDefinition;
}

/** Gives a position to begin at, which may change with the next call. */
export type DrawPosition = (generator: Generator) => GoPosition;

/** Whether an environment is one of Go. */
export function isGo(definition: EnvironmentDefinition): definition is GoDefinition & EnvironmentDefinition {
  return "rules" in definition && "features" in definition;
}

/**
 * Go, a game of two players. Black, who begins, is player 0.
 *
 * - Observation `[rows, columns, channels]`, zeros and ones, of whoever is to move: see {@link goPlanes}.
 * - Actions: the points, row by row from the top left, and one more for a pass. Those that the rules allow are legal.
 * - Rewards: at the last move 1 for who has won and −1 for the other; 0 for both where an integer komi makes a draw, and
 *   before the end. With `reward: "points"`, the lead as a share of the board: where all is won, all is taken.
 * - Terminated: after two passes in a row, and at the move limit, which scores the board as it stands: a game of self-play has
 *   a result always. For games that are truncated instead, take a large `moveLimit` and set `maxEpisodeSteps`.
 *
 * The score is that of all stones on the board, dead ones included (Tromp and Taylor): dead stones must be captured before
 * the passes.
 *
 * @throws RangeError or OptionsError for rules that there are not
 * @example
 * const small = goEnvironment({ size: 5, komi: 0.5, ko: "simple" }); // Go-5x5-v0 has other rules
 */
export function goEnvironment(options: GoEnvironmentOptions = {}): GoDefinition {
  return defineGo(options);
}

function defineGo(options: GoEnvironmentOptions, draw?: DrawPosition): GoDefinition {
  requireOptionsObject("goEnvironment", options, "{ size: 9 }");
  const { moveLimit, features = boardFeatures, reward = "result", turned = false, ...given } = options;
  const names = ["size", "columns", "rows", "komi", "ko", "suicide", "scoring"] as const;
  const rules = goRules(knownOptions<GoRulesOptions, (typeof names)[number]>("goEnvironment", given, names));
  const points = rules.columns * rules.rows;
  const limit = moveLimit ?? 2 * points;
  requireInteger("goEnvironment: moveLimit", limit, 1);
  if (reward !== "result" && reward !== "points") {
    throw new RangeError(`goEnvironment: reward is ${valueInText(reward)}; it must be "result" or "points"`);
  }
  requireFlag("goEnvironment: turned", turned);
  const batch = (count: number) => {
    const games = goBatch({ rules, moveLimit: limit, features, reward, draw }, count);
    return turned ? turnedBoards(games, rules) : games;
  };
  return {
    id: idOf(rules, limit, reward, turned, features),
    description: "Surround more of the board than the other player does.",
    create: () => environmentFromBatch(batch(1)),
    batch,
    ...{ rules, features },
    paying: (other) => defineGo({ ...options, reward: other }, draw),
    beginningAt: (start) => defineGo(options, start),
  };
}

/** What all copies have in common. */
interface GoSettings {
  readonly rules: GoRules;
  readonly moveLimit: number;
  readonly features: readonly GoFeature[];
  readonly reward: GoReward;
  readonly draw: DrawPosition | undefined;
}

function goBatch({ rules, moveLimit, features, reward, draw }: GoSettings, count: number): RestorableBatch {
  const positions = Array.from({ length: count }, () => new GoPosition(rules));
  const generators = draw && Array.from({ length: count }, () => createGenerator(defaultSeed));
  const { channels, write } = goPlanes(rules, features);
  const observationSpace = box({ low: 0, high: 1, shape: [rules.rows, rules.columns, channels] });
  const actions = rules.columns * rules.rows + 1;
  const observe = (index: number, observations: Float32Array) =>
    write(positions[index], observations, index * observationSpace.size);

  return {
    count,
    observationSpace,
    actionSpace: discrete(actions),
    players: 2,
    reset(index, observations, seed) {
      if (generators) {
        if (seed !== undefined) generators[index] = createGenerator(seed);
        positions[index].copyFrom(draw!(generators[index]));
      } else positions[index].reset();
      observe(index, observations);
    },
    step(moves, observations, rewards, terminated) {
      for (let index = 0; index < count; index++) {
        const position = positions[index];
        position.playLegal(moves[index]);
        const isOver = position.isOver || position.moveCount >= moveLimit;
        const lead = isOver ? scoreOf(position).lead : 0;
        const result = reward === "points" ? lead / position.points : Math.sign(lead);
        rewards[2 * index] = result;
        rewards[2 * index + 1] = 0 - result; // not −0
        terminated[index] = isOver ? 1 : 0;
        observe(index, observations);
      }
    },
    legalActions(mask) {
      for (let index = 0; index < count; index++) positions[index].legalMoves(mask, index * actions);
    },
    currentPlayer(movers) {
      for (let index = 0; index < count; index++) movers[index] = positions[index].toPlay - 1;
    },
    render(index) {
      const { columns, stones, points } = positions[index];
      const pieces = Array.from(stones.subarray(0, points), (stone) =>
        stone === black ? 1 : stone === white ? -1 : 0,
      );
      return { scene: "go", columns, pieces };
    },
    save: (index) => {
      const game = positions[index].save();
      return generators ? { game, generator: generators[index].save() } : game;
    },
    restore(index, saved) {
      if (!generators) return positions[index].restore(saved);
      const { game, generator } = savedRecord(saved, ["game", "generator"]);
      const restored = within("generator", () => generatorFromState(generator as GeneratorState));
      within("game", () => positions[index].restore(game));
      generators[index] = restored;
    },
  };
}

/** "Go-9x9-v0" for the default rules, reward and features, and what is different in others. */
function idOf(
  rules: GoRules,
  moveLimit: number,
  reward: GoReward,
  turned: boolean,
  features: readonly GoFeature[],
): string {
  const { columns, rows } = rules;
  const standard = goRules({ columns, rows });
  const parts = [
    `Go-${columns}x${rows}`,
    ...(rules.komi === standard.komi ? [] : [`komi${rules.komi}`]),
    ...(rules.ko === standard.ko ? [] : [rules.ko]),
    ...(rules.suicide === standard.suicide ? [] : ["suicide"]),
    ...(rules.scoring === standard.scoring ? [] : [rules.scoring]),
    ...(moveLimit === 2 * columns * rows ? [] : [`${moveLimit}moves`]),
    ...(reward === "result" ? [] : [reward]),
    ...(turned ? ["turned"] : []),
    ...nameOf(rules, features),
    "v0",
  ];
  return parts.join("-");
}

/** Nothing for the default features, "alphago", or how many planes others have. */
function nameOf(rules: GoRules, features: readonly GoFeature[]): string[] {
  const isSame = (others: readonly GoFeature[]) => features.join() === others.join();
  if (isSame(boardFeatures)) return [];
  if (isSame(alphaGoFeatures)) return ["alphago"];
  return [`${goPlanes(rules, features).channels}planes`];
}

/**
 * Go-5x5-v0, Go-7x7-v0, Go-9x9-v0, Go-13x13-v0 and Go-19x19-v0, by the default rules, and the same with AlphaGo's planes to be
 * observed: Go-9x9-alphago-v0. And Go-5x5-points-v0, where Black can win the whole board, and is paid for each point of it, and
 * Go-5x5-points-turned-v0, where each observation is turned.
 */
export const goGames: readonly GoDefinition[] = [
  ...[boardFeatures, alphaGoFeatures].flatMap((features) =>
    [5, 7, 9, 13, 19].map((size) => goEnvironment({ size, features })),
  ),
  ...[false, true].map((turned) => goEnvironment({ size: 5, reward: "points", turned })),
].map((game) => foundById(game));
