/**
 * Measures what the baseline of REINFORCE is worth: the variance of the gradient's estimates from the same games, with the outcome
 * as it is, less the mean of the other games, and less the value network, for policies of runs that play against themselves.
 *
 *   npx tsx scripts/train-go/compare-baselines.ts --value runs/value --policy runs/imitation --policy runs/reinforced
 *
 * --batches N estimates, default 24, of --games N games each, default 128; --backend wasm or native, --seed S. With --out FILE, the
 * measurements are written there as JSON.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { loadEnvironment, loadRun } from "../../src/runs/index.ts";
import { measureBaselines } from "./measure-baselines.ts";
import { readBackend } from "./read-backend.ts";

const { values } = parseArgs({
  options: {
    policy: { type: "string", multiple: true, default: ["runs/imitation"] },
    value: { type: "string", default: "runs/value" },
    batches: { type: "string", default: "24" },
    games: { type: "string", default: "128" },
    seed: { type: "string", default: "1" },
    backend: { type: "string", default: "wasm" },
    out: { type: "string" },
  },
});
const [batches, games, seed] = [values.batches, values.games, values.seed].map(Number);
if (![batches, games, seed].every(Number.isSafeInteger) || batches < 4 || games < 2) {
  throw new Error("compare-baselines: expected --batches from 4, --games from 2 and --seed, whole numbers");
}
const backend = readBackend("compare-baselines", values.backend);
if (values.out !== undefined) mkdirSync(dirname(values.out), { recursive: true });
const { policy: valueNetwork } = loadRun(values.value);
const measured: object[] = [];
for (const run of values.policy) {
  const { policy, record } = loadRun(run);
  const environment = await loadEnvironment(record.environment);
  const began = performance.now();
  const measurement = measureBaselines({ environment, policy, valueNetwork, batches, games, seed, backend });
  const seconds = Math.round((performance.now() - began) / 1000);
  measured.push({ run, value: values.value, ...measurement });
  console.log(
    `${run}, ${batches} batches of ${games} games in ${seconds} s: the values foretell ` +
      `${(100 * measurement.explainedVariance).toFixed(1)} % of the variance of the outcomes`,
  );
  for (const { of, to, value, low, high } of measurement.ratios) {
    const [ratio, from, upTo] = [value, low, high].map((each) => each.toFixed(3));
    console.log(`variance with baseline ${of} / ${to}: ${ratio} (95 % interval ${from} to ${upTo})`);
  }
}
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(measured, undefined, 2)}\n`);
