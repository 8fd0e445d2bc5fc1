/**
 * Steps Gymnasium's environments, served by python/serve_environment.py, beside those of the same ids here, from the same seeds and
 * by the same actions, and says where they differ:
 *
 *   npx tsx scripts/compare-with-gymnasium.ts [--steps N] [--copies N] [--seed N]
 *
 * Needs Gymnasium for the Python that is found first (`pip install gymnasium`). N steps, default 1,000, of each of N copies, default
 * 8; a copy whose episode has ended begins the next one on its own generator. Numbers are compared as float32, which is what
 * observations are; flags and discrete observations must be equal, and make the command fail where they are not. After a
 * difference of flags a copy is left out, since what follows is of other states.
 */
import { parseArgs } from "node:util";
import { createActions, remoteEnvironment, vectorize } from "../src/environments/index.ts";
import { createGenerator } from "../src/random/index.ts";
import { startPython } from "../test/environments/remote/servers.ts";

const ids = [
  ...["CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1", "Pendulum-v1"],
  ...["FrozenLake-v1", "FrozenLake8x8-v1", "Taxi-v4", "CliffWalking-v1", "CliffWalkingSlippery-v1"],
  "Blackjack-v1",
];

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "1000" },
    copies: { type: "string", default: "8" },
    seed: { type: "string", default: "1" },
  },
});
const [steps, count, seed] = [values.steps, values.copies, values.seed].map(Number);

interface Difference {
  /** Steps of all copies that were compared, and how many of them were not equal. */
  compared: number;
  unequal: number;
  episodes: number;
  largest: number;
  /** Where the flags differ for the first time. */
  flags: string | undefined;
}

/** Steps both, and compares. @param url of the server that has the environment */
function compare(id: string, url: string): Difference {
  const sides = [remoteEnvironment(url), id].map((source) => vectorize(source, { count, seed }));
  const [there, here] = sides;
  const [observedThere, observedHere] = sides.map((side) => new Float32Array(count * side.observationSize));
  const actions = createActions(here.actionSpace, count);
  const generator = createGenerator(seed);
  const size = here.observationSize;
  const isFollowed = new Array<boolean>(count).fill(true);
  const found: Difference = { compared: 0, unequal: 0, episodes: 0, largest: 0, flags: undefined };

  const compareCopy = (copy: number, step: number): void => {
    found.compared++;
    let isEqual = Math.fround(there.rewards[copy]) === Math.fround(here.rewards[copy]);
    for (let i = copy * size; i < (copy + 1) * size; i++) {
      found.largest = Math.max(found.largest, Math.abs(observedThere[i] - observedHere[i]));
      isEqual &&= observedThere[i] === observedHere[i];
    }
    if (!isEqual) found.unequal++;
    const areFlagsEqual =
      there.terminated[copy] === here.terminated[copy] && there.truncated[copy] === here.truncated[copy];
    if (areFlagsEqual) return;
    found.flags ??= `step ${step} of copy ${copy}`;
    isFollowed[copy] = false;
  };

  there.reset(observedThere);
  here.reset(observedHere);
  for (let step = 0; step < steps; step++) {
    for (let copy = 0; copy < count; copy++) {
      const action = here.actionSpace.sample(generator) as number | Float32Array;
      actions.set(typeof action === "number" ? [action] : action, copy * here.actionSize);
    }
    there.step(actions, observedThere);
    here.step(actions, observedHere);
    found.episodes += here.episodesEnded;
    for (let copy = 0; copy < count; copy++) if (isFollowed[copy]) compareCopy(copy, step);
  }
  for (const side of sides) side.close();
  return found;
}

async function main(): Promise<void> {
  for (const id of ids) {
    const { url, process: server } = await startPython(id);
    try {
      const { compared, unequal, episodes, largest, flags } = compare(id, url);
      const observed = unequal === 0 ? "all equal" : `${unequal} not equal, by ${largest} at most`;
      console.log(
        `${id}: ${compared} steps, ${episodes} episodes: ${observed}${flags ? `; flags differ at ${flags}` : ""}`,
      );
      if (flags !== undefined) process.exitCode = 1;
    } finally {
      server.kill();
    }
  }
}

await main();
