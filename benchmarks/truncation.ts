/**
 * What it costs to take a time limit for an end of the task: PPO on CartPole-v1 with CleanRL's settings, once as it is, and once
 * where the limit of 500 steps counts as a termination. CleanRL's `ppo.py` does the latter: it joins Gymnasium's two flags into
 * one, and where that is set the value of what follows is 0 in its advantages.
 *
 *   npx tsx benchmarks/truncation.ts                          seeds 1 to 10, half a million steps each
 *   npx tsx benchmarks/truncation.ts --seeds 2 --steps 50000
 *
 * Prints the mean return of the last hundred training episodes of each seed, which is what CleanRL's own curves end with, and that
 * of 100 episodes of evaluation afterwards, where the most probable action is taken.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { defineEnvironment, evaluate, make, ppo } from "logpi";
import { recordEpisodeStatistics } from "logpi/environments";

export interface Trained {
  readonly lastHundred: number;
  readonly evaluated: number;
}

/** Trains with CleanRL's settings. @param limitTerminates whether the time limit counts as a termination */
export function train(limitTerminates: boolean, steps: number, seed: number): Trained {
  const returns: number[] = [];
  const training = ppo(() => recordedCartPole(limitTerminates, returns), {
    ...ppo.presets.cleanrl,
    ...{ steps, seed },
  });
  let evaluated = Number.NaN;
  for (const report of training) {
    if (report.steps < report.totalSteps) continue;
    evaluated = evaluate(report.policy, "CartPole-v1", { episodes: 100, seed }).mean;
  }
  return { lastHundred: meanOf(returns.slice(-100)), evaluated };
}

/** CartPole-v1, whose time limit may say "terminated". @param returns is given that of each episode that ends */
export function recordedCartPole(limitTerminates: boolean, returns: number[]) {
  const cartPole = make(recordEpisodeStatistics("CartPole-v1"));
  return defineEnvironment({
    observationSpace: cartPole.observationSpace,
    actionSpace: cartPole.actionSpace,
    reset: (options) => cartPole.reset(options),
    step(action) {
      const result = cartPole.step(action);
      const { terminated, truncated, info } = result;
      if (terminated || truncated) returns.push(info!.episodeReturn as number);
      return { ...result, terminated: terminated || (limitTerminates && truncated) };
    },
  });
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function main(): void {
  const { values } = parseArgs({
    options: { seeds: { type: "string", default: "10" }, steps: { type: "string", default: "500000" } },
  });
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  for (const limitTerminates of [false, true]) {
    console.log(limitTerminates ? "the limit counts as a termination" : "the limit is a truncation");
    const trained = seeds.map((seed) => train(limitTerminates, Number(values.steps), seed));
    for (const part of ["lastHundred", "evaluated"] as const) {
      const each = trained.map((one) => one[part]);
      const name = part === "lastHundred" ? "last 100 training episodes" : "evaluated";
      console.log(`  ${name}: ${meanOf(each).toFixed(1)} (${each.map((one) => one.toFixed(1)).join(", ")})`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
