/** Optimal policies against all deterministic policies, evaluated in exact rational arithmetic. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createMdp, optimalPolicy } from "../../src/mdp/index.ts";
import { bestOf, closedClasses, exactLongRun, exactRows, exactValues } from "./chains/exact-chain.ts";
import { compare, exactly, type Fraction, toNumber } from "./fraction.ts";

interface SmallMdp {
  readonly transitions: number[][][];
  readonly rewards: number[][];
  readonly discount: number;
}

/** Probabilities whose sums are exact: parts of 2^10, and now and then one as small as 2^−20. */
const row = (states: number) =>
  fc
    .record({
      cuts: fc.array(fc.integer({ min: 0, max: 1024 }), { minLength: states - 1, maxLength: states - 1 }),
      kind: fc.constantFrom("spread", "certain", "rare"),
      to: fc.nat(states - 1),
      other: fc.nat(states - 1),
    })
    .map(({ cuts, kind, to, other }) => {
      const certain = Array.from({ length: states }, (_, i) => (i === to ? 1 : 0));
      if (kind === "certain") return certain;
      if (kind === "rare") {
        certain[to] -= 2 ** -20;
        certain[other] += 2 ** -20;
        return certain;
      }
      const edges = [0, ...cuts.sort((a, b) => a - b), 1024];
      return edges.slice(1).map((edge, i) => (edge - edges[i]) / 1024);
    });

/** Penalties, large and small rewards, and few values so that many actions are equally good. */
const reward = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc
    .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -10, max: 10 }))
    .map(([digit, power]) => Number(`${digit}e${power}`)),
  fc.constantFrom(-1e10, -1e9, 1e10, 1e-10, 1.5e-10, 1.5),
);

const smallMdps: fc.Arbitrary<SmallMdp> = fc
  .record({ states: fc.integer({ min: 1, max: 3 }), actions: fc.integer({ min: 2, max: 3 }) })
  .chain(({ states, actions }) => {
    const forAll = <Value>(each: fc.Arbitrary<Value>) =>
      fc.array(fc.array(each, { minLength: actions, maxLength: actions }), {
        minLength: states,
        maxLength: states,
      });
    return fc.record({
      transitions: forAll(row(states)),
      rewards: forAll(reward),
      discount: fc.constantFrom(0, 0.1, 0.5, 0.9, 0.99, 0.9999),
    });
  });

function* allPolicies({ rewards }: SmallMdp): Generator<number[]> {
  const [states, actions] = [rewards.length, rewards[0].length];
  for (let code = 0; code < actions ** states; code++) {
    yield Array.from({ length: states }, (_, state) => Math.floor(code / actions ** state) % actions);
  }
}

function createdFrom(mdp: SmallMdp) {
  const start = mdp.rewards.map((_, i) => (i === 0 ? 1 : 0));
  return createMdp({ ...mdp, start });
}

function valuesOf({ transitions, rewards, discount }: SmallMdp, actions: ArrayLike<number>): Fraction[] {
  const p = exactRows(transitions.map((each, s) => each[actions[s]]));
  return exactValues(
    p,
    rewards.map((each, s) => exactly(each[actions[s]])),
    exactly(discount),
  );
}

function gainsOf({ transitions, rewards }: SmallMdp, actions: ArrayLike<number>): Fraction[] {
  const p = exactRows(transitions.map((each, s) => each[actions[s]]));
  return exactLongRun(
    p,
    rewards.map((each, s) => exactly(each[actions[s]])),
  ).gains;
}

function expectEqual(found: readonly Fraction[], best: readonly Fraction[]): void {
  found.forEach((value, i) => {
    if (compare(value, best[i]) !== 0)
      expect.fail(`state ${i}: ${toNumber(value)} where ${toNumber(best[i])} can be had`);
  });
}

/** How many MDPs each test takes; more for a campaign. */
const runs = Number(process.env.LOGPI_FUZZ_RUNS ?? 250);

test("no deterministic policy has a greater discounted value in any state, exactly, whatever the magnitudes", () => {
  fc.assert(
    fc.property(smallMdps, (mdp) => {
      const { actions } = optimalPolicy(createdFrom(mdp));
      expectEqual(valuesOf(mdp, actions), bestOf([...allPolicies(mdp)].map((each) => valuesOf(mdp, each))));
    }),
    { seed: 1, numRuns: runs },
  );
});

test("no deterministic policy has a greater average reward from any state, exactly, whatever the magnitudes", () => {
  fc.assert(
    fc.property(smallMdps, (mdp) => {
      const { actions } = optimalPolicy(createdFrom(mdp), { criterion: "average" });
      expectEqual(gainsOf(mdp, actions), bestOf([...allPolicies(mdp)].map((each) => gainsOf(mdp, each))));
    }),
    { seed: 2, numRuns: runs },
  );
});

test("no deterministic policy that ends has a greater return in any state, exactly, without a discount", () => {
  // Every step costs something; the last state is terminal.
  const costs = smallMdps
    .filter(({ rewards }) => rewards.length > 1)
    .map((mdp) => ({
      ...mdp,
      discount: 1,
      rewards: mdp.rewards.map((each) => each.map((value) => -(Math.abs(value) || 1))),
    }));
  fc.assert(
    fc.property(costs, ({ rewards, ...mdp }) => {
      const end = rewards.length - 1;
      const transitions = mdp.transitions.map((each, s) => (s === end ? [] : each));
      const shared = {
        ...mdp,
        transitions,
        rewards: rewards.map((each, s) => (s === end ? each.map(() => 0) : each)),
      };
      const ends = [...allPolicies(shared)].filter((actions) => {
        const rows = mdp.transitions.map((each, s) =>
          s === end ? each[0].map((_, i) => Number(i === end)) : each[actions[s]],
        );
        return closedClasses(rows.map((row) => row.map((p) => p > 0))).length === 1;
      });
      fc.pre(ends.length > 0);
      const valuesOfEnding = (actions: ArrayLike<number>): Fraction[] =>
        exactValues(
          exactRows(mdp.transitions.map((each, s) => each[actions[s]])),
          shared.rewards.map((each, s) => exactly(each[actions[s]])),
          exactly(1),
          [end],
        );
      const start = rewards.map((_, s) => (s === 0 ? 1 : 0));
      const { actions } = optimalPolicy(createMdp({ ...shared, start, terminal: [end] }));
      expectEqual(valuesOfEnding(actions), bestOf(ends.map(valuesOfEnding)));
    }),
    { seed: 3, numRuns: runs },
  );
});
