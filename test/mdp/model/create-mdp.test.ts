import { describe, expect, test } from "vitest";
import { variable } from "../../../src/graph/index.ts";
import {
  accessControl,
  bandit,
  createMdp,
  deterministicPolicy,
  evaluatePolicy,
  expressionPolicy,
  forest,
  gradientAscent,
  linearSoftmaxPolicy,
  type MdpDescription,
  mdpFromEnvironment,
  policyFromProbabilities,
  policyGradient,
  randomWalk,
  readMdp,
  sampleGradient,
  softmaxPolicy,
} from "../../../src/mdp/index.ts";
import { expectNear } from "../near.ts";
import { randomLogits, randomMdp } from "../random-mdp.ts";
import { twoStates as sound } from "../two-states.ts";

const rows = [
  [0, 0, 1, 0.3],
  [1, 1, 0, 0.6],
  [0, 0, 0, 0.7],
  [0, 1, 0, 0.1],
  [0, 1, 1, 0.9],
  [1, 0, 0, 0.2],
  [1, 0, 1, 0.5],
  [1, 0, 1, 0.3], // the same place twice: added
  [1, 1, 1, 0.4],
] as const;

test("all forms of the transitions are the same MDP", () => {
  const column = (i: number) => rows.map((row) => row[i]);
  const forms: MdpDescription["transitions"][] = [
    sound.transitions,
    Float64Array.from(sound.transitions.flat(2)),
    rows,
    { states: column(0), actions: column(1), nextStates: column(2), probabilities: column(3) },
  ];
  const values = forms.map((transitions) => {
    const mdp = createMdp({ ...sound, transitions, rewards: Float64Array.from([1, 0, 0, 2]) });
    expect([mdp.states, mdp.actions, mdp.isEpisodic]).toEqual([2, 2, false]);
    for (let state = 0; state < 2; state++) {
      for (let action = 0; action < 2; action++) {
        const next = [0, 0];
        mdp.transitions.forEachNext(state, action, (to, p) => {
          next[to] += p;
        });
        expectNear(next, sound.transitions[state][action], 1e-15);
      }
    }
    return evaluatePolicy(mdp, softmaxPolicy(mdp, [0.3, 0.1, -0.2, 0.4])).values;
  });
  for (const other of values) expectNear(other, values[0], 1e-14);
});

test("dense and sparse forms of random MDPs agree", () => {
  for (let seed = 0; seed < 10; seed++) {
    const options = { states: 9, actions: 3, seed, successors: 1 + (seed % 4) };
    const [dense, sparse] = [randomMdp(options), randomMdp({ ...options, sparse: true })];
    const [a, b] = [dense, sparse].map((mdp) =>
      evaluatePolicy(mdp, softmaxPolicy(mdp, randomLogits(mdp, seed))),
    );
    for (const part of ["values", "visitation", "stationary", "bias"] as const)
      expectNear(a[part], b[part], 1e-12);
    expect([dense.transitions.isDense, sparse.transitions.isDense]).toEqual([true, false]);
  }
});

test("rows of terminal states can be left out, in both forms", () => {
  const shared = { rewards: [[-1], [0]], start: [1, 0], terminal: [1], discount: 1 };
  for (const transitions of [
    [[[0.5, 0.5]], []],
    [
      [0, 0, 0, 0.5],
      [0, 0, 1, 0.5],
    ],
    [[[0.5, 0.5]], [[0, 1]]],
  ] as const) {
    const mdp = createMdp({ ...shared, transitions: transitions as MdpDescription["transitions"] });
    const { values, visitation, stationary } = evaluatePolicy(mdp, softmaxPolicy(mdp));
    expectNear(values, [-2, 0], 1e-15);
    expectNear(visitation, [2, 0], 1e-15);
    expectNear(stationary, [0, 1], 1e-15);
  }
});

test("episodes without a limit of steps may be said by Infinity", () => {
  const { maxEpisodeSteps } = createMdp({ ...sound, maxEpisodeSteps: 7 });
  expect(maxEpisodeSteps).toBe(7);
  expect(createMdp({ ...sound, maxEpisodeSteps: Number.POSITIVE_INFINITY })).not.toHaveProperty(
    "maxEpisodeSteps",
  );
});

test("the first state may be terminal, and have no rows", () => {
  const mdp = createMdp({
    transitions: [[], [[0.5, 0.5]]],
    rewards: [[0], [-1]],
    start: [0, 1],
    terminal: [0],
    discount: 1,
  });
  expectNear(evaluatePolicy(mdp, softmaxPolicy(mdp)).values, [0, -2], 1e-15);
});

describe("rows that sum to 1 within 1e-8 are divided by their sum", () => {
  const row = [0.5, 0.500000009];
  const discount = 1 - 1e-9;
  const shared = { rewards: [[1], [1]], start: [1, 0], discount };
  const forms: [string, MdpDescription["transitions"]][] = [
    ["nested", [[row], [row]]],
    ["flat", Float64Array.from([...row, ...row])],
    ["sparse", [0, 1].flatMap((s) => row.map((p, next) => [s, 0, next, p] as const))],
  ];

  test.each(forms)("transitions, %s", (_, transitions) => {
    const mdp = createMdp({ ...shared, transitions });
    const { values, visitation, gain } = evaluatePolicy(mdp, softmaxPolicy(mdp));
    const expected = 1 / (1 - discount);
    expectNear(values, [expected, expected], 1e-14);
    expectNear([visitation[0] + visitation[1], gain], [expected, 1], 1e-14);
    mdp.transitions.forEachNext(0, 0, (next, p) => expectNear([p], [row[next] / 1.000000009], 1e-15));
  });

  test("the distribution of first states", () => {
    const mdp = createMdp({ ...shared, transitions: forms[0][1], start: row });
    expectNear(mdp.start, [0.5 / 1.000000009, 0.500000009 / 1.000000009], 1e-15);
  });

  test("the probabilities of a policy, also such as are expressions, with their gradients", () => {
    const mdp = createMdp(sound);
    const given = [0.25, 0.750000009, 0.5, 0.5];
    expectNear(
      policyFromProbabilities(mdp, given).probabilities,
      [0.25 / 1.000000009, 0.750000009 / 1.000000009, 0.5, 0.5],
      1e-15,
    );
    const numbers = variable("numbers", [2, 2], given);
    const policy = expressionPolicy(mdp, { parameters: [numbers], probabilities: numbers });
    // p/(p + q): the gradients of one row sum to 0 along the row itself.
    const gradient = policyGradient(evaluatePolicy(mdp, policy));
    expect(Math.abs(gradient[0] * given[0] + gradient[1] * given[1])).toBeLessThan(1e-14);
    expect(Math.abs(gradient[0])).toBeGreaterThan(0.1);
  });

  test("those that miss 1 by rounding keep their bits", () => {
    const thirds = [1 / 3, 1 / 3, 1 - 2 / 3];
    const tenths = [0.1, 0.2, 0.7];
    const mdp = createMdp({
      transitions: [[thirds], [tenths], [thirds]],
      rewards: [[0], [0], [0]],
      start: tenths,
      discount: 0.9,
    });
    expect([...mdp.start]).toEqual(tenths);
    mdp.transitions.forEachNext(1, 0, (next, p) => expect(p).toBe(tenths[next]));
  });

  test("others are refused, everywhere by the same tolerance", () => {
    const off = [0.5, 0.50000002];
    const message = "the probabilities of a row must sum to 1 within 1e-8";
    for (const change of [
      { transitions: [[off], [row]] },
      { transitions: Float64Array.from([...row, ...off]) },
      { transitions: off.map((p, next) => [0, 0, next, p] as const) },
      { start: off },
    ]) {
      expect(() => createMdp({ ...shared, transitions: forms[0][1], ...change } as MdpDescription)).toThrow(
        message,
      );
    }
    expect(() => policyFromProbabilities(createMdp(sound), [...off, 1, 0])).toThrow(message);
  });

  test("a terminal state whose sparse rows lead out is found, whichever comes first", () => {
    const rows = [
      [0, 0, 0, 0.5],
      [0, 0, 1, 0.5],
      [1, 0, 0, 1],
    ] as const;
    expect(() =>
      createMdp({ transitions: rows, rewards: [[0], [1]], start: [0, 1], discount: 1, terminal: [0] }),
    ).toThrow("state 0 is terminal, and nothing leads out of it");
  });
});

describe("what is wrong is named in the error", () => {
  const changed = (change: Partial<Record<keyof MdpDescription, unknown>>) => () =>
    createMdp({ ...sound, ...change } as MdpDescription);
  const withRow = (row: unknown) => [[[0.7, 0.3], row], sound.transitions[1]];
  const terminalCase = {
    start: [1, 0],
    terminal: [1],
    rewards: [
      [0, 0],
      [0, 0],
    ],
  };

  test.each<[string, Partial<Record<keyof MdpDescription, unknown>>, string]>([
    [
      "a sum that is too little",
      { transitions: withRow([0.1, 0.8]) },
      "transitions[0][1] sums to 0.9, which is 0.1 too little",
    ],
    [
      "a sum that is too much",
      { transitions: withRow([0.3, 0.8]) },
      "transitions[0][1] sums to 1.1, which is 0.1 too much",
    ],
    [
      "a negative probability",
      { transitions: withRow([-0.1, 1.1]) },
      "transitions[0][1][0] is -0.1; a probability must be",
    ],
    ["NaN", { transitions: withRow([Number.NaN, 1]) }, "transitions[0][1][0] is NaN"],
    ["a string for a state", { transitions: [["0", 0, 0, 1]] }, 'the state of transitions[0] is "0"'],
    [
      "a string for a probability",
      { transitions: [[0, 0, 0, "1"]] },
      'the probability of transitions[0] is "1"',
    ],
    ["no number", { transitions: withRow([null, 1]) }, "transitions[0][1][0] is null"],
    [
      "a row too short",
      { transitions: withRow([1]) },
      "transitions[0][1] is a list of 1; it must have one entry for each of the 2 states",
    ],
    ["no row", { transitions: withRow(undefined) }, "transitions[0][1] is no list"],
    [
      "too few states",
      { transitions: [sound.transitions[0]] },
      "transitions is a list of 1; it must have one entry for each of the 2 states",
    ],
    [
      "too few actions",
      { transitions: [[[1, 0]], sound.transitions[1]] },
      "transitions[0] is a list of 1; it must have one entry for each of the 2 actions",
    ],
    ["a flat array too short", { transitions: new Float64Array(7) }, "transitions is a list of 7"],
    [
      "NaN in a flat array",
      { transitions: new Float64Array(8).fill(Number.NaN) },
      "transitions[0][0][0] is NaN",
    ],
    [
      "rows that are missing",
      { transitions: rows.slice(0, 8) },
      "transitions of state 1 and action 1 sums to 0.6, which is 0.4 too little",
    ],
    [
      "a row too many",
      { transitions: [...rows, [1, 1, 0, 0.25]] },
      "transitions of state 1 and action 1 sums to 1.25, which is 0.25 too much",
    ],
    ["no rows", { transitions: [] }, "transitions of state 0 and action 0 sums to 0"],
    [
      "a row of another length",
      { transitions: [...rows, [1, 1, 0]] },
      "transitions[9] must be a row [state, action, next state, probability]",
    ],
    [
      "a state out of range",
      { transitions: [...rows, [2, 1, 0, 0]] },
      "the state of transitions[9] is 2; it must be from 0 to 1",
    ],
    [
      "an action out of range",
      { transitions: [...rows, [1, -1, 0, 0]] },
      "the action of transitions[9] is -1",
    ],
    [
      "a next state that is no integer",
      { transitions: [...rows, [1, 1, 0.5, 0]] },
      "the next state of transitions[9] is 0.5",
    ],
    [
      "a negative probability in a row",
      { transitions: [...rows, [1, 1, 0, -1]] },
      "the probability of transitions[9] is -1",
    ],
    [
      "columns of different lengths",
      { transitions: { states: [0], actions: [0], nextStates: [], probabilities: [1] } },
      "transitions.nextStates has 0 entries",
    ],
    ["start", { start: [0.5, 0.4] }, "start sums to 0.9, which is 0.1 too little"],
    ["a start of nothing", { start: [] }, "start has no entries"],
    ["rewards of too few states", { rewards: [[1, 0]] }, "rewards has 1 rows; start has 2 states"],
    [
      "rewards of different lengths",
      { rewards: [[1, 0], [1]] },
      "rewards[1] has 1 entries, but rewards[0] has 2",
    ],
    ["rewards of no action", { rewards: [[], []] }, "rewards[0] has no entries"],
    ["flat rewards", { rewards: new Float64Array(3) }, "rewards has 3 entries, no multiple of the 2 states"],
    [
      "an infinite reward",
      {
        rewards: [
          [1, Number.POSITIVE_INFINITY],
          [0, 0],
        ],
      },
      "rewards[0][1] is Infinity; it must be a finite number",
    ],
    ["discount 1", { discount: 1 }, "discount is 1; it must be in [0, 1): without terminal states"],
    ["a discount above 1", { discount: 1.5 }, "discount is 1.5; it must be in [0, 1)."],
    ["a negative discount", { discount: -0.1 }, "discount is -0.1; it must be in [0, 1)"],
    ["a discount of NaN", { discount: Number.NaN }, "discount is NaN"],
    ["a terminal state that is none", { terminal: [2] }, "terminal[0] is 2; it must be a state, from 0 to 1"],
    ["a start at the end", { terminal: [0] }, "start[0] is 1, but state 0 is terminal"],
    ["a reward at the end", { terminal: [1] }, "rewards[1][1] is 2; state 1 is terminal"],
    [
      "a way out of the end",
      terminalCase,
      "transitions[1][0]: state 1 is terminal, and nothing leads out of it",
    ],
    [
      "a way out of the end in rows",
      { ...terminalCase, transitions: rows },
      "state 1 and action 0: state 1 is terminal",
    ],
    ["legal actions of too few states", { legalActions: [[1, 1]] }, "legalActions has 1 rows"],
    ["legal actions of too few actions", { legalActions: [[1], [1]] }, "legalActions[0] has 1 entries"],
    [
      "no legal action",
      {
        legalActions: [
          [1, 1],
          [0, 0],
        ],
      },
      "legalActions[1] allows no action",
    ],
    ["a start of another kind", { start: "ab" }, 'start is "ab"; it must be a list'],
    ["rewards of another kind", { rewards: 3 }, "rewards is 3; it must be a list"],
    ["rewards that are no rows", { rewards: [1, 2] }, "rewards[0] is 1; it must be a list"],
    [
      "flat rewards in float32",
      { rewards: new Float32Array(4) },
      "rewards is Float32Array of 4; it must be a list of rows, one for each state, or a Float64Array",
    ],
    [
      "transitions of another kind",
      { transitions: "abc" },
      'transitions is the string "abc"; it must be nested lists',
    ],
    ["a number of transitions", { transitions: 5 }, "transitions is the number 5"],
    [
      "flat transitions in float32",
      { transitions: new Float32Array(8) },
      "transitions is Float32Array of 8; it must be nested lists [s][a][s′] or one Float64Array",
    ],
    [
      "a column that is missing",
      { transitions: { states: [0], nextStates: [0], probabilities: [1] } },
      "transitions.actions is undefined; it must be a list",
    ],
    [
      "a column of another kind",
      { transitions: { states: [0], actions: [0], nextStates: "0", probabilities: [1] } },
      'transitions.nextStates is "0"; it must be a list',
    ],
    ["a state that is none", { ...terminalCase, transitions: [null, null] }, "transitions[0] is no list"],
    ["a string for the discount", { discount: "0.5" }, 'discount is "0.5"; it must be in [0, 1)'],
    ["a terminal state alone", { terminal: 1 }, "terminal is 1; it must be a list"],
    ["a string for a terminal state", { terminal: ["1"] }, 'terminal[0] is "1"; it must be a state'],
    ["legal actions of another kind", { legalActions: true }, "legalActions is true; it must be a list"],
    ["legal actions that are no rows", { legalActions: [1, 1] }, "legalActions[0] is 1; it must be a list"],
    [
      "flat legal actions",
      { legalActions: new Uint8Array(4) },
      "legalActions is Uint8Array of 4; it must be a list of rows, one for each state.",
    ],
    ["an id of another kind", { id: 3 }, "id is 3; it must be a string"],
    ["a description of another kind", { description: null }, "description is null; it must be a string"],
    [
      "a limit of steps that is none",
      { maxEpisodeSteps: "10" },
      'maxEpisodeSteps is "10"; it must be an integer from 1',
    ],
  ])("%s", (_, change, message) => {
    // Rewards are read after transitions: those of the terminal state would not be seen.
    const quiet = message.startsWith("rewards[1][1] is 2") ? { transitions: [sound.transitions[0], []] } : {};
    expect(changed({ ...quiet, ...change })).toThrow(message);
  });
});

describe("what is given to makers of policies and MDPs is named when it is of another kind", () => {
  const mdp = createMdp(sound);
  const four = [0, 0, 0, 0];
  const text = ["0.5", "0.5", 0.5, 0.5];
  const make = (maker: (...given: never[]) => unknown, ...given: unknown[]) => maker(...(given as never[]));
  test.each<[string, () => unknown]>([
    ["softmaxPolicy: logits: expected 4 numbers, found null", () => make(softmaxPolicy, mdp, null)],
    ['softmaxPolicy: logits: expected 4 numbers, found "0000"', () => make(softmaxPolicy, mdp, "0000")],
    ['softmaxPolicy: logits: element 0 is "0.5"', () => make(softmaxPolicy, mdp, text)],
    ["mdp: policy is undefined; it must be a list", () => make(policyFromProbabilities, mdp)],
    ['mdp: policy[0][0] is "0.5"; a probability must be', () => make(policyFromProbabilities, mdp, text)],
    ["mdp: parameters is undefined; it must be a list", () => make(linearSoftmaxPolicy, mdp, four)],
    [
      "linearSoftmaxPolicy: features: expected 4 numbers, found 1",
      () => make(linearSoftmaxPolicy, mdp, 1, [0]),
    ],
    ["mdp: actions is 0; it must be a list", () => make(deterministicPolicy, mdp, 0)],
    [
      "deterministicPolicy: actions has 4 entries; it must have one for each of the 2",
      () => make(deterministicPolicy, mdp, four),
    ],
    ['deterministicPolicy: the action of state 0 is "0"', () => make(deterministicPolicy, mdp, ["0", "0"])],
    ["mdp: rewards is 3; it must be a list", () => make(bandit, 3)],
    ['mdp: waitReward is "4"; it must be a finite number', () => make(forest, { waitReward: "4" })],
    [
      'mdp: payments[1] is "2"; it must be a finite number',
      () => make(accessControl, { payments: [1, "2"] }),
    ],
    ["mdp: payments is 3; it must be a list", () => make(accessControl, { payments: 3 })],
    ['mdp: discount is "0.5"', () => make(randomWalk, { discount: "0.5" })],
    ["mdpFromEnvironment: the environment is an object without a table", () => make(mdpFromEnvironment, mdp)],
    [
      "sampleGradient: generator is undefined",
      () => make(sampleGradient, mdp, softmaxPolicy(mdp), { episodes: 2 }),
    ],
    [
      'gradientAscent: updates is "5"',
      () => [...gradientAscent(mdp, softmaxPolicy(mdp), { learningRate: 1, updates: "5" as never })],
    ],
  ])("%s", (message, run) => expect(run).toThrow(message));

  test("a bandit takes its rewards from a typed array", () => {
    expect([...bandit(Float64Array.of(1, 2) as never).rewards]).toEqual([1, 2]);
  });
});

describe("readMdp", () => {
  test("takes probabilities or logits", () => {
    const byLogits = readMdp({
      ...sound,
      logits: [
        [0.3, 0.1],
        [-0.2, 0.4],
      ],
    });
    const rows = [0, 1].map((s) => [...byLogits.policy.probabilities.subarray(2 * s, 2 * s + 2)]);
    const byPolicy = readMdp({ ...sound, policy: rows });
    expectNear(byPolicy.policy.probabilities, byLogits.policy.probabilities, 0);
  });

  const policy = [
    [0.5, 0.5],
    [0.5, 0.5],
  ];
  test.each<[string, unknown, string]>([
    ["no object", [1], "expected an object with the fields transitions, rewards, start, discount, found [1]"],
    ["null", null, "found null"],
    ["a missing field", { ...sound, start: undefined, policy }, "mdp: start is missing"],
    ["an unknown field", { ...sound, polcy: policy }, 'there is no field "polcy". Did you mean policy?'],
    ["a strange field", { ...sound, policy, zzzzzz: 1 }, "The fields are transitions, rewards, start"],
    ["no policy", sound, "the policy is missing: give its probabilities, policy[s][a], or its logits[s][a]"],
    ["both", { ...sound, policy, logits: policy }, "both policy and logits are given"],
    [
      "transitions of another kind",
      { ...sound, policy, transitions: "x" },
      'transitions is "x"; it must be a list',
    ],
    [
      "a reward of another kind",
      {
        ...sound,
        policy,
        rewards: [
          [1, null],
          [0, 0],
        ],
      },
      "rewards[0][1] is null; it must be a number",
    ],
    ["rewards that are no rows", { ...sound, policy, rewards: [1, 2] }, "rewards[0] is 1; it must be a list"],
    ["a discount of another kind", { ...sound, policy, discount: "0.9" }, 'discount is "0.9"'],
    [
      "a policy that does not sum to 1",
      {
        ...sound,
        policy: [
          [0.5, 0.5],
          [0.5, 0.6],
        ],
      },
      "policy[1] sums to 1.1, which is 0.1 too much",
    ],
    [
      "a negative probability",
      {
        ...sound,
        policy: [
          [0.5, 0.5],
          [-0.5, 1.5],
        ],
      },
      "policy[1][0] is -0.5",
    ],
    [
      "too few rows",
      { ...sound, policy: [[0.5, 0.5]] },
      "policy has 1 rows; it must have one for each of the 2 states",
    ],
    [
      "rows too short",
      { ...sound, logits: [[0], [0]] },
      "logits[0] has 1 entries; it must have one for each of the 2 actions",
    ],
    [
      "a policy that takes illegal actions",
      {
        ...sound,
        policy,
        legalActions: [
          [1, 0],
          [1, 1],
        ],
      },
      "policy[0][1] is 0.5, but that action is not legal",
    ],
  ])("%s", (_, content, message) => {
    expect(() => readMdp(content)).toThrow(message);
  });
});

test("what is left out is named", () => {
  for (const name of ["transitions", "rewards", "start"] as const) {
    const { [name]: _, ...rest } = sound;
    expect(() => createMdp(rest as MdpDescription)).toThrow(`mdp: ${name} is missing.`);
  }
  const legalActions = [[Number.NaN, 1], [1, 1]]; // biome-ignore format: a matrix
  expect(() => createMdp({ ...sound, legalActions })).toThrow("legalActions[0][0]");
});

test("logits that are not finite are refused", () => {
  const mdp = createMdp(sound);
  expect(() => linearSoftmaxPolicy(mdp, [1e200, 1, 1, 1], [1e200])).toThrow("linearSoftmaxPolicy: logits");
});
