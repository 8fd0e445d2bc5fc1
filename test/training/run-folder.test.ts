import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRunFolder } from "../../src/training/run-folder.ts";
import { parseRunRecord, type RunRecord } from "../../src/training/run-record.ts";

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
    folder.writeRecord({ ...record, status: "finished" });
    folder.writePolicy(Uint8Array.of(1, 2));
    folder.writePolicy(Uint8Array.of(3));
    folder.appendMetrics({ steps: 1 });
    folder.appendMetrics({ steps: 2 });
    folder.close();
    const read = (file: string) => readFileSync(join(folder.directory, file));
    expect(parseRunRecord(read("run.json").toString())).toEqual({ ...record, status: "finished" });
    expect([...read("policy.safetensors")]).toEqual([3]);
    expect(read("metrics.jsonl").toString()).toBe('{"steps":1}\n{"steps":2}\n');
    expect(readdirSync(folder.directory).sort()).toEqual(["metrics.jsonl", "policy.safetensors", "run.json"]);
  });

  it("keeps what was there when it cannot write", () => {
    const folder = createRunFolder({ parent, name: "ppo" });
    mkdirSync(join(folder.directory, "policy.safetensors"));
    expect(() => folder.writePolicy(Uint8Array.of(1))).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder.directory).sort()).toEqual(["metrics.jsonl", "policy.safetensors"]);
    folder.close();
  });
});

describe("parseRunRecord", () => {
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
  ])("says what is wrong with %s", (text, message) => {
    expect(() => parseRunRecord(text)).toThrow(message);
  });
});
