import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { environmentToGive } from "../../../src/cli/arguments/run-environment.ts";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { importEnvironment, loadRun } from "../../../src/runs/index.ts";
import { fakeProcess } from "../fake-context.ts";

let folder: string;
let before: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  mkdirSync(join(folder, "mine"));
  before = process.cwd();
  process.chdir(join(folder, "mine"));
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

async function logpi(...args: readonly string[]) {
  const fake = fakeProcess(args);
  const code = await runCommandLine(fake.context);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

const imported = () => (globalThis as { imported?: string[] }).imported ?? [];

/** A module that leaves a trace when it is imported. */
const moduleText = (name: string) => `
  (globalThis.imported ??= []).push(${JSON.stringify(name)});
  export { cartPole as default } from ${JSON.stringify(new URL("../../../src/environments/index.ts", import.meta.url).href)};
`;

function writeModule(path: string, name: string): string {
  writeFileSync(path, moduleText(name));
  return path;
}

/** A run, whose record names a module by its URL. */
async function runNaming(url: string, directory = join(folder, "mine/run")) {
  const { code } = await logpi(
    ...["train", "CartPole-v1", "--steps", "256", "--set", "environments=8", "--set", "rolloutSteps=32"],
    ...["--set", "minibatchSize=64", "--episodes", "1", "--run", directory],
  );
  expect(code).toBe(0);
  const file = join(directory, "run.json");
  writeFileSync(
    file,
    JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), module: { url, name: "default" } }),
  );
  return directory;
}

const evaluate = (...args: readonly string[]) => logpi("evaluate", ...args, "--episodes", "2");

describe("the module that a run names", () => {
  it("is imported when it is a file below the current folder, after it is named on the terminal", async () => {
    const file = writeModule(join(folder, "mine/environment.mjs"), "mine");
    const run = await runNaming(pathToFileURL(file).href);
    const { code, stdout, stderr } = await evaluate(run);
    expect(stderr).toContain(`Importing the environment from `);
    expect(stderr).toContain("environment.mjs");
    expect([code, imported()]).toEqual([0, ["mine"]]);
    expect(stdout).toContain("over 2 episodes");
    expect(environmentToGive(loadRun(run).record, run)).toBe(undefined);
  });

  it.each([
    [
      "data:text/javascript,globalThis.imported=['data']",
      /module "data:.*", which is no file: it is not imported/,
    ],
    ["http://localhost:1/environment.mjs", /which is no file: it is not imported/],
    ["https://example.org/environment.mjs", /which is no file/],
    ["node:fs", /which is no file/],
    ["file://other.example/share/environment.mjs", /which is no file/],
    ["not a url", /which is no file/],
    ["file:///nowhere/environment.mjs", /which cannot be found: it is not imported/],
  ])("is not imported when it is anything else: %s", async (url, message) => {
    const count = imported().length;
    const run = await runNaming(url);
    const { code, stderr } = await evaluate(run);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("If you trust it, or have a copy of it, say so: --environment FILE.");
    expect(imported().length).toBe(count);
  });

  it.each([
    ["elsewhere", () => join(folder, "elsewhere.mjs"), "is not below the current folder"],
    [
      "in a folder whose name begins alike",
      () => join(folder, "mine-too/environment.mjs"),
      "is not below the current folder",
    ],
    ["in the run's folder", () => join(folder, "mine/run/environment.mjs"), "came with the run"],
    ["behind a symbolic link", () => join(folder, "mine/link.mjs"), "is not below the current folder"],
    ["behind a symbolic link to the run", () => join(folder, "mine/into-run.mjs"), "came with the run"],
  ])("is not imported when it lies %s", async (where, path, obstacle) => {
    const run = await runNaming(pathToFileURL(path()).href);
    mkdirSync(join(folder, "mine-too"));
    writeModule(join(folder, "elsewhere.mjs"), where);
    writeModule(join(folder, "mine-too/environment.mjs"), where);
    writeModule(join(run, "environment.mjs"), where);
    symlinkSync(join(folder, "elsewhere.mjs"), join(folder, "mine/link.mjs"));
    symlinkSync(join(run, "environment.mjs"), join(folder, "mine/into-run.mjs"));
    const { code, stderr } = await evaluate(run);
    expect(code).toBe(1);
    expect(stderr).toContain(`, which ${obstacle}: it is not imported.`);
    expect(imported()).not.toContain(where);

    const given = await evaluate(run, "--environment", environmentToGive(loadRun(run).record, run)!);
    expect(given.code).toBe(0);
    expect(imported()).toContain(where);
  });

  it("is not needed when the environment is built in and asked for", async () => {
    const run = await runNaming("data:text/javascript,throw new Error('run')");
    expect((await evaluate(run, "--environment", "CartPole-v1")).code).toBe(0);
    expect((await evaluate(run, "--environment", "Pendulum-v1")).stderr).toMatch(
      /policy: the observation space .* is not that of Pendulum-v1/,
    );
    expect((await evaluate(run, "--environment", "data:text/javascript,0")).stderr).toMatch(
      /there is none called/,
    );
  });

  it("may be missing where the environment was a function of a program", async () => {
    const run = await runNaming("file:///x.mjs");
    const file = join(run, "run.json");
    const { module: _, ...record } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...record, environment: "corridor" }));
    expect((await evaluate(run)).stderr).toContain(
      'the policy was trained in "corridor", which is not built in. Say which it is: --environment FILE',
    );
    copyFileSync(writeModule(join(folder, "other.mjs"), "other"), "corridor.mjs");
    expect((await evaluate(run, "--environment", "./corridor.mjs")).code).toBe(0);
  });
});

describe("importEnvironment", () => {
  it.each(["data:text/javascript,globalThis.imported=['data']", "http://localhost:1/x.mjs", "nonsense"])(
    "imports nothing but files: %s",
    async (url) => {
      await expect(importEnvironment({ url, name: "default" })).rejects.toThrow("only files are imported");
      expect(imported()).not.toContain("data");
    },
  );
});
