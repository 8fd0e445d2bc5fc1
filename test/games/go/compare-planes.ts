import { alphaGoFeatures, GoPosition, goPlanes, planesOfFeatures } from "../../../src/games/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { playReference, type ReferenceRules, startOf } from "./reference.ts";
import { referencePlanes } from "./reference-planes.ts";

/** Plays random legal moves, eyes or not, and passes seldom. @param each is called before each move */
export function playAtRandom(
  position: GoPosition,
  moves: number,
  seed: number,
  each: (move: number) => void,
): void {
  const generator = createGenerator(seed);
  const mask = new Uint8Array(position.points + 1);
  for (let i = 0; i < moves; i++) {
    position.legalMoves(mask);
    const legal = Array.from(mask.keys()).filter((move) => mask[move] === 1 && move < position.points);
    const passes = legal.length === 0 || generator.random() < 0.03;
    const move = passes ? position.pass : legal[generator.integers(0, legal.length)];
    each(move);
    position.play(move);
  }
}

/**
 * Plays a random game, and compares the planes at every position with those of the slow reference.
 *
 * @returns how many positions were compared, and how many moves of them are in ladders
 * @throws Error at the first difference
 */
export function comparePlanes(rules: ReferenceRules, length: number, seed: number, every = 1) {
  const position = new GoPosition(rules);
  const planes = goPlanes(position, alphaGoFeatures);
  const { channels } = planes;
  const size = position.points * channels;
  const row = new Uint8Array(size + 2).fill(7);
  const before = alphaGoFeatures.slice(0, alphaGoFeatures.indexOf("ladderCapture"));
  const ladder = before.reduce((sum, feature) => sum + planesOfFeatures[feature], 0);
  let game = startOf(rules);
  let [positions, ladders] = [0, 0];
  const moves: number[] = [];
  const compare = () => {
    planes.write(position, row, 1);
    if (row[0] !== 7 || row[size + 1] !== 7) throw new Error("planes: written outside of the row");
    referencePlanes({ game, moves }, rules).forEach((expected, point) => {
      const own = row.subarray(1 + point * channels, 1 + (point + 1) * channels);
      ladders += own[ladder] + own[ladder + 1];
      if (own.join() === expected.join()) return;
      const where = `point ${point} after ${moves.join(" ")}, seed ${seed}, ${JSON.stringify(rules)}`;
      throw new Error(`planes: at ${where}:\n${own.join()}\nthe reference has\n${expected.join()}`);
    });
    positions++;
  };
  playAtRandom(position, length, seed, (move) => {
    if (moves.length % every === 0) compare();
    const result = playReference(game, move, rules);
    if (typeof result === "string") throw new Error(`planes: a move is illegal: ${result}`);
    game = result.game;
    moves.push(move);
  });
  return { positions, ladders };
}
