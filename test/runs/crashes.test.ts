import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileSystem } from "../../src/files/file-system.ts";
import { loadPolicy } from "../../src/index.ts";
import { checkpointsIn, readCheckpoint } from "../../src/runs/checkpoints/checkpoint-files.ts";
import { readResumedRun } from "../../src/runs/checkpoints/resume-run.ts";
import { createRunFolder, openRunFolder } from "../../src/runs/folder/run-folder.ts";
import { loadRun, parametersHash, type RunRecord, resolveSettings } from "../../src/runs/index.ts";
import { recordRun } from "../../src/runs/record-run.ts";
import { fakeAlgorithm } from "./fake-algorithm.ts";
import { failingAt, fewBytesAtOnce, fullFrom, Killed, killedAt } from "./file-systems.ts";

const settings = resolveSettings({
  environment: "CartPole-v1",
  algorithm: fakeAlgorithm(),
  options: { steps: 300 },
});

/** A campaign looks at every call (`EVERY_CALL=1 npx vitest run test/runs/crashes.test.ts`), the tests at one in so many. */
const everyCall = process.env.EVERY_CALL !== undefined;
const stride = everyCall ? 1 : 3;
/** Of the folders that are left, one in so many is also gone on with, to the end. */
const endedStride = everyCall ? 1 : 15;

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterAll(() => rmSync(parent, { recursive: true }));

/**
 * What happened in a run of three updates, of which the beginning and the second are saved when they are reported, with
 * checkpoints, and the third at the end.
 */
interface Outcome {
  /** Whether the folder and the first record were made. */
  readonly begun: boolean;
  /** The latest update of which `keep` has returned, 0 for the beginning. */
  readonly kept: number | undefined;
  readonly error: unknown;
  /** Bytes that were kept free for the record when something failed. */
  readonly reserved: number;
}

/** The hash of the weights after each update, from 1. */
const hashes: string[] = [];

/** Does what `train` does with the folder, on a given file system. @param goesOn whether the run is there, and resumed */
function run(directory: string, system: FileSystem, goesOn = false): Outcome {
  let kept: number | undefined;
  let begun = false;
  let time = 0;
  let reserved = 0;
  try {
    const resumed = goesOn ? readResumedRun(directory, { algorithm: settings.algorithm }) : undefined;
    const folder = resumed
      ? openRunFolder(directory, resumed.metricsLength, system)
      : createRunFolder({ directory, name: "fake", system });
    const recorder = recordRun(folder, settings, { now: () => time, resumed });
    begun = true;
    try {
      const resume = resumed && { resume: resumed.checkpoint.training };
      const parts = { reportsBeginning: true, ...resume };
      for (const report of settings.algorithm(settings.environment, settings.options, parts)) {
        hashes[report.update] = parametersHash(report.policy);
        recorder.keep(report);
        kept = report.update;
        time += 6_000;
      }
      recorder.end("finished");
      recorder.addEvaluation({
        ...{ episodes: 1, mean: 1, std: 0, standardError: Number.NaN, min: 1, max: 1, meanLength: 1 },
        ...{ returns: [1], lengths: [1], info: {}, infoCounts: {}, warnings: [] },
      });
    } catch (error) {
      reserved = statSync(join(directory, "run.json.unfinished"), { throwIfNoEntry: false })?.size ?? 0;
      // Who was killed does nothing more.
      if (!(error instanceof Killed)) recorder.fail(error);
      throw error;
    } finally {
      folder.close();
    }
  } catch (error) {
    return { begun, kept, error, reserved };
  }
  return { begun, kept, error: undefined, reserved };
}

const folderOf = (name: string) => join(parent, name);

/** The run, if a policy was saved; its record tells the update of its weights truly, or this fails. */
function load(directory: string): RunRecord | undefined {
  if (!existsSync(join(directory, "policy.safetensors"))) return undefined;
  const { record, policy } = loadRun(directory);
  expect(record.parameters).toBe(parametersHash(policy));
  expect(record.parameters).toBe(hashes[record.updates]);
  expect(record.steps).toBe(100 * record.updates);
  return record;
}

function expectWholeLines(directory: string, atLeast: number): void {
  const lines = readFileSync(join(directory, "metrics.jsonl"), "utf8").split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.map((line) => JSON.parse(line).update)).toEqual(lines.map((_, i) => i + 1));
  expect(lines.length).toBeGreaterThanOrEqual(atLeast);
}

/** How many calls an undisturbed run takes. */
const undisturbed = () => {
  const { system, calls } = killedAt(Number.POSITIVE_INFINITY);
  expect(run(folderOf("undisturbed"), system)).toMatchObject({ kept: 3, error: undefined });
  return calls();
};

describe("a run's folder", () => {
  let count = 0;
  beforeAll(() => {
    count = undisturbed();
  });

  it("holds the last update when nothing is in the way, and nothing unfinished", () => {
    expect(load(folderOf("undisturbed"))).toMatchObject({ status: "finished", updates: 3 });
    expectWholeLines(folderOf("undisturbed"), 3);
    expect(readdirSync(folderOf("undisturbed")).sort()).toEqual([
      ...["checkpoint-0.safetensors", "checkpoint-200.safetensors", "checkpoint-300.safetensors"],
      ...["metrics.jsonl", "policy.safetensors", "run.json"],
    ]);
    expect(checkpointsIn(folderOf("undisturbed"))).toEqual([0, 200, 300]);
    expect(count).toBeGreaterThan(80);
  });

  it("holds the same when a call writes only a few bytes", () => {
    run(folderOf("slow"), fewBytesAtOnce().system);
    const bytes = (name: string, file: string) => readFileSync(join(folderOf(name), file), "utf8");
    for (const file of ["metrics.jsonl", "policy.safetensors"])
      expect(bytes("slow", file)).toBe(bytes("undisturbed", file));
    expect(load(folderOf("slow"))).toMatchObject({ status: "finished", updates: 3 });
  });

  /** Whatever of a run is on the disk can be read. Returns the steps of its latest checkpoint. */
  const latestCheckpoint = (directory: string): number | undefined => {
    const all = checkpointsIn(directory);
    for (const steps of all) {
      const { run, policy } = readCheckpoint(directory, steps);
      expect(run.progress.steps).toBe(steps);
      expect(parametersHash(loadPolicy(policy))).toBe(hashes[run.progress.updates]);
    }
    return all.at(-1);
  };
  /** It ends as a run without a stop, and says that it was resumed. */
  const expectToGoOn = (directory: string) => {
    const from = latestCheckpoint(directory)!;
    expect(run(directory, killedAt(Number.POSITIVE_INFINITY).system, true)).toMatchObject({
      kept: 3,
      error: undefined,
    });
    const resumed = { updates: from / 100, steps: from };
    expect(load(directory)).toMatchObject({ status: "finished", updates: 3, parameters: hashes[3], resumed });
    expectWholeLines(directory, 3);
    expect(latestCheckpoint(directory)).toBe(300);
    expect(readdirSync(directory).filter((name) => name.endsWith(".unfinished"))).toEqual([]);
  };

  it("can be loaded when the run is killed before any of its system calls, tells the update of its weights truly, and goes on", () => {
    const found = new Set<number | undefined>();
    for (let at = 1; at <= count; at += stride) {
      const directory = folderOf(`killed-${at}`);
      const { kept } = run(directory, killedAt(at).system);
      const record = load(directory);
      const checkpoint = latestCheckpoint(directory);
      // Once `keep` of the beginning has returned, a policy is on the disk; every second update is not saved by itself.
      if (kept !== undefined) expect(record!.updates).toBeGreaterThanOrEqual(kept - (kept % 2));
      if (record) expect(checkpoint).toBeGreaterThanOrEqual(record.steps);
      if (existsSync(directory) && existsSync(join(directory, "metrics.jsonl")))
        expectWholeLines(directory, 0);
      found.add(record?.updates);
      if (checkpoint !== undefined && at % endedStride === 0) expectToGoOn(directory);
    }
    expect([...found]).toEqual([undefined, 0, 2, 3]);
  });

  it("goes on also when a run that goes on is killed before any of its system calls", () => {
    const begin = (directory: string) => {
      run(directory, killedAt(Math.floor(0.75 * count)).system);
      expect(latestCheckpoint(directory)).toBe(200);
    };
    begin(folderOf("resumed"));
    const { system, calls } = killedAt(Number.POSITIVE_INFINITY);
    run(folderOf("resumed"), system, true);
    for (let at = 1; at <= calls(); at += stride) {
      const directory = folderOf(`resumed-${at}`);
      begin(directory);
      run(directory, killedAt(at).system, true);
      load(directory);
      expect(latestCheckpoint(directory)).toBeGreaterThanOrEqual(200);
      if (at % endedStride === 0) expectToGoOn(directory);
    }
  });

  it("says that the run failed, and why, whichever call fails, with the last weights that it could write", () => {
    for (let at = 1; at <= count; at += stride) {
      const directory = folderOf(`failed-${at}`);
      const { begun, kept, error } = run(directory, failingAt(at).system);
      const record = load(directory);
      if (error === undefined) {
        // What failed only takes room beforehand, or gives it back.
        expect(record).toMatchObject({ status: "finished", updates: 3 });
      } else if (begun) {
        expect((error as Error).message).toMatch(
          /^run: .*failed-\d+.* cannot be written: EIO: i\/o error, \w+Sync$/,
        );
        if (record?.status === "finished")
          expect(record.evaluation ?? record.evaluationFailure).toBeDefined();
        else expect(record).toMatchObject({ status: "failed", message: (error as Error).message });
        expect(record!.updates).toBeGreaterThanOrEqual(kept === 1 ? 0 : (kept ?? 0));
      } else {
        expect((error as Error).message).toMatch(/^run: .*EIO/);
      }
    }
  });

  it("says that the run failed when the disk is full at any time, and holds whole lines and whole weights", () => {
    let said = 0;
    for (let at = 1; at <= count; at += stride) {
      const directory = folderOf(`full-${at}`);
      const { begun, error, reserved } = run(directory, fullFrom(at).system);
      const record = load(directory);
      if (!begun) continue;
      expectWholeLines(directory, 0);
      const onDisk: RunRecord = JSON.parse(readFileSync(join(directory, "run.json"), "utf8"));
      if (error === undefined) expect(record!.status).toBe("finished");
      else if (onDisk.status === "failed") {
        expect(onDisk).toMatchObject({ updates: record?.updates ?? 0, message: (error as Error).message });
        said++;
      } else if (onDisk.status !== "finished") {
        // The disk was full before room for the record could be taken.
        expect(reserved).toBeLessThan(2_000);
      }
    }
    expect(said).toBeGreaterThan(15 / stride);
  });
});

it("leaves no file open where the folder of a run cannot be opened again, whatever call fails", () => {
  const directory = join(parent, "opened");
  createRunFolder({ directory, name: "fake" }).close();
  for (let at = 1; ; at++) {
    const { system } = failingAt(at);
    const open = new Set<number>();
    const watched: FileSystem = {
      ...system,
      openSync(...args) {
        const file = system.openSync(...args);
        open.add(file);
        return file;
      },
      closeSync(file) {
        open.delete(file);
        system.closeSync(file);
      },
    };
    try {
      openRunFolder(directory, 0, watched).close();
      break;
    } catch {
      expect(open.size).toBe(0);
    }
  }
});
