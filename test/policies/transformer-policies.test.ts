import { describe, expect, it, test } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, discrete } from "../../src/environments/index.ts";
import {
  constant,
  type Expression,
  grad,
  input,
  inputIndices,
  multiply,
  sum,
} from "../../src/graph/index.ts";
import { loadPolicy as loadToAct } from "../../src/inference/index.ts";
import { createNetwork, type TransformerArchitecture } from "../../src/networks/index.ts";
import { createPolicy, createValueFunction, loadPolicy } from "../../src/policies/index.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";

const architecture: TransformerArchitecture = {
  kind: "transformer",
  layers: 2,
  width: 8,
  heads: 2,
  context: 4,
};
const observationSpace = box({ low: -10, high: 10, shape: [3] });
/** A step of all sequences after the other; in one sequence an episode begins in the middle. */
const [steps, sequences] = [9, 3];
const rows = steps * sequences;
const begins = Float32Array.from({ length: rows }, (_, row) => (row === 4 * sequences + 1 ? 1 : 0));

const numbers = (generator: Generator, length: number) =>
  Float32Array.from({ length }, () => generator.uniform(-2, 2));

function createTransformer() {
  const policy = createPolicy(
    { observationSpace, actionSpace: discrete(3) },
    { architecture, generator: createGenerator(4) },
  );
  // Far from undecided, and with distances that count.
  const generator = createGenerator(5);
  for (const parameter of policy.parameters) {
    const values = policy.backend.values(parameter);
    const { name } = parameter.attributes;
    if (name === "policy.head.weight") for (let i = 0; i < values.length; i++) values[i] *= 200;
    if (name.endsWith("distance")) values.set(numbers(generator, values.length));
  }
  return policy;
}

/** Acts on all rows, one step after the other. */
function actOn(policy: ReturnType<typeof createTransformer>, observations: Float32Array) {
  const actor = policy.actor(sequences);
  const drawing = Array.from({ length: sequences }, (_, i) => createGenerator(i));
  const actions = new Int32Array(rows);
  const logProbs = new Float32Array(rows);
  const states: Float32Array[] = [];
  for (let step = 0; step < steps; step++) {
    const at = step * sequences;
    for (let i = 0; i < sequences; i++) if (begins[at + i]) actor.begin(i);
    states.push(actor.policyStates.slice());
    actor.observations.set(observations.subarray(3 * at, 3 * (at + sequences)));
    actor.sample(drawing);
    actions.set(actor.actions, at);
    logProbs.set(actor.logProbs, at);
  }
  return { actions, logProbs, states: [...states, actor.policyStates.slice()] };
}

function expectNear(found: ArrayLike<number>, wanted: ArrayLike<number>, off: number) {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++)
    expect(Math.abs(found[i]! - wanted[i]!), `entry ${i}`).toBeLessThan(off);
}

describe("a policy with a transformer", () => {
  const policy = createTransformer();
  const observations = numbers(createGenerator(1), 3 * rows);
  const acted = actOn(policy, observations);

  it.each([
    [0, "from states of zeros that are inputs"],
    [-1, "from zeros that are known before"],
    [3, "from the states of a step in the middle"],
  ])(
    "acts step by step with stored keys and values as whole sequences are evaluated, to 1e-5: %i, %s",
    (given) => {
      const from = Math.max(0, given);
      const count = rows - from * sequences;
      const fixed = given < 0;
      const seen = {
        observations: input([count, 3]),
        begins: input([count]),
        ...(!fixed && { policyStates: input([sequences, policy.stateSize]) }),
      };
      const taken = inputIndices([count]);
      const zeros = constant(new Float32Array(sequences * policy.stateSize), [sequences, policy.stateSize]);
      const { density, policyStates } = policy.advance({ policyStates: zeros, ...seen });
      const outputs = { logProbs: density.logProb(taken), states: policyStates! };
      const program = compile({ inputs: { ...seen, taken }, outputs }, policy.backend);
      program.inputs.observations.set(observations.subarray(3 * from * sequences));
      program.inputs.begins.set(begins.subarray(from * sequences));
      program.inputs.policyStates?.set(acted.states[from]!);
      program.inputs.taken.set(acted.actions.subarray(from * sequences));
      program.run();
      expect(new Set(acted.actions).size).toBe(3);
      expectNear(program.outputs.logProbs, acted.logProbs.subarray(from * sequences), 1e-5);
      // What is stored of an episode before the last one is hidden, whatever it is.
      const { stateSize } = policy;
      const last = acted.states[steps]!;
      for (const sequence of [0, 2]) {
        const own = (all: Float32Array) => all.subarray(sequence * stateSize, (sequence + 1) * stateSize);
        expectNear(own(program.outputs.states), own(last), 1e-5);
      }
      expect(program.outputs.states[stateSize]).toBe(3);
    },
  );

  it("does not see steps before its context, nor those of another episode", () => {
    const reach = 1 + architecture.layers * (architecture.context - 1);
    const changed = observations.slice();
    changed.fill(9, 0, 3 * sequences);
    const { logProbs } = actOn(policy, changed);
    const rowOf = (step: number, sequence: number) => step * sequences + sequence;
    expect(logProbs[rowOf(reach - 1, 0)]).not.toBe(acted.logProbs[rowOf(reach - 1, 0)]);
    // With the same draws the actions may differ, which are not seen.
    const isSame = (step: number, sequence: number) =>
      logProbs[rowOf(step, sequence)] === acted.logProbs[rowOf(step, sequence)];
    expect([reach, reach + 1].every((step) => isSame(step, 0))).toBe(true);
    expect([4, 5, 6, 7, 8].every((step) => isSame(step, 1))).toBe(true);
    expect(isSame(2, 1)).toBe(false);
  });

  it("is loaded as it was saved, and acts the same in logpi/inference, to the bit", () => {
    const bytes = policy.save();
    const all = [policy, loadPolicy<Float32Array, number>(bytes), loadToAct<Float32Array, number>(bytes)];
    const states = all.map((each) => each.initialState());
    expect(states.map(({ length }) => length)).toEqual([
      policy.stateSize,
      policy.stateSize,
      policy.stateSize,
    ]);
    expect(policy.stateSize).toBe(2 * (1 + 2 * 3 * 8));
    for (let step = 0; step < steps; step++) {
      const observation = observations.slice(3 * step, 3 * step + 3);
      const results = all.map((each, i) => each.act(observation, { state: states[i]! }));
      for (const [i, { action, state }] of results.entries()) {
        expect(action).toBe(results[0]!.action);
        expect(state).toEqual(results[0]!.state);
        states[i] = state;
      }
    }
  });

  it("shares its tower with a value function, and their state", () => {
    const value = createValueFunction(observationSpace, {
      ...{ architecture, tower: policy.tower, generator: createGenerator(1) },
    });
    expect([value.stateSize, value.stateName]).toEqual([policy.stateSize, "policyStates"]);
  });
});

test("the gradient of a transformer is what differences of the loss say, with the beginning of an episode in between", () => {
  const small: TransformerArchitecture = { kind: "transformer", layers: 1, width: 4, heads: 2, context: 3 };
  const network = createNetwork("net", small, { inputs: 2, outputs: 2 }, createGenerator(2));
  const backend = createReferenceBackend();
  const generator = createGenerator(3);
  const { stateSize, apply } = network.recurrence!;
  const [length, count] = [5, 2];
  const states = numbers(generator, count * stateSize);
  states[0] = 1;
  states[stateSize] = 2;
  const fixed = (values: ArrayLike<number>, shape: number[]): Expression => constant(values, shape);
  const { outputs } = apply(fixed(numbers(generator, 2 * length * count), [length * count, 2]), {
    states: fixed(states, [count, stateSize]),
    begins: fixed([0, 0, 0, 0, 0, 1, 0, 0, 0, 0], [length * count]),
  });
  const loss = sum(multiply(outputs, fixed(numbers(generator, outputs.shape[0]! * 2), [...outputs.shape])));
  const gradients = grad(loss, network.parameters);
  const program = compile({ outputs: { loss, gradients } }, backend);
  for (const parameter of network.parameters) {
    const values = backend.values(parameter);
    for (let i = 0; i < values.length; i++) values[i] += generator.uniform(-0.3, 0.3);
  }
  program.run();
  const found = program.outputs.gradients.map((each) => Float64Array.from(each));
  network.parameters.forEach((parameter, index) => {
    const values = backend.values(parameter);
    for (let i = 0; i < values.length; i += 3) {
      const before = values[i];
      const at = (value: number) => {
        values[i] = value;
        program.run();
        return program.outputs.loss[0]!;
      };
      const slope = (at(before + 1e-5) - at(before - 1e-5)) / 2e-5;
      values[i] = before;
      expect(Math.abs(slope - found[index]![i]!), `${parameter.attributes.name} ${i}`).toBeLessThan(1e-6);
    }
  });
});

describe("impossible transformers", () => {
  it.each([
    [{ heads: 3 }, "architecture: heads is 3; it must divide width, which is 8"],
    [{ context: 1 }, "architecture: context is 1; it must be an integer of at least 2"],
    [{ layers: 0 }, "architecture: layers is 0; it must be an integer from 1 to 1000"],
  ])("are refused: %j", (change, message) => {
    const build = () =>
      createNetwork("net", { ...architecture, ...change }, { inputs: 2, outputs: 2 }, createGenerator(1));
    expect(build).toThrow(message);
  });
});
