import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { twoStates, twoStatesLogits } from "../../mdp/two-states.ts";
import { fakeProcess } from "../fake-context.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const example = { ...twoStates, logits: twoStatesLogits };

async function run(content: unknown, ...flags: string[]) {
  const file = join(folder, "mdp.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  const fake = fakeProcess(["mdp", file, ...flags]);
  const code = await runCommandLine(fake.context);
  return { code, stdout: fake.stdout(), stderr: fake.stderr(), file };
}

describe("logpi mdp", () => {
  it("reads a file with a byte-order mark", async () => {
    expect(await run(`\uFEFF${JSON.stringify(example)}`)).toMatchObject({ code: 0, stderr: "" });
  });

  it("gives everything as JSON", async () => {
    const { code, stdout } = await run(example, "--json");
    expect(code).toBe(0);
    const solution = JSON.parse(stdout);
    expect(Object.keys(solution)).toEqual([
      ...["stationary", "visitation", "values", "actionValues", "advantages", "gain", "bias"],
      ...["objectives", "gradients", "naturalGradient", "optimal"],
    ]);
    expect(solution.objectives.startValue).toBeCloseTo(9.20809506022552, 13);
    expect(solution.objectives.averageReward).toBeCloseTo(0.9608921772933818, 14);
    expect(solution.objectives.averageValue).toBeCloseTo(9.60892177293382, 13);
    expect(solution.gain).toBe(solution.objectives.averageReward);
    expect(solution.values[0]).toBe(solution.objectives.startValue);
    expect(solution.visitation[0] + solution.visitation[1]).toBeCloseTo(10, 13);
    expect(solution.bias[0]).toBeCloseTo(-0.3997212367, 9);
    expect(solution.gradients.startValue[1][0]).toBeCloseTo(-1.9913611103, 9);
    expect(solution.gradients.averageReward[0][1]).toBeCloseTo(-0.0625818933, 9);
    expect(solution.gradients.averageValue[0][1]).toBeCloseTo(-0.625818933, 8);
    expect(solution.naturalGradient[1][0]).toBeCloseTo(-8.6985589618, 9);
    expect(solution.optimal.values[1]).toBeCloseTo(14.065934065934, 11);
    expect(solution.optimal.policy).toEqual([0, 1]);
    expect(solution.optimal.gain).toBeCloseTo(4 / 3, 14);
    for (const name of ["actionValues", "advantages", "naturalGradient"]) {
      expect(solution[name].map((row: number[]) => row.length)).toEqual([2, 2]);
    }
  });

  it("takes transitions as rows", async () => {
    const transitions = example.transitions.flatMap((actions, s) =>
      actions.flatMap((row, a) => row.map((p, next) => [s, a, next, p])),
    );
    const rows = JSON.parse((await run({ ...example, transitions }, "--json")).stdout);
    const dense = JSON.parse((await run(example, "--json")).stdout);
    expect(rows.values[0]).toBeCloseTo(dense.values[0], 13);
    expect(rows.optimal.policy).toEqual(dense.optimal.policy);
  });

  it("takes the probabilities of a policy", async () => {
    const policy = [
      [0.5, 0.5],
      [0, 1],
    ];
    const { logits: _, ...rest } = example;
    const solution = JSON.parse((await run({ ...rest, policy }, "--json")).stdout);
    expect(solution.gradients.startValue[1]).toEqual([0, 0]);
    expect(solution.gradients.startValue[0][0]).toBe(-solution.gradients.startValue[0][1]);
  });

  it("shows tables", async () => {
    const { code, stdout } = await run(example);
    expect(code).toBe(0);
    expect(stdout).toContain("2 states, 2 actions, discount 0.9");
    expect(stdout).toMatch(/average reward +J_avR +0\.960892\n/);
    expect(stdout).toMatch(/^ +1 +0 +0\.554376 +5\.00319 +9\.93112 +0\.321307 +14\.0659 +1$/m);
    expect(stdout).toMatch(
      /^ +1 +0 +0\.354344 +8\.80786 +-1\.12326 +-1\.99136 +-2\.17085 +-0\.217085 +-8\.69856$/m,
    );
    expect(stdout).toContain("The optimal policy earns 1.33333 per step in the long run, this one 0.960892.");
  });

  it("shows the beginning of long tables", async () => {
    const states = 60;
    const solution = await run({
      transitions: Array.from({ length: states }, (_, s) => [s, 0, (s + 1) % states, 1]),
      rewards: Array.from({ length: states }, (_, s) => [s]),
      start: Array.from({ length: states }, (_, s) => (s === 0 ? 1 : 0)),
      discount: 0.5,
      logits: new Array(states).fill([0]),
    });
    expect(solution.stdout).toContain("The first 50 of 60 states; --json has them all.");
    expect(solution.stdout).not.toMatch(/^ +50 /m);
  });

  it("says what the optimum earns also where the optimal policy's chain has several recurrent classes", async () => {
    const stayOrGo = {
      transitions: [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      rewards: [
        [1, 0],
        [3, 0],
      ],
      start: [0.25, 0.75],
      discount: 0.1,
      logits: [
        [0, 0],
        [0, 0],
      ],
    };
    const { optimal } = JSON.parse((await run(stayOrGo, "--json")).stdout);
    expect(optimal.policy).toEqual([0, 0]);
    expect(optimal.gain).toBeCloseTo(0.25 * 1 + 0.75 * 3, 14);
  });

  const without = (name: keyof typeof example) =>
    Object.fromEntries(Object.entries(example).filter(([key]) => key !== name));
  const twoClasses = {
    ...example,
    transitions: [
      [
        [1, 0],
        [1, 0],
      ],
      [
        [0, 1],
        [0, 1],
      ],
    ],
  };
  it.each<[string, unknown, string]>([
    [
      "a sum",
      {
        ...example,
        transitions: [
          [
            [0.7, 0.2],
            [0.1, 0.9],
          ],
          example.transitions[1],
        ],
      },
      "transitions[0][0] sums to 0.9, which is 0.1 too little",
    ],
    ["a negative probability", { ...example, start: [1.5, -0.5] }, "start[0] is 1.5; a probability must be"],
    ["a discount", { ...example, discount: 1 }, "discount is 1; it must be in [0, 1)"],
    [
      "a discount of 1 with an end",
      {
        ...example,
        transitions: [example.transitions[0], []],
        rewards: [
          [1, 0],
          [0, 0],
        ],
        terminal: [1],
        discount: 1,
      },
      "discount is 1; it must be in [0, 1)",
    ],
    [
      "overflow",
      {
        ...example,
        rewards: [
          [1e308, 1e308],
          [1e308, 1e308],
        ],
      },
      "the rewards are too large",
    ],
    ["several recurrent classes", twoClasses, "the policy's chain has 2 recurrent classes, {0}, {1}"],
    ["a missing field", without("rewards"), "rewards is missing"],
    ["an unknown field", { ...example, reward: 1 }, 'there is no field "reward". Did you mean rewards?'],
    ["no JSON", "{", "is not JSON"],
    ["NaN", JSON.stringify(example).replace("0.7", "NaN"), "JSON has no NaN and no Infinity"],
  ])("prints no number when something is wrong: %s", async (_, content, message) => {
    for (const flags of [[], ["--json"]]) {
      const { code, stdout, stderr, file } = await run(content, ...flags);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(message);
      expect(stderr).toContain(file);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    }
  });

  it("says that there is no file", async () => {
    const fake = fakeProcess(["mdp", join(folder, "none.json")]);
    expect(await runCommandLine(fake.context)).toBe(1);
    expect(fake.stderr()).toContain("none.json cannot be read: ENOENT");
    expect(fake.stdout()).toBe("");
    const nothing = fakeProcess(["mdp"]);
    expect(await runCommandLine(nothing.context)).toBe(2);
  });
});
