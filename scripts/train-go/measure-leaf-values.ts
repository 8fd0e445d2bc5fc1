/**
 * Measures how well a search values positions before it searches them: the squared error of the value network, of games that
 * are played on from the position, and of both as a search mixes them, in the games of a match. That is where a search errs: it
 * came to positions that it took for better than they were.
 *
 *   npx tsx scripts/train-go/measure-leaf-values.ts models/go-9x9.safetensors match.sgf
 *
 * --every N takes every Nth position, default 3; --backend wasm or native, --seed S.
 */
import { parseArgs } from "node:util";
import { readUncompressed } from "../../src/files/read-uncompressed.ts";
import { loadNetworks } from "../../src/go/index.ts";
import { leafErrors } from "./leaf-errors.ts";
import { readBackend } from "./read-backend.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    backend: { type: "string", default: "wasm" },
  },
});
const [model, ...files] = positionals;
const [every, seed] = [values.every, values.seed].map(Number);
if (model === undefined || files.length === 0 || ![every, seed].every(Number.isSafeInteger) || every < 1) {
  throw new Error(
    "measure-leaf-values: give a model and the files of matches; --every, from 1 on, and --seed are whole numbers",
  );
}
const networks = loadNetworks(model, { backend: readBackend("measure-leaf-values", values.backend) });
const sgf = files.map((file) => new TextDecoder().decode(readUncompressed(file))).join("\n");
console.log("stones   positions  network  games  mixed");
for (const { stones, positions, network, games, mixed } of leafErrors({ networks, sgf, every, seed })) {
  const errors = [network, games, mixed].map((error) => error.toFixed(3)).join("    ");
  console.log(`${stones.padEnd(8)} ${`${positions}`.padStart(9)}    ${errors}`);
}
