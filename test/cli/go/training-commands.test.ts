import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { mean, percent } from "../../../src/cli/go/judge-held-out.ts";
import { saveGoModel } from "../../../src/go/index.ts";
import type { Policy } from "../../../src/policies/index.ts";
import { loadRun, parametersHash, readMetrics } from "../../../src/runs/index.ts";
import { fakeEngine } from "../../go/gtp/fake-engine.ts";
import { randomGames, sgfOf } from "../../go/positions/random-games.ts";
import { tinyGoModel, tinyGoPolicy } from "../../go/tiny-go-model.ts";
import { type FakeProcessOptions, fakeProcess } from "../fake-context.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  writeFileSync(join(folder, "games.sgf"), sgfOf(randomGames(12)));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], options: FakeProcessOptions = {}) {
  const fake = fakeProcess(args, options);
  const code = await runCommandLine(fake.context);
  expect(fake.listening()).toBe(false);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const small = (command: string, name: string, steps = 128) => [
  ...["go", command, "--games", join(folder, "games.sgf"), "--run", join(folder, name)],
  ...["--size", "5", "--planes", "board", "--steps", `${steps}`, "--workers", "1", "--set", "heldOut=0.25"],
  ...[
    "--set",
    "layers=1",
    "--set",
    "filters=4",
    "--set",
    "minibatchSize=32",
    "--set",
    "minibatchesPerUpdate=1",
  ],
];

const policyOf = (name: string) => readFileSync(join(folder, name, "policy.safetensors"));
const parametersOf = (name: string): string => {
  return JSON.parse(readFileSync(join(folder, name, "run.json"), "utf8")).parameters;
};

describe("logpi go imitate", () => {
  it("can be interrupted, goes on with the run to what it would have been, and judges the policy", async () => {
    const whole = await run(small("imitate", "whole"));
    expect([whole.code, whole.stderr]).toEqual([0, ""]);
    expect(whole.stdout).toContain("128 of 128 positions  ");
    expect(whole.stdout).toMatch(/accuracy \d+\.\d % {2}held out \d+\.\d %/);
    expect(whole.stdout).toMatch(/Learned from 128 positions in \d\.\d s\. Saved in .*whole\./);
    expect(whole.stdout).toMatch(
      /Of \d+ moves in games held out it tells \d+\.\d %, and \d+\.\d % by the mean/,
    );

    const stopped = await run(small("imitate", "stopped"), {
      isTTY: true,
      onWrite: (text, fake) => {
        if (text.includes("32 of 128")) fake.interrupt("SIGINT");
      },
    });
    expect(stopped.code).toBe(130);
    const resume = join(folder, "stopped");
    expect(stopped.stdout).toContain(`To go on:\n  npx logpi go imitate --resume ${resume}\n`);
    expect(stopped.stdout).not.toContain("held out it tells");

    const more = await run(["go", "imitate", "--resume", resume, "--json"]);
    expect([more.code, more.stderr]).toEqual([0, ""]);
    const events = more.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event).slice(-2)).toEqual(["trained", "heldOut"]);
    expect(parametersOf("stopped")).toBe(parametersOf("whole"));
    expect(events.at(-1)).toMatchObject({ accuracy: expect.any(Number), passes: expect.any(Number) });
    expect(readMetrics(resume).at(-1)).toMatchObject({ steps: 128, heldOutAccuracy: expect.any(Number) });
    expect(policyOf("stopped").length).toBeGreaterThan(1000);
  });
});

describe.each([
  ["imitate", "--policy", (network: Policy) => saveGoModel({ imitation: network }), "imitation"],
  [
    "value",
    "--value",
    (network: Policy) => saveGoModel({ imitation: tinyGoPolicy(5), value: network }),
    "value",
  ],
] as const)("logpi go %s %s", (command, option, modelOf, name) => {
  it("goes on from the weights of a network, on its board and planes", async () => {
    await run(small(command, `first-${command}`, 32));
    const first = join(folder, `first-${command}`);
    const file = join(folder, `${command}.safetensors`);
    writeFileSync(file, modelOf(loadRun(first).policy as Policy));
    const games = ["--games", join(folder, "games.sgf")];
    // A rate of nearly 0 leaves the weights as they were.
    const still = [
      ...["--steps", "32", "--workers", "1", "--set", "minibatchSize=32"],
      ...["--set", "minibatchesPerUpdate=1", "--set", "learningRate=1e-30", "--set", "heldOut=0.25"],
    ];
    for (const [place, begin] of [first, file, `${file}#${name}`].entries()) {
      const more = ["go", command, ...games, "--run", join(folder, `more-${command}-${place}`)];
      expect((await run([...more, option, begin, ...still])).code).toBe(0);
      expect(parametersOf(`more-${command}-${place}`)).toBe(parametersOf(`first-${command}`));
    }
    const wrong = await run(["go", command, ...games, option, first, "--size", "5"]);
    expect([wrong.code, wrong.stderr.split("\n")[0]]).toEqual([
      2,
      `logpi: go ${command}: --size and ${option} exclude each other: the network knows its board and planes.`,
    ]);
  });
});

describe("logpi go value", () => {
  it("trains a value network, and judges it by games held out", async () => {
    const { code, stdout, stderr } = await run([...small("value", "value"), "--positions", "all"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/squared error \d\.\d{3} {2}held out \d\.\d{3}/);
    expect(stdout).toMatch(/Of \d+ positions in games held out, the squared error is \d\.\d{3} in the mean/);
    const { options, environment } = JSON.parse(readFileSync(join(folder, "value", "run.json"), "utf8"));
    expect(options).toMatchObject({ positions: "all", layers: 1 });
    expect(environment).toBe("Go-5x5-v0");
  });
});

describe("what is learned from games", () => {
  it.each(["imitate", "value"])(
    "is not judged by games held out where there are none: %s",
    async (command) => {
      const args = small(command, "few", 32).map((each) => (each === "heldOut=0.25" ? "heldOut=0.01" : each));
      const few = await run(args);
      expect([few.code, few.stderr]).toEqual([0, ""]);
      expect(few.stdout).toMatch(/Saved in .*\.\nNo game is held out to judge it by: there are too few\.\n$/);
    },
  );
});

it("what is judged of nothing is told by a dash", () => {
  expect([mean(0.2616), mean(Number.NaN), percent(0.5743), percent(Number.NaN)]).toEqual([
    ...["0.262", "–", "57.4 %", "–"],
  ]);
});

describe("runs that name a program as their environment", () => {
  it("are refused, and the program is not run", async () => {
    await run(small("imitate", "imitation", 32));
    const directory = join(folder, "imitation");
    const file = join(directory, "run.json");
    const [program, trace] = [join(folder, "program.mjs"), join(folder, "trace")];
    writeFileSync(
      program,
      `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(trace)}, "");`,
    );
    const record = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...record, environment: program }));
    const games = ["--games", join(folder, "games.sgf")];
    for (const args of [["games"], ["imitate", ...games], ["reinforce"]]) {
      const { code, stderr } = await run(["go", ...args, "--policy", directory]);
      expect(stderr).toContain(`${directory} is for the environment "${program}", which is not built in.`);
      expect(code).toBe(2);
    }
    expect(existsSync(trace)).toBe(false);
  });
});

describe("logpi go reinforce", () => {
  it("goes on from an imitation, with a value network as the baseline, and shows the win rate", async () => {
    await run(small("imitate", "imitation", 32));
    await run(small("value", "value", 32));
    const few = ["gamesPerUpdate=4", "matchEvery=1", "matchGames=6", "snapshotEvery=2"].flatMap((each) => [
      "--set",
      each,
    ]);
    const args = ["go", "reinforce", "--policy", join(folder, "imitation"), "--value", join(folder, "value")];
    const begun = await run([
      ...args,
      ...few,
      "--steps",
      "150",
      "--workers",
      "1",
      "--run",
      join(folder, "reinforced"),
    ]);
    expect(begun.code).toBe(0);
    expect(begun.stdout).toMatch(
      /150 moves.*win rate \d+\.\d % {2}sharp \d+\.\d % {2}entropy \d\.\d+ {2}kl -?\d\.\d+ {2}length \d+/,
    );
    expect(begun.stdout).not.toContain("against the engine");
    const { options, environment } = JSON.parse(readFileSync(join(folder, "reinforced", "run.json"), "utf8"));
    expect(environment).toBe("Go-5x5-v0");
    expect(options).toMatchObject({ baseline: "value", architecture: { kind: "convolutional" } });
    const more = await run(["go", "reinforce", "--resume", join(folder, "reinforced"), "--steps", "300"]);
    expect(more.code).toBe(0);
    expect(more.stdout).toContain("Going on after ");
    expect(more.stdout).not.toContain("against the engine");
    const lines = readMetrics(join(folder, "reinforced"));
    expect(lines.some(({ winRate }) => typeof winRate === "number")).toBe(true);
  });

  it("begins with the networks of a file, and lists those that it has where another one is named", async () => {
    const file = join(folder, "model.safetensors");
    writeFileSync(file, tinyGoModel(5));
    const reinforce = (policy: string, value: string) =>
      run([
        ...["go", "reinforce", "--policy", policy, "--value", value, "--run", join(folder, "from-file")],
        ...["--steps", "20", "--workers", "1", "--set", "gamesPerUpdate=2", "--set", "matchGames=0"],
      ]);
    const begun = await reinforce(`${file}#reinforced`, file);
    expect(begun.code).toBe(0);
    const record = JSON.parse(readFileSync(join(folder, "from-file", "run.json"), "utf8"));
    expect(record).toMatchObject({ environment: "Go-5x5-v0", options: { baseline: "value" } });
    expect(record.initialParameters).toBe(parametersHash(tinyGoPolicy(5, 2)));
    const missing = await reinforce(`${file}#policy`, file);
    expect([missing.code, missing.stderr.split("\n")[0]]).toEqual([
      2,
      `logpi: ${file} has no network policy, but imitation, reinforced, value; name one of them, as in ${file}#imitation`,
    ]);
    const wrong = await reinforce(file, `${file}#reinforced`);
    expect(wrong.stderr).toContain("#reinforced is no value network on the board and planes of ");
  });

  it("plays against an engine, which a resumed run starts only if it is named again", async () => {
    const file = join(folder, "model.safetensors");
    writeFileSync(file, tinyGoModel(5));
    const against = fakeEngine().command.join(" ");
    const directory = join(folder, "against");
    const begun = await run([
      ...["go", "reinforce", "--policy", `${file}#reinforced`, "--against", against, "--run", directory],
      ...["--steps", "20", "--workers", "1", "--set", "gamesPerUpdate=2", "--set", "matchGames=0"],
    ]);
    expect(begun.code).toBe(0);
    expect(begun.stdout).toMatch(/against the engine \d+\.\d %/);
    const { options } = JSON.parse(readFileSync(join(directory, "run.json"), "utf8"));
    expect(options).toMatchObject({ against, gate: "none" });
    const resume = ["go", "reinforce", "--resume", directory, "--steps", "60"];
    const unnamed = await run(resume);
    expect([unnamed.code, unnamed.stderr.split("\n")[0]]).toEqual([
      2,
      `logpi: go reinforce: ${directory} is played against a program. Say that it may be started: --against "${against}"`,
    ]);
    expect((await run([...resume, "--against", against])).code).toBe(0);
    const none = await run(["go", "reinforce", "--policy", `${file}#reinforced`, "--against", "stockfish"]);
    expect([none.code, none.stderr.split("\n")[0]]).toEqual([
      2,
      expect.stringContaining('"stockfish" is no engine'),
    ]);
  });

  it("needs a run to begin with, and networks that belong together", async () => {
    const none = await run(["go", "reinforce"]);
    expect([none.code, none.stderr]).toEqual([
      2,
      "logpi: go reinforce: give --policy NAME, the run or the file of the policy to begin with, or --resume RUN.\nSee npx logpi go reinforce --help.\n",
    ]);
    await run(small("imitate", "imitation", 32));
    const policy = join(folder, "imitation");
    const wrong = await run(["go", "reinforce", "--policy", policy, "--value", policy]);
    expect([wrong.code, wrong.stderr.split("\n")[0]]).toEqual([
      2,
      `logpi: go reinforce: ${policy} is no value network on the board and planes of ${policy}, as go value trains it.`,
    ]);
  });
});

describe("the commands that learn from games", () => {
  it.each([
    [["imitate"], "go imitate: give --games FILE, the games to learn from, or --resume RUN."],
    [
      ["value", "--games", "none.sgf", "--positions", "two"],
      'option positions is "two"; it must be "one" or "all"',
    ],
    [
      ["imitate", "--games", "none.sgf", "--planes", "all"],
      '--planes is "all"; it must be alphago or board.',
    ],
    [["imitate", "--games", "none.sgf", "--size", "6"], 'there is none called "Go-6x6-alphago-v0".'],
    [["imitate", "--games", "a", "--set", "games=b"], "go imitate: option games is given twice."],
    [["imitate", "--resume", "a", "--size", "5"], "go imitate: --size and --resume exclude each other"],
    [["imitate", "--games", "none.sgf"], "go-imitation: option games: none.sgf: ENOENT"],
  ])("refuse %j", async (args, message) => {
    const { code, stderr } = await run([
      "go",
      ...args,
      ...(args[1] === "--games" ? ["--run", join(folder, "none")] : []),
    ]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  it("go on with runs of their own only", async () => {
    await run(small("value", "value", 32));
    const { code, stderr } = await run(["go", "imitate", "--resume", join(folder, "value")]);
    expect(code).toBe(2);
    expect(stderr).toContain("is a run of go-value, and this command goes on with those of go-imitation.");
  });
});
