import type { Environment } from "../environment.ts";
import type { Finding } from "./environment-report.ts";
import { exploreEnvironment } from "./explore-environment.ts";

/** Episodes that begin with a seed, and as many without. */
const episodes = 16;

/** Steps of them that are compared. */
const stepsCompared = 10;

/**
 * Says when resets without a seed repeat one episode, though episodes depend on the seed: what comes of a generator that
 * every reset makes anew. Copies of an environment are given a seed once, and would all learn from a single episode each.
 *
 * Where at most half of the episodes from different seeds are alike, as many from one generator are alike with a probability
 * below 2^−15.
 */
export function checkUnseededResets(
  environment: Environment,
  seed: number,
  add: (finding: Finding) => void,
): void {
  const play = (begin: { readonly seed?: number }): string => {
    const { moments } = exploreEnvironment(environment, { seed, steps: stepsCompared, begin }, () => {});
    return moments.map(({ observation, reward }) => `${observation.join()} ${reward}`).join("\n");
  };
  const all = Array.from({ length: episodes });
  const seeded = all.map((_, i) => play({ seed: seed + i }));
  const most = Math.max(...seeded.map((each) => seeded.filter((other) => other === each).length));
  const unseeded = all.map(() => play({}));
  if (2 * most > episodes || new Set(unseeded).size > 1) return;
  add({
    step: undefined,
    part: "reset",
    expected:
      "another episode at a reset without a seed (draw it from where the generator stands, and restart the generator for a " +
      "seed only)",
    found: `the same one ${episodes} times`,
  });
}
