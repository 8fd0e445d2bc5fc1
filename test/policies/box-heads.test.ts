/** What heads for boxes have in common, against densities that are written down here once more and integrated. */
import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, type Space } from "../../src/environments/index.ts";
import { constant, grad, input, sum, variable } from "../../src/graph/index.ts";
import { loadPolicy as loadActing } from "../../src/inference/index.ts";
import { logGamma } from "../../src/math/index.ts";
import { actionHead } from "../../src/policies/heads/action-head.ts";
import type { HeadName } from "../../src/policies/heads/head-names.ts";
import { createPolicy, loadPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const [low, high] = [-2, 6];
const [center, halfWidth] = [(low + high) / 2, (high - low) / 2];

const normal = (u: number, mean: number, deviation: number) =>
  Math.exp(-0.5 * ((u - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
const softplus = (x: number) => Math.log1p(Math.exp(x));
const deviationOf = (output: number) => Math.exp(-5 + softplus(5 + 2 - softplus(2 - output)));
/** a − 1 of the Beta head. */
const concentration = (output: number) => softplus(output) / (1 + softplus(output) / 1e4);

interface Case {
  readonly head: HeadName;
  readonly outputs: readonly number[];
  /** Of the action. */
  readonly density: (action: number, outputs: readonly number[]) => number;
  /** Between which numbers the action lies, or nearly always does. */
  readonly range: readonly [number, number];
}

const beta = (action: number, [za, zb]: readonly number[]) => {
  const [a, b] = [1 + concentration(za), 1 + concentration(zb)];
  const x = (action - low) / (high - low);
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta) / (high - low);
};
const squashed = (action: number, [mean, spread]: readonly number[]) => {
  const y = (action - center) / halfWidth;
  return normal(Math.atanh(y), mean, deviationOf(spread)) / ((1 - y * y) * halfWidth);
};
const rescaled = (action: number, [mean]: readonly number[]) =>
  normal((action - center) / halfWidth, mean, 1) / halfWidth;
const deterministic = (action: number, [z]: readonly number[]) => rescaled(action, [Math.tanh(z)]);
const stateDependent = (action: number, [mean, spread]: readonly number[]) =>
  normal((action - center) / halfWidth, mean, deviationOf(spread)) / halfWidth;

const cases: readonly Case[] = [
  { head: "rescaled-normal", outputs: [0.4], density: rescaled, range: [-45, 45] },
  { head: "state-dependent-normal", outputs: [0.4, -0.7], density: stateDependent, range: [-30, 30] },
  { head: "deterministic", outputs: [0.4], density: deterministic, range: [-45, 45] },
  { head: "squashed-normal", outputs: [0.3, -0.5], density: squashed, range: [low, high] },
  { head: "beta", outputs: [0.3, -1.2], density: beta, range: [low, high] },
  { head: "beta", outputs: [3.5, 2.8], density: beta, range: [low, high] },
  { head: "beta", outputs: [-6, -5], density: beta, range: [low, high] },
];

/** Σ f over the middles of cells. */
function integral(
  f: (action: number) => number,
  [from, to]: readonly [number, number],
  cells = 40_000,
): number {
  const width = (to - from) / cells;
  let total = 0;
  for (let i = 0; i < cells; i++) total += f(from + (i + 0.5) * width);
  return total * width;
}

const space = box({ low: [low], high: [high] }) as Space;

describe.each(cases)("the head $head with outputs $outputs", ({ head: name, outputs, density, range }) => {
  const head = actionHead(space, { name });
  const nodes = variable("outputs", [1, outputs.length], outputs);
  const own = head.density(nodes);
  const at = (action: number) => density(action, outputs);

  it("has the log-density of the action that is drawn, and draws from it", () => {
    const count = 4000;
    const noise = input([count, ...own.noise.shape.slice(1)]);
    const many = head.density(constant(new Array(count).fill(outputs).flat(), [count, outputs.length]));
    const drawn = many.sample(noise);
    const program = compile(
      { inputs: { noise }, outputs: { actions: head.toActions!(drawn), logProbs: many.logProb(drawn) } },
      createReferenceBackend(),
    );
    createGenerator(5).fillNormal(program.inputs.noise);
    program.run();
    const { actions, logProbs } = program.outputs as Record<string, Float64Array>;
    for (let i = 0; i < 200; i++) expect(logProbs[i]).toBeCloseTo(Math.log(at(actions[i])), 6);
    // The largest difference of the distribution functions: 0.043 is passed with a probability of 1e-6.
    const sorted = actions.slice().sort();
    let below = range[0];
    let share = 0;
    const distance = sorted.reduce((most, action, i) => {
      if (i % 20 !== 19) return most;
      share += integral(at, [below, action], 200);
      below = action;
      return Math.max(most, Math.abs(share - (i + 0.5) / count));
    }, 0);
    expect(distance).toBeLessThan(0.043);
  });

  it("has the entropy of the action, and its gradient", () => {
    const entropyOf = (from: readonly number[]) =>
      integral((action) => {
        const p = density(action, from);
        return p > 0 ? -p * Math.log(p) : 0;
      }, range);
    const entropy = sum(own.entropy());
    const [gradient] = grad(entropy, [nodes]);
    const program = compile({ outputs: { entropy, gradient } }, createReferenceBackend());
    program.run();
    expect(program.outputs.entropy[0]).toBeCloseTo(entropyOf(outputs), 4);
    outputs.forEach((_, i) => {
      const moved = (by: number) => entropyOf(outputs.map((output, j) => (i === j ? output + by : output)));
      expect(program.outputs.gradient[i]).toBeCloseTo((moved(1e-3) - moved(-1e-3)) / 2e-3, 3);
    });
  });

  it("has the divergence from the density of other outputs", () => {
    const others = outputs.map((output, i) => output + 0.3 - 0.5 * i);
    const divergence = own.kl(head.density(constant(others, [1, others.length])));
    const program = compile({ outputs: { divergence } }, createReferenceBackend());
    program.run();
    const expected = integral((action) => {
      const p = at(action);
      return p > 0 ? p * (Math.log(p) - Math.log(density(action, others))) : 0;
    }, range);
    expect(program.outputs.divergence[0]).toBeCloseTo(expected, 5);
  });
});

describe("heads of boxes", () => {
  const spaces = {
    observationSpace: box({ low: -2, high: 2, shape: [3] }),
    actionSpace: box({ low: [-1, 5], high: [1, 105] }),
  };

  it.each(["rescaled-normal", "state-dependent-normal", "squashed-normal", "beta"] as const)(
    "%s acts within the box, and alike from its file with both loaders, to the bit",
    (head) => {
      const policy = createPolicy(spaces, { head, generator: createGenerator(1) });
      const noise = createGenerator(2);
      for (const parameter of policy.parameters) {
        const values = policy.backend.values(parameter);
        for (let i = 0; i < values.length; i++) values[i] += 0.3 * noise.normal();
      }
      const bytes = policy.save();
      const all = [policy, loadPolicy(bytes), loadActing(bytes)];
      for (let i = 0; i < 30; i++) {
        const observation = Float32Array.from({ length: 3 }, () => noise.uniform(-2, 2));
        const acts = all.map((each) => each.act(observation as never) as Float32Array);
        const samples = all.map((each) => each.sample(observation as never, createGenerator(i)));
        for (const each of [1, 2]) {
          expect(acts[each]).toEqual(acts[0]);
          expect(samples[each]).toEqual(samples[0]);
        }
        for (const action of [acts[0], samples[0].action])
          expect(spaces.actionSpace.contains(action as Float32Array)).toBe(true);
      }
    },
  );

  it("take the mode of a Beta density for the best action, at an end of the box too", () => {
    const head = actionHead(space, { name: "beta" });
    const outputs = constant([3.5, 2.8, 5, -200, -200, 5, -200, -200], [4, 2]);
    const program = compile(
      { outputs: { actions: head.toActions!(head.density(outputs).mode()) } },
      createReferenceBackend(),
    );
    program.run();
    const [inside, ...ends] = program.outputs.actions as Float64Array;
    const x = (inside - low) / (high - low);
    const [a, b] = [concentration(3.5), concentration(2.8)];
    expect(x).toBeCloseTo(a / (a + b), 6);
    ends.forEach((end, i) => expect(end).toBeCloseTo([high, low, center][i], 6));
  });

  it("rescale elements that have bounds and leave the others in their own units", () => {
    const mixed = box({ low: [0, -Infinity, 3], high: [10, 5, 3] }) as Space;
    const head = actionHead(mixed, { name: "rescaled-normal" });
    const program = compile(
      { outputs: { actions: head.toActions!(constant([-1, -1, -1], [1, 3])) } },
      createReferenceBackend(),
    );
    program.run();
    expect([...program.outputs.actions]).toEqual([0, -1, -1]);
  });

  it("say which of them a box without bounds cannot have", () => {
    const unbounded = box({ low: [0], high: [Infinity] }) as Space;
    expect(() => actionHead(unbounded, { name: "beta" })).toThrow(
      'policy: head is "beta", and element 0 of the action space lies between 0 and Infinity; it needs finite bounds that ' +
        'differ. Give the box such bounds, or take the head "diagonal-normal" of ppo and others',
    );
  });
});
