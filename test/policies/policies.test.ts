import { describe, expect, it } from "vitest";
import { compile, type Update } from "../../src/compiler/index.ts";
import {
  box,
  dict,
  discrete,
  multiBinary,
  multiDiscrete,
  type Space,
  tuple,
} from "../../src/environments/index.ts";
import { decodeSafetensors } from "../../src/files/safetensors.ts";
import { grad, input, mean, subtract } from "../../src/graph/index.ts";
import { loadPolicy as loadToAct } from "../../src/inference/index.ts";
import { type Architecture, defaultArchitecture } from "../../src/networks/index.ts";
import {
  copyPolicy,
  createActionValueFunction,
  createActor,
  createEvaluator,
  createPolicy,
  createValueFunction,
  loadPolicy,
  savePolicies,
} from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const observationSpace = box({ low: -10, high: 10, shape: [3] });
const generator = () => createGenerator(4);
const observation = [0.3, -0.7, 2];

/** A policy that is far from undecided: its weights are stretched. */
function decided<Action>(actionSpace: Space<Action>, masked = false) {
  const policy = createPolicy({ observationSpace, actionSpace }, { generator: generator(), masked });
  for (const parameter of policy.parameters) {
    const values = policy.backend.values(parameter);
    values.forEach((value, i) => {
      values[i] = 5 * value;
    });
  }
  return policy;
}

describe("a categorical policy", () => {
  it("acts with the most probable action, counted from the start of its space", () => {
    const policy = decided(discrete(4, { start: 10 }));
    const best = policy.act(observation);
    const random = createGenerator(1);
    const counts = new Map<number, number>();
    let logProbOfBest = 0;
    const draws = 4000;
    for (let i = 0; i < draws; i++) {
      const { action, logProb } = policy.sample(observation, random);
      counts.set(action, (counts.get(action) ?? 0) + 1);
      if (action === best) logProbOfBest = logProb;
    }
    expect([...counts.keys()].every((action) => action >= 10 && action < 14)).toBe(true);
    expect(counts.get(best)).toBe(Math.max(...counts.values()));
    // Six standard errors of a share: fails by chance about twice in 10⁹ seeds.
    const p = Math.exp(logProbOfBest);
    expect(Math.abs(counts.get(best)! / draws - p)).toBeLessThan(6 * Math.sqrt((p * (1 - p)) / draws));
  });

  it("keeps to legal actions when it is masked", () => {
    const policy = decided(discrete(4), true);
    const free = policy.act(observation, [1, 1, 1, 1]);
    const legal = [1, 1, 1, 1].map((_, action) => (action === free ? 0 : 1));
    expect(policy.act(observation, legal)).not.toBe(free);
    expect(policy.act(observation, [1, 1, 1, 1])).toBe(free);
    const random = createGenerator(2);
    for (let i = 0; i < 500; i++) expect(policy.sample(observation, random, legal).action).not.toBe(free);
  });

  it.each([
    ["too few entries", [1, 1, 0], "legalActions: expected 4 entries, found 3"],
    ["too many entries", [1, 1, 0, 1, 1], "legalActions: expected 4 entries, found 5"],
    ["nothing legal", [0, 0, 0, 0], "legalActions: expected at least one legal action, found none"],
    [
      "undefined",
      [1, undefined, 1, 1],
      "legalActions: expected 0, 1, false or true at entry 1, found undefined",
    ],
    ["a hole", new Array(4), "legalActions: expected 0, 1, false or true at entry 0, found undefined"],
    [
      "2",
      Uint8Array.of(0, 1, 2, 1),
      "legalActions: expected 0, 1, false or true at entry 2, found the number 2",
    ],
    ["NaN", [1, 1, 1, Number.NaN], "expected 0, 1, false or true at entry 3, found the number NaN"],
    ["text", ["1", "0", "1", "0"], 'expected 0, 1, false or true at entry 0, found the string "1"'],
    ["null for a list", null, "legalActions: expected an array of 4 entries, found null"],
  ])("refuses a mask with %s, as the small loader does", (_, legal, message) => {
    const policy = decided(discrete(4), true);
    for (const each of [policy, loadToAct(policy.save())]) {
      expect(() => each.act(observation, legal as never)).toThrow(message);
      expect(() => each.sample(observation, createGenerator(1), legal as never)).toThrow(message);
    }
  });

  it("takes true and false for legal and illegal, as 1 and 0", () => {
    const policy = decided(discrete(3), true);
    for (const each of [policy, loadToAct(policy.save())]) {
      for (const only of [0, 1, 2]) {
        const legal = [0, 1, 2].map((action) => action === only);
        expect(each.act(observation, legal)).toBe(only);
        expect(each.act(observation, Uint8Array.from(legal, Number))).toBe(only);
        expect(each.sample(observation, createGenerator(only), legal).action).toBe(only);
      }
    }
  });

  it("asks for a mask when it was made with masks, and none is given", () => {
    const policy = decided(discrete(4), true);
    const message = /legalActions is missing; the policy was made with masks.* Give 4 entries, 1 where/;
    for (const each of [policy, loadToAct(policy.save())]) {
      expect(() => each.act(observation)).toThrow(message);
      expect(() => each.sample(observation, createGenerator(1))).toThrow(message);
    }
  });

  it("refuses a mask when it was made without, and to be made with one for actions that have none", () => {
    expect(() => decided(discrete(4)).act(observation, [1, 1, 1, 1])).toThrow(/it takes no legalActions/);
    expect(() => decided(multiBinary(3), true)).toThrow(
      /masks of legal actions exist for discrete and multi-/,
    );
  });

  it("refuses observations that are not in its space", () => {
    const policy = decided(discrete(2));
    for (const each of [policy, loadToAct(policy.save())]) {
      for (const [wrong, problem] of [
        [[1, 2], "expected Float32Array or an array of 3 numbers, found an array of 2"],
        [[1, 2, Number.NaN], "expected numbers that are finite in float32, found NaN at element 2"],
        [[1, -1e39, 0], "expected numbers that are finite in float32, found -Infinity at element 1"],
        [undefined, "expected Float32Array or an array of 3 numbers, found undefined"],
      ] as const) {
        expect(() => each.act(wrong as never)).toThrow(
          `policy: the observation is not in the observation space: ${problem}`,
        );
      }
    }
  });

  it("takes observations outside the bounds of a box, as training does", () => {
    const policy = decided(discrete(4));
    const acting = loadToAct(policy.save());
    for (const outside of [[10.001, 0, 0], Float32Array.of(0, -1e6, 0)]) {
      expect([0, 1, 2, 3]).toContain(policy.act(outside));
      expect(acting.act(outside)).toBe(policy.act(outside));
    }
  });

  it.each([undefined, null, 7, {}, { random: Math.random }])(
    "asks for a generator to sample, not %j",
    (random) => {
      const policy = decided(discrete(4));
      for (const each of [policy, loadToAct(policy.save())]) {
        expect(() => each.sample(observation, random as never)).toThrow(
          /policy\.sample: (generator|random) must have the functions random\(\) and normal\(\), as createGenerator\(seed\)/,
        );
      }
    },
  );
});

describe("a convolutional policy", () => {
  const spaces = {
    observationSpace: box({ low: 0, high: 1, shape: [3, 3, 2] }),
    actionSpace: discrete(10),
  };
  const architecture: Architecture = {
    ...{ kind: "convolutional", input: [3, 3, 2], layers: [{ filters: 4, kernel: 3 }] },
    ...{ residualBlocks: 1, normalization: "batch", head: { kind: "positions" } },
  };
  const board = Array.from({ length: 18 }, (_, i) => i % 2);

  it("keeps its running averages in training, acts by them, and is the same after it was saved and loaded", () => {
    const policy = createPolicy(spaces, { architecture, generator: generator(), masked: true });
    const observations = input([2, 18]);
    const { density, updates } = policy.train({ observations });
    const loss = mean(density.entropy());
    const gradients = grad(loss, policy.parameters);
    const steps = policy.parameters.map((parameter, i): Update => {
      const value = subtract(parameter, gradients[i]);
      return { kind: "assign", target: parameter, value };
    });
    const training = compile({ inputs: { observations }, updates: [...updates, ...steps] }, policy.backend);
    training.inputs.observations.set([...board, ...board.map((x) => 1 - x)]);
    const before = policy.weights();
    training.run();
    const after = policy.weights();
    expect(policy.statistics.length).toBe(6);
    expect(Object.keys(after)).toEqual(
      [...policy.parameters, ...policy.statistics].map(({ attributes }) => attributes.name),
    );
    for (const { attributes } of policy.statistics)
      expect(after[attributes.name]).not.toEqual(before[attributes.name]);

    const loaded = loadPolicy(policy.save());
    expect(loaded.architecture).toEqual(architecture);
    expect(loaded.weights()).toEqual(after);
    const legal = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0];
    expect(loaded.sample(board, createGenerator(3), legal)).toEqual(
      policy.sample(board, createGenerator(3), legal),
    );
  });

  it("has a value function of the same kind, with averages of its own", () => {
    const { values, train, statistics } = createValueFunction(spaces.observationSpace, {
      architecture: { ...architecture, head: { kind: "dense", filters: 1, hidden: [8] } } as Architecture,
      generator: generator(),
    });
    const observations = input([4, 18]);
    expect(values(observations).shape).toEqual([4]);
    expect(train(observations).values.shape).toEqual([4]);
    expect(train(observations).updates.length).toBe(statistics.length);
  });
});

describe("a diagonal normal policy", () => {
  const actionSpace = box({ low: [-0.01, -1], high: [0.01, 1] });

  it("clips what it gives to the environment, and nothing else", () => {
    const policy = decided(actionSpace);
    const actor = policy.actor(1);
    actor.observations.set(observation);
    const random = createGenerator(3);
    for (let i = 0; i < 50; i++) {
      const { action } = policy.sample(observation, random);
      expect(actionSpace.contains(action)).toBe(true);
    }
    const same = createGenerator(9);
    actor.sample([same]);
    const unclipped = Array.from(actor.actions);
    expect(unclipped.some((value) => Math.abs(value) > 0.011)).toBe(true);
    expect(policy.sample(observation, createGenerator(9)).logProb).toBe(actor.logProbs[0]);
  });
});

describe("policies of several choices at once", () => {
  it("act and draw in their space, with the log-probability of all choices together", () => {
    for (const actionSpace of [multiDiscrete([3, 2]), multiBinary(3)] as Space<ArrayLike<number>>[]) {
      const policy = decided(actionSpace);
      expect(actionSpace.contains(policy.act(observation))).toBe(true);
      const random = createGenerator(2);
      // The probabilities of the draws that differ, which are all of them, sum to 1.
      const seen = new Map<string, number>();
      for (let i = 0; i < 2000; i++) {
        const { action, logProb } = policy.sample(observation, random);
        expect(actionSpace.contains(action)).toBe(true);
        seen.set(Array.from(action).join(), Math.exp(logProb));
      }
      expect(seen.size).toBe(actionSpace.kind === "multi-binary" ? 8 : 6);
      expect([...seen.values()].reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(Math.max(...seen.values())).toBe(seen.get(Array.from(policy.act(observation)).join()));
    }
  });

  it("take a mask over all categories of all choices", () => {
    const policy = decided(multiDiscrete([3, 2]), true);
    const [first, second] = policy.act(observation, [1, 1, 1, 1, 1]);
    const legal = [0, 1, 2, 3, 4].map((index) => (index === first || index === 3 + second ? 0 : 1));
    const action = policy.act(observation, legal);
    expect(action[0]).not.toBe(first);
    expect(action[1]).not.toBe(second);
    expect(() => policy.act(observation, [1, 0, 1, 0, 0])).toThrow(
      "legalActions: expected at least one legal action of choice 1, entries 3 to 4, found none",
    );
  });
});

describe("policies", () => {
  it("read observations of structured spaces", () => {
    const structured = dict({ position: box({ low: 0, high: 1, shape: [2] }), alarm: discrete(3) });
    const policy = createPolicy(
      { observationSpace: structured, actionSpace: discrete(2) },
      { generator: generator() },
    );
    expect([0, 1]).toContain(policy.act({ position: [0.5, 0.5], alarm: 2 }));
    expect([0, 1]).toContain(policy.act({ position: [0.5, 1.001], alarm: 2 }));
    expect(() => policy.act({ position: [0.5, Number.NaN], alarm: 2 })).toThrow(
      "expected numbers that are finite in float32, found NaN at position, element 1",
    );
    expect(() => policy.act({ position: [0.5, 0.5], alarm: 3 })).toThrow(
      "alarm: discrete(3): expected an integer from 0 to 2, found the number 3",
    );
  });

  it("say which action spaces they are for", () => {
    const actionSpace = tuple([discrete(2)]);
    expect(() => createPolicy({ observationSpace, actionSpace }, { generator: generator() })).toThrow(
      /action space is a tuple space; policies exist for discrete, multi-discrete and multi-binary spaces and for boxes/,
    );
  });

  it("are the same after saving and loading, to the bit", () => {
    for (const policy of [
      decided(discrete(3)),
      decided(box({ low: -1, high: 1 })),
      decided(multiDiscrete([3, 2])),
      decided(multiBinary(3)),
      decided(discrete(3), true),
    ]) {
      const loaded = loadPolicy(policy.save());
      expect(loaded.weights()).toEqual(policy.weights());
      const legal = policy.masked ? [1, 0, 1] : undefined;
      expect(loaded.act(observation, legal)).toEqual(policy.act(observation, legal));
      expect(loaded.masked).toBe(policy.masked);
      expect(loaded.save()).toEqual(policy.save());
    }
  });
});

describe("policies with names of their own", () => {
  it.each([
    ["discrete actions", discrete(3)],
    ["a box", box({ low: -1, high: 1, shape: [2] })],
  ])("are copied, saved and loaded: %s", (_, actionSpace) => {
    const spaces = { observationSpace, actionSpace: actionSpace as Space };
    const policy = createPolicy(spaces, { name: "black", generator: generator() });
    for (const other of [copyPolicy(policy), loadPolicy(policy.save()), loadToAct(policy.save())]) {
      expect(other.sample(observation, createGenerator(1))).toEqual(
        policy.sample(observation, createGenerator(1)),
      );
    }
    const names = Object.keys(policy.weights());
    expect(names[0]).toBe("black.0.weight");
    const loaded = loadPolicy(policy.save());
    for (const other of [copyPolicy(policy), loaded, copyPolicy(loaded)]) {
      expect(Object.keys(other.weights())).toEqual(names);
      expect(other.save()).toEqual(policy.save());
    }
    expect(loadPolicy(savePolicies({ first: policy }), { name: "first" }).save()).toEqual(policy.save());
  });

  it("say so in the file only where it is another than the default", () => {
    const fileOf = (options: { readonly name?: string }) => {
      const spaces = { observationSpace, actionSpace: discrete(2) };
      return decodeSafetensors(createPolicy(spaces, { ...options, generator: generator() }).save());
    };
    expect(fileOf({}).metadata).not.toHaveProperty("name");
    expect(fileOf({ name: "policy" }).metadata).not.toHaveProperty("name");
    expect(fileOf({ name: "black" }).metadata.name).toBe('"black"');
  });

  it("are refused where the name is no text", () => {
    const options = { name: 5 as never, generator: generator() };
    expect(() => createPolicy({ observationSpace, actionSpace: discrete(2) }, options)).toThrow(
      "network: name is 5; it must be a text",
    );
  });
});

describe("what approximators are made of is checked when they are made", () => {
  const spaces = { observationSpace, actionSpace: discrete(2) };
  const found = "expected a space, as made by box(), discrete(), …; found undefined";
  it.each<[string, () => unknown]>([
    [
      `createPolicy: observationSpace: ${found}`,
      () => createPolicy(undefined as never, { generator: generator() }),
    ],
    [
      `createPolicy: observationSpace: ${found}`,
      () => createPolicy({ actionSpace: discrete(2) } as never, { generator: generator() }),
    ],
    [
      `createPolicy: actionSpace: ${found}`,
      () => createPolicy({ observationSpace } as never, { generator: generator() }),
    ],
    [
      `createValueFunction: observationSpace: ${found}`,
      () => createValueFunction(undefined as never, { generator: generator() }),
    ],
    [
      `createActionValueFunction: actionSpace: ${found}`,
      () => createActionValueFunction(observationSpace, undefined as never, { generator: generator() }),
    ],
    [
      'createPolicy: backend is "wasm"; it must be a backend, such as createWasmBackend() of logpi/backends',
      () => createPolicy(spaces, { generator: generator(), backend: "wasm" as never }),
    ],
    [
      'createEvaluator: backend is "wasm"; it must be a backend',
      () =>
        createEvaluator(
          createValueFunction(observationSpace, { generator: generator() }),
          3,
          2,
          "wasm" as never,
        ),
    ],
  ])("%s", (message, create) => {
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });
});

describe("actors", () => {
  it("draw with as many generators as they have rows", () => {
    const [two, three] = [2, 3].map((count) => decided(discrete(5)).actor(count));
    const generators = createGenerator(1).spawn(3);
    const message = "actor.sample: generators must be a list of 2, one for each observation; found ";
    for (const [given, found] of [
      [generators, "an array of 3"],
      [generators.slice(1, 2), "an array of 1"],
      [[], "an array of 0"],
      [generators[0], "an object"],
      [undefined, "undefined"],
    ] as const) {
      expect(() => two.sample(given as never)).toThrow(message + found);
    }
    expect(() => three.sample(generators.slice(0, 2))).toThrow(
      "a list of 3, one for each observation; found",
    );
    expect(() => three.sample(generators)).not.toThrow();
  });

  it("draw with generators of numbers only", () => {
    expect(() =>
      decided(discrete(5))
        .actor(1)
        .sample([undefined] as never),
    ).toThrow("each generator must have the functions random() and normal()");
  });

  it("begin episodes in the rows that they have", () => {
    const actor = decided(discrete(5)).actor(2);
    for (const row of [-1, 2, 0.5, Number.NaN, undefined]) {
      expect(() => actor.begin(row as number)).toThrow(`actor.begin: row is ${row}; it must be below 2`);
    }
  });

  it.each([0, 1.5, "2", undefined])("are made for a whole number of observations, and not %j", (count) => {
    expect(() => decided(discrete(5)).actor(count as number)).toThrow(
      /^count is .*; it must be an integer from 1/,
    );
  });

  it("do for many observations what the policy does for one, each from its own generator", () => {
    const policy = decided(discrete(5));
    const actor = policy.actor(3);
    const rows = [observation, [1, 2, 3], [-4, 0.5, 0]];
    actor.observations.set(rows.flat());
    actor.sample([1, 2, 3].map((seed) => createGenerator(seed)));
    const drawn = Array.from(actor.actions);
    const logProbs = Array.from(actor.logProbs);
    actor.greedy();
    rows.forEach((row, i) => {
      const { action, logProb } = policy.sample(row, createGenerator(i + 1));
      expect([drawn[i], logProbs[i]]).toEqual([action, logProb]);
      expect(actor.actions[i]).toBe(policy.act(row));
    });
  });

  it("evaluate the value function along with the policy", () => {
    const policy = decided(discrete(2));
    const valueFunction = createValueFunction(observationSpace, { generator: generator() });
    const actor = createActor(policy, 2, valueFunction);
    actor.observations.set([...observation, 1, 1, 1]);
    actor.sample([createGenerator(1), createGenerator(2)]);
    const values = new Float32Array(5);
    const five = Float32Array.from([...observation, 1, 1, 1, ...observation, 0, 0, 0, ...observation]);
    createEvaluator(valueFunction, 3, 2, policy.backend)(five, 5, values);
    expect([values[0], values[1]]).toEqual(Array.from(actor.values));
    expect([values[2], values[4]]).toEqual([values[0], values[0]]);
    expect(values[3]).not.toBe(values[0]);
  });
});

describe("action-value functions", () => {
  it("have one value per action, and are for discrete actions only", () => {
    const options = { architecture: defaultArchitecture, generator: generator() };
    const q = createActionValueFunction(observationSpace, discrete(4), options);
    expect(q.parameters.at(-1)!.shape).toEqual([4]);
    expect(() => createActionValueFunction(observationSpace, box({ low: 0, high: 1 }), options)).toThrow(
      /action space is a box space; it must be discrete/,
    );
  });
});
