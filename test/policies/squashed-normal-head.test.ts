import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, discrete, type Space } from "../../src/environments/index.ts";
import { constant, grad, input, sum, variable } from "../../src/graph/index.ts";
import { loadPolicy as loadActing } from "../../src/inference/index.ts";
import { decodeSafetensors } from "../../src/networks/index.ts";
import { actionHead } from "../../src/policies/heads/action-head.ts";
import { createPolicy, loadPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { sealed } from "./sealed.ts";

const headOf = (space: Space) => actionHead(space, { name: "squashed-normal" });

/** Log-densities and actions of what is drawn, of a head for boxes of one element, in float64. */
function headAt(low: number, high: number, [mean, spread]: readonly [number, number], count = 1) {
  const head = headOf(box({ low: [low], high: [high] }) as Space);
  const density = head.density(constant([mean, spread], [1, 2]));
  const drawn = input([count, 1]);
  const program = compile(
    { inputs: { drawn }, outputs: { logProb: density.logProb(drawn), actions: head.toActions!(drawn) } },
    createReferenceBackend(),
  );
  return (values: ArrayLike<number>) => {
    program.inputs.drawn.set(Float64Array.from(values));
    program.run();
    return program.outputs as { logProb: Float64Array; actions: Float64Array };
  };
}

describe("a squashed normal head", () => {
  /*
   * mpmath, 30 digits: log N(u; μ, σ) + 2 log cosh u − log halfWidth, with log σ = −5 + softplus(b + 5) where
   * b = 2 − softplus(2 − x) and x is the second output; center + halfWidth · tanh u. The first two and the third agree with
   * scipy.stats.norm.logpdf(arctanh(y)) − log1p(−y²) − log halfWidth to 1e-9, y = tanh u.
   */
  it.each([
    [-2, 6, [0.3, 0.2], -1.8, -2.07256879774982, -1.78722405138507],
    [-2, 6, [0.3, 0.2], 1.7, -1.15997856136313, 5.7416362824124],
    [-1, 1, [-1.5, -3], -1.4, 1.90829506569088, -0.885351648202263],
    [0, 10, [2.5, 5], 12, 17.2238618557631, 9.99999999962249],
    [0, 10, [2.5, 5], -30, 43.4932409391256, 0],
    [-1, 1, [0, -40], 0.01, 2.97983817538837, 0.00999966667999946],
  ] as const)("on [%d, %d] with outputs %j has the log-density of the action of u = %d: %d", (...values) => {
    const [low, high, outputs, u, logProb, action] = values;
    const result = headAt(low, high, outputs)([u]);
    expect(Math.abs(result.logProb[0] - logProb)).toBeLessThan(1e-11 * Math.abs(logProb));
    expect(result.actions[0]).toBeCloseTo(action, 13);
  });

  it.each([
    [-2, 6, [0.3, 0.2]],
    [-1, 1, [-1.5, -3]],
    [0, 10, [2.5, 1]],
    [-1e6, 1e6, [0, -40]],
  ] as const)("on [%d, %d] with outputs %j has a density of the actions whose integral is 1", (...values) => {
    const [low, high, outputs] = values;
    const spread = 0.8 * Math.max(0.01, Math.exp(Math.min(outputs[1], 2)));
    const [from, to] = [outputs[0] - 16 * spread, outputs[0] + 16 * spread];
    const cells = 20_000;
    const at = (i: number) => from + ((to - from) * i) / cells;
    const edges = headAt(
      low,
      high,
      outputs,
      cells + 1,
    )(Float64Array.from({ length: cells + 1 }, (_, i) => at(i)));
    const widths = edges.actions.slice(1).map((edge, i) => edge - edges.actions[i]);
    const middles = headAt(
      low,
      high,
      outputs,
      cells,
    )(Float64Array.from({ length: cells }, (_, i) => at(i + 0.5)));
    const integral = middles.logProb.reduce((sum, logProb, i) => sum + Math.exp(logProb) * widths[i], 0);
    expect(Math.abs(integral - 1)).toBeLessThan(1e-5);
  });

  it("has the log-density of several elements as the sum of each one's", () => {
    const space = box({ low: [-2, 0], high: [6, 10] });
    const density = headOf(space as Space).density(constant([0.3, 2.5, 0.2, 5], [1, 4]));
    const logProb = density.logProb(constant([1.7, 12], [1, 2]));
    const program = compile({ outputs: { logProb } }, createReferenceBackend());
    program.run();
    expect(program.outputs.logProb[0]).toBeCloseTo(-1.15997856136313 + 17.2238618557631, 10);
  });

  it("keeps a gradient of the deviation wherever its output is", () => {
    const outputs = variable("outputs", [3, 2], [0, -9, 0, 0, 0, 9]);
    const density = headOf(box({ low: [-1], high: [1] }) as Space).density(outputs);
    const logProb = density.logProb(constant([0.3, 0.3, 0.3], [3, 1]));
    const gradient = grad(sum(logProb), [outputs])[0];
    const program = compile({ outputs: { gradient } }, createReferenceBackend());
    program.run();
    for (const row of [0, 1, 2])
      expect(Math.abs(program.outputs.gradient[2 * row + 1])).toBeGreaterThan(1e-4);
  });

  it("says which element of a box it cannot be for", () => {
    const unbounded = box({ low: [-1, -Infinity], high: [1, 3] });
    expect(() => headOf(unbounded as Space)).toThrow(
      'policy: head is "squashed-normal", and element 1 of the action space lies between -Infinity and 3; it needs finite ' +
        'bounds that differ. Give the box such bounds, or take the head "diagonal-normal" of ppo and others',
    );
    expect(() => headOf(box({ low: [2], high: [2] }) as Space)).toThrow(/element 0 .* between 2 and 2/);
    expect(() => headOf(discrete(3) as Space)).toThrow(
      'policy: head is "squashed-normal"; for a discrete space it must be "categorical"',
    );
  });
});

describe("a policy with a squashed normal head", () => {
  const spaces = {
    observationSpace: box({ low: -2, high: 2, shape: [3] }),
    actionSpace: box({ low: [-1, 5], high: [1, 105] }),
  };
  const policy = createPolicy(spaces, { head: "squashed-normal", generator: createGenerator(1) });
  const noise = createGenerator(2);
  for (const parameter of policy.parameters) {
    const values = policy.backend.values(parameter);
    for (let i = 0; i < values.length; i++) values[i] += 0.3 * noise.normal();
  }

  it("acts within the box, and alike from its file with both loaders, to the bit", () => {
    const bytes = policy.save();
    const all = [policy, loadPolicy(bytes), loadActing(bytes)];
    const draws = createGenerator(3);
    for (let i = 0; i < 50; i++) {
      const observation = Float32Array.from({ length: 3 }, () => draws.uniform(-2, 2));
      const [acts, samples] = [
        all.map((each) => each.act(observation as never) as Float32Array),
        all.map((each) => each.sample(observation as never, createGenerator(i))),
      ];
      for (const each of [1, 2]) {
        expect(acts[each]).toEqual(acts[0]);
        expect(samples[each]).toEqual(samples[0]);
      }
      for (const action of [acts[0], samples[0].action]) {
        expect(spaces.actionSpace.contains(action as Float32Array)).toBe(true);
      }
    }
  });

  it("says what is wrong with a file whose head is not one of its space", () => {
    const { tensors, metadata } = decodeSafetensors(policy.save());
    const changed = sealed(tensors, { ...metadata, head: '"categorical"' });
    expect(() => loadPolicy(changed)).toThrow(
      'loadPolicy: the file\'s entry "head" cannot be used: policy: head is "categorical"; for a box space it must be ' +
        '"rescaled-normal", "diagonal-normal", "state-dependent-normal", "squashed-normal", "beta" or "deterministic"',
    );
  });

  it("draws all but uniformly at first: no share of the box differs by more than 0.035 from what it would be", () => {
    const fresh = createPolicy(spaces, { head: "squashed-normal", generator: createGenerator(1) });
    const generator = createGenerator(4);
    const count = 20_000;
    const actions = Float64Array.from(
      { length: count },
      () => ((fresh.sample([0.3, -1, 1], generator).action as Float32Array)[1] - 5) / 100,
    ).sort();
    // The largest difference of the distribution functions; 0.0195 of it is sampling, with a false alarm of 1e-6.
    const distance = actions.reduce(
      (most, share, i) => Math.max(most, Math.abs(share - (i + 0.5) / count)),
      0,
    );
    expect(distance).toBeLessThan(0.035);
  });

  it("learns from what it drew, and its environment takes what that becomes", () => {
    const actor = policy.actor(1);
    actor.observations.set([0.3, -1, 1]);
    actor.sample([createGenerator(5)]);
    const [center, halfWidth] = [
      [0, 55],
      [1, 50],
    ];
    actor.actions.forEach((action, i) =>
      expect(action).toBeCloseTo(center[i] + halfWidth[i] * Math.tanh(actor.drawn[i]), 4),
    );
  });
});
