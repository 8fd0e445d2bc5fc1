import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRunFolder } from "../../../src/runs/folder/run-folder.ts";
import { formatRunRecord, parseRunRecord, type RunRecord } from "../../../src/runs/folder/run-record.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const record: RunRecord = {
  format: "logpi-run-1",
  status: "running",
  environment: "CartPole-v1",
  algorithm: "ppo",
  preset: "tuned",
  seed: 1,
  options: { steps: 100, seed: 1, hidden: [64, 64] },
  versions: { logpi: "0.1.0", node: "20.0.0" },
  platform: "linux-x64",
  started: "2026-01-01T00:00:00.000Z",
  updates: 0,
  steps: 0,
  seconds: 0,
  stepsPerSecond: 0,
};

describe("a run's folder", () => {
  it("is numbered and never one that is there", () => {
    const names = [1, 2, 3].map(() => {
      const folder = createRunFolder({ parent, name: "My env/ünï-ppo" });
      folder.close();
      return folder.directory;
    });
    expect(names).toEqual([1, 2, 3].map((n) => join(parent, `My-env-n--ppo-${n}`)));
  });

  it("may be chosen, and is made with what is above it", () => {
    const directory = join(parent, "a/b");
    createRunFolder({ directory, name: "ppo" }).close();
    expect(readdirSync(directory)).toEqual(["metrics.jsonl"]);
  });

  it("may be there, but hold no run", () => {
    writeFileSync(join(parent, "notes.txt"), "mine");
    createRunFolder({ directory: parent, name: "ppo" }).close();
    expect(() => createRunFolder({ directory: parent, name: "ppo" })).toThrow(
      `run: ${parent} already holds a run (there is a metrics.jsonl). Choose another folder, or delete this one first.`,
    );
    expect(readFileSync(join(parent, "notes.txt"), "utf8")).toBe("mine");
  });

  it("keeps the record, the policy and the metrics", () => {
    const folder = createRunFolder({ parent, name: "ppo" });
    folder.writeRecord(record);
    folder.appendMetrics({ steps: 1 });
    folder.writePolicy(Uint8Array.of(1, 2), record);
    folder.appendMetrics({ steps: 2 });
    folder.writePolicy(Uint8Array.of(3), { ...record, status: "finished" });
    folder.close();
    const read = (file: string) => readFileSync(join(folder.directory, file));
    expect(parseRunRecord(read("run.json").toString())).toEqual({ ...record, status: "finished" });
    expect([...read("policy.safetensors")]).toEqual([3]);
    expect(read("metrics.jsonl").toString()).toBe('{"steps":1}\n{"steps":2}\n');
    expect(readdirSync(folder.directory).sort()).toEqual(["metrics.jsonl", "policy.safetensors", "run.json"]);
  });

  it("keeps what was there when it cannot write", () => {
    const folder = createRunFolder({ parent, name: "CartPole-ppo" });
    mkdirSync(join(folder.directory, "policy.safetensors"));
    expect(() => folder.writePolicy(Uint8Array.of(1), record)).toThrow(
      /^run: .*CartPole-ppo-1 cannot be written: (EISDIR|ENOTEMPTY|EEXIST)/,
    );
    folder.close();
    expect(readdirSync(folder.directory).sort()).toEqual(["metrics.jsonl", "policy.safetensors"]);
  });
});

describe("a run's folder that cannot be made", () => {
  const make = (options: { directory?: string; parent?: string }) => () =>
    createRunFolder({ name: "ppo", ...options });

  it.each(["directory", "parent"])("is an error that says what is in the way of the %s", (which) => {
    const file = join(parent, "notes.txt");
    writeFileSync(file, "mine");
    expect(make({ [which]: "" })).toThrow(
      'run: the folder "" cannot be made: its name is empty. Give the path of a new folder, or of one that holds no run.',
    );
    expect(make({ [which]: "  " })).toThrow("its name is empty");
    expect(make({ [which]: file })).toThrow(
      `run: the folder "${file}" cannot be made: there is a file of that name.`,
    );
    expect(make({ [which]: join(file, "run") })).toThrow("cannot be made: a part of its path is a file.");
    expect(make({ [which]: join(parent, "x".repeat(300)) })).toThrow(
      /cannot be made: ENAMETOOLONG.*holds no run\.$/,
    );
    if (existsSync("/proc"))
      expect(make({ [which]: "/proc/run" })).toThrow('the folder "/proc/run" cannot be made: E');
    expect(make({ [which]: "nul\0" })).toThrow(/^run: the folder "nul\\u0000" cannot be made: /);
    expect(readFileSync(file, "utf8")).toBe("mine");
  });
});

describe("parseRunRecord", () => {
  it("reads back what formatRunRecord wrote, also numbers that are not finite", () => {
    const numbers = {
      mean: Number.POSITIVE_INFINITY,
      std: Number.NaN,
      min: Number.NEGATIVE_INFINITY,
      max: 1e308,
    };
    const overflowed: RunRecord = { ...record, evaluation: { episodes: 3, ...numbers } };
    expect(parseRunRecord(formatRunRecord(overflowed))).toEqual(overflowed);
  });

  it("takes null for a number that was not finite, as older versions wrote it", () => {
    const evaluation = { episodes: 3, mean: null, std: null, min: -1, max: 2 };
    const { evaluation: read } = parseRunRecord(JSON.stringify({ ...record, evaluation }));
    expect(read).toEqual({ episodes: 3, mean: Number.NaN, std: Number.NaN, min: -1, max: 2 });
  });

  it.each([
    ["{", /JSON/],
    ["[]", /^it: expected "?format"?|expected/],
    [JSON.stringify({ ...record, format: "other" }), 'format: expected "logpi-run-1", found "other"'],
    [
      JSON.stringify({ ...record, status: "done" }),
      'status: expected ("running" | "finished" | "stopped" | "failed"), found "done"',
    ],
    [JSON.stringify({ ...record, seed: "1" }), 'seed: expected number, found "1"'],
    [JSON.stringify({ ...record, versions: {} }), "versions.logpi: expected"],
    ["", "it is not JSON (Unexpected end of JSON input). The file is damaged, or no run of logpi"],
  ])("says what is wrong with %s", (text, message) => {
    expect(() => parseRunRecord(text)).toThrow(message);
  });
});
