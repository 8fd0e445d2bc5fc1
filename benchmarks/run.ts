/**
 * Measures speed and size: one workload against PyTorch, whole trainings, and what logpi costs beside the computing.
 *
 *   npm run bench                all of it (about eight minutes): writes docs/performance.md, its data and its picture
 *   npm run bench -- NAME …      only the workloads and sections whose names contain a NAME; prints, writes nothing
 *   npm run bench -- --write NAME …  the same, and puts them into the page and its data, in place of what was there
 *   npm run bench -- --draw      only the page and the picture again, from docs/performance.json
 *
 * What each workload is, says its file in workloads/; the same work in PyTorch is in pytorch/. Needs, for a comparison,
 * Debian's python3-torch and libopenblas0-pthread, and for the native backend `npm run build:native`; without them it
 * says so and measures the rest. Environments are measured beside Gymnasium, and trainings beside Stable-Baselines3, where the
 * python3 has them that PYTHON names.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { measuredBackends } from "./backends.ts";
import { compare } from "./compare.ts";
import { drawRoofline } from "./draw-roofline.ts";
import { measureEnvironments } from "./environments/steps-per-second.ts";
import { measureFootprint } from "./footprint/index.ts";
import { measureMachine } from "./machine.ts";
import {
  besideTable,
  environmentsTable,
  page,
  sharesTable,
  sizesTable,
  speedTable,
  startUpTable,
  timesTable,
  trainingFootprintTable,
  trainingTable,
  workersTable,
} from "./page.ts";
import type { Results } from "./results.ts";
import { measureBesideStableBaselines3 } from "./training/beside-stable-baselines3.ts";
import { measureTraining } from "./training/steps-per-second.ts";
import { measureShares } from "./training/time-shares.ts";
import { measureWorkers } from "./training/worker-scaling.ts";
import { workloads } from "./workloads/index.ts";

const docs = new URL("../docs/", import.meta.url);
const dataFile = new URL("performance.json", docs);

function write(results: Results): void {
  writeFileSync(dataFile, `${JSON.stringify(results)}\n`);
  writeFileSync(new URL("performance.md", docs), page(results));
  writeFileSync(new URL("images/roofline.svg", docs), drawRoofline(results.machine, results.comparisons));
}

function show(...tables: string[]): void {
  for (const table of tables) console.log(`\n${table}`);
}

async function measure(wanted: (name: string) => boolean): Promise<Partial<Results>> {
  const backends = measuredBackends();
  const names = [...new Set(backends.map(({ name }) => name))];
  const effort = { rounds: 15, milliseconds: 60 };
  const results: { -readonly [Name in keyof Results]?: Results[Name] } = {};

  const chosen = workloads.filter(({ name }) => wanted(name));
  if (chosen.length > 0) {
    results.machine = measureMachine(backends);
    const comparisons = await compare(chosen, backends, effort);
    results.comparisons = comparisons;
    show(timesTable(comparisons), speedTable(comparisons));
  }
  if (wanted("training")) {
    results.training = measureTraining(names);
    show(trainingTable(results.training));
  }
  if (wanted("beside")) {
    results.beside = measureBesideStableBaselines3(names);
    show(besideTable(results.beside));
  }
  if (wanted("workers")) {
    results.workers = names.map(measureWorkers);
    show(workersTable(results.workers));
  }
  if (wanted("shares")) {
    results.shares = names.flatMap((name) => [measureShares("cleanrl", name), measureShares("zoo", name)]);
    show(sharesTable(results.shares));
  }
  if (wanted("environments")) {
    results.environments = measureEnvironments();
    show(environmentsTable(results.environments));
  }
  if (wanted("footprint")) {
    const footprint = await measureFootprint(names);
    results.footprint = footprint;
    show(startUpTable(footprint), trainingFootprintTable(footprint), sizesTable(footprint));
  }
  return results;
}

const readData = (): Results => JSON.parse(readFileSync(dataFile, "utf8"));

/** What was measured, in the place of what was there; of the workloads these alone. */
function together(before: Results, measured: Partial<Results>): Results {
  const { comparisons = [] } = measured;
  const others = before.comparisons.filter(({ name }) => comparisons.every((each) => each.name !== name));
  const order = workloads.map(({ name }) => name);
  return {
    ...{ ...before, ...measured },
    comparisons: [...others, ...comparisons].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
  };
}

const [parameters, flags] = [false, true].map((flags) =>
  process.argv.slice(2).filter((argument) => argument.startsWith("--") === flags),
);
if (flags.includes("--draw")) {
  write(readData());
} else if (parameters.length > 0) {
  const results = await measure((name) => parameters.some((part) => name.includes(part)));
  if (Object.keys(results).length === 0) {
    const known = [
      ...workloads.map(({ name }) => name),
      "training",
      "beside",
      "workers",
      "shares",
      "environments",
      "footprint",
    ];
    console.error(
      `No workload or section has "${parameters.join('" or "')}" in its name; there are: ${known.join(", ")}`,
    );
    process.exitCode = 1;
  } else if (flags.includes("--write")) write(together(readData(), results));
} else {
  write((await measure(() => true)) as Results);
}
