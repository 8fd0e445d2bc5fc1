import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeDemonstrations } from "../../src/algorithms/index.ts";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { addOn } from "../backends/add-on.ts";
import { type FakeProcessOptions, fakeProcess } from "./fake-context.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command line in this process. */
async function run(args: readonly string[], options: FakeProcessOptions = {}) {
  const fake = fakeProcess(args, options);
  const code = await runCommandLine(fake.context);
  expect(fake.listening()).toBe(false);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const json = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** A training that takes two short updates. */
const short = (run: string, ...more: string[]) => [
  ...["train", "CartPole-v1", "--steps", "512", "--set", "environments=8", "--set", "rolloutSteps=32"],
  ...["--set", "minibatchSize=64", "--episodes", "10", "--run", join(folder, run), ...more],
];

describe("logpi", () => {
  it("shows its commands", async () => {
    const { code, stdout, stderr } = await run(["--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^ {2}train <environment> \[options\] {2,}Trains a policy/m);
    expect(stdout).toMatch(/^ {2}evaluate <run> \[options\]/m);
    expect(stdout).toMatch(/^ {2}list \[options\]/m);
  });

  it("shows them on stderr when it does not know what to do", async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: npx logpi <command>");
  });

  it.each(["train", "evaluate", "tune", "plot", "mdp", "list"])(
    "shows the help of %s, whatever else is asked",
    async (command) => {
      const { code, stdout } = await run([command, "--nonsense", "--help"]);
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: npx logpi ${command}`);
      expect(stdout).toMatch(/^ {2}--json /m);
      expect(stdout).toContain("Examples:");
    },
  );

  it.each([
    [["\u001b[2J\u009b5m"]],
    [["train", "\u001b]0;title\u0007"]],
    [["train", "./\u001b[31m.js"]],
    [["train", "CartPole-v1", "--\u001b[31m"]],
    [["train", "CartPole-v1", "--set", "\u001b[31m=1"]],
    [["evaluate", "\u001b[31m\u202e"]],
    [["mdp", "\u001b[31m"]],
  ])("keeps control characters of its arguments off the terminal: %j", async (args) => {
    for (const debug of [false, true]) {
      const { code, stdout, stderr } = await run(args, { debug });
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/\\u\{1b\}|%1B/);
      expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    }
  });

  it("cuts messages that are as long as a file", async () => {
    const { stderr } = await run(["x".repeat(100_000)]);
    expect(stderr.length).toBeLessThan(5000);
  });

  it("shows its version", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([
    [["trian"], 'logpi: there is no command "trian". Did you mean train?\nSee npx logpi --help.\n'],
    [
      ["fly"],
      'logpi: there is no command "fly". The commands are train, evaluate, watch, tune, plot, mdp, list, gtp, go games, go imitate, go value, go reinforce, go model, go match, go play, go elo.\n',
    ],
    [["train"], "logpi: train: <environment> is missing"],
    [["train", "CartPol-v1"], "Did you mean CartPole-v1"],
    [["train", "CartPole-v1", "--algorithm", "pop"], 'there is none called "pop". Did you mean ppo?'],
    [["train", "CartPole-v1", "--preset", "zo"], "Did you mean zoo?"],
    [["train", "CartPole-v1", "--step", "5"], "train: there is no option --step. Did you mean --steps"],
    [
      ["train", "CartPole-v1", "--steps", "many"],
      'ppo: option steps is "many"; it must be a whole number from 1.',
    ],
    [["train", "CartPole-v1", "--seed", "-1"], 'ppo: option seed is "-1"; it must be a whole number from 0.'],
    [
      ["train", "CartPole-v1", "--set", "clipRnge=1"],
      "ppo: there is no option clipRnge. Did you mean clipRange?",
    ],
    [["train", "CartPole-v1", "--set", "clipRange"], "--set needs a name and a value, as in clipRange=0.1"],
    [["train", "CartPole-v1", "--episodes", "0"], '--episodes is "0"; it must be a whole number from 1.'],
    [
      ["train", "CartPole-v1", "--set", "seed=3", "--seed", "4"],
      'train: option seed is given twice: "4" and "3". Leave one of them out.',
    ],
    [
      ["train", "CartPole-v1", "--steps", "2048", "--steps=4096"],
      'train: --steps is given twice: "2048" and "4096". Leave one of them out.',
    ],
    [
      ["train", "CartPole-v1", "--set", "hidden=8", "--set", "hidden=16"],
      'train: option hidden is given twice: "8" and "16".',
    ],
    [
      ["train", "CartPole-v1", "--reset", "size=3", "--reset", "size=4"],
      '--reset size is given twice: "3" and "4". Leave one of them out.',
    ],
    [["train", "CartPole-v1", "--set", "minibatchSize=7"], "ppo: option minibatchSize is 7; it must divide"],
    [["train", "--resume", "x", "--run", "y"], "train: --run and --resume exclude each other"],
    [["train", "--resume", "runs/nothing"], "run: there is none in runs/nothing."],
    [["train", "CartPole-v1", "--until", "much"], '--until is "much"; it must be a number, such as 475.'],
    [["train", "CartPole-v1", "--evaluate-every", "0"], '--evaluate-every is "0"; it must be a whole number'],
    [["train", "CartPole-v1", "--init", "package.json"], "--init: package.json is no policy: safetensors:"],
    [
      ["train", "CartPole-v1", "--init", "runs/none"],
      "--init: run: there is none in runs/none. Give a folder",
    ],

    [["train", "./vitst.config.ts"], "there is no file ./vitst.config.ts. Did you mean ./vitest.config.ts?"],
    [["evaluate", "x", "--checkpoint", "first"], "it must be last, best or the steps of a checkpoint."],
    [["evaluate"], "evaluate: <run> is missing (the folder of a run)."],
    [["evaluate", "x", "--seed", "one"], '--seed is "one"; it must be a whole number from 0.'],
    [["tune"], "tune: <environment> is missing"],
    [["tune", "CartPole-v1", "--trials", "0"], '--trials is "0"; it must be a whole number from 1.'],
    [["tune", "CartPole-v1", "--range", "lamda=0..1"], "ppo: there is no option lamda. Did you mean lambda?"],
    [
      ["tune", "CartPole-v1", "--range", "lambda=1..0"],
      "tune: the range of lambda is from 1 to 0; it must be",
    ],
    [
      ["tune", "CartPole-v1", "--range", "lambda=0..1", "--set", "lambda=1"],
      "tune: --set lambda and --range lambda exclude each other.",
    ],
    [
      ["tune", "CartPole-v1", "--range", "epochs=1..9", "--only", "clipRange"],
      "tune: --range epochs is given, and --only does not name it.",
    ],
    [
      ["tune", "CartPole-v1", "--only", "lamda"],
      'tune: --only names "lamda", which has no range. Did you mean lambda?',
    ],
    [["tune", "--resume", "x", "--trials", "3"], "tune: --trials and --resume exclude each other"],
    [
      ["tune", "--resume", "runs/nothing"],
      "tune: there is no search in runs/nothing (no tuning.jsonl that was written).",
    ],
    [["list", "--jsn"], "list: there is no option --jsn. Did you mean --json?"],
  ])("explains wrong usage: %j", async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nSee npx logpi.* --help\.\n$/);
    expect(stderr).not.toContain("    at ");
  });

  it("shows the stack of an error only when debugging", async () => {
    const missing = ["evaluate", join(folder, "nothing")];
    const quiet = await run(missing);
    expect(quiet).toMatchObject({ code: 1, stdout: "" });
    expect(quiet.stderr).toMatch(/^logpi: run: there is none in [^\n]*\n$/);
    expect((await run(missing, { debug: true })).stderr).toContain("    at ");
  });
});

describe("logpi list", () => {
  it("shows environments, and algorithms with their options, defaults and presets", async () => {
    const { code, stdout } = await run(["list"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}CartPole-v1 .*at most 500 steps$/m);
    expect(stdout).toMatch(/^ppo: /m);
    expect(stdout).toMatch(/^ {4}hidden +64,64 +a list of whole numbers from 1 /m);
    expect(stdout).toMatch(/^ {4}zoo +.*learningRate=0\.001/m);
  });

  it("is there for programs too", async () => {
    const [list] = json((await run(["list", "--json"])).stdout);
    expect(list.environments.map(({ id }: { id: string }) => id)).toContain("Pendulum-v1");
    const [ppo] = list.algorithms;
    expect(ppo).toMatchObject({ name: "ppo", presets: { zoo: { learningRate: 0.001 } } });
    expect(ppo.options).toContainEqual(
      expect.objectContaining({ name: "hidden", type: "list", default: [64, 64] }),
    );
  });
});

describe("logpi train and logpi evaluate", () => {
  it("train, and evaluate again to the same result", async () => {
    const trained = await run(short("one"));
    expect([trained.code, trained.stderr]).toEqual([0, ""]);
    expect(trained.stdout).toContain("Training CartPole-v1 with ppo (tuned settings, seed 0).");
    expect(trained.stdout).toMatch(/Trained 512 steps in .* steps\/s\)/);
    const [, result] = /Evaluation: (.* ± .*) over 10 episodes\./.exec(trained.stdout)!;
    expect(trained.stdout).toMatch(new RegExp(`\\n {2}npx logpi evaluate ${join(folder, "one")}\\n$`));

    const evaluated = await run(["evaluate", join(folder, "one"), "--episodes", "10"]);
    expect(evaluated.code).toBe(0);
    expect(evaluated.stdout).toContain(
      `CartPole-v1, ppo, 512 steps of training: ${result} over 10 episodes (from`,
    );
    expect(evaluated.stdout).toMatch(/; standard error of the mean [\d.]+; \d+ steps per episode\)\.\n$/);

    const drawn = await run(["evaluate", join(folder, "one"), "--episodes", "10", "--stochastic", "--json"]);
    expect(json(drawn.stdout)[0]).toMatchObject({ event: "evaluation", episodes: 10, stochastic: true });
    expect(drawn.stdout).toContain('"meanLength":');
  });

  it("speak JSON, and give the same weights for the same seed", async () => {
    const [first, second, other] = [
      json((await run(short("one", "--seed", "5", "--json"))).stdout),
      json((await run(short("two", "--set", "seed=5", "--json"))).stdout),
      json((await run(short("three", "--seed", "6", "--json"))).stdout),
    ];
    expect(first.map(({ event }) => event)).toEqual(["report", "report", "done"]);
    const done = first.at(-1);
    expect(done).toMatchObject({ environment: "CartPole-v1", algorithm: "ppo", seed: 5, steps: 512 });
    expect(done.parameters).toMatch(/^[0-9a-f]{64}$/);
    expect(second.at(-1)).toMatchObject({ parameters: done.parameters, evaluation: done.evaluation });
    expect(other.at(-1).parameters).not.toBe(done.parameters);

    const [evaluation] = json(
      (await run(["evaluate", join(folder, "one"), "--episodes", "10", "--json"])).stdout,
    );
    expect(evaluation).toMatchObject({ event: "evaluation", environment: "CartPole-v1", ...done.evaluation });
  });

  it("keep the metrics in every form that is asked for, one by one or together", async () => {
    expect((await run(short("one", "--log", "csv", "--log", "tensorboard,csv"))).code).toBe(0);
    const record = JSON.parse(readFileSync(join(folder, "one/run.json"), "utf8"));
    expect(record.log).toEqual(["csv", "tensorboard"]);
  });

  it("do not write over a run", async () => {
    await run(short("one"));
    const again = await run(short("one"));
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(
      /already holds a run .* Choose another folder, or delete this one first\.\n$/,
    );
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["EPIPE", 141],
  ] as const)("save the run on %s", async (reason, exitCode) => {
    const { code, stdout } = await run(short("one", "--json"), {
      onWrite: (_, fake) => fake.interrupt(reason),
    });
    expect(code).toBe(exitCode);
    expect(json(stdout).map(({ event }) => event)).toEqual(["report", "stopped"]);
    expect(JSON.parse(readFileSync(join(folder, "one/run.json"), "utf8")).status).toBe("stopped");
    expect(existsSync(join(folder, "one/policy.safetensors"))).toBe(true);
  });

  it("say why a training failed, and what is left of it", async () => {
    const { code, stderr } = await run(short("one", "--set", "learningRate=1e30"));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^logpi: \w+ became (NaN|-?Infinity) in update 1; .*\nThe run is kept in .*one, with the policy after 0 steps\.\n$/,
    );
    const evaluated = await run(["evaluate", join(folder, "one")]);
    expect(evaluated.code).toBe(0);
    expect(evaluated.stdout).toContain("0 steps of training");
  });

  it("go on with a run, with more steps, and evaluate any of its policies", async () => {
    const one = join(folder, "one");
    const begun = await run(short("one", "--evaluate-every", "256", "--checkpoint-every", "256"));
    expect(begun.code).toBe(0);
    expect(begun.stdout).toMatch(/^After 256 steps: [\d.]+ ± [\d.]+ over 10 episodes, \d+ steps each\.$/m);
    expect(begun.stdout).toMatch(
      /^Best during training: [\d.]+ ± [\d.]+ over 10 episodes, after \d+ steps\.$/m,
    );
    const resumed = await run(["train", "--resume", one, "--steps", "768", "--json"]);
    expect(resumed.code).toBe(0);
    expect(json(resumed.stdout).map(({ event }) => event)).toEqual([
      "resumed",
      "evaluation",
      "report",
      "done",
    ]);
    expect(json(resumed.stdout)[0]).toMatchObject({ times: 1, steps: 512, exactResume: true });
    expect(json(resumed.stdout).at(-1)).toMatchObject({ steps: 768 });
    for (const [which, steps] of [
      ["256", "256"],
      ["last", "768"],
      ["best", "(256|512|768)"],
    ] as const) {
      const { stdout } = await run(["evaluate", one, "--checkpoint", which, "--episodes", "1"]);
      expect(stdout).toMatch(new RegExp(`ppo, ${steps} steps of training`));
    }
    const warm = await run(short("two", "--init", one, "--until", "-5"));
    expect([warm.code, warm.stderr]).toEqual([0, ""]);
    const again = await run(["train", "--resume", one, "--seed", "9"]);
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining("option seed is 0 there and 9 here"),
    ]);
  });

  it("let Ctrl-C end the process at once during the evaluation", async () => {
    let listening = true;
    await run(short("one"), {
      isTTY: true,
      onWrite(text, fake) {
        if (text.includes("evaluating")) listening = fake.listening();
      },
    });
    expect(listening).toBe(false);
  });
});

describe("demonstrations", () => {
  it("come from a file, and the policy is evaluated in the environment; a file that is not there is named", async () => {
    const file = join(folder, "balancing");
    const observations = Float32Array.from({ length: 400 }, (_, i) => ((i * 7) % 13) / 13 - 0.5);
    // To the side to which the pole leans.
    const actions = Uint8Array.from({ length: 100 }, (_, i) => (observations[4 * i + 2] > 0 ? 1 : 0));
    writeFileSync(file, encodeDemonstrations({ observations, actions }));
    const imitate = (data: string) => [
      ...[
        "train",
        "CartPole-v1",
        "--algorithm",
        "behavior-cloning",
        "--steps",
        "8192",
        "--set",
        `data=${data}`,
      ],
      ...["--episodes", "3", "--run", join(folder, "imitation")],
    ];
    const { code, stdout, stderr } = await run(imitate(file));
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Trained 8,192 steps");
    expect(stdout).toContain("over 3 episodes");
    const missing = await run(imitate(join(folder, "missing")));
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain(join(folder, "missing"));
  });
});

describe("a game of several players", () => {
  const reason =
    "TicTacToe-v0 is a game of 2 players, and an evaluation measures the return of a single one. Play the policy against " +
    "other players with playGame(): see docs/games.md.";
  const game = (run: string, ...more: string[]) => short(run, ...more).with(1, "TicTacToe-v0");

  it("is trained, and not evaluated, and the output and the record say why", async () => {
    const { code, stdout, stderr } = await run(game("game"));
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`\nNo evaluation: ${reason}\nSaved in ${join(folder, "game")}.\n`);
    const record = JSON.parse(readFileSync(join(folder, "game/run.json"), "utf8"));
    expect(record).toMatchObject({ status: "finished", steps: 512, evaluationSkipped: reason });
    expect(record).not.toHaveProperty("evaluationFailure");
    const resumed = await run(["train", "--resume", join(folder, "game"), "--steps", "768", "--json"]);
    expect(json(resumed.stdout).at(-1)).toMatchObject({
      event: "done",
      steps: 768,
      evaluationSkipped: reason,
    });
    const evaluated = await run(["evaluate", join(folder, "game")]);
    expect([evaluated.code, evaluated.stdout]).toEqual([2, ""]);
    expect(evaluated.stderr).toContain(`logpi: evaluate: ${reason}\n`);
  });

  it.each([
    [["--evaluate-every", "256"], "evaluateEvery (--evaluate-every)"],
    [["--until", "1"], "until (--until)"],
  ])("refuses %j before a folder is made", async (options, named) => {
    const { code, stdout, stderr } = await run(game("game", ...options));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`logpi: train: leave out ${named}: ${reason}\n`);
    expect(existsSync(join(folder, "game"))).toBe(false);
  });
});

describe("an environment of one's own", () => {
  const module = new URL("../workers/environments/masked.ts", import.meta.url).pathname;

  it("is a module, whose path the run keeps for its evaluation", async () => {
    const [, , ...options] = short("own");
    const trained = await run(["train", module, ...options]);
    expect([trained.code, trained.stderr]).toEqual([0, ""]);
    const record = JSON.parse(readFileSync(join(folder, "own/run.json"), "utf8"));
    expect(record).toMatchObject({
      environment: "walk-timeLimit-recordEpisodeStatistics",
      module: { url: `file://${module}`, name: "default" },
      workers: 1,
    });
    const evaluated = await run(["evaluate", join(folder, "own"), "--episodes", "10", "--json"]);
    const [{ mean }] = json(evaluated.stdout);
    expect(mean).toBe(record.evaluation.mean);
  });

  it("is told with the place in its file where it throws", async () => {
    const file = join(folder, "bug.mjs");
    writeFileSync(
      file,
      `// An environment that cannot be made.
export default () => {
  throw new TypeError("It has no walls.");
};
`,
    );
    const { code, stderr } = await run(["train", file]);
    expect(code).toBe(1);
    expect(stderr).toContain("It has no walls.");
    expect(stderr).toMatch(
      /\nIt was thrown at .*bug\.mjs:3:9; with LOGPI_DEBUG=1 the whole stack is shown\.\n/,
    );
  });

  it("is meant by the name of its file, which is said", async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      writeFileSync("room.ts", "export default function ( {");
      expect((await run(["train", "room"])).stderr).toContain(
        'environment: there is none called "room". Did you mean the file ./room.ts?',
      );
      expect((await run(["train", "rom.ts"])).stderr).toContain(
        "environment: there is no file rom.ts. Did you mean ./room.ts?",
      );
    } finally {
      process.chdir(before);
    }
  });

  it.each([
    ["./nowhere.js", /environment: there is no file \.\/nowhere\.js\. Give a module/],
    [
      import.meta.url.replace("file://", "").replace("command-line.test", "fake-context"),
      /^logpi: module \S+: it exports no "default"; it has fakeProcess\. Write `export default` before/,
    ],
  ])("is missed with a message that names it: %s", async (path, message) => {
    const { code, stderr } = await run(["train", path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("networks that cannot be built", () => {
  it.each([
    [["--set", 'architecture={"kind":"gru"}'], /architecture/],
    [["--set", 'architecture={"kind":"mlp","hidden":[8],"activation":"gelu"}'], /gelu/],
  ])("leave no folder: %j", async (options, message) => {
    const { code, stdout, stderr } = await run(short("none", ...options));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  it("are those for a policy of other spaces too, which is said", async () => {
    await run(short("one"));
    const other = short("none", "--init", join(folder, "one")).with(1, "Pendulum-v1");
    const { code, stdout, stderr } = await run(other);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/the observation space that it was made for is not that of Pendulum-v1/);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

describe("--workers", () => {
  it.each([
    ["0", 'option workers is "0"; it must be a whole number from 1, or "auto"'],
    ["many", 'option workers is "many"; it must be a whole number from 1, or "auto"'],
  ])("is turned down before anything is done: %s", async (workers, message) => {
    const { code, stderr } = await run(short("none", "--workers", workers));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  it("says what is missing when there can be no threads", async () => {
    // The sources have no worker.js: it is compiled.
    const { code, stderr } = await run(short("none", "--workers", "2"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/ppo: 2 workers cannot train this: there is no module file:.*worker\.js for them/);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

describe("--backend", () => {
  const record = () => JSON.parse(readFileSync(join(folder, "run", "run.json"), "utf8"));

  it("is turned down before anything is done if there is no such backend", async () => {
    const train = await run(short("run", "--backend", "cuda"));
    expect(train.code).toBe(2);
    expect(train.stderr).toContain('option backend is "cuda"; it must be "wasm" or "native"');
    const evaluate = await run(["evaluate", join(folder, "run"), "--backend", "cuda"]);
    expect(evaluate.code).toBe(2);
    expect(evaluate.stderr).toContain('--backend is "cuda"; it must be wasm or native.');
  });

  it("leaves no folder behind if the native backend cannot be had", async () => {
    process.env.LOGPI_INSTRUCTION_SET = "mmx";
    try {
      const { code, stderr } = await run(short("run", "--backend", "native"));
      expect(code).toBe(1);
      expect(stderr).toMatch(/native backend: the (add-on cannot be used|instruction set is "mmx")/);
      expect(existsSync(join(folder, "run"))).toBe(false);
    } finally {
      delete process.env.LOGPI_INSTRUCTION_SET;
    }
  });

  it.skipIf(!addOn)("native trains, evaluates, and is written down (npm run build:native)", async () => {
    const { code } = await run(short("run", "--backend", "native"));
    expect(code).toBe(0);
    expect(record().backend).toEqual({ name: "native", instructionSet: addOn?.instructionSets[0] });
    const evaluate = ["evaluate", join(folder, "run"), "--episodes", "10", "--json", "--backend"];
    const again = await run([...evaluate, "native"]);
    expect(again.code).toBe(0);
    expect(json(again.stdout)[0].mean).toBe(record().evaluation.mean);
    expect((await run([...evaluate, "wasm"])).code).toBe(0);
  });
});
