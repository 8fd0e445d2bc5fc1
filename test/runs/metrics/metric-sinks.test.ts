import * as fs from "node:fs";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileSystem } from "../../../src/files/file-system.ts";
import {
  type MetricSinkName,
  type MetricsLine,
  metricsCsv,
  openMetricSinks,
  readMetrics,
  train,
} from "../../../src/runs/index.ts";
import { eventsHeader, metricsEvent, restartEvent } from "../../../src/runs/metrics/tensorboard-events.ts";
import { failingAt } from "../file-systems.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(directory, name));
const csv = () => read("metrics.csv").toString();
const eventFiles = () => readdirSync(directory).filter((name) => name.startsWith("events.out.tfevents."));

const line = (update: number, others: Readonly<Record<string, number | null>> = {}): MetricsLine => ({
  ...{ update, steps: 1000 * update, seconds: update / 4, episodes: 2, meanReturn: 1.5, meanLength: 3 },
  ...others,
});

/** The second line of a file, which follows 1000 steps, with something wrong. */
const damagedLine = (changes: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ ...line(2), ...changes });

/** Nothing here is to survive the loss of power. */
const system: FileSystem = { ...fs, fsyncSync() {} };

it("makes the folder that its files go to", () => {
  const folder = join(directory, "runs", "own");
  openMetricSinks(["csv"], { directory: folder, began: 0 }).close();
  expect(readdirSync(folder)).toEqual(["metrics.csv"]);
});

function written(
  names: readonly MetricSinkName[],
  lines: readonly MetricsLine[],
  past?: readonly MetricsLine[],
) {
  const sink = openMetricSinks(names, { directory, began: 5000, system, ...(past && { past }) });
  for (const each of lines) sink.write(each);
  sink.close();
}

/** The records of an event file. */
function records(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 16 + Number(bytes.readBigUInt64LE(at));
    found.push(bytes.subarray(at, at + length));
    at += length;
  }
  return found;
}

describe("metrics as CSV", () => {
  it("have names, then a line of numbers for each, with empty places for what is no number", () => {
    written(["csv"], [line(1, { loss: 0.5 }), line(2, { meanReturn: null, loss: 1e-7 })]);
    expect(csv()).toBe(
      "update,steps,seconds,episodes,meanReturn,meanLength,loss\n1,1000,0.25,2,1.5,3,0.5\n2,2000,0.5,2,,3,1e-7\n",
    );
  });

  it("get a column for what comes up later, in all lines, as if it had been there from the beginning", () => {
    const name = fc.constantFrom("loss", "info.success", 'a "quoted", name', "two\nlines");
    const others = fc.dictionary(name, fc.oneof(fc.integer(), fc.constant(null)));
    fc.assert(
      fc.property(fc.array(others, { maxLength: 6 }), fc.nat(6), (all, cut) => {
        const lines = all.map((each, i) => line(i + 1, each));
        rmSync(join(directory, "metrics.csv"), { force: true });
        written(["csv"], lines);
        expect(csv()).toBe(metricsCsv(lines));
        // Resumed where lines were written that are not to be there: each is there once in the end.
        written(["csv"], lines.slice(cut), lines.slice(0, cut));
        expect(csv()).toBe(metricsCsv(lines));
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("never touch a file that is there before a new run", () => {
    writeFileSync(join(directory, "metrics.csv"), "mine");
    expect(() => openMetricSinks(["tensorboard", "csv"], { directory, began: 0 })).toThrow(
      /metrics\.csv cannot be written: EEXIST/,
    );
    expect(csv()).toBe("mine");
  });

  it("have whole lines only, whichever call fails, also one that has written half a line", () => {
    const complete = metricsCsv([1, 2, 3, 4].map((update) => line(update)));
    for (const half of [false, true]) {
      for (let at = 1, failed = true; failed; at++) {
        rmSync(join(directory, "metrics.csv"), { force: true });
        written(["csv"], [line(1)]);
        const before = csv();
        const { system } = failingAt(at);
        try {
          const sink = openMetricSinks(["csv"], {
            ...{ directory, began: 0, past: [line(1)] },
            system: half ? halfWriting(system) : system,
          });
          for (let update = 2; update < 5; update++) sink.write(line(update));
          sink.close();
          failed = false;
        } catch (error) {
          expect((error as Error).message).toMatch(/metrics\.csv cannot be written: EIO/);
        }
        const found = csv();
        if (!failed) expect(found).toBe(complete);
        expect([complete.startsWith(found), found.startsWith(before), found.endsWith("\n")]).toEqual([
          true,
          true,
          true,
        ]);
      }
    }
  });
});

/** Writes the first half of what it is given, so that a second call is needed. */
function halfWriting(system: FileSystem): FileSystem {
  const half = (file: number, bytes: Uint8Array, offset: number, length: number) =>
    system.writeSync(file, bytes, offset, Math.ceil(length / 2));
  return { ...system, writeSync: half as FileSystem["writeSync"] };
}

describe("metrics for TensorBoard", () => {
  it("are one file of a header and an event for each line", () => {
    written(["tensorboard"], [line(1), line(2)]);
    const [name, ...others] = eventFiles();
    expect([others, name]).toEqual([[], expect.stringMatching(/^events\.out\.tfevents\.\d{10}\.logpi$/)]);
    const [header, ...events] = records(read(name!));
    expect(header!.toString("latin1")).toContain("brain.Event:2");
    expect(header).toHaveLength(eventsHeader(0).length);
    expect(events.map((each) => each.toString("hex"))).toEqual(
      [line(1), line(2)].map((each) => Buffer.from(metricsEvent(each, 5)).toString("hex")),
    );
  });

  it("of a run that is resumed are one file too, which tells TensorBoard to forget what it read before", () => {
    const before = "events.out.tfevents.0000000001.logpi";
    writeFileSync(join(directory, before), Buffer.concat([eventsHeader(1), metricsEvent(line(1), 1)]));
    writeFileSync(join(directory, "events.out.tfevents.0000000001.other"), "of another program");
    written(["tensorboard"], [line(2), line(3)], [line(1)]);
    const [own, ...others] = eventFiles()
      .filter((name) => name.endsWith(".logpi"))
      .sort()
      .reverse();
    expect(others).toEqual([before]);
    // TensorBoard goes on to the next file from the end of one, but not from one that is gone.
    expect(read(before)).toEqual(Buffer.from(eventsHeader(1)));
    expect(read("events.out.tfevents.0000000001.other").toString()).toBe("of another program");
    const [, restart, ...events] = records(read(own!));
    expect(restart).toHaveLength(restartEvent(0).length);
    expect(events.map((each) => each.toString("hex"))).toEqual(
      [1, 2, 3].map((update) => Buffer.from(metricsEvent(line(update), 5)).toString("hex")),
    );
  });
});

describe("the lines of a run's metrics", () => {
  it("are read up to one that is not complete, wherever it was cut off", () => {
    const text = [line(1), line(2, { loss: null })].map((each) => `${JSON.stringify(each)}\n`).join("");
    const first = text.indexOf("\n") + 1;
    for (let length = 0; length <= text.length; length++) {
      writeFileSync(join(directory, "metrics.jsonl"), text.slice(0, length));
      const complete = length < first ? 0 : length < text.length ? 1 : 2;
      expect(readMetrics(directory)).toEqual([line(1), line(2, { loss: null })].slice(0, complete));
    }
  });

  it.each([
    ["{", /metrics\.jsonl, line 2: it is not JSON \(.*\)\. The file is damaged: delete that line/],
    ["[1]", /line 2: expected the metrics of an update, found /],
    ['{"update":1,"steps":-1,"seconds":0}', /line 2: steps: expected a number from 0, found -1\./],
    [damagedLine({ loss: "x" }), /line 2: loss: expected a finite number or null, found "x"\./],
    [
      '{"update":2,"steps":2000,"seconds":0}',
      /line 2: episodes: expected a number from 0, found undefined\./,
    ],
    [damagedLine({ episodes: null }), /line 2: episodes: expected a number from 0, found null\./],
    [damagedLine({ episodes: -1 }), /line 2: episodes: expected a number from 0, found -1\./],
    [damagedLine({ steps: 1500.5 }), /line 2: steps: expected a whole number to 2\^53 − 1, found 1500\.5\./],
    [damagedLine({ steps: 2 ** 53 }), /line 2: steps: expected a whole number to 2\^53 − 1, found 90\d+\./],
    [damagedLine({}).replace("2000", "1e999"), /line 2: steps: expected a number from 0, found Infinity\./],
    [
      damagedLine({ loss: 7 }).replace("7", "-1e999"),
      /loss: expected a finite number or null, found -Infinity\./,
    ],
    [
      damagedLine({ steps: 999 }),
      /line 2: steps: expected 1000 or more, as many as in the line before, found 999\./,
    ],
  ])("are refused where one of them is %s", (damaged, message) => {
    const lines = [line(1), line(3)].map((each) => JSON.stringify(each));
    writeFileSync(join(directory, "metrics.jsonl"), `${lines[0]}\n${damaged}\n${lines[1]}\n`);
    expect(() => readMetrics(directory)).toThrow(message);
  });

  it("may have as many steps as the line before, and numbers of their own", () => {
    const lines = [line(1), line(2, { steps: 1000, "info.success": 0.5, entropy: null })];
    const text = lines.map((each) => `${JSON.stringify(each)}\n`).join("");
    writeFileSync(join(directory, "metrics.jsonl"), text);
    expect(readMetrics(directory)).toEqual(lines);
  });

  it("are asked for where there are none", () => {
    expect(() => readMetrics(join(directory, "nowhere"))).toThrow(
      /there are no metrics in .*nowhere \(no metrics\.jsonl\)\. Give a folder that `logpi train` has made\./,
    );
  });
});

describe("a run with a log", () => {
  it("keeps the lines of metrics.jsonl in the other forms too, and says so in run.json", async () => {
    const run = join(directory, "run");
    const options = { steps: 600, rolloutSteps: 100, environments: 1, minibatchSize: 50, hidden: [4] };
    const log = ["csv", "tensorboard"] as const;
    for await (const event of train({
      environment: "CartPole-v1",
      options,
      run,
      log,
      evaluationEpisodes: 1,
    })) {
      if (event.event === "done") expect(event.record.log).toEqual(log);
    }
    directory = run;
    const lines = readMetrics(run);
    expect(lines.length).toBeGreaterThan(1);
    expect(csv()).toBe(metricsCsv(lines));
    expect(records(read(eventFiles()[0]!))).toHaveLength(1 + lines.length);
  });

  it("is refused in a form that there is none of", async () => {
    const events = train({ environment: "CartPole-v1", log: ["tensorbord" as "csv"] });
    await expect(events.next()).rejects.toThrow('log: expected "csv" or "tensorboard", found "tensorbord".');
  });
});
