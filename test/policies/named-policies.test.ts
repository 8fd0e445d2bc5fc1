import { describe, expect, it } from "vitest";
import { createWasmBackend } from "../../src/backends/index.ts";
import { box, discrete } from "../../src/environments/index.ts";
import { loadPolicy as loadActing } from "../../src/inference/index.ts";
import { type Architecture, decodeSafetensors } from "../../src/networks/index.ts";
import { createPolicy, loadPolicy, type Policy, policiesIn, savePolicies } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { sealed } from "./sealed.ts";

const observationSpace = box({ low: -2, high: 2, shape: [3] });
const observation = [0.5, -1, 2];
const architecture: Architecture = {
  kind: "mlp",
  hidden: [4],
  activation: "tanh",
  initializer: "orthogonal",
};
const some = (seed: number) =>
  createPolicy(
    { observationSpace, actionSpace: discrete(3) },
    { architecture, generator: createGenerator(seed) },
  ) as Policy;
/** One of real actions, whose name begins with that of the other. */
const real = createPolicy(
  { observationSpace, actionSpace: box({ low: -1, high: 1, shape: [2] }) },
  { generator: createGenerator(3), architecture: { kind: "linear" } },
) as Policy;
const policies = { black: some(1), "black-2": real, white: some(2) };
const bytes = savePolicies(policies, { about: 'made by "hand": "checksum": "00000000"' });
const { tensors, metadata } = decodeSafetensors(bytes);

describe("a file of several policies", () => {
  it("gives each policy by its name, as from a file of its own", () => {
    for (const [name, policy] of Object.entries(policies)) {
      const loaded = loadPolicy(bytes, { name });
      expect(loaded.weights()).toEqual(policy.weights());
      expect(loaded.save()).toEqual(policy.save());
      expect(loadActing(bytes, { name }).act(observation)).toEqual(policy.act(observation));
    }
  });

  it("gives policies in the memory of one backend, which do not get in each other's way", () => {
    const backend = createWasmBackend();
    const loaded = Object.keys(policies).map((name) => loadPolicy(bytes, { name, backend }));
    expect(loaded.map((policy) => policy.weights())).toEqual(
      Object.values(policies).map((policy) => policy.weights()),
    );
  });

  it("tells which policies it has and keeps free text", () => {
    expect(policiesIn(bytes)).toEqual({
      names: ["black", "black-2", "white"],
      texts: { about: 'made by "hand": "checksum": "00000000"' },
    });
    expect(policiesIn(some(1).save())).toEqual({ names: undefined, texts: {} });
  });

  it("is the same to the byte from the same policies", () => {
    expect(savePolicies(policies, policiesIn(bytes).texts)).toEqual(bytes);
  });

  it.each([
    ["logpi", loadPolicy],
    ["logpi/inference", loadActing],
  ] as const)("makes loadPolicy of %s say which names there are", (_, load) => {
    const names = "Name one of them, as in loadPolicy(bytes, { name }): black, black-2, white";
    expect(() => load(bytes)).toThrow(`loadPolicy: the file holds several policies. ${names}`);
    expect(() => load(bytes, { name: "blac" })).toThrow(
      `loadPolicy: the file has no policy "blac". ${names}`,
    );
    expect(() => load(some(1).save(), { name: "black" })).toThrow(
      'loadPolicy: name is "black", and the file holds a single policy, which has none. Leave it out',
    );
  });

  it("is refused where any part of it was changed", () => {
    for (let at = 0; at < bytes.length; at += 97) {
      const damaged = bytes.slice();
      damaged[at] ^= 4;
      expect(() => loadPolicy(damaged, { name: "white" })).toThrow(/^(loadPolicy|safetensors): /);
      expect(() => policiesIn(damaged)).toThrow(/^(policiesIn|safetensors): /);
    }
  });

  it("checks the policy that is asked for as any other, when somebody changed it on purpose", () => {
    const { "white.policy.0.bias": bias, ...fewer } = tensors;
    expect(() => loadPolicy(sealed(fewer, metadata), { name: "white" })).toThrow(
      'has no weights "policy.0.bias"',
    );
    expect(loadPolicy(sealed(fewer, metadata), { name: "black" }).weights()).toEqual(
      policies.black.weights(),
    );
    const infinite = { ...tensors, "white.policy.0.bias": { ...bias, data: bias.data.map(() => Infinity) } };
    expect(() => loadPolicy(sealed(infinite, metadata), { name: "white" })).toThrow("is not finite");
    const swapped = sealed(tensors, { ...metadata, "white.program": metadata["black-2.program"] });
    expect(() => loadPolicy(swapped, { name: "white" })).toThrow('"program" is not the program');
    expect(() => policiesIn(sealed({ ...tensors, "gray.0": bias }, metadata))).toThrow(
      'weights "gray.0", which belong to none of its policies',
    );
  });

  it("is not written with names that could be mistaken", () => {
    expect(() => savePolicies({})).toThrow("there are no policies to save");
    for (const name of ["a.b", "", "__proto__", "1st"]) {
      const named = Object.fromEntries([[name, policies.white]]);
      expect(() => savePolicies(named)).toThrow(`the name "${name}" is not allowed`);
    }
    expect(() => savePolicies(policies, { checksum: "00000000" })).toThrow(
      'the name "checksum" is not allowed',
    );
  });
});
