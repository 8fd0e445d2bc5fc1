/**
 * A transformer that learns to add numbers of three digits from reward alone, after a short imitation: behavior cloning of right
 * answers until `imitated` of the sums that training never shows are right, then GRPO from there.
 *
 *   npx tsx benchmarks/addition.ts [SEEDS]
 *
 * Prints, for each seed, the share of held-out sums that are right after both, greedily and by drawing, what that took in
 * sums, and seconds of the processor.
 *
 * @argument how many seeds; default 1
 */
import { pathToFileURL } from "node:url";
import { behaviorCloning, evaluate, grpo, type Policy } from "logpi";
import { addition, additionDemonstrations } from "logpi/environments";

export interface AdditionSettings {
  readonly seed: number;
  /** Digits of each summand; default 3. */
  readonly digits?: number;
  /** Share of held-out sums from which on imitation ends; default 0.4. */
  readonly imitated?: number;
  /** Sums that are judged; default 1000. */
  readonly judged?: number;
  /** Steps of the environment for GRPO at most; default 1.5 million. */
  readonly steps?: number;
  /** Is told of every update. */
  readonly tell?: (line: string) => void;
}

/** What came of a training: shares of held-out sums that are right, and how many sums were learned from. */
export interface AdditionOutcome {
  readonly imitated: number;
  readonly imitatedSums: number;
  readonly reinforced: number;
  readonly reinforcedSums: number;
}

/** Sums of the environment that is played between two judgements. */
const every = 8;

export function trainAddition(settings: AdditionSettings): AdditionOutcome {
  const { seed, digits = 3, judged = 1000, steps = 1_500_000, tell = () => {} } = settings;
  const length = 3 * digits + 2;
  const architecture = { kind: "transformer", layers: 2, width: 32, heads: 4, context: length } as const;
  const [shown, heldOut] = [false, true].map((each) => addition({ digits, heldOut: each }));
  const judge = (policy: Policy<number, number>) =>
    evaluate(policy, heldOut, { episodes: judged, environments: 100, seed: 1 }).mean;

  let policy: Policy<number, number> | undefined;
  let [imitated, imitatedSums] = [0, 0];
  const imitation = { minibatchSize: 64, minibatchesPerUpdate: 8, learningRate: 5e-3, maxGradientNorm: 1 };
  const demonstrations = () => additionDemonstrations({ digits, count: 20_000, seed });
  for (const report of behaviorCloning(
    shown!,
    { ...imitation, architecture, heldOut: 0.01, seed },
    { demonstrations },
  )) {
    policy = report.policy;
    imitatedSums = report.steps;
    // Far from it, nothing needs to be judged.
    if (report.metrics.heldOutAccuracy! < 0.8) continue;
    imitated = judge(policy);
    tell(`imitation: ${imitatedSums} sums, ${imitated} right`);
    if (imitated >= (settings.imitated ?? 0.4)) break;
  }

  let [reinforced, reinforcedSums] = [imitated, 0];
  const reinforcement = { groupsPerUpdate: 32, groupSize: 8, epochs: 2, learningRate: 1e-3, klWeight: 0.01 };
  for (const report of grpo(
    shown!,
    { ...reinforcement, steps, architecture, sequenceLength: length, seed },
    { policy: policy! },
  )) {
    if (report.update % every > 0) continue;
    reinforcedSums = report.steps / length;
    reinforced = judge(report.policy);
    const { kl, entropy } = report.metrics;
    tell(
      `GRPO: ${reinforcedSums} sums, ${reinforced} right; drawn ${report.episodes.meanReturn?.toFixed(3)}, ` +
        `KL ${kl?.toFixed(4)}, entropy ${entropy.toFixed(4)}`,
    );
    if (reinforced >= 0.98) break;
  }
  return { imitated, imitatedSums, reinforced, reinforcedSums };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (let seed = 1; seed <= Number(process.argv[2] ?? 1); seed++) {
    const before = process.cpuUsage();
    const outcome = trainAddition({ seed, tell: console.log });
    const { user, system } = process.cpuUsage(before);
    console.log(
      `seed ${seed}:`,
      JSON.stringify(outcome),
      `${((user + system) / 1e6).toFixed(0)} s of the processor`,
    );
  }
}
