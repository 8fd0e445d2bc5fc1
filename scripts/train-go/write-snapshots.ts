/**
 * Writes policies that a run of `logpi go reinforce` had in between as files of their own, for matches: of its pool of opponents,
 * spread evenly from its beginning to its end.
 *
 *   npx tsx scripts/train-go/write-snapshots.ts RUN --count 4 --out FOLDER
 *
 * makes FOLDER/snapshot-1.safetensors and so on, and FOLDER/snapshots.json, which says after how many updates and moves each was.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSnapshots } from "./read-snapshots.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "4" }, out: { type: "string", default: "snapshots" } },
});
const [run] = positionals;
const count = Number(values.count);
if (run === undefined || !Number.isSafeInteger(count) || count < 1) {
  throw new Error("write-snapshots: give the folder of a run, and --count N from 1");
}
const snapshots = readSnapshots(run, count);
mkdirSync(values.out, { recursive: true });
const told = snapshots.map(({ policy, updates, steps }, i) => {
  const file = `snapshot-${i + 1}.safetensors`;
  writeFileSync(join(values.out, file), policy.save());
  return { file, updates, steps };
});
writeFileSync(join(values.out, "snapshots.json"), `${JSON.stringify(told, undefined, 2)}\n`);
console.log(told.map(({ file, updates }) => `${file}: after ${updates} updates`).join("\n"));
