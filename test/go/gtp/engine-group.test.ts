import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  createEngineGroup,
  EngineFailure,
  EngineNotStarted,
  EngineRefusal,
  type GroupReply,
} from "../../../src/go/index.ts";
import { engineOfScript, fakeEngine } from "./fake-engine.ts";

const genmove = ["genmove", "black"];

/** What goes wrong, and what an engine is then told to have done. */
const faults = [
  ["dies", "it ended with exit code 3"],
  ["hangs", "it did not answer within 3 s"],
  ["writes-nonsense", "it breaks the protocol"],
  ["answers-another", 'it answered "D4" to command 77'],
  ["writes-without-end", "it wrote more than 1000000 characters"],
  ["complains-and-dies", 'On stderr it wrote "no more memory"'],
  ["answers-twice", "it answered "],
] as const;

const textOf = (reply: GroupReply): string => (reply instanceof Error ? reply.message : reply.join());

describe("a group of engines", () => {
  it("may have limits of time that are longer than timers are", () => {
    const group = createEngineGroup();
    const start = { ...fakeEngine(), timeLimit: 1e9 };
    expect(group.ask([{ place: 0, start, commands: [["boardsize", "4"], genmove] }])).toEqual([["", "A4"]]);
    group.end([0]);
  });

  it.skipIf(process.platform === "win32")(
    "ends an engine with the processes that it has started",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "logpi-"));
      const file = join(folder, "group");
      const group = createEngineGroup();
      expect(group.ask([{ place: 0, start: engineOfScript(file), commands: [["name"]] }])).toEqual([
        ["begun"],
      ]);
      expect(group.ask([{ place: 0, commands: [genmove] }])[0]).toBeInstanceOf(EngineFailure);
      await setTimeout(300);
      const { size } = statSync(file);
      await setTimeout(300);
      expect(statSync(file).size).toBe(size);
      rmSync(folder, { recursive: true });
    },
  );

  it("answers in the order of what was asked, and tells of each engine that cannot what it did", () => {
    const group = createEngineGroup();
    const engines = [
      fakeEngine(),
      { ...fakeEngine(), command: ["./there-is-no-such-engine"] as const },
      fakeEngine("refuses", "play"),
      ...faults.map(([behavior]) => ({
        ...fakeEngine(behavior, "genmove", "2"),
        timeLimit: behavior === "hangs" ? 3 : 30,
      })),
    ];
    const begun = group.ask(
      engines.map((start, place) => ({ place, start, commands: [["boardsize", "4"], genmove] })),
    );
    expect(begun[0]).toEqual(["", "A4"]);
    expect(begun[1]).toBeInstanceOf(EngineNotStarted);
    expect(textOf(begun[1]!)).toContain(
      "./there-is-no-such-engine cannot be started: there is no such program",
    );
    expect(begun.slice(2).map(textOf)).toEqual(new Array(engines.length - 2).fill(",A4"));

    const places = Array.from(engines.keys()).filter((place) => place !== 1);
    const replies = group.ask(
      places.map((place) => ({ place, commands: [["play", "white", "B2"], genmove] })),
    );
    expect(replies[0]).toEqual(["", "C4"]);
    expect(replies[1]).toBeInstanceOf(EngineRefusal);
    expect(textOf(replies[1]!)).toBe('the fake: it answered "no" to "play white B2"');
    for (const [i, [behavior, words]] of faults.entries()) {
      expect([behavior, replies[i + 2]]).toEqual([behavior, expect.any(EngineFailure)]);
      expect(replies[i + 2]).not.toBeInstanceOf(EngineNotStarted);
      expect(textOf(replies[i + 2]!)).toContain(words);
    }

    // Who has failed is gone; who has refused goes on.
    expect(() => group.ask([{ place: 3, commands: [genmove] }])).toThrow("there is no engine in 3");
    expect(textOf(group.ask([{ place: 2, commands: [genmove] }])[0]!)).toBe("A2");
    group.end([0, 2]);
    expect(() => group.ask([{ place: 0, commands: [genmove] }])).toThrow("there is no engine in 0");
  });
});
