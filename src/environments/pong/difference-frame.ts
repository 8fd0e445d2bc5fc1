import { at, ball, field, paddle } from "./laws.ts";

/** Pixels of a side: every second one of the field in each direction. */
export const side = field.width / 2;

/**
 * Writes the difference of two frames, `[side, side]`, from `offset` on: 1 where something is now and was not before, −1 where
 * something was and is not any more, 0 elsewhere.
 */
export function writeDifference(
  state: Float64Array,
  from: number,
  observations: Float32Array,
  offset: number,
): void {
  observations.fill(0, offset, offset + side * side);
  addPaddle(observations, offset, paddle.player, state[from + at.playerBefore], -1);
  addPaddle(observations, offset, paddle.opponent, state[from + at.opponentBefore], -1);
  addBall(observations, offset, state[from + at.ballXBefore], state[from + at.ballYBefore], -1);
  addPaddle(observations, offset, paddle.player, state[from + at.player], 1);
  addPaddle(observations, offset, paddle.opponent, state[from + at.opponent], 1);
  addBall(observations, offset, state[from + at.ballX], state[from + at.ballY], 1);
}

function addPaddle(image: Float32Array, offset: number, x: number, y: number, sign: number): void {
  add(image, offset, x, y, paddle.width, paddle.height, sign);
}

function addBall(image: Float32Array, offset: number, x: number, y: number, sign: number): void {
  add(image, offset, x, y, ball.width, ball.height, sign);
}

/** Adds `sign` to those pixels of a rectangle of the field that are seen: those at even places. */
function add(
  image: Float32Array,
  offset: number,
  x: number,
  y: number,
  width: number,
  height: number,
  sign: number,
): void {
  const right = Math.min(side, Math.ceil((x + width) / 2));
  const bottom = Math.min(side, Math.ceil((y + height) / 2));
  for (let row = Math.ceil(y / 2); row < bottom; row += 1) {
    for (let column = Math.max(0, Math.ceil(x / 2)); column < right; column += 1) {
      image[offset + row * side + column] += sign;
    }
  }
}
