/**
 * A transformer that learns to add numbers of three digits from reward alone, after a short imitation: behavior cloning of right
 * answers until `imitated` of the sums that training never shows are right, then GRPO from there.
 *
 *   npx tsx benchmarks/addition.ts                       seed 1
 *   npx tsx benchmarks/addition.ts --seeds 5             seeds 1 to 5
 *   npx tsx benchmarks/addition.ts --backend native      in a fraction of the time, after npm run build:native
 *   npx tsx benchmarks/addition.ts --runs FOLDER         where the runs are kept; default runs/addition
 *
 * Prints, for each seed, the share of held-out sums that are right after both, by the most probable digits. The policy that
 * imitates and the run of GRPO stay in the folder: a training that was stopped goes on when the command is given again, and one
 * that has ended is only judged again. `logpi plot FOLDER/*` draws how many sums were right while they were drawn.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { behaviorCloning, evaluate, type GrpoOptions, type Policy } from "logpi";
import { addition, additionDemonstrations } from "logpi/environments";
import { loadPolicy } from "logpi/policies";
import { loadRun, train } from "logpi/runs";

export interface AdditionSettings {
  readonly seed: number;
  /** Where all of the training is kept; made if there is none. */
  readonly folder: string;
  /** Digits of each summand; default 3. */
  readonly digits?: number;
  /** Share of held-out sums from which on imitation ends; default 0.4. */
  readonly imitated?: number;
  /** Sums that are judged; default 1000. */
  readonly judged?: number;
  /** Sums to reinforce by; default 100,000. */
  readonly sums?: number;
  readonly backend?: "wasm" | "native";
  /** Is told of the training now and then. */
  readonly tell?: (line: string) => void;
}

/** Shares of held-out sums that are right. */
export interface AdditionOutcome {
  readonly imitated: number;
  readonly reinforced: number;
}

/** Updates of GRPO between two judgements. */
const every = 20;

export async function trainAddition(settings: AdditionSettings): Promise<AdditionOutcome> {
  const { seed, folder, digits = 3, judged = 1000, sums = 100_000, backend = "wasm" } = settings;
  const { tell = () => {} } = settings;
  const length = 3 * digits + 2;
  const architecture = { kind: "transformer", layers: 2, width: 32, heads: 4, context: length } as const;
  const [shown, heldOut] = [false, true].map((each) => addition({ digits, heldOut: each })) as [
    ReturnType<typeof addition>,
    ReturnType<typeof addition>,
  ];
  const judge = (policy: Policy): number =>
    evaluate(policy, heldOut, { episodes: judged, environments: 100, seed: 1 }).mean;

  const imitate = (): Policy => {
    const options = { minibatchSize: 64, minibatchesPerUpdate: 8, learningRate: 5e-3, maxGradientNorm: 1 };
    const demonstrations = () => additionDemonstrations({ digits, count: 20_000, seed });
    const cloning = behaviorCloning(
      shown,
      { ...options, architecture, heldOut: 0.01, seed, backend },
      { demonstrations },
    );
    let latest: Policy | undefined;
    for (const { policy, metrics, steps } of cloning) {
      latest = policy as Policy;
      // Far from it, nothing needs to be judged.
      if (metrics.heldOutAccuracy! < 0.8) continue;
      const right = judge(latest);
      tell(`imitation: ${steps} sums, ${right} right`);
      if (right >= (settings.imitated ?? 0.4)) break;
    }
    return latest!;
  };

  mkdirSync(folder, { recursive: true });
  const file = join(folder, "imitated.safetensors");
  if (!existsSync(file)) writeFileSync(file, imitate().save());
  const policy = loadPolicy(readFileSync(file));

  const run = join(folder, "grpo");
  const steps = Math.round(sums * length);
  const options: GrpoOptions = {
    ...{ groupsPerUpdate: 32, groupSize: 8, epochs: 2, klWeight: 0.01 },
    ...{ learningRate: 1e-3, learningRateSchedule: "linear" },
    ...{ architecture, sequenceLength: length, steps, seed, backend, workers: 1 },
  };
  const events = train(
    existsSync(join(run, "run.json"))
      ? { resume: run, environment: shown }
      : { environment: shown, algorithm: "grpo", options: { ...options }, policy, run },
  );
  for await (const event of events) {
    if (event.event !== "report") continue;
    const { update, steps, episodes, metrics, policy } = event.report;
    if (update % every > 0) continue;
    tell(
      `GRPO: ${steps / length} sums, ${judge(policy as Policy)} right; drawn ${episodes.meanReturn?.toFixed(3)}, ` +
        `KL ${metrics.kl?.toFixed(4)}, entropy ${metrics.entropy!.toFixed(4)}`,
    );
  }
  return { imitated: judge(policy), reinforced: judge(loadRun(run).policy) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "1" },
      backend: { type: "string", default: "wasm" },
      runs: { type: "string", default: join("runs", "addition") },
    },
  });
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const before = process.cpuUsage();
    const folder = join(values.runs, String(seed));
    const outcome = await trainAddition({
      seed,
      folder,
      backend: values.backend as "wasm",
      tell: console.log,
    });
    const { user, system } = process.cpuUsage(before);
    console.log(`seed ${seed}:`, outcome, `${((user + system) / 1e6).toFixed(0)} s of the processor`);
  }
}
