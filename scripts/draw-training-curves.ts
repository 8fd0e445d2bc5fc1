/**
 * Trains CartPole-v1 with PPO, A2C and REINFORCE over several seeds, each run in a folder of its own, and draws the curves
 * of docs/runs.md as `logpi plot` does.
 *
 *   npx tsx scripts/draw-training-curves.ts [SEEDS [STEPS [FILE]]]     5 seeds, 100,000 steps, docs/images/training-curves.svg
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { curvesToSvg, curvesToText, readCurves, train } from "../src/runs/index.ts";

const picture = fileURLToPath(new URL("../docs/images/training-curves.svg", import.meta.url));
const [seeds = "5", steps = "100000", file = picture] = process.argv.slice(2);

async function trainAll(runs: string): Promise<string[]> {
  const folders: string[] = [];
  for (const algorithm of ["ppo", "a2c", "reinforce"]) {
    for (let seed = 1; seed <= Number(seeds); seed++) {
      const options = { steps: Number(steps), seed, workers: 1 };
      const settings = { environment: "CartPole-v1", algorithm, options, runs, evaluationEpisodes: 1 };
      for await (const event of train(settings)) {
        if (event.event === "done") folders.push(event.directory);
      }
    }
  }
  return folders;
}

const runs = mkdtempSync(join(tmpdir(), "logpi-"));
trainAll(runs)
  .then((folders) => {
    const curves = readCurves(folders);
    writeFileSync(file, curvesToSvg(curves));
    console.log(`${curvesToText(curves)}\n${file}`);
  })
  .finally(() => rmSync(runs, { recursive: true }));
