/**
 * Compares the planes of random games of Go with those of the slow reference of the tests, for as long as it is told to, and
 * stops with an error at the first difference.
 *
 *   npx tsx scripts/check-go-planes.ts --size 9 --seconds 60 --seed 1
 */
import { parseArgs } from "node:util";
import { comparePlanes } from "../test/games/go/compare-planes.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "9" },
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
  },
});
const size = Number(values.size);
const end = performance.now() + 1000 * Number(values.seconds);
let [positions, ladders] = [0, 0];
for (let seed = Number(values.seed); performance.now() < end; seed++) {
  const ko = (["simple", "positional-superko", "situational-superko"] as const)[seed % 3];
  const suicide = seed % 2 === 0 ? "allowed" : "forbidden";
  const compared = comparePlanes({ columns: size, rows: size, ko, suicide }, 2 * size * size, seed, 5);
  positions += compared.positions;
  ladders += compared.ladders;
}
console.log(
  `${positions} positions of ${size}×${size} are as the reference has them, ${ladders} moves of ladders among them`,
);
