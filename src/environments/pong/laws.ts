import type { Generator } from "../../random/index.ts";

/** Pixels of the field, between the walls; positions are of upper left corners, from the upper left corner of the field. */
export const field = { width: 160, height: 160 } as const;
/** Of each paddle; the player's is on the right. */
export const paddle = { width: 4, height: 16, player: 140, opponent: 16 } as const;
export const ball = { width: 2, height: 4 } as const;
/** Points that win a game. */
export const winningScore = 21;
/** Frames of a step. */
export const frameSkip = 4;

/** Where each number is in the state of a game. */
export const at = {
  ...{ ballX: 0, ballY: 1, velocityX: 2, velocityY: 3, player: 4, opponent: 5 },
  /** Times that paddles have hit the ball since it was served. */
  hits: 6,
  /** Frames since the serve, modulo 8. */
  frame: 7,
  ...{ playerScore: 8, opponentScore: 9 },
  /** What the last step began with, in the order of those without "before". */
  ...{ ballXBefore: 10, ballYBefore: 11, playerBefore: 12, opponentBefore: 13 },
} as const;
export const stateSize = 14;

const lowest = { ball: field.height - ball.height, paddle: field.height - paddle.height } as const;
/** Pixels that the player's paddle moves in a frame, and the opponent's in 7 of 8 frames. */
const paddleSpeed = { player: 4, opponent: 2 } as const;
/** Vertical over horizontal speed behind each fifth of a paddle, from its upper end; behind the middle one as it came. */
const slopes = [-1, -0.5, undefined, 0.5, 1] as const;
/** Pixels that the ball moves to the side in a frame: twice as many from the fourth hit on. */
const slowest = 2;
const fastest = 4;
const speedAfter = (hits: number): number => (hits < 4 ? slowest : fastest);

/** Whether numbers are a state, as far as each of them tells. */
export function isState(state: Float64Array): boolean {
  const areWithin = (places: readonly number[], least: number, most: number) =>
    places.every((place) => Number.isInteger(state[place]) && state[place] >= least && state[place] <= most);
  return (
    areWithin([at.ballX, at.ballXBefore], 1 - ball.width - fastest, field.width + fastest - 1) &&
    areWithin([at.ballY, at.ballYBefore], 0, lowest.ball) &&
    [slowest, fastest].includes(Math.abs(state[at.velocityX])) &&
    areWithin([at.velocityY], -fastest, fastest) &&
    areWithin([at.player, at.opponent, at.playerBefore, at.opponentBefore], 0, lowest.paddle) &&
    areWithin([at.hits], 0, Number.MAX_SAFE_INTEGER) &&
    areWithin([at.frame], 0, 7) &&
    areWithin([at.playerScore, at.opponentScore], 0, winningScore)
  );
}

/** Begins a game at 0 to 0. */
export function begin(state: Float64Array, from: number, generator: Generator): void {
  state.fill(0, from, from + stateSize);
  serve(state, from, generator);
  remember(state, from);
}

/** Begins a point: the paddles in the middle; the ball on the middle line, at any height, flying to either side, up or down. */
export function serve(state: Float64Array, from: number, generator: Generator): void {
  state[from + at.player] = state[from + at.opponent] = lowest.paddle / 2;
  state[from + at.ballX] = (field.width - ball.width) / 2;
  state[from + at.ballY] = generator.integers(0, lowest.ball + 1);
  state[from + at.velocityX] = speedAfter(0) * (generator.integers(0, 2) === 0 ? -1 : 1);
  state[from + at.velocityY] = generator.integers(0, 2) === 0 ? -1 : 1;
  state[from + at.hits] = state[from + at.frame] = 0;
}

/** Keeps where everything is, for the difference of two frames. */
export function remember(state: Float64Array, from: number): void {
  state[from + at.ballXBefore] = state[from + at.ballX];
  state[from + at.ballYBefore] = state[from + at.ballY];
  state[from + at.playerBefore] = state[from + at.player];
  state[from + at.opponentBefore] = state[from + at.opponent];
}

/**
 * The next frame.
 *
 * @param direction of the player's paddle: −1 up, 1 down, 0 not at all
 * @returns 1 when the ball has left the field behind the opponent, −1 behind the player, 0 while it flies
 */
export function nextFrame(state: Float64Array, from: number, direction: number): -1 | 0 | 1 {
  const frame = (state[from + at.frame] + 1) % 8;
  state[from + at.frame] = frame;
  state[from + at.player] = within(state[from + at.player] + direction * paddleSpeed.player, lowest.paddle);
  if (frame !== 0) followBall(state, from);
  moveBall(state, from);
  hit(state, from);
  const x = state[from + at.ballX];
  if (x >= field.width) return -1;
  return x <= -ball.width ? 1 : 0;
}

/** The opponent moves the middle of its paddle towards that of the ball. */
function followBall(state: Float64Array, from: number): void {
  const distance = state[from + at.ballY] + ball.height / 2 - (state[from + at.opponent] + paddle.height / 2);
  const move = Math.max(-paddleSpeed.opponent, Math.min(paddleSpeed.opponent, distance));
  state[from + at.opponent] = within(state[from + at.opponent] + move, lowest.paddle);
}

/** Walls throw the ball back. */
function moveBall(state: Float64Array, from: number): void {
  state[from + at.ballX] += state[from + at.velocityX];
  const y = state[from + at.ballY] + state[from + at.velocityY];
  if (y >= 0 && y <= lowest.ball) {
    state[from + at.ballY] = y;
    return;
  }
  state[from + at.ballY] = y < 0 ? -y : 2 * lowest.ball - y;
  state[from + at.velocityY] *= -1;
}

/** A paddle that the ball has come to throws it back, at an angle by the fifth of the paddle that the ball's middle is at. */
function hit(state: Float64Array, from: number): void {
  const isPlayers = state[from + at.velocityX] > 0;
  const left = isPlayers ? paddle.player : paddle.opponent;
  const top = state[from + (isPlayers ? at.player : at.opponent)];
  const x = state[from + at.ballX];
  const y = state[from + at.ballY];
  if (x + ball.width <= left || x >= left + paddle.width) return;
  if (y + ball.height <= top || y >= top + paddle.height) return;
  const middle = within(y + ball.height / 2 - top, paddle.height - 1);
  const hits = state[from + at.hits] + 1;
  const speed = speedAfter(hits);
  const fifth = Math.floor((slopes.length * middle) / paddle.height);
  const slope = slopes[fifth] ?? state[from + at.velocityY] / Math.abs(state[from + at.velocityX]);
  state[from + at.hits] = hits;
  state[from + at.ballX] = isPlayers ? left - ball.width : left + paddle.width;
  state[from + at.velocityX] = isPlayers ? -speed : speed;
  state[from + at.velocityY] = speed * slope;
}

function within(value: number, greatest: number): number {
  return Math.max(0, Math.min(greatest, value));
}
