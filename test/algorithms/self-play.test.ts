import { describe, expect, test } from "vitest";
import { ppo, type Report, type SelfPlayOptions, selfPlay } from "../../src/algorithms/index.ts";
import { clippedScore } from "../../src/algorithms/self-play/ascent.ts";
import { gameAdvantages } from "../../src/algorithms/self-play/game-advantages.ts";
import { meanOfSamePlace } from "../../src/algorithms/self-play/mean-of-same-place.ts";
import { createReferenceBackend } from "../../src/backends/index.ts";
import { compile } from "../../src/compiler/index.ts";
import {
  batchFromDynamics,
  type Dynamics,
  discrete,
  type EnvironmentDefinition,
  environmentFromDynamics,
  multiBinary,
} from "../../src/environments/index.ts";
import { constant, type Expression, multiply, sum } from "../../src/graph/index.ts";
import type { Learner, Metrics } from "../../src/learning/index.ts";
import { parametersHash } from "../../src/runs/parameters-hash.ts";
import type { Saved } from "../../src/state/index.ts";

/**
 * Tic-tac-toe from a late position, where four cells are free and the player who begins here is to move; eight observations:
 * one's own marks in the free cells, and the other's. Small enough to go through all games.
 */
const marks = [1, -1, 1, 0, -1, 0, 0, 0, -1] as const; // biome-ignore format: rows
const free = [3, 5, 6, 7];
const lines = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]]; // biome-ignore format: lines

/** Who has a line: 1, −1 or 0. @param taken the marks of the free cells */
function winner(taken: ArrayLike<number>): number {
  const cells = marks.map((mark, cell) => (free.includes(cell) ? taken[free.indexOf(cell)] : mark));
  const line = lines.find(([a, b, c]) => cells[a] !== 0 && cells[a] === cells[b] && cells[a] === cells[c]);
  return line ? cells[line[0]] : 0;
}

const moverOf = (taken: ArrayLike<number>, at = 0) => {
  let moves = 0;
  for (let cell = 0; cell < 4; cell++) if (taken[at + cell] !== 0) moves++;
  return moves % 2;
};

const late: Dynamics<Uint8Array, number> = {
  observationSpace: multiBinary(8),
  actionSpace: discrete(4),
  stateSize: 4,
  players: 2,
  reset: (state, at) => state.fill(0, at, at + 4),
  step(state, at, actions, index, rewards, terminated) {
    state[at + actions[index]] = moverOf(state, at) === 0 ? 1 : -1;
    const won = winner(state.subarray(at, at + 4));
    rewards[2 * index] = won;
    rewards[2 * index + 1] = 0 - won;
    terminated[index] = won !== 0 || state.subarray(at, at + 4).every((mark) => mark !== 0) ? 1 : 0;
  },
  observe(state, at, observations, offset) {
    const own = moverOf(state, at) === 0 ? 1 : -1;
    for (let cell = 0; cell < 4; cell++) {
      observations[offset + cell] = state[at + cell] === own ? 1 : 0;
      observations[offset + 4 + cell] = state[at + cell] === -own ? 1 : 0;
    }
  },
  legalActions(state, at, mask, offset) {
    for (let cell = 0; cell < 4; cell++) mask[offset + cell] = state[at + cell] === 0 ? 1 : 0;
  },
  currentPlayer: moverOf,
};

const lateGame: EnvironmentDefinition<Uint8Array, number> = {
  id: "LateTicTacToe-v0",
  description: "Four cells are free.",
  create: () => environmentFromDynamics(late),
  batch: (count) => batchFromDynamics(late, count),
};

/** The weights of a linear policy, in float64: [8, 4] and [4]. */
interface Linear {
  readonly weight: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
}

/** The probabilities of the free cells, what they were computed from, and the gradients of their logarithms. */
function decide({ weight, bias }: Linear, taken: readonly number[]) {
  const own = moverOf(taken) === 0 ? 1 : -1;
  const seen = [
    ...taken.map((mark) => (mark === own ? 1 : 0)),
    ...taken.map((mark) => (mark === -own ? 1 : 0)),
  ];
  const logits = taken.map((_, cell) =>
    seen.reduce((sum, x, i) => sum + x * weight[i * 4 + cell], bias[cell]),
  );
  const powers = logits.map((logit, cell) => (taken[cell] === 0 ? Math.exp(logit) : 0));
  const total = powers.reduce((a, b) => a + b);
  const probabilities = powers.map((power) => power / total);
  const scoreOf = (move: number) => {
    const ofBias = probabilities.map((probability, cell) => (cell === move ? 1 : 0) - probability);
    return [...seen.flatMap((x) => ofBias.map((each) => x * each)), ...ofBias];
  };
  return { probabilities, scoreOf };
}

/** A share of the games has one of the first so many moves drawn uniformly. */
interface Openings {
  readonly randomOpenings: number;
  readonly openingMoves: number;
}

/**
 * Over all games of a policy in one place, against another in the other, in which the policy makes a move: the mean of what it
 * gets, of ∇ log p · z and of the square of that, for each parameter.
 */
function enumerate(
  own: Linear,
  other: Linear,
  place: number,
  baseline: number,
  { randomOpenings, openingMoves }: Openings,
) {
  const gradient = new Array<number>(36).fill(0);
  const squares = new Array<number>(36).fill(0);
  let outcome = 0;
  let games = 0;
  /** @param randomPly the move that is drawn uniformly, −1 for none */
  const visit = (
    randomPly: number,
    taken: readonly number[],
    probability: number,
    score: readonly number[] | undefined,
  ): void => {
    const won = winner(taken);
    if (won !== 0 || !taken.includes(0)) {
      if (score === undefined) return; // the policy has made no move: the game is played again
      const z = (place === 0 ? won : -won) - baseline;
      games += probability;
      outcome += probability * (z + baseline);
      score.forEach((each, i) => {
        gradient[i] += probability * each * z;
        squares[i] += probability * (each * z) ** 2;
      });
      return;
    }
    const left = taken.filter((mark) => mark === 0).length;
    const isRandom = 4 - left === randomPly;
    const isOwn = !isRandom && moverOf(taken) === place;
    const { probabilities, scoreOf } = decide(isOwn ? own : other, taken);
    probabilities.forEach((each, move) => {
      if (each === 0) return;
      const after = taken.map((mark, cell) => (cell === move ? (moverOf(taken) === 0 ? 1 : -1) : mark));
      const scored = isOwn ? scoreOf(move).map((part, i) => part + (score?.[i] ?? 0)) : score;
      visit(randomPly, after, probability * (isRandom ? 1 / left : each), scored);
    });
  };
  visit(-1, [0, 0, 0, 0], 1 - randomOpenings, undefined);
  for (let ply = 0; ply < openingMoves; ply++) {
    visit(ply, [0, 0, 0, 0], randomOpenings / openingMoves, undefined);
  }
  const mean = (sum: number) => sum / games;
  return { gradient: gradient.map(mean), squares: squares.map(mean), outcome: mean(outcome) };
}

type Named = Readonly<Record<string, Saved>>;
const ascentOf = (learner: Pick<Learner, "save">) => (learner.save() as { readonly ascent: Named }).ascent;

/** What ends with a name, of a descent's state: weights first, then biases. */
function parts(state: Named, ending: RegExp): [ArrayLike<number>, ArrayLike<number>] {
  const found = Object.entries(state)
    .filter(([name]) => ending.test(name))
    .map(([, value]) => value as Float32Array);
  const [weight, bias] = [
    found.find(({ length }) => length === 32),
    found.find(({ length }) => length === 4),
  ];
  return [weight!, bias!];
}

describe("the gradient of self-play", () => {
  /** Of 36 numbers: each is passed by a normal one with a probability of 1e-6 / 36. */
  const widest = 5.6;

  const noOpenings = { randomOpenings: 0, openingMoves: 2 };

  test.each([
    ["none", "", noOpenings],
    ["mean", "", noOpenings],
    ["value", "", noOpenings],
    ["mean", " and random openings", { randomOpenings: 0.8, openingMoves: 3 }],
  ] as const)(
    "is that of the expected outcome against the pool, with baseline %s%s",
    (baseline, _, openings) => {
      const games = 6000;
      const learner = selfPlay.learner(lateGame, {
        ...{ gamesPerUpdate: games, baseline, entropyWeight: 0, seed: 5, learningRate: 0.05 },
        ...{ architecture: { kind: "linear" }, snapshotEvery: 100, ...openings },
      });
      // After some updates the policy is another one than the opponent, which is what it was in the beginning.
      const start = parts(ascentOf(learner), /(weight|bias)/);
      const opponent: Linear = { weight: start[0], bias: start[1] };
      for (let update = 0; update < 2; update++) learner.learn(learner.collector.collect() as never, 0);
      const before = ascentOf(learner);
      const [weight, bias] = parts(before, /(weight|bias)/);
      const own = { weight: Float64Array.from(weight), bias: Float64Array.from(bias) };
      const momentsBefore = parts(before, /firstMoment$/).map((each) => Float64Array.from(each));
      learner.learn(learner.collector.collect() as never, 0);
      const momentsAfter = parts(ascentOf(learner), /firstMoment$/);
      learner.collector.close();
      // The descent follows the opposite of the objective: m ← 0.9 m − 0.1 ∇J.
      const estimate = momentsAfter.flatMap((moments, i) =>
        Array.from(moments, (moment, j) => (0.9 * momentsBefore[i][j] - moment) / 0.1),
      );

      const exact = [0, 1].map((place) => enumerate(own, opponent, place, 0, openings));
      const gradient = exact[0].gradient.map((each, i) => (each + exact[1].gradient[i]) / 2);
      expect(Math.hypot(...gradient)).toBeGreaterThan(0.05);
      const spread = [0, 1].map((place) => {
        const level = baseline === "mean" ? exact[place].outcome : 0;
        return enumerate(own, opponent, place, level, openings);
      });
      gradient.forEach((each, i) => {
        const variance = spread.reduce(
          (sum, { squares, gradient: mean }) => sum + (squares[i] - mean[i] ** 2) / 2,
          0,
        );
        // A value function that has learned little adds to it: outcomes and values lie between −1 and 1.
        const deviation = Math.sqrt(((baseline === "value" ? 2 : 1) * variance + 1e-6) / games);
        expect(Math.abs(estimate[i] - each)).toBeLessThan(widest * deviation);
      });
    },
  );
});

describe("an update of several steps", () => {
  const first = (options: SelfPlayOptions) => {
    const learner = selfPlay.learner(lateGame, {
      ...{ gamesPerUpdate: 40, seed: 5, architecture: { kind: "linear" }, entropyWeight: 0.01 },
      ...options,
    });
    const metrics = learner.learn(learner.collector.collect(), 0);
    const moments = parts(ascentOf(learner), /firstMoment$/).flatMap((each) => Array.from(each));
    learner.collector.close();
    return { metrics, moments };
  };

  test("begins along REINFORCE's gradient: the clipped objective is that one where nothing has moved", () => {
    const one = first({});
    const other = first({ minibatchSize: 1000 });
    expect(Math.hypot(...one.moments)).toBeGreaterThan(0.001);
    other.moments.forEach((moment, i) => expect(moment).toBeCloseTo(one.moments[i], 6));
  });

  test("estimates the sums over all moves by those of a part, in passes over parts that hold each move once", () => {
    // With next to no learning, the means over parts of one move each are those of all moves at once.
    const still = { learningRate: 1e-12, maxGradientNorm: 1e-12 } as const;
    const whole = first({ ...still, minibatchSize: 1000 }).metrics;
    const single = first({ ...still, minibatchSize: 1, epochs: 2 }).metrics;
    expect(single.objective).toBeCloseTo(whole.objective, 5);
    expect(single.entropy).toBeCloseTo(whole.entropy, 5);
    expect([single.clipFraction, whole.clipFraction]).toEqual([0, 0]);
    const moved = first({ learningRate: 0.3, minibatchSize: 16, epochs: 4 }).metrics;
    expect(moved.clipFraction).toBeGreaterThan(0.1);
    expect(first({}).metrics).not.toHaveProperty("clipFraction");
    expect(Math.abs(whole.objective)).toBeGreaterThan(0.001);
  });

  test("counts a ratio no further than it is clipped", () => {
    const ratios = [0.5, 0.9, 1, 1.1, 2];
    const weights = [2, -3, 1, 4, -1, 5, -0.5, 0.25, 3, -2];
    const rows = weights.map((weight, i) => ({ weight, ratio: ratios[i % 5]! }));
    const column = (numbers: readonly number[]) => constant(Float64Array.from(numbers), [rows.length]);
    const value = clippedScore(
      {
        logProb: column(rows.map(({ ratio }) => Math.log(ratio) - 1)),
        ...{ oldLogProb: column(rows.map(() => -1)), weights: column(weights) },
      },
      0.2,
    );
    const program = compile({ inputs: {}, outputs: { value } }, createReferenceBackend());
    program.run();
    const expected = rows.reduce((sum, { weight, ratio }) => {
      const clipped = Math.min(1.2, Math.max(0.8, ratio));
      return sum + Math.min(ratio * weight, clipped * weight);
    }, 0);
    expect(program.outputs.value[0]).toBeCloseTo(expected, 10);
  });

  test("goes on from a checkpoint to the bit", () => {
    const options = { ...small, steps: 400, minibatchSize: 16, epochs: 2 };
    const reports = Array.from(selfPlay("TicTacToe-v0", options), (report) => ({
      ...{ checkpoint: report.checkpoint(), metrics: report.metrics, hash: parametersHash(report.policy) },
    }));
    expect(reports.length).toBeGreaterThan(3);
    const resumed = selfPlay("TicTacToe-v0", options, { resume: reports[1]!.checkpoint });
    const rest = Array.from(resumed, ({ metrics, policy }) => ({ metrics, hash: parametersHash(policy) }));
    expect(rest).toEqual(reports.slice(2).map(({ metrics, hash }) => ({ metrics, hash })));
  });

  test("has no objective of the caller's own, which would be of one step", () => {
    const objective = ({ logProb, weights }: { logProb: Expression; weights: Expression }) =>
      sum(multiply(logProb, weights));
    expect(() => [...selfPlay("TicTacToe-v0", { ...small, epochs: 2 }, { objective })]).toThrow(
      "an objective of your own is for updates of one step; leave epochs and minibatchSize at their defaults",
    );
  });
});

describe("the mean of the same place", () => {
  test("leaves a game's own outcome out, and games in other places", () => {
    const outcomes = [1, 1, -1, 0, 0, 0, 1, -1];
    const baseline = meanOfSamePlace(
      Int32Array.of(0, 2, 3, 6, 7),
      Int32Array.of(0, 0, 1, 0, 0, 0, 1, 2),
      outcomes,
    );
    expect(Array.from(baseline)).toEqual([0, 0, 1, 1, 1, 1, -1, 0]);
  });

  test("is the same at all moves of a game, though rewards come in its midst", () => {
    // Two games in one place: one of rewards 3, 1 and 2, one of rewards 4 and −2.
    const outcomes = [6, 3, 2, 2, -2];
    const baseline = meanOfSamePlace(Int32Array.of(0, 3), new Int32Array(5), outcomes);
    expect(Array.from(baseline)).toEqual([2, 2, 2, 6, 6]);
  });
});

describe("the advantages within games", () => {
  /** Two games, of three moves and of one. */
  const games = {
    steps: 4,
    rewards: Float64Array.of(0, 0.25, 1, -1),
    values: Float32Array.of(0.5, -0.25, 0.75, 0.125),
  };
  const starts = Int32Array.of(0, 3);

  test("are sums of the errors of V(s) at the next moves, by powers of λ, and end with the game", () => {
    expect(Array.from(gameAdvantages(games, starts, 0))).toEqual([-0.75, 1.25, 0.25, -1.125]);
    expect(Array.from(gameAdvantages(games, starts, 0.5))).toEqual([
      -0.75 + 0.5 * 1.25 + 0.25 * 0.25,
      1.25 + 0.5 * 0.25,
      0.25,
      -1.125,
    ]);
  });

  test("are the outcome minus V(s) where λ is 1", () => {
    expect(Array.from(gameAdvantages(games, starts, 1))).toEqual([0.75, 1.5, 0.25, -1.125]);
  });
});

const small = { steps: 200, gamesPerUpdate: 8, hidden: [8], seed: 2, snapshotEvery: 2 };

/** The weights of each opponent in the pool. */
const poolOf = (learner: Pick<Learner, "save">) =>
  (learner.save() as unknown as { readonly pool: { readonly snapshots: Float32Array[] } }).pool.snapshots;

const weightsOf = ({ policy }: Pick<Report, "policy">) =>
  Float32Array.from(Object.values(policy.weights()).flatMap(({ data }) => Array.from(data)));

describe("the pool", () => {
  test("begins with the policy that the training begins with, and gets the policy of every second update", () => {
    const learner = selfPlay.learner("TicTacToe-v0", { ...small, poolSize: 3 });
    const played: Float32Array[] = [weightsOf(learner)];
    expect(poolOf(learner)).toEqual([]);
    for (let update = 1; update <= 7; update++) {
      played.push(weightsOf(learner)); // with which the games of this update are played
      learner.learn(learner.collector.collect(), 0);
      const joined = [0, 2, 4, 6].filter((each) => each <= update).slice(-3);
      expect(poolOf(learner)).toEqual(joined.map((each) => played[each]));
    }
    learner.collector.close();
  });

  test("begins with the weights of a policy that is given", () => {
    const [{ policy: given }] = selfPlay("TicTacToe-v0", { ...small, seed: 9 });
    const weights = weightsOf({ policy: given });
    const reports = selfPlay("TicTacToe-v0", small, { policy: given })[Symbol.iterator]();
    const { value } = reports.next() as { value: Report };
    // All of them, with what the training has only decoded of them.
    const text = Buffer.from(value.checkpoint());
    expect(text.includes(Buffer.from(weights.buffer))).toBe(true);
    reports.return?.();
  });
});

describe("the gate", () => {
  const run = (gate: number | "none", snapshotEvery: number) => {
    const learner = selfPlay.learner("TicTacToe-v0", { ...small, gate, snapshotEvery, learningRate: 0.01 });
    const begin = weightsOf(learner);
    const metrics = Array.from({ length: 2 * snapshotEvery }, () =>
      learner.learn(learner.collector.collect(), 0),
    );
    const end = weightsOf(learner);
    learner.collector.close();
    return { begin, end, metrics };
  };

  test("sends a policy back that is not good enough, with its optimizer, and learns nothing from its games", () => {
    const { begin, end, metrics } = run(1.5, 3);
    expect(end).toEqual(begin);
    expect(metrics.map(({ rejected }) => rejected)).toEqual([0, 0, 1, 0, 0, 1]);
    expect(metrics.map(({ opponents }) => opponents)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(metrics[2].objective).toBeNaN();
    expect(metrics[3].objective).not.toBeNaN();
  });

  test("lets V(s) learn nothing from the games of a policy that it sends back", () => {
    const options = { ...small, gate: 1.5, baseline: "value", learningRate: 0.01 } as const;
    const learner = selfPlay.learner("TicTacToe-v0", options);
    const valueWeights = () =>
      (learner.networks ?? [])[1].parameters.flatMap((each) =>
        Array.from(learner.policy.backend.values(each)),
      );
    const learned = [1, 2, 3, 4].map(() => {
      const before = valueWeights();
      const metrics: Metrics = learner.learn(learner.collector.collect(), 0);
      return [metrics.rejected, Number.isNaN(metrics.valueLoss), valueWeights().join() === before.join()];
    });
    learner.collector.close();
    const taken = [0, false, false];
    const sentBack = [1, true, true];
    expect(learned).toEqual([taken, sentBack, taken, sentBack]);
  });

  test("lets everybody pass where nobody is worse than what it asks", () => {
    const { begin, end, metrics } = run(-1, 3);
    expect(end).not.toEqual(begin);
    expect(metrics.map(({ opponents }) => opponents)).toEqual([1, 1, 2, 2, 2, 3]);
    expect(metrics.every(({ rejected }) => rejected === 0)).toBe(true);
  });
});

describe("a policy that joins the pool after every update", () => {
  test("does not join it again as it began, nor is it judged against itself", () => {
    const learner = selfPlay.learner("TicTacToe-v0", { ...small, snapshotEvery: 1, gate: 1.5 });
    const metrics = [1, 2].map(() => learner.learn(learner.collector.collect(), 0));
    learner.collector.close();
    expect(metrics.map(({ opponents, rejected }) => [opponents, rejected])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });
});

describe("a training by self-play", () => {
  test("stays near the latest of the pool where the KL divergence counts", () => {
    const divergence = (klWeight: number) => {
      const options = { ...small, steps: 2500, snapshotEvery: 100, learningRate: 0.02, klWeight };
      return Array.from(selfPlay("TicTacToe-v0", options)).at(-1)!.metrics.kl;
    };
    expect(divergence(1e-6)).toBeGreaterThan(0.1);
    expect(divergence(30)).toBeLessThan(0.01);
  });

  test.each([
    [60_000, {}],
    // Several steps on each move learn it from fewer games; with one step, these are too few.
    [8_000, { epochs: 4, minibatchSize: 64 }],
  ])(
    "learns to take the last stone: from a heap it leaves a multiple of four, in %i moves",
    (steps, more) => {
      let found: number[] = [];
      const options = {
        steps,
        seed: 1,
        hidden: [32],
        learningRate: 5e-3,
        entropyWeight: 0.1,
        snapshotEvery: 5,
        ...more,
      };
      for (const { policy } of selfPlay(nim, options)) {
        found = [5, 6, 7, 9, 10, 11].map((stones) => policy.act(stones, [true, true, true]));
        if (found.join() === "1,2,3,1,2,3") break;
      }
      expect(found).toEqual([1, 2, 3, 1, 2, 3]);
    },
  );

  test("learns from another estimate where λ is below 1, which takes a value function", () => {
    const objectives = [1, 0.9].map((lambda) => {
      const [{ metrics }] = selfPlay("TicTacToe-v0", { ...small, baseline: "value", lambda });
      return metrics.objective;
    });
    expect(objectives[0]).not.toBe(objectives[1]);
    expect(() => [...selfPlay("TicTacToe-v0", { ...small, lambda: 0.9 })]).toThrow(
      'option lambda is 0.9; it must be 1 with baseline "mean". Below 1 it takes baseline "value".',
    );
  });

  test("refuses what has one player, and networks with a state", () => {
    expect(() => [...selfPlay("CartPole-v1", small)]).toThrow(
      "CartPole-v1: it has one player; games against an opponent need several players.",
    );
    const architecture = { kind: "gru", units: 4 } as const;
    expect(() => [...selfPlay("TicTacToe-v0", { ...small, architecture })]).toThrow(
      "TicTacToe-v0: a recurrent network cannot play it here. Take an architecture without a state.",
    );
    expect(() => [...ppo("TicTacToe-v0", { ...small, gate: 1 } as object)]).toThrow("no option");
  });
});

/** Nim: from a heap of twelve stones two players take one, two or three in turn; who takes the last one wins. */
const nimDynamics: Dynamics<number, number> = {
  observationSpace: discrete(13),
  actionSpace: discrete(3, { start: 1 }),
  stateSize: 2,
  players: 2,
  reset(state, at, generator) {
    state[at] = generator.integers(1, 13);
    state[at + 1] = 0;
  },
  step(state, at, actions, index, rewards, terminated) {
    const mover = state[at + 1];
    state[at] -= actions[index];
    state[at + 1] = 1 - mover;
    const won = state[at] === 0;
    rewards[2 * index + mover] = won ? 1 : 0;
    rewards[2 * index + 1 - mover] = won ? -1 : 0;
    terminated[index] = won ? 1 : 0;
  },
  observe(state, at, observations, offset) {
    observations.fill(0, offset, offset + 13);
    observations[offset + state[at]] = 1;
  },
  legalActions(state, at, mask, offset) {
    for (let taken = 1; taken <= 3; taken++) mask[offset + taken - 1] = taken <= state[at] ? 1 : 0;
  },
  currentPlayer: (state, at) => state[at + 1],
};

const nim: EnvironmentDefinition<number, number> = {
  id: "Nim-v0",
  description: "Take the last stone.",
  create: () => environmentFromDynamics(nimDynamics),
  batch: (count) => batchFromDynamics(nimDynamics, count),
};
