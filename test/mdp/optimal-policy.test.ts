import * as fc from "fast-check";
import loadHighs from "highs";
import { describe, expect, test } from "vitest";
import {
  accessControl,
  createMdp,
  deterministicPolicy,
  evaluatePolicy,
  gainFromStart,
  gambler,
  grid5x5,
  kakadeTwoState,
  type Mdp,
  type MdpDescription,
  optimalPolicy,
} from "../../src/mdp/index.ts";
import { expectNear } from "./near.ts";
import { randomMdp } from "./random-mdp.ts";
import { twoStates } from "./two-states.ts";

// Its types describe the CommonJS form, in which the function is a property.
const highs = await (loadHighs as unknown as typeof loadHighs.default)();
type LegalPair = { readonly state: number; readonly action: number; readonly pair: number };

function legalPairs({ states, actions, terminal, legalActions }: Mdp): LegalPair[] {
  return Array.from({ length: states * actions }, (_, pair) => ({
    state: Math.floor(pair / actions),
    action: pair % actions,
    pair,
  })).filter(({ state, pair }) => terminal[state] === 0 && legalActions?.[pair] !== 0);
}

const term = (factor: number, name: string) =>
  `${factor < 0 ? "-" : "+"} ${Math.abs(factor).toFixed(17)} ${name}`;

/** Minimizes a sum of v(s), or a gain g, with v(s) ≥ R(s, a) − g + γ Σ P v for every state and action. */
function solveProgram(mdp: Mdp, objective: string, { discount, gain }: { discount: number; gain: boolean }) {
  const constraints = legalPairs(mdp).map(({ state, action, pair }) => {
    const factors = new Map([[state, 1]]);
    mdp.transitions.forEachNext(state, action, (next, p) => {
      if (mdp.terminal[next] === 0) factors.set(next, (factors.get(next) ?? 0) - discount * p);
    });
    const left = [...factors].map(([next, factor]) => term(factor, `v${next}`));
    return `${left.join(" ")} ${gain ? "+ g" : ""} >= ${mdp.rewards[pair]}`;
  });
  const variables = Array.from({ length: mdp.states }, (_, state) => `v${state}`).filter(
    (_, s) => mdp.terminal[s] === 0,
  );
  const free = [...variables, ...(gain ? ["g"] : [])].map((name) => `${name} free`);
  const pinned = gain ? ["v0 = 0"] : [];
  const program = ["Minimize", objective, "Subject To", ...constraints, ...pinned, "Bounds", ...free, "End"];
  const { Status, Columns } = highs.solve(program.join("\n"));
  expect(Status).toBe("Optimal");
  return (name: string) => (Columns[name] as { readonly Primal: number } | undefined)?.Primal ?? 0;
}

describe("policy iteration finds what linear programming finds (HiGHS, to its tolerance of 1e-7)", () => {
  test.each<[string, Mdp]>([
    ["random", randomMdp({ states: 12, actions: 4, seed: 1 })],
    ["sparse", randomMdp({ states: 30, actions: 3, seed: 2, successors: 2, sparse: true })],
    ["a discount near 1", randomMdp({ states: 6, actions: 3, seed: 3, discount: 0.99 })],
    ["the 5×5 grid", grid5x5()],
    ["the gambler, whose actions are not always legal", gambler({ goal: 20 })],
  ])("optimal values: %s", (_, mdp) => {
    const open = Array.from({ length: mdp.states }, (_, state) => state).filter(
      (state) => mdp.terminal[state] === 0,
    );
    const objective = open.map((state) => `+ v${state}`).join(" ");
    const primal = solveProgram(mdp, objective, { discount: mdp.discount, gain: false });
    const { values } = optimalPolicy(mdp).evaluation;
    expectNear(
      Array.from(values, (_, state) => primal(`v${state}`)),
      values,
      1e-5,
    );
  });

  test.each<[string, Mdp]>([
    ["random", randomMdp({ states: 12, actions: 4, seed: 4 })],
    ["access control", accessControl()],
  ])("the optimal average reward: %s", (_, mdp) => {
    const primal = solveProgram(mdp, "+ g", { discount: 1, gain: true });
    const { evaluation } = optimalPolicy(mdp, { criterion: "average" });
    expectNear([primal("g")], [evaluation.gain], 1e-6);
  });
});

test("optimal values are feasible for the program, the visitation for its dual, and the two agree", () => {
  const mdps = fc.record({
    states: fc.integer({ min: 1, max: 8 }),
    actions: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(1e6),
    discount: fc.constantFrom(0, 0.5, 0.9, 0.999),
  });
  fc.assert(
    fc.property(mdps, (options) => {
      const mdp = randomMdp({ ...options, successors: Math.min(2, options.states) });
      const { evaluation } = optimalPolicy(mdp);
      const scale = 1 + Math.max(...evaluation.values.map(Math.abs));
      for (const advantage of evaluation.advantages) expect(advantage).toBeLessThan(1e-9 * scale);
      // Strong duality: the visitation is a feasible point of the dual, Σ visitation r its value.
      const dual = evaluation.visitation.reduce((sum, visits, s) => sum + visits * evaluation.rewards[s], 0);
      expectNear([dual / scale], [evaluation.startValue / scale], 1e-11);
      expect(Math.min(...evaluation.visitation)).toBeGreaterThanOrEqual(-1e-12);
    }),
    { seed: 1, numRuns: 200 },
  );
});

/** Every deterministic policy of an MDP. */
function* allPolicies({ states, actions }: Mdp): Generator<number[]> {
  for (let code = 0; code < actions ** states; code++) {
    yield Array.from({ length: states }, (_, state) => Math.floor(code / actions ** state) % actions);
  }
}

test("no deterministic policy is better, discounted or on average, whatever its chain", () => {
  for (let seed = 0; seed < 12; seed++) {
    // Deterministic moves, so that many policies have several recurrent classes.
    const mdp = seed === 0 ? kakadeTwoState() : randomMdp({ states: 4, actions: 3, seed, successors: 1 });
    const discounted = optimalPolicy(mdp).evaluation;
    const average = gainFromStart(optimalPolicy(mdp, { criterion: "average" }).evaluation);
    let best = Number.NEGATIVE_INFINITY;
    for (const actions of allPolicies(mdp)) {
      const evaluation = evaluatePolicy(mdp, deterministicPolicy(mdp, actions));
      best = Math.max(best, gainFromStart(evaluation));
      for (let state = 0; state < mdp.states; state++) {
        expect(evaluation.values[state]).toBeLessThan(discounted.values[state] + 1e-9);
      }
    }
    expectNear([average], [best], 1e-10);
  }
});

test("the unit of the rewards does not matter, however small", () => {
  for (const criterion of ["discounted", "average"] as const) {
    const actions = [1, 1e-12, 1e-200, 1e200].map((unit) => {
      const rewards = twoStates.rewards.map((row) => row.map((reward) => unit * reward));
      return [...optimalPolicy(createMdp({ ...twoStates, rewards }), { criterion }).actions];
    });
    for (const each of actions) expect(each).toEqual(actions[0]);
    expect(actions[0]).toEqual([0, 1]);
  }
});

test.each([1, 1e10, 1e100, 1e300])("beside a penalty of %d the best of three actions is taken", (penalty) => {
  const mdp = createMdp({
    transitions: [[[1], [1], [1]]],
    rewards: [[-penalty, 1, 1.5]],
    start: [1],
    discount: 0.9,
  });
  for (const criterion of ["discounted", "average"] as const) {
    const { actions, evaluation } = optimalPolicy(mdp, { criterion });
    expect(actions[0]).toBe(2);
    expectNear([evaluation.startValue, evaluation.gain], [15, 1.5], 1e-14);
  }
});

test("small rewards count beside a penalty that every policy receives", () => {
  // Half of all steps lead to state 1, where 1e12 is paid; in state 0 there is 1e-6 more to be had.
  for (const discount of [0.5, 0.9, 0.9999]) {
    const mdp = createMdp({
      transitions: [
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        [
          [1, 0],
          [1, 0],
        ],
      ],
      rewards: [
        [1, 1.000001],
        [-1e12, -1e12],
      ],
      start: [1, 0],
      discount,
    });
    for (const criterion of ["discounted", "average"] as const) {
      expect(optimalPolicy(mdp, { criterion }).actions[0]).toBe(1);
    }
  }
});

test("an action that ends the episode is preferred to an equal one that does not", () => {
  const transitions = [
    [
      [1, 0],
      [0, 1],
    ],
    [],
  ] as unknown as MdpDescription["transitions"];
  const shared = { transitions, start: [1, 0], discount: 1, terminal: [1] };
  const { actions, evaluation } = optimalPolicy(
    createMdp({
      ...shared,
      rewards: [
        [0, 1],
        [0, 0],
      ],
    }),
  );
  expect([actions[0], evaluation.startValue]).toEqual([1, 1]);
  // From state 0 there is no end at all.
  const endless = {
    ...shared,
    transitions: [
      [
        [1, 0],
        [1, 0],
      ],
      [],
    ] as unknown as typeof transitions,
  };
  expect(() =>
    optimalPolicy(
      createMdp({
        ...endless,
        rewards: [
          [0, 0],
          [0, 0],
        ],
      }),
    ),
  ).toThrow("none does from {0}");
});

test("a criterion that there is not is refused", () => {
  const criterion = "Discounted" as "discounted";
  expect(() => optimalPolicy(createMdp(twoStates), { criterion })).toThrow(
    'criterion is "Discounted"; it must be one of: discounted, average',
  );
});
