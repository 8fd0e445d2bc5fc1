import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goRules } from "../../../src/games/go/index.ts";
import {
  EngineFailure,
  type EngineProcess,
  EngineRefusal,
  gnuGo,
  startEngine,
} from "../../../src/go/index.ts";
import { hasGnuGo } from "../../gnu-go.ts";
import { engineOfScript, fakeEngine } from "./fake-engine.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function withEngine<Result>(
  options: Parameters<typeof startEngine>[0],
  use: (engine: EngineProcess) => Promise<Result>,
): Promise<Result> {
  const engine = startEngine(options);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

const failureOf = (options: Parameters<typeof startEngine>[0]): Promise<unknown> =>
  withEngine(options, (engine) => engine.send("genmove", "b").catch((error) => error));

describe("an engine in a process of its own", () => {
  it.skipIf(!hasGnuGo)("is GNU Go, which answers in order to commands that are sent at once", async () => {
    await withEngine(gnuGo({ rules: goRules(), level: 1, seed: 1 }), async (engine) => {
      const answers = ["name", "protocol_version", "boardsize 9", "play b e5", "list_stones black"];
      expect(await Promise.all(answers.map((line) => engine.send(...line.split(" "))))).toEqual([
        ...["GNU Go", "2", "", "", "E5"],
      ]);
      const refused = await engine.send("play", "w", "e5").catch((error) => error);
      expect(refused).toBeInstanceOf(EngineRefusal);
      expect(refused.message).toBe('GNU Go (level 1): it answered "illegal move" to "play w e5"');
      expect(await engine.send("name")).toBe("GNU Go");
    });
  });

  it.each([
    [["dies", "genmove"], 'the fake: it ended with exit code 3 while "genmove b" was waiting for an answer'],
    [["is-killed", "genmove"], 'the fake: it ended by SIGSEGV while "genmove b" was waiting'],
    [["complains-and-dies", "genmove"], 'On stderr it wrote "no more memory"'],
    [
      ["writes-nonsense", "genmove"],
      'it breaks the protocol. GTP: expected a response, which begins with "=" or "?"',
    ],
    [
      ["answers-another", "genmove"],
      'it answered "D4" to command 77 when command 1, "genmove b", was its turn',
    ],
    [["writes-without-end", "genmove"], "a response has more than 1000000 characters"],
  ])("fails with the reason: %j", async (behavior, reason) => {
    const error = await failureOf(fakeEngine(...behavior));
    expect(error).toBeInstanceOf(EngineFailure);
    expect((error as Error).message).toContain(reason);
  });

  it("fails when it does not answer in time", async () => {
    const error = await failureOf({ ...fakeEngine("hangs", "genmove"), timeLimit: 0.5 });
    expect(error).toBeInstanceOf(EngineFailure);
    expect((error as Error).message).toBe('the fake: it did not answer "genmove b" within 0.5 s');
  });

  it("may have a limit of time that is longer than timers are", async () => {
    await withEngine({ ...fakeEngine(), timeLimit: 1e9 }, async (engine) => {
      expect(await engine.send("genmove", "b")).toBe("A9");
    });
  });

  it.skipIf(process.platform === "win32")("is ended with the processes that it has started", async () => {
    const file = join(folder, "process");
    await withEngine(engineOfScript(file), async (engine) => {
      expect(await engine.send("name")).toBe("begun");
      await expect(engine.send("genmove", "b")).rejects.toThrow("it did not answer");
    });
    const { size } = statSync(file);
    await setTimeout(300);
    expect(statSync(file).size).toBe(size);
  });

  it("fails when there is no such program", async () => {
    const error = await failureOf({ name: "nobody", command: ["/no/such/program"] });
    expect((error as Error).message).toBe(
      "nobody: /no/such/program cannot be started: there is no such program",
    );
  });

  it("fails at every command after it has failed once", async () => {
    await withEngine(fakeEngine("answers-twice", "genmove"), async (engine) => {
      expect(await engine.send("genmove", "b")).toBe("D4");
      for (let i = 0; i < 2; i++) {
        const error = await engine.send("genmove", "w").catch((error) => error);
        expect(error).toBeInstanceOf(EngineFailure);
        expect(error.message).toContain("when nothing had been sent");
      }
    });
  });

  it("is ended by a signal", async () => {
    const stop = new AbortController();
    await withEngine({ ...fakeEngine("hangs", "genmove"), signal: stop.signal }, async (engine) => {
      const move = engine.send("genmove", "b").catch((error) => error);
      stop.abort();
      expect((await move).message).toBe("the fake: it was stopped");
    });
  });

  it("is ended when it does not quit", async () => {
    const engine = startEngine(fakeEngine("hangs", "quit"));
    expect(await engine.send("name")).toBe("");
    await engine.close();
    await expect(engine.send("name")).rejects.toThrow("it ended by SIGKILL");
  });
});
