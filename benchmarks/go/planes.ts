/**
 * How many positions of random games a core shows per second as planes, by features and size of the board.
 *
 *   npx tsx benchmarks/go/planes.ts
 */
import {
  alphaGoFeatures,
  boardFeatures,
  type GoFeature,
  GoPosition,
  goPlanes,
} from "../../src/games/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** Positions of random games that end after about as many moves as the board has points. */
function positionsOf(size: number, count: number): GoPosition[] {
  const generator = createGenerator(size);
  const mask = new Uint8Array(size * size + 1);
  const position = new GoPosition({ size });
  return Array.from({ length: count }, () => {
    if (position.moveCount > size * size) position.reset();
    for (let moves = 0; moves < 7; moves++) {
      position.legalMoves(mask);
      const legal = Array.from(mask.keys()).filter((move) => mask[move] === 1);
      position.play(legal[generator.integers(0, legal.length)]);
    }
    return position.clone();
  });
}

function speed(positions: readonly GoPosition[], features: readonly GoFeature[]): number {
  const planes = goPlanes(positions[0], features);
  const row = new Float32Array(positions[0].points * planes.channels);
  let best = 0;
  for (let repeat = 0; repeat < 15; repeat++) {
    const { user, system } = process.cpuUsage();
    for (const position of positions) planes.write(position, row, 0);
    const used = process.cpuUsage({ user, system });
    best = Math.max(best, positions.length / ((used.user + used.system) / 1e6));
  }
  return best;
}

const without = (...left: readonly GoFeature[]) => alphaGoFeatures.filter((each) => !left.includes(each));
const sets: readonly (readonly [string, readonly GoFeature[]])[] = [
  ["board", boardFeatures],
  ["AlphaGo without ladders", without("ladderCapture", "ladderEscape")],
  ["AlphaGo", alphaGoFeatures],
];

console.log("| board | features | positions per second |\n|---|---|---|");
for (const size of [9, 19]) {
  const positions = positionsOf(size, 400);
  for (const [name, features] of sets) {
    const figure = Math.round(speed(positions, features)).toLocaleString("en-US");
    console.log(`| ${size}×${size} | ${name} | ${figure} |`);
  }
}
