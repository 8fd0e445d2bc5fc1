import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { remoteEnvironment, vectorize } from "../../../src/environments/index.ts";
import { box, discrete, type EnvironmentSource, ppo, type Report } from "../../../src/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";
import { hasGymnasium, localCartPole, startPython, whyNoPython } from "./servers.ts";

/** What copies give for some steps; of one seed, always the same. */
function trajectory(source: EnvironmentSource, count: number, steps: number) {
  const copies = vectorize(source, { count, seed: 9 });
  const observations = new Float32Array(count * copies.observationSize);
  copies.reset(observations);
  const moments: number[][] = [Array.from(observations)];
  for (let step = 0; step < steps; step += 1) {
    copies.step(
      Int32Array.from({ length: count }, (_, copy) => ((step + copy) % 3) & 1),
      observations,
    );
    const { rewards, terminated, truncated, legalActions = [] } = copies;
    moments.push(
      ...[observations, rewards, terminated, truncated, legalActions].map((values) =>
        Array.from<number>(values),
      ),
    );
  }
  copies.close();
  return moments;
}

describe.skipIf(whyNoPython !== undefined)("python/serve_environment.py", () => {
  let url: string;
  let process: ChildProcess;
  beforeAll(async () => {
    ({ url, process } = await startPython(
      "cart_pole:CartPole",
      "--most-connections",
      "4",
      "--most-copies",
      "100",
    ));
  });
  afterAll(() => process.kill());

  test("serves many copies in a connection, whose trajectories are those of the same environment in TypeScript, to the bit", () => {
    expect(trajectory(remoteEnvironment(url), 64, 40)).toEqual(trajectory(() => localCartPole(), 64, 40));
  });

  test("a training in it gives the weights and reports of one in this thread, to the bit", () => {
    const said = ({ policy, valueFunction: _, checkpoint: __, warnings: ___, ...rest }: Report) => ({
      ...rest,
      weights: parametersHash(policy),
    });
    const train = (environment: EnvironmentSource) =>
      Array.from(
        ppo(environment, {
          steps: 512,
          environments: 8,
          rolloutSteps: 16,
          minibatchSize: 64,
          epochs: 2,
          seed: 4,
        }),
        said as never,
      );
    expect(train(remoteEnvironment(url))).toEqual(train(() => localCartPole()));
  });

  test("speaks OpenEnv's messages as well, one environment in a connection", () => {
    const environment = remoteEnvironment(url, {
      observationSpace: box({ low: -Infinity, high: Infinity, shape: [4] }),
      actionSpace: discrete(2),
      observation: ({ observation }) => observation as number[],
      action: (action) => ({ action }),
      isTruncated: ({ truncated }) => truncated === true,
    });
    expect(trajectory(environment, 3, 40)).toEqual(trajectory(() => localCartPole(2 ** 31 - 1), 3, 40));
    expect(() => vectorize(environment, { count: 5 })).toThrow(
      /there are 4 connections already .* \(CAPACITY_REACHED\)/,
    );
  });

  test("refuses more copies than it was started for, and says why", () => {
    expect(() => vectorize(remoteEnvironment(url), { count: 101 })).toThrow(
      /count must be an integer from 1 to 100 \(--most-copies\), found 101 \(VALIDATION_ERROR\)/,
    );
  });

  test("has OpenEnv's addresses beside the connections, and is closed to pages of other sites", async () => {
    const http = url.replace("ws:", "http:");
    expect(await (await fetch(`${http}/health`)).json()).toEqual({ status: "healthy" });
    expect(await (await fetch(`${http}/schema`)).json()).toMatchObject({
      action: { space: { kind: "discrete", n: 2 } },
    });
    expect((await fetch(`${http}/health`, { headers: { origin: "https://example.org" } })).status).toBe(403);
  });

  test("serves masks of legal actions, and what environments tell of their episodes", async () => {
    const masked = await startPython(
      "cart_pole:CartPole",
      "--argument",
      "masks=true",
      "--argument",
      "tells=true",
    );
    try {
      const copies = vectorize(remoteEnvironment(masked.url), { count: 2 });
      const observations = new Float32Array(8);
      copies.reset(observations);
      while (copies.episodesEnded < 2) {
        const expected = [0, 4].flatMap((at) => [
          observations[at] > -0.1 ? 1 : 0,
          observations[at] < 0.1 ? 1 : 0,
        ]);
        expect(Array.from(copies.legalActions!)).toEqual(expected);
        copies.step(Int32Array.of(expected[1], expected[3]), observations);
      }
      const told = [0, 1].map((copy) => ({ steps: copies.episodeLengths[copy], fell: 1 }));
      expect(copies.episodeInfo).toEqual(told);
      copies.close();
    } finally {
      masked.process.kill();
    }
  });

  test("that is killed and started again at its address is found again, and a training goes on", async () => {
    const first = await startPython("cart_pole:CartPole");
    const port = new URL(first.url).port;
    const warnings: string[] = [];
    const environment = remoteEnvironment(first.url, { retrySeconds: 0.05, tries: 12 });
    const copies = vectorize(environment, {
      count: 2,
      warn: (_: string, message: string) => warnings.push(message),
    });
    const observations = new Float32Array(8);
    copies.reset(observations);
    copies.step(Int32Array.of(1, 0), observations);
    first.process.kill();
    await once(first.process, "exit");
    const second = await startPython("cart_pole:CartPole", "--port", port);
    try {
      copies.step(Int32Array.of(1, 0), observations);
      expect(Array.from(copies.truncated)).toEqual([1, 1]);
      expect(warnings).toMatchObject([/Lost: the running episodes of 2 copies, 2 steps in all/]);
      copies.step(Int32Array.of(1, 0), observations);
      expect(Array.from(copies.truncated)).toEqual([0, 0]);
    } finally {
      copies.close();
      second.process.kill();
    }
  });

  test("names an environment that is not there", async () => {
    await expect(startPython("cart_pole:NoSuch")).rejects.toThrow(
      /cart_pole:NoSuch: AttributeError: module 'cart_pole' has no attribute 'NoSuch'/,
    );
  });

  test.skipIf(!hasGymnasium)(
    "serves Gymnasium's CartPole-v1, which is the same as the one here",
    async () => {
      const gymnasium = await startPython("CartPole-v1");
      try {
        const floats = (moments: number[][]) => moments.map((values) => values.map(Math.fround));
        expect(floats(trajectory(remoteEnvironment(gymnasium.url), 4, 60))).toEqual(
          floats(trajectory("CartPole-v1", 4, 60)),
        );
      } finally {
        gymnasium.process.kill();
      }
    },
  );
});

test.runIf(whyNoPython !== undefined)("tests of the Python script are skipped", () => {
  expect(whyNoPython).toBe("there is no Python");
});
