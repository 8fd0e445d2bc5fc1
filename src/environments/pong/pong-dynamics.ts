import type { Dynamics } from "../dynamics.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";
import { side, writeDifference } from "./difference-frame.ts";
import {
  at,
  begin,
  field,
  frameSkip,
  isState,
  nextFrame,
  remember,
  serve,
  stateSize,
  winningScore,
} from "./laws.ts";

interface PongSettings {
  /** Whether an episode is a point, in place of a game. */
  readonly endsWithPoint: boolean;
  /** Whether numbers are seen, in place of pixels. */
  readonly hasNumbers: boolean;
}

/** State: see `at` of the laws. */
export function pongDynamics({ endsWithPoint, hasNumbers }: PongSettings): Dynamics<Float32Array, number> {
  return {
    observationSpace: box({ low: -1, high: 1, shape: hasNumbers ? [6] : [side, side, 1] }),
    actionSpace: discrete(2),
    stateSize,

    reset(state, from, generator) {
      begin(state, from, generator);
    },

    step(state, from, actions, index, rewards, terminated, generator) {
      remember(state, from);
      const direction = actions[index] === 0 ? -1 : 1;
      let point = 0;
      for (let frame = 0; frame < frameSkip && point === 0; frame += 1)
        point = nextFrame(state, from, direction);
      rewards[index] = point;
      terminated[index] = 0;
      if (point === 0) return;
      const score = from + (point > 0 ? at.playerScore : at.opponentScore);
      state[score] += 1;
      if (endsWithPoint || state[score] === winningScore) terminated[index] = 1;
      else serve(state, from, generator);
    },

    observe: hasNumbers ? writeNumbers : writeDifference,

    render: (state, from) => ({
      scene: "pong",
      ball: [state[from + at.ballX], state[from + at.ballY]],
      player: state[from + at.player],
      opponent: state[from + at.opponent],
      scores: [state[from + at.opponentScore], state[from + at.playerScore]],
    }),

    isState,
  };
}

function writeNumbers(state: Float64Array, from: number, observations: Float32Array, offset: number): void {
  const half = field.width / 2;
  observations[offset] = Math.max(-1, Math.min(1, state[from + at.ballX] / half - 1));
  observations[offset + 1] = state[from + at.ballY] / half - 1;
  observations[offset + 2] = state[from + at.velocityX] / 4;
  observations[offset + 3] = state[from + at.velocityY] / 4;
  observations[offset + 4] = state[from + at.player] / half - 1;
  observations[offset + 5] = state[from + at.opponent] / half - 1;
}
