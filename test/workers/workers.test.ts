import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ppo, type Report } from "../../src/index.ts";
import type { ArchitectureFunction } from "../../src/networks/index.ts";
import { corridor } from "../algorithms/corridor.ts";
import {
  buildForBrowser,
  buildForNode,
  newFolder,
  removeFolder,
  root,
  runScenario,
} from "./build-scenarios.ts";
import { chromiumPath, openIsolatedPages } from "./isolated-pages.ts";
import type { Outcome } from "./trainings.ts";

const node24 = join(root, ".ci/node24/node_modules/node/bin/node");

const folder = newFolder();
beforeAll(() => buildForNode(folder));
afterAll(() => removeFolder(folder));

const run = (scenario: string, argument?: unknown, node = process.execPath) =>
  runScenario(folder, scenario, argument, { node });

/** The same trainings with one worker, to hold the others against. */
let expected: Promise<Record<string, Outcome>> | undefined;
const alone = () => (expected ??= run("outcomes", 1));

describe("any number of workers", () => {
  it("gives the same weights and reports, to the bit", async () => {
    const found: Record<string, Outcome> = await run("outcomes", 3);
    for (const [name, outcome] of Object.entries<Outcome>(await alone())) {
      expect(outcome.workers).toBe(1);
      expect(outcome.reports.length).toBeGreaterThan(1);
      expect(found[name], name).toEqual({ ...outcome, workers: 3 });
    }
  });

  it("does so with more workers than there are shards of a minibatch", async () => {
    const names = ["discrete", "shardedRollouts", "episodes", "gamesAgainstEarlier", "imitation", "replayed"];
    const found: Record<string, Outcome> = await run("outcomesOf", { size: 8, names });
    expect(Object.keys(found)).toEqual(names);
    for (const [name, outcome] of Object.entries(found)) {
      expect(outcome, name).toEqual({ ...(await alone())[name], workers: 8 });
    }
  });

  it("receives the info of environments about their episodes, and gives every reset its options", async () => {
    const { masked, maskedEpisodes, chosenStarts } = await alone();
    const firstOf = ({ reports: [first] }: Outcome) => (first as Report).episodes;
    for (const outcome of [masked, maskedEpisodes]) {
      const { count, info, infoCounts } = firstOf(outcome!);
      expect(infoCounts.success).toBe(count);
      expect(infoCounts.place).toBeGreaterThan(0);
      expect(info.success).toBeGreaterThan(0);
    }
    expect(firstOf(chosenStarts!).info.success).toBeGreaterThan(firstOf(masked!).info.success!);
  });

  it("may be set by an option too", async () => {
    expect(await run("byOption", 2)).toEqual({ ...(await alone()).discrete, workers: 2 });
  });

  it("goes on from a checkpoint of any other number, with the same weights and checkpoints to the bit", async () => {
    const pairs = [
      [1, 1],
      [2, 1],
      [2, 3],
    ];
    const [expected, ...others] = await Promise.all(pairs.map((pair) => run("resumed", pair)));
    for (const other of others) expect(other).toEqual(expected);
    const { discrete, shardedRollouts, episodes } = await alone();
    expect(expected.ppoFromTheBeginning).toEqual(expected.ppo);
    expect(expected.reinforceFromTheBeginning).toEqual(expected.reinforce);
    expect([expected.ppo[0], expected.a2c[0], expected.reinforce[0]]).toEqual([
      ...[discrete.weights, shardedRollouts.weights, episodes.weights],
    ]);
  });

  it("trains in an environment that only a path leads to", async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((workers) => run("runOfPath", { directory: join(folder, `path-${workers}`), workers })),
    );
    expect(one).toMatchObject({
      environment: expect.stringMatching(/^plain/),
      workers: 1,
      parameters: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(two).toEqual({ ...one, workers: 2 });
  });

  it.skipIf(!existsSync(node24)).each([1, 3])(
    "gives the same in Node 24 (npm install --prefix .ci/node24 node@24): %i",
    async (size) => {
      const found: Record<string, Outcome> = await run("outcomes", size, node24);
      for (const [name, { weights }] of Object.entries<Outcome>(await alone()))
        expect(found[name].weights).toBe(weights);
    },
  );

  it.skipIf(!existsSync(chromiumPath))("gives the same in Chromium (apt-get install chromium)", async () => {
    const web = join(folder, "web");
    await buildForBrowser(web, "trainings");
    const pages = await openIsolatedPages(web);
    try {
      const tab = await pages.open();
      const found = await tab.evaluate('import("/trainings.js").then(({ outcomes }) => outcomes(2))');
      const weights = (outcomes: Record<string, Outcome>) =>
        Object.entries(outcomes).map(([name, { weights }]) => [name, weights]);
      expect(weights(found as Record<string, Outcome>)).toEqual(weights(await alone()));

      const plain = await pages.open("/shared/");
      const refused = plain.evaluate('import("/trainings.js").then(({ outcomes }) => outcomes(2))');
      await expect(refused).rejects.toThrow(/not cross-origin isolated: serve it with the headers/);
    } finally {
      await pages.close();
    }
  });
});

describe("workers", () => {
  it("end when the caller leaves the loop, and do not keep a program from ending", async () => {
    expect(await run("stoppedEarly")).toBe(2);
  });

  it("hand on what is thrown in one of them, with its stack", async () => {
    const failure = await run("failure", "throwing");
    expect(failure).toMatchObject({
      name: "WorkerError",
      message: expect.stringMatching(
        /^\w+, copy \d+, step \d+ of episode \d+: the simulator left its range \(in worker [12]\)$/,
      ),
      causeName: "RangeError",
      causeStack: expect.stringMatching(/RangeError: the simulator left its range\n.*simulatorOfTheUser/),
    });
  });

  it("throw an error when one of them is ended", async () => {
    const failure = await run("failure", "exiting");
    expect(failure.message).toMatch(
      /^workers: process\.exit\(\) was called in one of them \(in worker [12]\)$/,
    );
  });

  it("refuse at once a training that the module of its own environment or functions begins", async () => {
    const messages = await run("trainingItself", ["option", "started", "objective"]);
    expect(messages).toHaveLength(3);
    for (const message of messages) {
      expect(message).toMatch(
        /^ppo: it begins while file:\S+training-itself\.js\?\w+ is being imported, .*to a module of its own, .* \(in worker 1\)$/,
      );
    }
  });

  it("leave a saved run when one of them fails", async () => {
    expect(await run("failedRun", join(folder, "run"))).toEqual({
      status: "failed",
      message: expect.stringMatching(
        /^\w+, copy \d+, step .*: the simulator left its range \(in worker 1\)$/,
      ),
      updates: 3,
      workers: 2,
      action: expect.any(Number),
    });
  });

  it("cannot be asked for with functions of this program, which the message explains", () => {
    const short = { steps: 256, environments: 4, rolloutSteps: 64 };
    const explained =
      /^ppo: 2 workers cannot train this: the environment is a function of this program.*inModule/;
    expect(() => ppo(() => corridor(), { ...short, workers: 2 })).toThrow(explained);
    const objective = () => {
      throw new Error("never called");
    };
    expect(() => ppo("CartPole-v1", { ...short, workers: 2 }, { objective })).toThrow(
      /the objective is a function/,
    );
    const architecture = objective as unknown as ArchitectureFunction;
    expect(() => ppo("CartPole-v1", { ...short, architecture, workers: 2 })).toThrow(
      /the architecture is a function of this program/,
    );
    const [report] = ppo(() => corridor(), short);
    expect(report.workers).toBe(1);
  });

  it("are refused when there is no work for all of those that were started", () => {
    const workers = { size: 9, begin: () => expect.unreachable() };
    expect(() => ppo("CartPole-v1", { environments: 8 }, { workers })).toThrow(
      "ppo: 9 workers cannot train this: there is work for 8 of them. One worker can.",
    );
  });
});
