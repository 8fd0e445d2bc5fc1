import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createWasmBackend } from "../../../src/backends/index.ts";
import { goEnvironment } from "../../../src/environments/index.ts";
import {
  alphaGoFeatures,
  boardFeatures,
  boardSymmetries,
  GoPosition,
  goPlanes,
} from "../../../src/games/go/index.ts";
import {
  createGtpEngine,
  createValueNetwork,
  goEvaluator,
  loadNetworks,
  namedPlayer,
  networksOf,
  policyPlayer,
} from "../../../src/go/index.ts";
import { networkSearch } from "../../../src/go/players/network-search.ts";
import { createMoveEvaluator } from "../../../src/go/positions/move-evaluator.ts";
import { boardArchitecture } from "../../../src/networks/index.ts";
import { createPolicy, type Policy } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { tinyGoValue } from "../tiny-go-model.ts";

/** A policy for a board of 5×5 that is not nearly uniform. */
function somePolicy(features?: typeof alphaGoFeatures): Policy<Float32Array, number> {
  const spaces = goEnvironment({ size: 5, ...(features && { features }) }).create();
  const [generator, backend] = [createGenerator(1), createWasmBackend()];
  const channels = spaces.observationSpace.size / 25;
  const architecture = boardArchitecture([5, 5, channels], { layers: 2, filters: 4 });
  const policy = createPolicy(spaces, { architecture, generator, backend, masked: true });
  for (const variable of policy.parameters) {
    if (variable.attributes.name.startsWith("policy.head")) generator.fillNormal(backend.values(variable));
  }
  return policy as Policy<Float32Array, number>;
}

let folder: string;
let policy: Policy<Float32Array, number>;
const file = () => join(folder, "policy.safetensors");
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  policy = somePolicy();
  writeFileSync(file(), policy.save());
  writeFileSync(join(folder, "alphago.safetensors"), somePolicy(alphaGoFeatures).save());
});
afterAll(() => rmSync(folder, { recursive: true }));

const turn = (position: GoPosition, seed = 0) => ({
  ...{ position, generator: createGenerator(seed), seconds: undefined, mayResign: false },
});

/** Positions of a game of random moves. */
function somePositions(): GoPosition[] {
  const generator = createGenerator(3);
  const position = new GoPosition({ size: 5 });
  return Array.from({ length: 12 }, () => {
    const before = position.clone();
    let move = generator.integers(0, 26);
    while (!position.isLegal(move)) move = generator.integers(0, 26);
    position.play(move);
    return before;
  });
}

describe("a player that plays by a policy", () => {
  it("plays what the policy holds to be the best of the legal moves", async () => {
    const player = policyPlayer(policy);
    const planes = goPlanes({ columns: 5, rows: 5 });
    for (const position of somePositions()) {
      const observation = new Float32Array(25 * planes.channels);
      planes.write(position, observation, 0);
      const legal = new Uint8Array(26);
      position.legalMoves(legal);
      expect(await player(turn(position))).toBe(policy.act(observation, legal));
    }
  });

  it.each([0, 1])(
    "says that the policy's weights are not finite, and does not pass, at temperature %d",
    (temperature) => {
      const broken = somePolicy();
      for (const parameter of broken.parameters) broken.backend.values(parameter).fill(Number.NaN);
      const player = policyPlayer(broken, { temperature });
      expect(() => player(turn(new GoPosition({ size: 5 })))).toThrow(
        'the policy "policy" gives a legal move NaN in the place of a probability: its weights are not finite',
      );
    },
  );

  it("says that the weights of the value function are not finite, in the place of never giving up", () => {
    const network = tinyGoValue(5);
    for (const parameter of network.parameters) policy.backend.values(parameter).fill(Number.NaN);
    const { valueFunction } = networksOf({ name: "p", network: policy as Policy }, { name: "v", network });
    const player = policyPlayer(policy, { ...(valueFunction && { valueFunction }) });
    expect(() => player({ ...turn(new GoPosition({ size: 5 })), mayResign: true })).toThrow(
      "policyPlayer: the value function gives a position NaN",
    );
  });

  it("passes rather than fills an eye of its own, whatever the policy holds to be good", async () => {
    const position = new GoPosition({ size: 5 });
    // Black has the whole board with the eyes A5 and C3.
    position.setUp(
      Array.from({ length: 25 }, (_, point) => (point === 0 || point === 12 ? 0 : 1)),
      1,
    );
    const legal = new Uint8Array(26);
    position.legalMoves(legal);
    expect([legal[0], legal[12]]).toEqual([1, 1]);
    const moves = [0, 1].map((temperature) => policyPlayer(policy, { temperature })(turn(position)));
    expect(await Promise.all(moves)).toEqual([position.pass, position.pass]);
  });

  it("plays what is best in the mean over the symmetries of the board where it is named", async () => {
    const { player, board } = namedPlayer(file());
    expect(board).toEqual({ columns: 5, rows: 5 });
    const { channels, write } = goPlanes({ columns: 5, rows: 5 });
    const symmetries = boardSymmetries({ columns: 5, rows: 5 });
    const evaluator = createMoveEvaluator(policy, symmetries.length);
    const plain = policyPlayer(policy);
    let others = 0;
    for (const position of somePositions()) {
      const observation = new Float32Array(25 * channels);
      write(position, observation, 0);
      const legal = new Uint8Array(26);
      position.legalMoves(legal);
      symmetries.forEach((symmetry, row) => {
        for (let point = 0; point < 25; point++) {
          const seen = observation.subarray(point * channels, (point + 1) * channels);
          evaluator.observations().set(seen, (row * 25 + symmetry[point]) * channels);
        }
      });
      evaluator.run();
      const mean = Array.from(legal, (isLegal, move) =>
        symmetries.reduce((sum, symmetry, row) => {
          return sum + isLegal * Math.exp(evaluator.logProbs()[row * 26 + symmetry[move]]);
        }, 0),
      );
      const best = mean.indexOf(Math.max(...mean));
      expect(await player(turn(position))).toBe(best);
      if ((await plain(turn(position))) !== best) others++;
    }
    expect(others).toBeGreaterThan(0);
  });

  it("draws moves at a temperature: from their probabilities, to the power of 1/temperature", async () => {
    // 4,000 draws: each share is within 4 standard errors of its probability, which fails once in 600 such tests.
    const [position] = somePositions().slice(6);
    const evaluator = goEvaluator(position, policy);
    evaluator.see(0);
    evaluator.evaluate(1);
    const weights = Array.from({ length: 26 }, (_, move) =>
      position.isLegal(move) ? evaluator.priors[move] ** 2 : 0,
    );
    const total = weights.reduce((a, b) => a + b);
    const player = policyPlayer(policy, { temperature: 0.5 });
    const generator = createGenerator(5);
    const counts = new Array<number>(26).fill(0);
    for (let i = 0; i < 4000; i++) counts[(await player({ ...turn(position), generator })) as number]++;
    for (const [move, weight] of weights.entries()) {
      const p = weight / total;
      expect(Math.abs(counts[move] / 4000 - p)).toBeLessThanOrEqual(
        4 * Math.sqrt((p * (1 - p)) / 4000) + 1e-9,
      );
    }
  });

  it.each(["", "@1", "@0.25", ":20"])(
    "plays whole games, the same ones with the same seed: policy%s",
    async (how) => {
      const games = await Promise.all(
        [1, 1].map(async (seed) => {
          const engine = createGtpEngine({ ...namedPlayer(`${file()}${how}`), seed });
          const moves: string[] = [];
          for (let i = 0; i < 12; i++) moves.push(await engine.answer(`genmove ${i % 2 === 0 ? "b" : "w"}`));
          return moves;
        }),
      );
      for (const answer of games[0]) expect(answer).toMatch(/^= ([A-E][1-5]|pass)\n\n$/);
      expect(games[1]).toEqual(games[0]);
    },
  );

  it("searches with a value network, which values positions as the network does", async () => {
    const spaces = goEnvironment({ size: 5 }).create();
    const settings = { layers: 2, filters: 4, firstKernel: 3, architecture: "auto" } as const;
    const network = createValueNetwork(spaces.observationSpace, settings, { generator: createGenerator(2) });
    const valueFile = join(folder, "value.safetensors");
    writeFileSync(valueFile, network.save());
    for (const position of somePositions()) {
      const networks = loadNetworks(file(), { value: valueFile });
      const evaluator = goEvaluator(position, networks.policy, { valueFunction: networks.valueFunction });
      evaluator.see(0);
      evaluator.evaluate(1);
      const observation = new Float32Array(spaces.observationSpace.size);
      goPlanes(position).write(position, observation, 0);
      const [value] = network.act(observation) as Float32Array;
      expect(evaluator.values[0]).toBeCloseTo(Math.min(1, Math.max(-1, value)), 5);
    }
    const { player, board } = namedPlayer(`${file()}+${valueFile}:30`);
    expect(board).toEqual({ columns: 5, rows: 5 });
    const [position] = somePositions();
    expect(position.isLegal((await player(turn(position))) as number)).toBe(true);
    expect(() => namedPlayer(`${file()}+${file()}:30`)).toThrow(/is no value network beside that policy/);
    const alphago = join(folder, "alphago.safetensors");
    expect(() => namedPlayer(`${alphago}+${valueFile}`)).toThrow(
      /it sees box \[5,5,14\] and has 1 actions, and must see \[5,5,50\]/,
    );
  });

  it("sees what it was trained to see, by how much that is", async () => {
    const { player } = namedPlayer(join(folder, "alphago.safetensors"));
    const [position] = somePositions();
    expect(position.isLegal((await player(turn(position))) as number)).toBe(true);
  });

  it("compiles its networks once for all games of a session", async () => {
    const own = somePolicy();
    const compiled = vi.spyOn(own.backend, "compile");
    const board = { columns: 5, rows: 5 };
    const networks = { policy: own, features: boardFeatures, board, valueFunction: undefined };
    for (const player of [policyPlayer(own), networkSearch(networks, 10)]) {
      const [first, ...others] = somePositions();
      await player(turn(first));
      const before = compiled.mock.calls.length;
      for (const position of others) {
        expect(position.isLegal((await player(turn(position))) as number)).toBe(true);
      }
      expect(compiled.mock.calls.length).toBe(before);
      expect(() => player(turn(new GoPosition({ size: 6 })))).toThrow(
        /position is of 6×6, and the evaluator is for 5×5|evaluator knows 26 moves, and the game has 37/,
      );
    }
  });

  it("plays on no other board than its own, which an engine says", async () => {
    const engine = createGtpEngine(namedPlayer(file()));
    expect(await engine.answer("boardsize 9")).toBe(
      "? unacceptable size: the player plays on a board of 5×5 only, for which its network was made; found 9×9\n\n",
    );
    expect(await engine.answer("boardsize 5")).toBe("=\n\n");
    writeFileSync(join(folder, "nine.sgf"), "(;SZ[9];B[aa])");
    expect(await engine.answer(`loadsgf ${join(folder, "nine.sgf")}`)).toContain(
      "the player plays on a board of 5×5 only",
    );
    expect(await engine.answer("genmove b")).toMatch(/^= /);
    expect(() => createGtpEngine({ ...namedPlayer(file()), rules: { size: 9 } })).toThrow(
      "on a board of 5×5 only",
    );
    expect(() => policyPlayer(policy)(turn(new GoPosition({ size: 9 })))).toThrow(
      /goEvaluator: the policy sees/,
    );
  });

  it("is refused with the reason where the file has no policy of Go", () => {
    const spaces = { ...goEnvironment({ size: 5 }).create() };
    expect(() => namedPlayer(join(folder, "none.safetensors"))).toThrow(/cannot be read as a policy: ENOENT/);
    writeFileSync(join(folder, "damaged.safetensors"), "damaged");
    expect(() => namedPlayer(join(folder, "damaged.safetensors"))).toThrow(
      /damaged.safetensors cannot be read as a policy/,
    );
    const other = createPolicy(
      {
        observationSpace: spaces.observationSpace,
        actionSpace: goEnvironment({ size: 7 }).create().actionSpace,
      },
      { generator: createGenerator(0), masked: true },
    );
    writeFileSync(join(folder, "other.safetensors"), other.save());
    expect(() => namedPlayer(join(folder, "other.safetensors"))).toThrow(
      /other.safetensors is no policy of Go: it sees box \[5,5,14\] and has 50 actions/,
    );
    expect(() => policyPlayer(policy, { temperature: -1 })).toThrow(RangeError);
  });
});
