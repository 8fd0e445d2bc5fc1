import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  actorCritic,
  impala,
  naturalPolicyGradient,
  ppo,
  reinforce,
  sac,
  td3,
  trpo,
} from "../../src/algorithms/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, defineEnvironment, discrete, environmentSeed, make } from "../../src/environments/index.ts";
import { evaluate } from "../../src/experience/index.ts";
import {
  constant,
  exp,
  grad,
  input,
  inputIndices,
  multiply,
  reshape,
  scalarRow,
  sum,
} from "../../src/graph/index.ts";
import { compileSum, createRowSource } from "../../src/learning/index.ts";
import type { Architecture } from "../../src/networks/index.ts";
import { createPolicy, type Policy, type ValueFunction } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";

const architectures: readonly Architecture[] = [
  { kind: "gru", units: 5, encoder: [4] },
  { kind: "lstm", units: 4 },
];

const observationAt = (episode: number, step: number) => [
  Math.fround(Math.sin(episode)),
  Math.fround(step / 5),
];

/** Episodes of 3, 4, 2, 3, … steps, which are cut off and terminate in turn; observations tell episode and step. */
function shortEpisodes() {
  let [episode, step] = [0, 0];
  return defineEnvironment({
    observationSpace: box({ low: -1, high: 1, shape: [2] }),
    actionSpace: discrete(3),
    reset() {
      [episode, step] = [episode + 1, 0];
      return { observation: observationAt(episode, step) };
    },
    step() {
      const ends = ++step === 2 + (episode % 3);
      return {
        ...{ observation: observationAt(episode, step), reward: step },
        ...{ terminated: ends && episode % 2 === 0, truncated: ends && episode % 2 === 1 },
      };
    },
  });
}

describe.each(architectures)("rows of experience of architecture $kind", (architecture) => {
  test.each([
    { sequenceLength: 6, minibatchSize: 18, sharedTower: false },
    { sequenceLength: 3, minibatchSize: 6, sharedTower: false },
    { sequenceLength: 1, minibatchSize: 2, sharedTower: false },
    { sequenceLength: 3, minibatchSize: 6, sharedTower: true },
  ])(
    "give back log-probabilities and values as they were when acting, to the bit, in sequences of $sequenceLength, shared tower $sharedTower",
    ({ sequenceLength, minibatchSize, sharedTower }) => {
      const [copies, steps] = [3, 6];
      const options = {
        environments: copies,
        rolloutSteps: steps,
        minibatchSize,
        sequenceLength,
        architecture,
        sharedTower,
      };
      const learner = ppo.learner(shortEpisodes, { ...options, learningRate: 0.05, seed: 1 });
      const { policy, collector } = learner;
      const valueFunction = learner.networks[1] as ValueFunction;
      const source = createRowSource(
        {
          ...(policy.rows as Required<Omit<Policy["rows"], "legalActions">>),
          ...valueFunction.rows,
          index: scalarRow,
        },
        { size: copies * steps, minibatch: minibatchSize, sequences: { length: sequenceLength, copies } },
      );
      const program = compileSum(
        {
          source,
          sums: (rows) => ({
            logProbs: policy.density(rows).logProb(rows.actions),
            values: valueFunction.values(rows.observations, rows),
            index: rows.index,
          }),
        },
        { backend: policy.backend, team: alone },
      );
      program.rows.index.forEach((_, row) => {
        program.rows.index[row] = row;
      });
      const { ofBatch, ofRun } = program.choices;
      expect([ofBatch, ofRun]).toEqual([(copies * steps) / sequenceLength, minibatchSize / sequenceLength]);
      const order = createGenerator(2).permutation(ofBatch);
      let ends = 0;
      for (let rollouts = 0; rollouts < 3; rollouts++) {
        const rollout = collector.collect();
        program.load(rollout as never);
        const seen: number[] = [];
        for (let at = 0; at < ofBatch; at += ofRun) {
          program.run(Int32Array.from(order.slice(at, at + ofRun)));
          const { logProbs, values, index } = program.sums;
          index.forEach((row, i) => {
            seen.push(row);
            expect(logProbs[i]).toBe(rollout.logProbs[row]);
            expect(values[i]).toBe(rollout.values[row]);
          });
        }
        expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: copies * steps }, (_, row) => row));
        ends += rollout.episodeLengths.filter((length) => length > 0).length;
        learner.learn(rollout, 0);
      }
      expect(ends).toBeGreaterThan(9);
    },
  );

  test("have the states that follow one another, zeros where an episode begins, and values of ends by theirs", () => {
    const options = { environments: 2, rolloutSteps: 8, minibatchSize: 16, architecture };
    const learner = ppo.learner(shortEpisodes, { ...options, normalizeObservations: false, seed: 1 });
    const { policy, collector } = learner;
    const valueFunction = learner.networks[1] as ValueFunction;
    const { policyStates, valueStates, begins, observations, ...rollout } = collector.collect();
    const follow = followed(policy, valueFunction);
    let cutOff = 0;
    for (let copy = 0; copy < 2; copy++) {
      let states = follow.initial();
      let [episode, step] = [1, 0];
      for (let at = copy; at < 16; at += 2) {
        const own = (all: Float32Array, size: number) => all.slice(at * size, (at + 1) * size);
        expect(own(policyStates!, policy.stateSize)).toEqual(states.policy);
        expect(own(valueStates!, valueFunction.stateSize)).toEqual(states.value);
        expect(states.policy.every((value) => value === 0)).toBe(begins![at] === 1);
        expect(begins![at]).toBe(step === 0 ? 1 : 0);
        const next = follow.next(own(observations, 2), states);
        expect(rollout.values[at]).toBe(next.judged);
        states = next;
        step++;
        if (rollout.truncated[at]) {
          cutOff++;
          const final = follow.next(observationAt(episode, step), states);
          expect(rollout.finalValues[at]).toBe(final.judged);
        }
        if (rollout.episodeLengths[at] > 0) {
          states = follow.initial();
          [episode, step] = [episode + 1, 0];
        }
      }
      expect(rollout.lastValues[copy]).toBe(follow.next(observationAt(episode, step), states).judged);
    }
    expect(cutOff).toBe(2);
  });
});

describe.each(architectures)("whole episodes of architecture $kind", (architecture) => {
  test.each([false, true])(
    "have log-probabilities and values as their rows give them, to the bit, and values of ends by the states there; shared tower %s",
    (sharedTower) => {
      const learner = reinforce.learner(shortEpisodes, {
        architecture,
        sharedTower,
        episodesPerUpdate: 5,
        seed: 1,
      });
      const { policy, collector } = learner;
      const valueFunction = learner.networks[1] as ValueFunction;
      const source = createRowSource(
        {
          ...(policy.rows as Required<Omit<Policy["rows"], "legalActions">>),
          ...valueFunction.rows,
          index: { ...scalarRow, spare: -1 },
        },
        { rowsPerShard: 64, sequenceLength: 4 },
      );
      const program = compileSum(
        {
          source,
          sums: (rows) => ({
            logProbs: policy.density(rows).logProb(rows.actions),
            values: valueFunction.values(rows.observations, rows),
            index: rows.index,
          }),
        },
        { backend: policy.backend, team: alone },
      );
      const follow = followed(policy, valueFunction);
      for (let update = 0; update < 3; update++) {
        const played = collector.collect();
        const { steps, episodeLengths } = played;
        program.load(
          { ...played, index: Float32Array.from({ length: steps }, (_, row) => row) } as never,
          steps,
        );
        program.run();
        const seen: number[] = [];
        program.sums.index.forEach((row, i) => {
          if (row < 0) return;
          seen.push(row);
          expect(program.sums.logProbs[i]).toBe(played.logProbs[row]);
          expect(program.sums.values[i]).toBe(played.values[row]);
        });
        expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: steps }, (_, row) => row));
        let states = follow.initial();
        for (let at = 0, start = 0; at < steps; at++) {
          states = follow.next(played.observations.slice(2 * at, 2 * at + 2), states);
          if (episodeLengths[at] === 0) continue;
          const final = [played.observations[2 * start], Math.fround(episodeLengths[at] / 5)];
          if (played.truncated[at]) expect(played.finalValues[at]).toBe(follow.next(final, states).judged);
          states = follow.initial();
          start = at + 1;
        }
        learner.learn(played, 0);
      }
    },
  );
});

/** What acts on one observation after the other, with the states of both. */
function followed(policy: Policy, valueFunction: ValueFunction) {
  const inputs = {
    observations: input([1, 2]),
    policyStates: input([1, policy.stateSize]),
    valueStates: input([1, valueFunction.stateSize]),
  };
  const { stateName } = valueFunction;
  const judged = valueFunction.advance(inputs.observations, { [stateName]: inputs.valueStates });
  const outputs = {
    policy: policy.advance(inputs).policyStates!,
    value: judged.valueStates!,
    judged: judged.values,
  };
  const program = compile({ inputs, outputs }, policy.backend);
  interface States {
    readonly policy: Float32Array;
    readonly value: Float32Array;
  }
  return {
    initial: (): States => ({
      policy: policy.initialState(),
      value: new Float32Array(valueFunction.stateSize),
    }),
    next(observation: ArrayLike<number>, states: States): States & { readonly judged: number } {
      program.inputs.observations.set(observation);
      program.inputs.policyStates.set(states.policy);
      program.inputs.valueStates.set(states.value);
      program.run();
      return {
        policy: program.outputs.policy.slice(),
        value: program.outputs.value.slice(),
        judged: program.outputs.judged[0],
      };
    },
  };
}

/**
 * A cue of −1 or 1, which is seen in the first of three steps only. The reward of an episode depends on the cue and on all
 * actions.
 */
describe.each(architectures)(
  "the policy gradient of a task with memory, architecture $kind",
  (architecture) => {
    const episodes = Array.from({ length: 16 }, (_, code) => ({
      cue: code & 1 ? 1 : -1,
      actions: [1, 2, 3].map((bit) => (code >> bit) & 1),
    }));
    const returnOf = ({ cue, actions }: (typeof episodes)[number]) =>
      cue * (actions[2] - 0.5) + 0.3 * actions[0] * actions[1] - 0.2 * actions[1];
    const spaces = { observationSpace: box({ low: -1, high: 1, shape: [2] }), actionSpace: discrete(2) };
    const observationOf = (cue: number, step: number) => [step === 0 ? cue : 0, step / 3];
    const policyIn = (backend: ReturnType<typeof createWasmBackend>) => {
      const policy = createPolicy(spaces, { architecture, generator: createGenerator(3), backend });
      const draw = createGenerator(4);
      for (const parameter of policy.parameters) {
        const values = backend.values(parameter);
        values.forEach((value, i) => {
          values[i] = value + draw.uniform(-0.5, 0.5);
        });
      }
      return policy;
    };

    /** Σ over all episodes of p(episode) · return: its gradient, by differentiating the probabilities. */
    const exact = (() => {
      const backend = createWasmBackend();
      const policy = policyIn(backend);
      const [steps, count] = [3, episodes.length];
      const all = Array.from({ length: steps }, (_, step) => step).flatMap((step) =>
        episodes.map((episode) => ({ step, ...episode })),
      );
      const density = policy.density({
        observations: constant(
          all.flatMap(({ cue, step }) => observationOf(cue, step)),
          [steps * count, 2],
        ),
        policyStates: constant(new Float32Array(count * policy.stateSize), [count, policy.stateSize]),
      });
      const actions = inputIndices([steps * count]);
      const logProbs = reshape(density.logProb(actions), [steps, count]);
      const probabilities = exp(sum(logProbs, { axis: 0 }));
      const objective = multiply(
        sum(multiply(probabilities, constant(episodes.map(returnOf), [count]))),
        0.5,
      );
      const gradients = grad(objective, policy.parameters);
      const named = Object.fromEntries(gradients.map((each, i) => [`${i}`, each]));
      const program = compile({ inputs: { actions }, outputs: { probabilities, ...named } }, backend);
      program.inputs.actions.set(all.map(({ actions, step }) => actions[step]));
      program.run();
      const outputs = program.outputs as Readonly<Record<string, Float32Array>>;
      return {
        probabilities: Array.from(outputs.probabilities),
        gradients: gradients.map((_, i) => outputs[i].slice()),
      };
    })();

    test.each([
      { shards: 1, minibatch: false },
      { shards: 2, minibatch: false },
      { shards: 2, minibatch: true },
    ])(
      "is that of the score, from rows with episodes one after another, in $shards shards",
      ({ shards, minibatch }) => {
        const backend = createWasmBackend();
        const policy = policyIn(backend);
        // Four copies that play four episodes each, of three steps.
        const [copies, steps] = [4, 12];
        const entries = Array.from({ length: steps * copies }, (_, row) => {
          const [step, copy] = [Math.floor(row / copies), row % copies];
          return { ...episodes[copies * Math.floor(step / 3) + copy], step: step % 3 };
        });
        const size = steps * copies;
        const sums = compileSum(
          {
            source: createRowSource(
              { ...policy.rows, weights: scalarRow },
              { size, ...(minibatch && { minibatch: size }), sequences: { length: steps, copies } },
              shards,
            ),
            sums({ weights, ...rows }) {
              const score = sum(multiply(policy.density(rows).logProb(rows.actions), weights));
              return Object.fromEntries(grad(score, policy.parameters).map((each, i) => [`${i}`, each]));
            },
          },
          { backend, team: alone },
        );
        sums.load({
          observations: Float32Array.from(entries.flatMap(({ cue, step }) => observationOf(cue, step))),
          actions: Int32Array.from(entries, ({ actions, step }) => actions[step]),
          begins: Float32Array.from(entries, ({ step }) => (step === 0 ? 1 : 0)),
          // What was before the first episodes must not matter.
          policyStates: new Float32Array(size * policy.stateSize).fill(0.7),
          weights: Float32Array.from(entries, (entry) => {
            const index = episodes.findIndex(
              ({ cue, actions }) => cue === entry.cue && actions.join() === entry.actions.join(),
            );
            return 0.5 * exact.probabilities[index] * returnOf(entry);
          }),
        });
        sums.run(minibatch ? Int32Array.of(2, 0, 3, 1) : undefined);
        expectExact(sums.sums as Readonly<Record<string, Float32Array>>);
      },
    );

    test("is that of the score, from whole episodes that pass through in shards", () => {
      const backend = createWasmBackend();
      const policy = policyIn(backend);
      const sums = compileSum(
        {
          source: createRowSource(
            { ...policy.rows, weights: scalarRow },
            { rowsPerShard: 20, sequenceLength: 4 },
          ),
          sums({ weights, ...rows }) {
            const score = sum(multiply(policy.density(rows).logProb(rows.actions), weights));
            return Object.fromEntries(grad(score, policy.parameters).map((each, i) => [`${i}`, each]));
          },
        },
        { backend, team: alone },
      );
      const steps = episodes.flatMap((episode, index) =>
        [0, 1, 2].map((step) => ({
          ...episode,
          step,
          weight: 0.5 * exact.probabilities[index] * returnOf(episode),
        })),
      );
      sums.load(
        {
          observations: Float32Array.from(steps.flatMap(({ cue, step }) => observationOf(cue, step))),
          actions: Int32Array.from(steps, ({ actions, step }) => actions[step]),
          begins: Float32Array.from(steps, ({ step }) => (step === 0 ? 1 : 0)),
          policyStates: new Float32Array(steps.length * policy.stateSize),
          weights: Float32Array.from(steps, ({ weight }) => weight),
        },
        steps.length,
      );
      sums.run();
      expectExact(sums.sums as Readonly<Record<string, Float32Array>>);
    });

    function expectExact(sums: Readonly<Record<string, Float32Array>>): void {
      expect(exact.probabilities.reduce((a, b) => a + b)).toBeCloseTo(2, 5);
      exact.gradients.forEach((gradient, i) => {
        gradient.forEach((value, at) => expect(Math.abs(sums[i][at] - value)).toBeLessThan(2e-6));
      });
      expect(Math.max(...exact.gradients[0].map(Math.abs))).toBeGreaterThan(1e-3);
    }
  },
);

describe("trainings of recurrent policies", () => {
  const architecture: Architecture = { kind: "gru", units: 4 };

  test("may share the tower, whose weights both networks then have, and learn with it", () => {
    const options = {
      environments: 2,
      rolloutSteps: 8,
      minibatchSize: 8,
      epochs: 1,
      sharedTower: true,
      normalizeObservations: false,
    };
    const learner = ppo.learner("Recall-v0", { ...options, architecture });
    const [own, judged] = learner.networks.map(({ parameters }) => parameters);
    expect(
      judged.filter((parameter) => own.includes(parameter)).map(({ attributes }) => attributes.name),
    ).toEqual([
      ...["policy.cell.input.weight", "policy.cell.input.bias"],
      ...["policy.cell.state.weight", "policy.cell.state.bias"],
    ]);
    const before = learner.policy.weights();
    learner.learn(learner.collector.collect(), 0);
    const after = learner.policy.weights();
    expect(after["policy.cell.state.weight"].data).not.toEqual(before["policy.cell.state.weight"].data);

    const { policy } = learner;
    const valueFunction = learner.networks[1] as ValueFunction;
    const seen = {
      observations: input([6, 2]),
      policyStates: input([2, policy.stateSize]),
      begins: input([6]),
    };
    const states = [
      policy.advance(seen).policyStates,
      valueFunction.advance(seen.observations, seen).valueStates,
    ];
    expect(states[0]).toBe(states[1]);
  });

  test("give policies that are evaluated with their states, which every episode begins anew", () => {
    const spaces = { observationSpace: box({ low: [-1, 0], high: [1, 1] }), actionSpace: discrete(2) };
    const policy = createPolicy(spaces, { architecture, generator: createGenerator(5) });
    const { returns } = evaluate(policy, "Recall-v0", { episodes: 7, environments: 3 });
    const played = returns.map((_, episode) => {
      const environment = make("Recall-v0");
      let { observation } = environment.reset({ seed: environmentSeed(0, 1_000_000 + episode, 0) });
      let state = policy.initialState();
      for (;;) {
        const chosen = policy.act(observation as Float32Array, { state });
        state = chosen.state;
        const result = environment.step(chosen.action);
        if (result.terminated) return result.reward;
        observation = result.observation;
      }
    });
    expect(played).toEqual(returns);
    expect(new Set(returns)).toEqual(new Set([-1, 1]));
  });

  test.each([
    ["sac", sac, "Pendulum-v1"],
    ["actor-critic", actorCritic, "CartPole-v1"],
    ["td3", td3, "Pendulum-v1"],
    ["impala", impala, "CartPole-v1"],
    ["trpo", trpo, "CartPole-v1"],
    ["natural-policy-gradient", naturalPolicyGradient, "CartPole-v1"],
  ] as const)("are refused by %s, which does not train through time", (name, algorithm, environment) => {
    expect(() => algorithm.learner(environment, { architecture } as object)).toThrow(
      `${name}: the architecture is recurrent, and ${name} does not train through time. Take ppo, a2c or reinforce`,
    );
  });

  test("have sequences that divide rollouts and minibatches", () => {
    const options = { architecture, rolloutSteps: 48, minibatchSize: 64, environments: 4 };
    expect(() => ppo("CartPole-v1", { ...options, sequenceLength: 32 })).toThrow(
      "ppo: option sequenceLength is 32; it must divide rolloutSteps, which is 48.",
    );
  });
});

describe("sequences of rows", () => {
  const rows = {
    index: scalarRow,
    states: { shape: [], dtype: "float", spare: -1, sequence: "state" },
  } as const;
  const backend = createWasmBackend();
  const compileRows = (feed: Parameters<typeof createRowSource>[1], shards = 1) =>
    compileSum(
      { source: createRowSource(rows, feed, shards), sums: ({ index, states }) => ({ index, states }) },
      { backend, team: alone },
    );

  test("are those of consecutive steps of one copy, with the state of the first, a step of all after the other", () => {
    const sizes = fc.record({
      length: fc.integer({ min: 1, max: 5 }),
      perCopy: fc.integer({ min: 1, max: 4 }),
      copies: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(sizes, ({ length, perCopy, copies, seed }) => {
        const size = length * perCopy * copies;
        const program = compileRows({ size, minibatch: length * copies, sequences: { length, copies } });
        for (let row = 0; row < size; row++) program.rows.index[row] = program.rows.states[row] = row;
        const order = Array.from(createGenerator(seed).permutation(perCopy * copies));
        const seen = new Set<number>();
        for (let at = 0; at < order.length; at += copies) {
          program.run(Int32Array.from(order.slice(at, at + copies)));
          const { index, states } = program.sums;
          for (let i = 0; i < copies; i++) {
            expect(states[i]).toBe(index[i]);
            for (let step = 0; step < length; step++) {
              expect(index[step * copies + i]).toBe(index[i] + step * copies);
              seen.add(index[step * copies + i]);
            }
          }
        }
        expect(seen.size).toBe(size);
      }),
      { numRuns: 25 },
    );
  });

  test("pass through in any number: episodes begin sequences, and spare rows fill them", () => {
    const program = compileSum(
      {
        source: createRowSource(
          { ...rows, begins: { ...scalarRow, sequence: "beginning" } },
          { rowsPerShard: 6, sequenceLength: 3 },
        ),
        sums: ({ index, states }) => ({ index, states }),
      },
      { backend, team: alone },
    );
    const all = Float32Array.from({ length: 10 }, (_, row) => row + 1);
    const begins = Float32Array.of(1, 1, 0, 0, 0, 1, 0, 0, 0, 0);
    program.load({ index: all, states: all, begins }, 8);
    program.run();
    // Sequences 1 · ·, then 2 3 4, then 5 · ·, then 6 7 8: two in a shard, which are added up.
    expect(Array.from(program.sums.index)).toEqual([1 + 5, 2 + 6, 0, 3 + 7, 0, 4 + 8]);
    expect(Array.from(program.sums.states)).toEqual([1 + 5, 2 + 6]);
  });

  test("pass through in any number only where it is given", () => {
    const program = compileSum(
      {
        source: createRowSource({ index: scalarRow }, { rowsPerShard: 4 }),
        sums: ({ index }) => ({ index }),
      },
      { backend, team: alone },
    );
    expect(() => program.load({ index: new Float32Array(3) })).toThrow(
      "load: count is undefined; it must be an integer from 0",
    );
  });

  test("must be said where rows have states", () => {
    expect(() => compileRows({ size: 12 })).toThrow(
      "rows: states is the state of a recurrent network, which is trained on sequences, and the feed does not say which",
    );
  });
});
