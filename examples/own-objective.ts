// PPO's loop with another objective: the plain policy gradient, E[log π · A], beside the clipped one.
import { clippedSurrogate, ppo } from "logpi";
import { mean, multiply } from "logpi/graph";

const objectives = {
  clipped: clippedSurrogate,
  plain: ({ logProb, advantages }: Parameters<typeof clippedSurrogate>[0]) =>
    mean(multiply(logProb, advantages)),
};

for (const [name, objective] of Object.entries(objectives)) {
  let recent = Number.NaN;
  for (const { episodes } of ppo(
    "CartPole-v1",
    { steps: 100_000, epochs: 1, learningRate: 1e-3 },
    { objective },
  )) {
    if (episodes.count > 0) recent = episodes.meanReturn;
  }
  console.log(`${name}: return ${recent.toFixed(0)}`);
}
