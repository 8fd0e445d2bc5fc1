import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadRun, type MetricsLine, type RunRecord, readMetrics } from "../../src/runs/index.ts";
import { type Chosen, wordsOf } from "./entries.ts";
import type { Run } from "./results.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Points that a curve keeps: more cannot be told apart in a picture. */
const pointsPerCurve = 60;

/**
 * Trains one seed of an entry through the command line, into a folder. A training that is there already goes on from its latest
 * checkpoint, with the same result to the bit; one whose evaluation is missing is evaluated, and one that has it only read.
 *
 * @param folder of these settings and this seed only
 * @throws Error when the training ends without an evaluation
 */
export async function trainEntry(entry: Chosen, seed: number, folder: string): Promise<Run> {
  const begun = existsSync(join(folder, "run.json"));
  if (!begun || !isEvaluated(loadRun(folder).record)) {
    const words = begun ? ["--resume", folder] : [...wordsOf(entry), "--seed", String(seed), "--run", folder];
    const stdio = ["ignore", "ignore", "inherit"] as const;
    await once(
      spawn(process.execPath, ["dist/cli.js", "train", ...words, "--json"], { cwd: root, stdio: [...stdio] }),
      "close",
    );
  }
  const { steps, seconds, evaluation, parameters } = loadRun(folder).record;
  if (!evaluation || parameters === undefined)
    throw new Error(`${folder}: the training ended without an evaluation`);
  const { mean, std } = evaluation;
  return {
    seed,
    steps,
    seconds,
    evaluation: { mean, std },
    parameters,
    curve: curveOf(readMetrics(folder), steps),
  };
}

function isEvaluated({ status, evaluation }: RunRecord): boolean {
  return status === "finished" && evaluation !== undefined;
}

/** Means of the returns of the episodes that ended in each stretch of the training. */
function curveOf(lines: readonly MetricsLine[], steps: number): Run["curve"] {
  const curve: [number, number][] = [];
  let totals = { episodes: 0, returns: 0 };
  let nextPoint = 0;
  for (const line of lines) {
    if (line.meanReturn !== null) {
      totals = {
        episodes: totals.episodes + line.episodes,
        returns: totals.returns + line.episodes * line.meanReturn,
      };
    }
    if (line.steps < nextPoint || totals.episodes === 0) continue;
    curve.push([line.steps, Math.round((10 * totals.returns) / totals.episodes) / 10]);
    totals = { episodes: 0, returns: 0 };
    nextPoint = line.steps + steps / pointsPerCurve;
  }
  return curve;
}
