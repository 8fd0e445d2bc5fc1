import { cellCount, isFull, markToMove, winningMark } from "../../games/tic-tac-toe.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { discrete } from "../spaces/discrete.ts";
import { multiBinary } from "../spaces/multi-binary.ts";

/** State: the nine cells, as the rules of the game have them. */
export const ticTacToeDynamics: Dynamics<Uint8Array, number> = {
  observationSpace: multiBinary(2 * cellCount),
  actionSpace: discrete(cellCount),
  stateSize: cellCount,
  players: 2,

  reset(state, at) {
    state.fill(0, at, at + cellCount);
  },

  step(state, at, actions, index, rewards, terminated) {
    state[at + actions[index]] = markToMove(state, at);
    const winner = winningMark(state, at);
    rewards[2 * index] = winner;
    rewards[2 * index + 1] = 0 - winner; // not −0
    terminated[index] = winner !== 0 || isFull(state, at) ? 1 : 0;
  },

  observe(state, at, observations, offset) {
    const own = markToMove(state, at);
    for (let cell = 0; cell < cellCount; cell += 1) {
      observations[offset + cell] = state[at + cell] === own ? 1 : 0;
      observations[offset + cellCount + cell] = state[at + cell] === -own ? 1 : 0;
    }
  },

  legalActions(state, at, mask, offset) {
    for (let cell = 0; cell < cellCount; cell += 1) mask[offset + cell] = state[at + cell] === 0 ? 1 : 0;
  },

  currentPlayer: (state, at) => (markToMove(state, at) === 1 ? 0 : 1),

  render: (state, at) => ({ scene: "tic-tac-toe", columns: 3, pieces: state.slice(at, at + cellCount) }),

  isState(state) {
    const marks = state.reduce((sum, mark) => sum + mark, 0);
    return state.every((mark) => mark === 0 || mark === 1 || mark === -1) && (marks === 0 || marks === 1);
  },
};

/**
 * TicTacToe-v0: three in a line, a game of two players.
 *
 * - Observation `[18]`, of whoever is to move: 1 at the cells of one's own marks, and then of the other's, in row-major
 *   order.
 * - Actions: the nine cells; those that are free are legal.
 * - Rewards: at the last move 1 for who has three in a line and −1 for the other; otherwise 0.
 * - Terminated: when somebody has three in a line, or all cells are taken.
 */
export const ticTacToe: EnvironmentDefinition<Uint8Array, number> = {
  id: "TicTacToe-v0",
  description: "Get three marks in a line before the other player does.",
  create: () => environmentFromDynamics(ticTacToeDynamics),
  batch: (count) => batchFromDynamics(ticTacToeDynamics, count),
};
