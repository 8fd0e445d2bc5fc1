import {
  boardSize,
  columns,
  isBoardFull,
  isInFour,
  landing,
  markToDrop,
  rows,
} from "../../games/connect-four.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { foundById } from "../found-by-id.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";

/** State: the 42 cells, as the rules of the game have them. */
const dynamics: Dynamics<Float32Array, number> = {
  observationSpace: box({ low: 0, high: 1, shape: [rows, columns, 2] }),
  actionSpace: discrete(columns),
  stateSize: boardSize,
  players: 2,

  reset(state, at) {
    state.fill(0, at, at + boardSize);
  },

  step(state, at, actions, index, rewards, terminated) {
    const cell = landing(state, actions[index], at);
    const mark = markToDrop(state, at);
    state[at + cell] = mark;
    const winner = isInFour(state, cell, at) ? mark : 0;
    rewards[2 * index] = winner;
    rewards[2 * index + 1] = 0 - winner; // not −0
    terminated[index] = winner !== 0 || isBoardFull(state, at) ? 1 : 0;
  },

  observe(state, at, observations, offset) {
    const own = markToDrop(state, at);
    for (let cell = 0; cell < boardSize; cell++) {
      observations[offset + 2 * cell] = state[at + cell] === own ? 1 : 0;
      observations[offset + 2 * cell + 1] = state[at + cell] === -own ? 1 : 0;
    }
  },

  legalActions(state, at, mask, offset) {
    for (let column = 0; column < columns; column++) mask[offset + column] = state[at + column] === 0 ? 1 : 0;
  },

  currentPlayer: (state, at) => (markToDrop(state, at) === 1 ? 0 : 1),

  render: (state, at) => ({ scene: "connect-four", columns, pieces: state.slice(at, at + boardSize) }),

  isState(state) {
    const marks = state.reduce((sum, mark) => sum + mark, 0);
    const stands = (mark: number, cell: number) =>
      mark === 0 || cell + columns >= boardSize || state[cell + columns] !== 0;
    return (
      state.every((mark) => mark === 0 || mark === 1 || mark === -1) &&
      (marks === 0 || marks === 1) &&
      state.every(stands)
    );
  },
};

/**
 * ConnectFour-v0: four in a line, a game of two players on 7 columns and 6 rows.
 *
 * - Observation `[6, 7, 2]`, of whoever is to move: rows from the top, columns from the left; 1 in the first channel where a
 *   disc of one's own lies, in the second one of the other's.
 * - Actions: the seven columns, in which a disc falls to the lowest free cell; those that are not full are legal.
 * - Rewards: at the last move 1 for who has four in a line and −1 for the other; otherwise 0.
 * - Terminated: when somebody has four in a line, or all cells are taken.
 */
export const connectFour: EnvironmentDefinition<Float32Array, number> = foundById({
  id: "ConnectFour-v0",
  description: "Get four discs in a line before the other player does.",
  create: () => environmentFromDynamics(dynamics),
  batch: (count) => batchFromDynamics(dynamics, count),
});
