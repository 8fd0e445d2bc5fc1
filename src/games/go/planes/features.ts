import { valueInText } from "../../../text/value-in-text.ts";

/**
 * How many planes each feature has. Where there are eight, a number from 1 to 8 is written as a 1 in that plane and what is more
 * than 8 in the eighth, but for capture sizes, which begin with 0.
 *
 * - `stones`: own stones, stones of the other, empty points
 * - `ones`: 1 everywhere
 * - `turnsSince`: of stones: moves since they were played, 1 for the latest; those of the start were played long ago
 * - `liberties`: of stones: the liberties of their chain
 * - `captureSize`: of legal moves: how many stones of the other they capture, from 0 to 7 and more
 * - `selfAtariSize`: of legal moves after which the own chain has one liberty or none: how many stones it has
 * - `libertiesAfter`: of legal moves: how many liberties the own chain has then
 * - `ladderCapture`: legal moves that capture a chain of two liberties in a ladder
 * - `ladderEscape`: legal moves that bring an own chain out of atari, and not into a ladder
 * - `sensible`: legal moves that do not fill an own eye
 * - `legal`: points where a move is legal
 * - `zeros`: 0 everywhere, which tells a convolution nothing but where the board is
 * - `passed`: 1 everywhere after a pass
 * - `white`: 1 everywhere where White is to move
 */
export const planesOfFeatures = {
  stones: 3,
  ones: 1,
  turnsSince: 8,
  liberties: 8,
  captureSize: 8,
  selfAtariSize: 8,
  libertiesAfter: 8,
  ladderCapture: 1,
  ladderEscape: 1,
  sensible: 1,
  legal: 1,
  zeros: 1,
  passed: 1,
  white: 1,
} as const;

export type GoFeature = keyof typeof planesOfFeatures;

/** The board and the moves before, for self-play that has no time for more: 14 planes. */
export const boardFeatures: readonly GoFeature[] = ["stones", "ones", "turnsSince", "passed", "white"];

/**
 * AlphaGo's 48 planes (Silver et al. 2016, extended data, table 2), then who is to move, which its value network has too, and
 * whether the other has passed: 50 planes.
 */
export const alphaGoFeatures: readonly GoFeature[] = [
  "stones",
  "ones",
  "turnsSince",
  "liberties",
  "captureSize",
  "selfAtariSize",
  "libertiesAfter",
  "ladderCapture",
  "ladderEscape",
  "sensible",
  "zeros",
  "passed",
  "white",
];

/** Where the planes of each feature begin, −1 for features that are left out, and how many there are together. */
export function layoutOf(features: readonly GoFeature[]) {
  const names = Object.keys(planesOfFeatures) as GoFeature[];
  const at = Object.fromEntries(names.map((name) => [name, -1])) as Record<GoFeature, number>;
  let channels = 0;
  for (const feature of features) {
    if (!Object.hasOwn(planesOfFeatures, feature)) {
      throw new RangeError(
        `goPlanes: there is no feature ${valueInText(feature)}; they are ${names.join(", ")}`,
      );
    }
    if (at[feature] >= 0) throw new RangeError(`goPlanes: the feature ${feature} is given twice`);
    at[feature] = channels;
    channels += planesOfFeatures[feature];
  }
  if (channels === 0) throw new RangeError("goPlanes: there are no features; give at least one");
  return { at, channels };
}
