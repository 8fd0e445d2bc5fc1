import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { searchRanges } from "../../src/algorithms/index.ts";
import { readRun } from "../../src/runs/folder/read-run.ts";
import { loadRun, parametersHash } from "../../src/runs/index.ts";
import { runTrial } from "../../src/runs/tuning/run-trial.ts";
import { tuneWith } from "../../src/runs/tuning/tune.ts";
import { type Built, buildCommandLine } from "./build.ts";

let built: Built;
let folder: string;
beforeAll(async () => {
  built = await buildCommandLine();
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true });
});

interface Options {
  readonly behavior?: string;
  readonly stdout?: "pipe" | number;
}

/** Starts logpi as a process of its own. */
function logpi(args: readonly string[], { behavior = "", stdout = "pipe" }: Options = {}) {
  const child = spawn(process.execPath, [join(built.folder, "cli.js"), ...args], {
    stdio: ["ignore", stdout, "pipe"],
    env: { ...process.env, BEHAVIOR: behavior },
  });
  const stderr = text(child.stderr!);
  // Both processes have closed their output when it is closed.
  const end = once(child, "close").then(async ([code]) => ({ code, stderr: await stderr }));
  return { child, end };
}

/** A training of short updates of 256 steps, of which the first is saved, that goes on for long. */
const long = (name: string, environment: string, ...more: string[]) => [
  ...["train", environment, "--steps", "1_000_000_000", "--json", "--run", join(folder, name)],
  ...["--set", "environments=8", "--set", "rolloutSteps=32", "--set", "minibatchSize=64", ...more],
];
const misbehaving = () => join(built.folder, "misbehaving.js");
const statusOf = (name: string) => readRun(join(folder, name)).record.status;

/** The run's policy can be loaded, and is the one that its record tells of. */
function expectIntact(name: string) {
  const { record, policy } = loadRun(join(folder, name));
  expect(record.parameters).toBe(parametersHash(policy));
  expect(record.steps).toBe(256 * record.updates);
  return record;
}

async function saying(child: ChildProcess, what: string): Promise<void> {
  let heard = "";
  child.stderr!.on("data", (data) => {
    heard += data;
  });
  while (!heard.includes(what)) await once(child.stderr!, "data");
}

describe.concurrent("the logpi process", () => {
  it("explains errors on stderr, and says how it was started", async () => {
    const { code, stderr } = await logpi(["evaluate"]).end;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^logpi: evaluate: <run> is missing.*\nSee node .*cli\.js evaluate --help\.\n$/);
  });

  it("ends where the module of the environment has left a timer behind", async () => {
    const { end } = logpi(
      ["train", misbehaving(), "--steps", "512", "--episodes", "1", "--run", join(folder, "timer")].concat(
        ["environments=8", "rolloutSteps=32", "minibatchSize=64"].flatMap((option) => ["--set", option]),
      ),
      { behavior: "leave a timer" },
    );
    expect((await end).code).toBe(0);
    expect(statusOf("timer")).toBe("finished");
  });

  it("gives the exit code of wrong usage also where another process trains", async () => {
    const { code, stderr } = await logpi(["train", "CartPole-v1", "--stps", "5"]).end;
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^logpi: train: there is no option --stps\. Did you mean --steps\?\nSee node .*cli\.js/,
    );
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("saves the run on %s", async (signal, exitCode) => {
    const { child, end } = logpi(long(signal, "CartPole-v1"));
    child.stdout!.once("data", () => child.kill(signal));
    const [stdout, { code }] = await Promise.all([text(child.stdout!), end]);
    expect(code).toBe(exitCode);
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1)!)).toMatchObject({ event: "stopped" });
    expect(expectIntact(signal).status).toBe("stopped");
  });

  it("says on Ctrl-C during the evaluation that what it trained is complete, and how to evaluate it", async () => {
    const run = join(folder, "evaluating");
    const args = long("evaluating", "CartPole-v1", "--episodes", "1_000_000");
    const { child, end } = logpi(args.with(3, "256"));
    child.stdout!.resume();
    while (!hasRun("evaluating", "finished")) await delay(50);
    // The process that trains lets go of signals when it has said so.
    await delay(300);
    child.kill("SIGINT");
    const { code, stderr } = await end;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      new RegExp(
        `^Trained 256 steps, saved in ${run}; the evaluation was interrupted by SIGINT\\. To evaluate:\n` +
          `  node .*cli\\.js evaluate ${run}\n$`,
      ),
    );
    const record = expectIntact("evaluating");
    expect(record).toMatchObject({
      status: "finished",
      evaluationFailure: "the evaluation was interrupted by SIGINT",
    });
    expect(record).not.toHaveProperty("message");
  });

  it("saves the run, and is quiet, when nobody reads its output any more", async () => {
    const { child, end } = logpi(long("unread", "CartPole-v1"));
    child.stdout!.once("data", () => child.stdout!.destroy());
    expect(await end).toEqual({ code: 141, stderr: "" });
    expect(expectIntact("unread").status).toBe("stopped");
  });
});

describe.concurrent("a search", () => {
  const small = [
    ...["--algorithm", "a2c", "--steps", "320", "--trials", "4", "--seeds", "1", "--episodes", "2"],
    ...["--set", "hidden=4", "--processes", "2", "--json"],
  ];

  it("that was killed goes on, to the table of one in a single process", async () => {
    const search = join(folder, "search");
    const { child, end } = logpi(["tune", "CartPole-v1", ...small, "--out", search]);
    child.stdout!.once("data", () => {
      child.stdout!.once("data", () => child.kill("SIGKILL"));
    });
    await end;
    const resumed = logpi(["tune", "--resume", search, "--json"]);
    const [stdout, { code, stderr }] = await Promise.all([text(resumed.child.stdout!), resumed.end]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1)!)).toMatchObject({ event: "done" });
    const settings = {
      ...{ environment: "CartPole-v1", algorithm: "a2c", trials: 4, seeds: 1, episodes: 2 },
      ...{ ranges: withoutHidden(searchRanges.a2c), options: { steps: 320, hidden: [4] }, processes: 1 },
    };
    for await (const _ of tuneWith({ ...settings, out: join(folder, "single") }, runTrial));
    for (const name of ["table.md", "best.json"]) {
      expect(readFileSync(join(search, name), "utf8")).toBe(
        readFileSync(join(folder, "single", name), "utf8"),
      );
    }
  });

  it("stops on SIGINT, with the runs of its trainings saved", async () => {
    const search = join(folder, "long-search");
    const { child, end } = logpi([
      ...["tune", "CartPole-v1", ...small.with(3, "1_000_000_000").with(-2, "1"), "--out", search],
    ]);
    const stdout = text(child.stdout!);
    while (!hasRun("long-search/runs/trial-0-seed-0", "running")) await delay(50);
    child.kill("SIGINT");
    expect((await end).code).toBe(130);
    expect(JSON.parse((await stdout).trimEnd().split("\n").at(-1)!)).toEqual({
      event: "stopped",
      folder: search,
    });
    expect(statusOf("long-search/runs/trial-0-seed-0")).toBe("stopped");
  });
});

const withoutHidden = ({ hidden: _, ...ranges }: (typeof searchRanges)[string]) => ranges;

describe.concurrent("a training that hears nothing", () => {
  it.each([
    ["SIGINT", "loop", 1, 130],
    ["SIGTERM", "loop", 1, 143],
    ["SIGHUP", "loop in a worker", 2, 129],
  ] as const)(
    "ends on %s, with what was saved intact: %s, %i workers",
    async (signal, behavior, workers, exitCode) => {
      const name = `busy-${signal}`;
      const args = long(name, misbehaving(), "--workers", String(workers));
      const { child, end } = logpi(args, { behavior });
      child.stdout!.resume();
      await saying(child, "looping");
      // A worker may be ahead by an update, during which the run could still end in order.
      await delay(500);
      child.kill(signal);
      // The second Ctrl-C is the one that ends it at once.
      if (signal === "SIGINT") setTimeout(() => child.kill(signal), 500);
      const { code, stderr } = await end;
      expect(code).toBe(exitCode);
      const reason = `the training ended early: it was ended by ${signal} before its update was over`;
      const record = expectIntact(name);
      expect(record).toMatchObject({ status: "failed", message: reason });
      expect(stderr).toContain(
        `logpi: ${reason}.\nThe run is kept in ${join(folder, name)}, with the policy after ${record.steps} steps.\n`,
      );
    },
  );

  it("ends on SIGTERM when an update takes minutes, and nobody reads what it writes", async () => {
    const slow = ["--set", "hidden=1024,1024", "--set", "epochs=1000"];
    const args = long("slow", misbehaving(), "--workers", "1", ...slow);
    const { child, end } = logpi(args, { behavior: "say that it has collected" });
    await saying(child, "collected");
    child.kill("SIGTERM");
    expect((await end).code).toBe(143);
    expect(statusOf("slow")).toBe("failed");
  });

  it("ends with the process that listens for it", async () => {
    const { child, end } = logpi(long("orphan", misbehaving(), "--workers", "1"), { behavior: "loop" });
    await saying(child, "looping");
    child.kill("SIGKILL");
    expect((await end).code).toBe(null);
    expect(expectIntact("orphan").status).toBe("running");
  });
});

describe.concurrent("a training whose process ends before it does", () => {
  it.each([
    [
      "exit",
      1,
      /the process was ended, as by process\.exit\(\)/,
      "the process ended before the run did, with exit code 0",
    ],
    ["throw in a timer", 1, /Error: Thrown by a timer\.\n/, "nobody caught an error: Thrown by a timer."],
    ["reject a promise", 1, /Error: Nobody awaited this\.\n/, "nobody caught an error: Nobody awaited this."],
    [
      "catch what is thrown, and exit",
      3,
      /the training ended early: exit code 3\./,
      "the process ended before the run did, with exit code 3",
    ],
    [
      "abort",
      134,
      /its process was ended by SIGABRT/,
      "the training ended early: its process was ended by SIGABRT",
    ],
  ] as const)("says so in its record and on stderr: %s", async (behavior, exitCode, said, message) => {
    const { child, end } = logpi(long(behavior, misbehaving(), "--workers", "1"), { behavior });
    child.stdout!.resume();
    const { code, stderr } = await end;
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(said);
    const record = expectIntact(behavior);
    expect(record).toMatchObject({ status: "failed", message });
    expect(stderr).toContain(`with the policy after ${record.steps} steps.\n`);
  });

  it("leaves what can be loaded, and tells the update truly, when it is killed at any moment", async () => {
    // The same with a thousand runs: node scripts/kill-runs.mjs 1000
    const { stdout } = await promisify(execFile)(process.execPath, [
      "scripts/kill-runs.mjs",
      "4",
      built.folder,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ runs: 4 });
  });

  it("says so when its output cannot be written", async () => {
    const stdout = openSync("/dev/full", "w");
    const { code, stderr } = await logpi(long("full", "CartPole-v1"), { stdout }).end;
    const record = expectIntact("full");
    expect(code).toBe(1);
    expect(stderr).toBe(
      "logpi: stdout cannot be written: ENOSPC: no space left on device, write\n" +
        `The run is kept in ${join(folder, "full")}, with the policy after ${record.steps} steps.\n`,
    );
    expect(record.status).toBe("failed");
    expect((await logpi(["list"], { stdout: openSync("/dev/full", "w") }).end).code).toBe(1);
  });
});

function hasRun(name: string, status = "running"): boolean {
  try {
    return statusOf(name) === status;
  } catch {
    return false;
  }
}
