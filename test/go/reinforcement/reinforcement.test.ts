import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { goEnvironment, playGame } from "../../../src/environments/index.ts";
import {
  asValueFunction,
  createPolicyMatch,
  createValueNetwork,
  type GoReinforcementOptions,
  goReinforcement,
} from "../../../src/go/index.ts";
import { boardArchitecture } from "../../../src/networks/index.ts";
import { createPolicy, type Policy } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";

const go = goEnvironment({ size: 4, komi: 0.5 });
const { observationSpace, actionSpace } = go.create();
const architecture = boardArchitecture([4, 4, 14], { layers: 1, filters: 4, firstKernel: 3 });

/** A policy of random weights, biases too, which prefers some moves to others everywhere. */
function policyOf(seed: number): Policy {
  const generator = createGenerator(seed);
  const policy = createPolicy(
    { observationSpace, actionSpace },
    { architecture, masked: true, generator },
  ) as Policy;
  for (const parameter of policy.parameters) {
    const values = policy.backend.values(parameter);
    for (let i = 0; i < values.length; i++) values[i] = generator.normal() / 2;
  }
  return policy;
}

describe("matches of policies", () => {
  const policy = policyOf(1);
  const opponent = policyOf(2);

  it("depend on the numbers of their games only, however many go on at a time", () => {
    const play = createPolicyMatch(go, policy, opponent);
    const whole = play({ first: 0, count: 150, seed: [3] });
    const parts = [play({ first: 0, count: 7, seed: [3] }), play({ first: 7, count: 143, seed: [3] })];
    expect(parts.flatMap((part) => Array.from(part))).toEqual(Array.from(whole));
    expect(Array.from(play({ first: 0, count: 150, seed: [4] }))).not.toEqual(Array.from(whole));
    expect(new Set(whole)).toEqual(new Set([-1, 1]));
  });

  it("end with an error that names the policy whose weights are not finite", () => {
    const broken = policyOf(3);
    for (const parameter of broken.parameters) broken.backend.values(parameter).fill(Number.NaN);
    expect(() => createPolicyMatch(go, policy, broken)({ first: 0, count: 2, seed: [1] })).toThrow(
      'the policy "policy" gives a legal move NaN in the place of a probability',
    );
  });

  it("at a low temperature are what the most probable moves lead to, for the first policy", () => {
    const player =
      (of: Policy) =>
      (seen: unknown, { legalActions }: { legalActions?: unknown }) =>
        of.act(seen as never, legalActions as never) as number;
    const outcomes = createPolicyMatch(
      go,
      policy,
      opponent,
    )({ first: 0, count: 2, seed: [1], temperature: 1e-3 });
    const asBlack = playGame(go.create(), [player(policy), player(opponent)] as never, { seed: 0 });
    const asWhite = playGame(go.create(), [player(opponent), player(policy)] as never, { seed: 0 });
    expect(Array.from(outcomes)).toEqual([asBlack[0], asWhite[1]]);
    const others = createPolicyMatch(
      go,
      opponent,
      policy,
    )({ first: 0, count: 2, seed: [1], temperature: 1e-3 });
    expect(Array.from(others)).toEqual([-asWhite[1]!, -asBlack[0]!]);
  });

  it("are even between equals", () => {
    const outcomes = createPolicyMatch(go, policy, policyOf(1))({ first: 0, count: 400, seed: [5] });
    // Its deviation is 20 at most: it is more than 80 away in one of 16,000 such tests.
    expect(Math.abs(outcomes.reduce((sum, outcome) => sum + outcome, 0))).toBeLessThan(80);
  });
});

const small: GoReinforcementOptions = {
  ...{ gamesPerUpdate: 16, steps: 800, snapshotEvery: 2, matchEvery: 2, matchGames: 20, seed: 1 },
  ...{ architecture, learningRate: 0.01, workers: 1 },
};

describe("reinforcement", () => {
  it("plays against the policy that it began with now and then, and goes on to the bit", () => {
    const policy = policyOf(1);
    const reports: unknown[] = [];
    let resume: Uint8Array | undefined;
    let rates = 0;
    for (const { update, metrics, policy: trained, checkpoint } of goReinforcement(go, small, { policy })) {
      reports.push({ metrics, hash: parametersHash(trained) });
      if (update === 3) resume = checkpoint();
      const { winRate, winRateSharp } = metrics as unknown as Record<string, number>;
      if (update % 2 === 1) expect([winRate, winRateSharp]).toEqual([Number.NaN, Number.NaN]);
      else {
        rates++;
        for (const rate of [winRate, winRateSharp]) expect(Math.abs(20 * rate! - 10)).toBeLessThanOrEqual(10);
      }
    }
    expect(rates).toBeGreaterThan(1);
    const rest = Array.from(
      goReinforcement(go, small, { resume: resume! }),
      ({ metrics, policy: trained }) => ({
        metrics,
        hash: parametersHash(trained),
      }),
    );
    expect(rest).toEqual(reports.slice(3));
  });

  it("is paid points by an option as an environment that pays them does", () => {
    const policy = policyOf(1);
    const trained = (environment: typeof go, options: GoReinforcementOptions) =>
      Array.from(goReinforcement(environment, { ...small, ...options }, { policy }), (report) => ({
        metrics: report.metrics,
        hash: parametersHash(report.policy),
      }));
    const byPoints = trained(go, { reward: "points" });
    expect(byPoints).toEqual(trained(goEnvironment({ size: 4, komi: 0.5, reward: "points" }), {}));
    expect(trained(go.paying("points"), { reward: "result" })).toEqual(trained(go, {}));
    expect(byPoints).not.toEqual(trained(go, {}));
  });

  it("begins games at positions of others, and goes on to the bit with the same ones only", () => {
    const folder = mkdtempSync(join(tmpdir(), "logpi-"));
    const from = join(folder, "from.sgf");
    const write = (moves: string) => writeFileSync(from, `(;GM[1]SZ[4]KM[0.5]AB[ba][bb][bc]PL[W]${moves})`);
    try {
      write(";W[];B[bd]");
      const options = { ...small, from };
      const reports = Array.from(goReinforcement(go, options, { policy: policyOf(1) }), (report) => ({
        metrics: report.metrics,
        hash: parametersHash(report.policy),
        checkpoint: report.checkpoint(),
      }));
      const plain = [...goReinforcement(go, small, { policy: policyOf(1) })];
      expect(parametersHash(plain.at(-1)!.policy)).not.toBe(reports.at(-1)!.hash);
      const rest = Array.from(goReinforcement(go, options, { resume: reports[1].checkpoint }), (report) =>
        parametersHash(report.policy),
      );
      expect(rest).toEqual(reports.slice(2).map(({ hash }) => hash));

      write(";W[];B[ad]");
      const resumed = () => [...goReinforcement(go, options, { resume: reports[1].checkpoint })];
      expect(resumed).toThrow("the file has other games than the training began with");
      write("");
      const refused = () => [...goReinforcement(go, options)];
      expect(refused).toThrow(`option from: ${from} has no move in its games, of which there are 1.`);
      writeFileSync(from, "(;GM[1]SZ[4]KM[0.5]GIVEN[2];B[aa];W[bb])");
      expect(refused).toThrow(`option from: ${from} has no move in its games, of which there are 1.`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("takes a value network as its baseline, which stays as it is", () => {
    const network = createValueNetwork(
      observationSpace,
      { architecture: "auto", layers: 1, filters: 4, firstKernel: 3 },
      { generator: createGenerator(7) },
    );
    const options = {
      ...{ ...small, steps: 100, baseline: "value" as const, valueUpdates: 0 },
      valueArchitecture: network.architecture,
    };
    const [report] = goReinforcement(go, options, { valueFunction: asValueFunction(network) });
    const before = network.weights();
    const after = report!.valueFunction!.weights();
    expect(Object.keys(after).length).toBe(Object.keys(before).length - 1);
    for (const [name, { data }] of Object.entries(after)) {
      expect(data).toEqual(before[name.replace("value", "policy")]!.data);
    }
  });

  it("refuses environments that are no Go", () => {
    expect(() => [...goReinforcement("TicTacToe-v0", {})]).toThrow(
      "go-reinforcement: TicTacToe-v0 is no Go. Take an environment such as Go-9x9-v0.",
    );
  });
});
