/**
 * Measures how well policies tell the moves of a match, each player's apart: those to which a policy gives next to nothing are
 * seldom looked at by a search that it leads.
 *
 *   npx tsx scripts/train-go/measure-priors.ts --policy runs/imitation/policy.safetensors match.sgf
 *
 * --policy may be given several times; --backend wasm or native.
 */
import { parseArgs } from "node:util";
import { readUncompressed } from "../../src/files/read-uncompressed.ts";
import { loadNetworks } from "../../src/go/index.ts";
import { priorErrors, unlikely } from "./prior-errors.ts";
import { readBackend } from "./read-backend.ts";

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    policy: { type: "string", multiple: true, default: ["runs/imitation/policy.safetensors"] },
    backend: { type: "string", default: "wasm" },
  },
});
if (files.length === 0) throw new Error("measure-priors: give the files of matches");
const backend = readBackend("measure-priors", values.backend);
const sgf = files.map((file) => new TextDecoder().decode(readUncompressed(file))).join("\n");
for (const policy of values.policy) {
  console.log(policy);
  for (const { player, moves, logLikelihood, ...shares } of priorErrors(
    loadNetworks(policy, { backend }),
    sgf,
  )) {
    const below = `${(100 * shares.unlikely).toFixed(1)} % below ${unlikely}`;
    console.log(`  ${moves} moves of ${player}: log π(a | s) ${logLikelihood.toFixed(3)}, ${below}`);
  }
}
