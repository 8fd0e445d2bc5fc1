import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, discrete } from "../../src/environments/index.ts";
import { add, constant, grad, input, inputIndices, mean, multiply, square } from "../../src/graph/index.ts";
import { type ActingPolicy, loadPolicy as loadToAct } from "../../src/inference/index.ts";
import { type Architecture, createNetwork } from "../../src/networks/index.ts";
import { createPolicy, createValueFunction, loadPolicy, type Policy } from "../../src/policies/index.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";

const observationSpace = box({ low: -10, high: 10, shape: [3] });
const architectures: readonly Architecture[] = [
  { kind: "gru", units: 5 },
  { kind: "lstm", units: 4, encoder: [6], activation: "relu" },
];
/** A step of all sequences after the other; in one sequence an episode begins in the middle. */
const [steps, sequences] = [7, 3];
const rows = steps * sequences;
const begins = Float32Array.from({ length: rows }, (_, row) => (row === 4 * sequences + 1 ? 1 : 0));

function policyOf(architecture: Architecture, masked = false): Policy<Float32Array, number> {
  const spaces = { observationSpace, actionSpace: discrete(3) };
  const policy = createPolicy(spaces, { architecture, generator: createGenerator(4), masked });
  // Far from undecided: the last layer begins with small weights.
  const head = policy.parameters.find(({ attributes }) => attributes.name === "policy.head.weight")!;
  const values = policy.backend.values(head);
  values.forEach((value, i) => {
    values[i] = 200 * value;
  });
  return policy;
}

const numbers = (generator: Generator, length: number) =>
  Float32Array.from({ length }, () => generator.uniform(-2, 2));

describe.each(architectures)("a policy with architecture $kind", (architecture) => {
  it("acts step by step as its unrolled graph does, to the bit, through the beginning of an episode", () => {
    const policy = policyOf(architecture);
    const generator = createGenerator(1);
    const observations = numbers(generator, 3 * rows);
    const states = numbers(generator, sequences * policy.stateSize);

    const actor = policy.actor(sequences);
    actor.policyStates.set(states);
    const drawing = Array.from({ length: sequences }, (_, i) => createGenerator(i));
    const actions = new Int32Array(rows);
    const logProbs = new Float32Array(rows);
    for (let step = 0; step < steps; step++) {
      const at = step * sequences;
      for (let i = 0; i < sequences; i++) if (begins[at + i]) actor.begin(i);
      actor.observations.set(observations.subarray(3 * at, 3 * (at + sequences)));
      actor.sample(drawing);
      actions.set(actor.actions, at);
      logProbs.set(actor.logProbs, at);
    }

    const seen = {
      observations: input([rows, 3]),
      policyStates: input([sequences, policy.stateSize]),
      begins: input([rows]),
    };
    const taken = inputIndices([rows]);
    const { density, policyStates } = policy.advance(seen);
    const outputs = { logProbs: density.logProb(taken), states: policyStates! };
    const program = compile({ inputs: { ...seen, taken }, outputs }, policy.backend);
    program.inputs.observations.set(observations);
    program.inputs.policyStates.set(states);
    program.inputs.begins.set(begins);
    program.inputs.taken.set(actions);
    program.run();
    expect(new Set(actions).size).toBe(3);
    expect(program.outputs.logProbs).toEqual(logProbs);
    expect(program.outputs.states).toEqual(actor.policyStates);
  });

  it("has the gradient through time that differences of the loss say, with the beginning of an episode in between", () => {
    const network = createNetwork("net", architecture, { inputs: 3, outputs: 2 }, createGenerator(2));
    const backend = createReferenceBackend();
    const generator = createGenerator(3);
    const { stateSize, apply } = network.recurrence!;
    const { outputs, states } = apply(constant(numbers(generator, 3 * rows), [rows, 3]), {
      states: constant(numbers(generator, sequences * stateSize), [sequences, stateSize]),
      begins: constant(begins, [rows]),
    });
    const weights = constant(numbers(generator, 2 * rows), [rows, 2]);
    const loss = add(mean(square(multiply(outputs, weights))), mean(square(states)));
    const gradients = grad(loss, network.parameters);
    const program = compile(
      { outputs: { loss, ...Object.fromEntries(gradients.map((each, i) => [`${i}`, each])) } },
      backend,
    );
    program.run();
    const exact = gradients.map((_, i) => (program.outputs as Record<string, Float64Array>)[i].slice());
    network.parameters.forEach((parameter, i) => {
      const values = backend.values(parameter);
      for (let at = 0; at < values.length; at += 7) {
        const before = values[at];
        const lossAt = (change: number) => {
          values[at] = before + change;
          program.run();
          values[at] = before;
          return program.outputs.loss[0];
        };
        // The error of the difference is of order 10⁻¹⁰ from the third derivative, and from rounding.
        const difference = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5;
        expect(Math.abs(exact[i][at] - difference)).toBeLessThan(1e-8);
      }
    });
  });

  it("forgets where an episode begins: nothing of before has a gradient there", () => {
    const network = createNetwork("net", architecture, { inputs: 3, outputs: 2 }, createGenerator(2));
    const { stateSize, apply } = network.recurrence!;
    const states = input([1, stateSize]);
    const observations = input([4, 3]);
    const { outputs } = apply(observations, { states, begins: constant([0, 0, 1, 0], [4]) });
    const last = mean(multiply(outputs, constant([0, 0, 0, 0, 1, 1, 1, 1], [4, 2])));
    const [ofState, ofObservations] = grad(last, [states, observations]);
    const program = compile(
      { inputs: { states, observations }, outputs: { ofState, ofObservations } },
      createReferenceBackend(),
    );
    program.inputs.states.fill(0.5);
    program.inputs.observations.fill(1);
    program.run();
    expect(program.outputs.ofState.every((value) => value === 0)).toBe(true);
    expect(program.outputs.ofObservations.map((value) => (value === 0 ? 0 : 1)).join("")).toBe(
      "000000111111",
    );
  });

  it.each([false, true])(
    "acts from its file in both loaders as before, to the bit, with masks %s",
    (masked) => {
      const policy = policyOf(architecture, masked);
      const bytes = policy.save();
      const loaded = [loadPolicy(bytes), loadToAct(bytes)] as readonly ActingPolicy<Float32Array, number>[];
      const generator = createGenerator(1);
      let state = policy.initialState();
      const seenActions = new Set<number>();
      for (let step = 0; step < 12; step++) {
        const observation = numbers(generator, 3);
        const options = { state, ...(masked && { legalActions: [1, step % 2, 1] }) };
        const chosen = policy.act(observation, options);
        const drawn = policy.sample(observation, createGenerator(step), options);
        for (const other of loaded) {
          expect(other.stateSize).toBe(policy.stateSize);
          expect(other.act(observation, options)).toEqual(chosen);
          expect(other.sample(observation, createGenerator(step), options)).toEqual(drawn);
        }
        expect(drawn.state).toEqual(chosen.state);
        seenActions.add(chosen.action);
        state = chosen.state;
      }
      expect(seenActions.size).toBeGreaterThan(1);
      expect(state.some((value) => value !== 0)).toBe(true);
    },
  );

  it("refuses to act without its state, and what is no state of it, in words", () => {
    const policy = policyOf(architecture);
    const { stateSize } = policy;
    const observation = [1, 2, 3];
    for (const each of [policy, loadToAct(policy.save())] as readonly ActingPolicy<Float32Array, number>[]) {
      expect(() => each.act(observation)).toThrow(/^policy: it is recurrent; .* policy\.initialState\(\)$/);
      expect(() => each.sample(observation, createGenerator(1))).toThrow("policy: it is recurrent");
      // A state by itself, where a mask of legal actions may stand.
      expect(() => each.act(observation, each.initialState() as never)).toThrow(
        "give it its state and take the next one, as in const { action, state } = policy.act(observation, { state: before })",
      );
      expect(() => each.act(observation, { state: new Float32Array(2) })).toThrow(
        `policy: state: expected ${stateSize} finite numbers, found 2.`,
      );
      const state = each.initialState();
      state[1] = Number.NaN;
      expect(() => each.act(observation, { state })).toThrow("found the number NaN at entry 1");
      expect(() => each.act(observation, { state: 3 as never })).toThrow("found the number 3");
      expect(() => each.act(observation, { sate: state } as never)).toThrow(
        "policy: there is no option sate; the options are state and legalActions",
      );
      expect(() => each.sample(observation, createGenerator(1), { greedy: true } as never)).toThrow(
        "policy: there is no option greedy",
      );
      // The result of a step carries the state to the next one.
      const before = each.act(observation, { state: each.initialState() });
      expect(each.act(observation, before)).toEqual(each.act(observation, { state: before.state }));
      const zeros = Array.from(each.initialState());
      expect(each.act(observation, { state: zeros })).toEqual(
        each.act(observation, { state: each.initialState() }),
      );
    }
  });

  it("learns only from rows that have its state", () => {
    const policy = policyOf(architecture);
    const observations = input([6, 3]);
    expect(() => policy.density({ observations })).toThrow(
      /^policyStates is missing: the network is recurrent/,
    );
    const valueFunction = createValueFunction(observationSpace, {
      architecture,
      generator: createGenerator(5),
    });
    expect(() => valueFunction.values(observations)).toThrow(/^valueStates is missing/);
    const policyStates = input([4, policy.stateSize]);
    expect(() => policy.density({ observations, policyStates })).toThrow(
      "policy.cell: there are 6 rows for 4 states; each state needs a sequence of equal length",
    );
    expect(Object.keys(policy.rows)).toEqual(["observations", "actions", "policyStates", "begins"]);
    expect(Object.keys(valueFunction.rows)).toEqual(["valueStates", "begins"]);
  });
});

describe("a recurrent architecture", () => {
  it("is checked", () => {
    const build = (architecture: object) => () =>
      createNetwork("net", architecture as Architecture, { inputs: 3, outputs: 2 }, createGenerator(2));
    expect(build({ kind: "gru" })).toThrow(
      "architecture: units is undefined; it must be an integer of at least 1",
    );
    expect(build({ kind: "lstm", units: 4, encoder: 3 })).toThrow("architecture: encoder is 3");
    expect(build({ kind: "lstm", units: 4, activation: "swish" })).toThrow(
      'architecture: activation is "swish"',
    );
    expect(build({ kind: "gru", unit: 4 })).toThrow("Did you mean units?");
  });

  it("gives a network that refuses to be used without a state", () => {
    const network = createNetwork("net", architectures[0], { inputs: 3, outputs: 2 }, createGenerator(2));
    expect(() => network.apply(input([2, 3]))).toThrow(/^net\.cell: it is recurrent \("gru"\)/);
  });
});

describe("a policy that is not recurrent", () => {
  it("takes an empty state and gives it back, so that one loop is for all policies", () => {
    const policy = createPolicy(
      { observationSpace, actionSpace: discrete(3) },
      { generator: createGenerator(4) },
    );
    for (const each of [policy, loadToAct(policy.save())] as readonly ActingPolicy<Float32Array, number>[]) {
      const state = each.initialState();
      expect(state.length).toBe(0);
      expect(each.act([1, 2, 3], { state })).toEqual({ action: each.act([1, 2, 3]), state });
      expect(() => each.act([1, 2, 3], { state: [1] })).toThrow("expected 0 finite numbers, found 1");
    }
  });
});
