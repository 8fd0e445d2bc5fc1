/**
 * Plays random games with GNU Go as a witness, and compares the legal moves of both players, the stones, the prisoners, and the
 * area of finished games:
 *
 *   npx tsx scripts/compare-with-gnu-go.ts [--positions N] [--scores N] [--seed N]
 *
 * Needs GNU Go 3.8 (`apt-get install gnugo`). N positions, default 10,000, are shared among boards from 2×2 to 19×19, the three
 * ko rules, and suicide forbidden and allowed; N scores, default 300, among 5×5, 7×7 and 9×9. Writes the figures; ends with the
 * moves that lead to the first difference.
 */
import { parseArgs } from "node:util";
import { goRules } from "../src/games/index.ts";
import { type Agreement, compareWithGnuGo } from "./compare-with-gnu-go/compare.ts";

const { values } = parseArgs({
  options: {
    positions: { type: "string", default: "10000" },
    scores: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
  },
});
const seed = Number(values.seed);

const sizes = [2, 3, 4, 5, 7, 9, 13, 19];
const kos = ["simple", "positional-superko", "situational-superko"] as const;
const suicides = ["forbidden", "allowed"] as const;
const total: Agreement = {
  games: 0,
  positions: 0,
  moves: 0,
  captures: 0,
  suicides: 0,
  repetitions: 0,
  scores: 0,
};

const add = (found: Agreement): void => {
  for (const name of Object.keys(total) as (keyof Agreement)[]) total[name] += found[name];
};

const share = Math.ceil(Number(values.positions) / (sizes.length * kos.length * suicides.length));
for (const size of sizes) {
  for (const ko of kos) {
    for (const suicide of suicides) {
      add(
        await compareWithGnuGo(goRules({ size, ko, suicide }), { positions: share, seed, finished: false }),
      );
    }
  }
  console.log(`${size}×${size}: equal at ${total.positions} positions so far`);
}
const finishedSizes = [5, 7, 9];
for (const size of finishedSizes) {
  const positions = Math.ceil(Number(values.scores) / finishedSizes.length);
  add(await compareWithGnuGo(goRules({ size }), { positions, seed, finished: true }));
  console.log(`${size}×${size}: equal scores of ${total.scores} games so far`);
}
console.log(
  `Equal at ${total.positions} positions of ${total.games} games: legal moves of both players, stones and prisoners, after ` +
    `${total.moves} moves that captured ${total.captures} stones and ${total.suicides} by suicide; ${total.repetitions} moves ` +
    `were illegal for ko or superko. Equal area in ${total.scores} finished games.`,
);
