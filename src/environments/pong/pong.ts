import { knownOptions } from "../../text/known-options.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { batchFromDynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { foundById } from "../found-by-id.ts";
import { pongDynamics } from "./pong-dynamics.ts";

/** Which Pong: see {@link pong}. */
export interface PongOptions {
  /** What an episode is: a game to 21 points, or a single point of it. Default "game". */
  readonly episode?: "game" | "point";
  /** What is seen: the difference of two frames, or positions and velocities as numbers. Default "pixels". */
  readonly observation?: "pixels" | "numbers";
}

/**
 * Pong-v0: Pong from pixels with the sizes of Atari's, against a paddle that follows the ball (after Karpathy 2016,
 * https://karpathy.github.io/2016/05/31/rl, with an own simulation).
 *
 * - Observation `[80, 80, 1]`, rows from the top: what every second pixel of the field in each direction shows now (1 for the
 *   ball and both paddles, 0 for the rest), less what it showed a step ago; −1, 0 or 1. In the first one everything is 0.
 *   With `observation: "numbers"` instead `[6]`, each −1 to 1: the ball's x and y and its velocity in both, the top of the
 *   player's paddle, which is on the right, and of the opponent's. Places are in units of 80 pixels, from the middle of
 *   the field; velocities in units of 4 pixels per frame.
 * - Actions: 0 moves the paddle up and 1 down, as in Karpathy's; there is none to leave it. Each is kept for 4 frames, or fewer
 *   where a point is made.
 * - Reward: 1 for a point of the player's and −1 for one of the opponent's.
 * - Terminated: at 21 points of either, or with `episode: "point"` after each point; truncated after 10,000 steps, or 1000.
 *   All points begin alike, so that the score of a game says nothing of what follows, and a point is a game's.
 * - Start of each point: both paddles in the middle; the ball on the middle line at any height, at 2 pixels per frame to either
 *   side, and 1 pixel per frame up or down.
 *
 * All is integers, in pixels: the field is 160 × 160, rows 34 to 194 of a frame of 160 × 210; paddles 4 × 16 at x = 16 and
 * x = 140; the ball 2 × 4. In a frame the player's paddle moves by 4 pixels, and the opponent's by 2 at most towards the
 * height of the ball, in 7 of 8 frames. Walls reflect the ball. A paddle sends it back at 2 pixels per frame, or 4 from the
 * fourth hit of a point on, and by the fifth of the paddle that its middle is at, from the top, with −1, −½, 0, ½ or 1 times
 * that to the bottom: the steepest ones outrun the opponent.
 *
 * It is not Atari's game: there the paddle has inertia, angles and speeds have more steps, the ball waits before it is served,
 * and paddles stay where they were.
 *
 * @throws OptionsError for options that there are not; RangeError for values that they do not have
 */
export function pong(options: PongOptions = {}): EnvironmentDefinition<Float32Array, number> {
  const { episode = "game", observation = "pixels" } = knownOptions("pong", options, names);
  requireChoice("episode", episode, ["game", "point"]);
  requireChoice("observation", observation, ["pixels", "numbers"]);
  const endsWithPoint = episode === "point";
  const hasNumbers = observation === "numbers";
  const create = () => pongDynamics({ endsWithPoint, hasNumbers });
  return foundById({
    id: `Pong${endsWithPoint ? "-point" : ""}${hasNumbers ? "-numbers" : ""}-v0`,
    description: `Win a ${endsWithPoint ? "point" : "game"} against a paddle that follows the ball.`,
    maxEpisodeSteps: endsWithPoint ? 1000 : 10_000,
    create: () => environmentFromDynamics(create()),
    batch: (count) => batchFromDynamics(create(), count),
  });
}

const names = ["episode", "observation"] as const;

function requireChoice(name: string, value: unknown, allowed: readonly string[]): void {
  if (allowed.includes(value as string)) return;
  throw new RangeError(`pong: ${name} is ${valueInText(value)}; it must be "${allowed.join('" or "')}".`);
}
