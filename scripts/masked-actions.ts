/**
 * Trains and evaluates with masks that differ in every step, and counts illegal actions; test/algorithms/masks.test.ts does the
 * same with fewer steps.
 *
 *   npx tsx scripts/masked-actions.ts [STEPS]     steps of each training, a million by default
 */
import { ppo } from "../src/algorithms/index.ts";
import { evaluate } from "../src/experience/index.ts";
import { arena, cases } from "./masked-actions/arena.ts";

const steps = Number(process.argv[2] ?? 1_000_000);
for (const [name, kind] of Object.entries(cases)) {
  const { create, seen } = arena(kind);
  for (const { steps: taken, policy } of ppo(create, { steps, epochs: 2, learningRate: 0.01, seed: 1 })) {
    if (taken >= steps) evaluate(policy, create, { episodes: 1000, stochastic: true });
  }
  console.log(`${name}: ${seen.illegal} illegal actions in ${seen.steps} steps`);
  if (seen.illegal > 0) process.exitCode = 1;
}
