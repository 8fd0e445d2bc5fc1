import { createActions } from "../../environments/vectorize/action-layout.ts";
import { createEvaluator, type Policy, type ValueFunction } from "../../policies/index.ts";
import type { ArrayType, NumberArray, Team } from "../../workers/index.ts";
import type { Trajectory } from "../trajectory.ts";
import { createGameRows } from "./game-rows.ts";

/** Whole games against an opponent, as one player sees them: a trajectory of one player. */
export interface GamesTrajectory extends Trajectory {
  /** `[T]`: which of the players the policy was in the game of the step. */
  readonly places: Int32Array;
}

export interface GameRecordOptions {
  readonly policy: Policy;
  /** Judges the positions in which the policy moves; without it all values are 0. */
  readonly valueFunction?: ValueFunction | undefined;
  readonly team: Team;
  /** Games of this member. */
  readonly games: number;
}

/** A move of the policy. Arrays are copied. */
export interface RecordedMove {
  readonly game: number;
  /** Which of the players the policy is in that game. */
  readonly place: number;
  readonly observation: Float32Array;
  /** Undefined where all actions are legal. */
  readonly legalActions: Uint8Array | undefined;
  /** The action as it was drawn, at its place in a larger array. */
  readonly drawn: NumberArray;
  readonly at: number;
  readonly logProb: number;
}

/** How a game ended, for its last move of the policy. */
export interface RecordedEnd {
  readonly terminated: number;
  readonly truncated: number;
  /** Moves of the policy, and all that it got. */
  readonly length: number;
  readonly total: number;
}

/** The policy's moves in games that are played side by side, and what they brought. */
export interface GameRecord {
  /** Takes all moves away. */
  clear(): void;
  /** Adds a move and returns its number. */
  add(move: RecordedMove): number;
  /** Adds to what a move brought. */
  pay(move: number, reward: number): void;
  end(move: number, end: RecordedEnd): void;
  /** The games of all members, one after another; holds until the next call. All members call it together. */
  join(): GamesTrajectory;
}

/** Positions that are evaluated at once for their values. */
const judgedAtOnce = 256;

export function createGameRecord({ policy, valueFunction, team, games }: GameRecordOptions): GameRecord {
  const { actionSpace, backend } = policy;
  const { size: observationSize } = policy.observationSpace;
  const action = createActions(actionSpace, 1);
  const width = action.length;
  const evaluate = valueFunction && createEvaluator(valueFunction, observationSize, judgedAtOnce, backend);
  const single = { type: Float32Array, width: 1 } as const;
  const rows = createGameRows(
    {
      observations: { type: Float32Array, width: observationSize },
      actions: { type: action.constructor as ArrayType<NumberArray>, width },
      ...(policy.masked && { legalActions: { type: Uint8Array, width: actionSpace.size } }),
      ...{ logProbs: single, values: single },
      rewards: { type: Float64Array, width: 1 },
      ...{ places: { type: Int32Array, width: 1 }, episodeLengths: { type: Int32Array, width: 1 } },
      ...{ terminated: { type: Uint8Array, width: 1 }, truncated: { type: Uint8Array, width: 1 } },
      episodeReturns: { type: Float64Array, width: 1 },
    },
    games,
    team,
  );
  return {
    clear: () => rows.clear(),
    add({ game, place, observation, legalActions, drawn, at, logProb }) {
      const move = rows.add(game);
      const kept = rows.array("actions");
      for (let i = 0; i < width; i++) kept[move * width + i] = drawn[at + i];
      rows.array("observations").set(observation, move * observationSize);
      if (policy.masked) {
        const { size } = actionSpace;
        if (legalActions) rows.array("legalActions").set(legalActions, move * size);
        else rows.array("legalActions").fill(1, move * size, (move + 1) * size);
      }
      rows.array("logProbs")[move] = logProb;
      rows.array("places")[move] = place;
      for (const name of untilTheEnd) rows.array(name)[move] = 0;
      return move;
    },
    pay(move, reward) {
      rows.array("rewards")[move] += reward;
    },
    end(move, { terminated, truncated, length, total }) {
      rows.array("terminated")[move] = terminated;
      rows.array("truncated")[move] = truncated;
      rows.array("episodeLengths")[move] = length;
      rows.array("episodeReturns")[move] = total;
    },
    join() {
      evaluate?.(
        rows.array("observations") as Float32Array,
        rows.count,
        rows.array("values") as Float32Array,
      );
      const { steps, arrays } = rows.join();
      return {
        ...{ steps, count: 1, players: 1 },
        ...{ movers: undefined, finalMovers: undefined, lastMovers: undefined, legalActions: undefined },
        ...(arrays as unknown as Omit<GamesTrajectory, "steps">),
        ...{ finalValues: new Float32Array(steps), lastValues: new Float32Array(1) },
        ...{ stepsBefore: new Int32Array(1), episodeInfo: [] },
      };
    },
  };
}

/** What is 0 of a move until more is known. */
const untilTheEnd = ["rewards", "values", "episodeLengths", "terminated", "truncated", "episodeReturns"];
