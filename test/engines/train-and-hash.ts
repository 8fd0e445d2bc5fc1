import { a2c, ppo, type Report, reinforce } from "../../src/index.ts";
import { parametersHash } from "../../src/runs/parameters-hash.ts";

/** Short trainings that between them run every kernel of the algorithms; the hash of the weights that each ends with. */
export function trainAndHash(): Record<string, string> {
  const short = { steps: 4096, environments: 4, rolloutSteps: 128, minibatchSize: 128, seed: 1 };
  return {
    "ppo CartPole-v1": hashOfLast(ppo("CartPole-v1", { ...short, entropyWeight: 0.01, clipValueLoss: true })),
    "ppo Pendulum-v1": hashOfLast(ppo("Pendulum-v1", { ...short, activation: "relu" })),
    "ppo CartPole-v1, minibatches in shards": hashOfLast(
      ppo("CartPole-v1", { ...short, environments: 16, minibatchSize: 2048, epochs: 4 }),
    ),
    "a2c CartPole-v1": hashOfLast(a2c("CartPole-v1", { steps: 4096, seed: 1 })),
    "a2c Pendulum-v1, rollouts in shards": hashOfLast(
      a2c("Pendulum-v1", {
        ...{ steps: 8192, environments: 64, rolloutSteps: 16, lambda: 0.9, seed: 1 },
        ...{ normalizeAdvantages: true, discountStates: true, entropyWeight: 0.01 },
      }),
    ),
    "reinforce CartPole-v1": hashOfLast(reinforce("CartPole-v1", { steps: 4096, seed: 1 })),
  };
}

function hashOfLast(reports: Iterable<Report>): string {
  let policy: Report["policy"] | undefined;
  for (const report of reports) policy = report.policy;
  return parametersHash(policy!);
}
