import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildForNode, newFolder, removeFolder, runScenario } from "./build-scenarios.ts";

const folder = newFolder();
beforeAll(() => buildForNode(folder));
afterAll(() => removeFolder(folder));

interface EarlyEnd {
  readonly name: string;
  readonly message: string;
  /** Milliseconds from the end to the error. */
  readonly late: number;
}

/** What a training with two workers says whose worker ends early in a step of a copy. */
const earlyEnds = async (
  list: readonly string[],
  flags: readonly string[] = [],
): Promise<Record<string, EarlyEnd>> => runScenario(folder, "earlyEnds", list, { flags });

/** What the error says, by the ways of test/workers/environments/ending-early.ts. */
type Messages = Record<string, string | RegExp>;

/** When something is thrown while a module is loaded. */
const thrownByModules: Messages = {
  objectAsMessage: '{"code":5} (in worker 1)',
  undefined: "undefined was thrown, which is not an error (in worker 1)",
  null: "null was thrown, which is not an error (in worker 1)",
  symbol: "Symbol(a symbol) was thrown, which is not an error (in worker 1)",
  bigint: "7 was thrown, which is not an error (in worker 1)",
  text: "a text (in worker 1)",
  emptyText: "Error (in worker 1)",
  function: "() => 1 (in worker 1)",
  withoutPrototype: "{} (in worker 1)",
  cyclic: "[object Object] (in worker 1)",
  // Node reads these two first, and throws what that throws.
  unreadable: /\(in worker 1\)$/,
  revoked: /\(in worker 1\)$/,
  unreadableMessage: /\(in worker 1\)$/,
  unreadableStack: "a message (in worker 1)",
  withoutMessage: "RangeError (in worker 1)",
  longName: "a message (in worker 1)",
  withCauses: "outer (in worker 1)",
};

/** When it is thrown by the `step` of an environment, behind the names of copy, episode and step. */
const thrownBySteps: Messages = {
  objectAsMessage: /: it threw an object with keys code \(in worker 1\)$/,
  undefined: /: it threw undefined \(in worker 1\)$/,
  null: /: it threw null \(in worker 1\)$/,
  symbol: /: it threw a symbol \(in worker 1\)$/,
  bigint: /: it threw a bigint \(in worker 1\)$/,
  text: /: it threw the string "a text" \(in worker 1\)$/,
  emptyText: /: it threw the string "" \(in worker 1\)$/,
  function: /: it threw a function \(in worker 1\)$/,
  withoutPrototype: /: it threw an object without keys \(in worker 1\)$/,
  cyclic: /: it threw an object with keys self \(in worker 1\)$/,
  unreadable: /: it threw a value that cannot be read \(in worker 1\)$/,
  revoked: /: it threw a value that cannot be read \(in worker 1\)$/,
  unreadableMessage: /: it threw a value that cannot be read \(in worker 1\)$/,
  unreadableStack: /: a message \(in worker 1\)$/,
  withoutMessage: /: it threw a RangeError without a message \(in worker 1\)$/,
  longName: /: a message \(in worker 1\)$/,
  withCauses: /: outer \(in worker 1\)$/,
};

const ends: Messages = {
  rejection: "rejected, and nobody listened (in worker 1)",
  timer: "thrown by a timer (in worker 1)",
  exit: "workers: process.exit() was called in one of them (in worker 1)",
  silentExit: /^workers: worker 1 has ended without a word/,
};

describe("a worker that ends early", () => {
  it.each([
    ["while it loads a module", "load", { ...thrownByModules, ...ends }],
    ["in the first rollout", "0", { ...thrownBySteps, ...ends }],
    // What is thrown reads the same in every step.
    ["later", "400", { text: thrownBySteps.text!, ...ends }],
  ])("ends the training within two seconds with an error that names it: %s", async (_, step, messages) => {
    const found = await earlyEnds(Object.keys(messages).map((way) => `${way}&${step}`));
    for (const [way, message] of Object.entries(messages)) {
      const end = found[`${way}&${step}`];
      expect(end.message, way).toMatch(typeof message === "string" ? exactly(message) : message);
      expect(end.late, way).toBeLessThan(2000);
    }
  });

  it("does so when it has run out of memory", async () => {
    // With a large young generation, V8 may fill the memory at one stroke, and ends the process.
    const flags = ["--max-old-space-size=48", "--max-semi-space-size=1"];
    const found = await earlyEnds(["memory&0"], flags);
    expect(found["memory&0"].message).toMatch(
      /^workers: worker 1 has ended without a word, as one does that has run out of memory; use smaller rollouts/,
    );
    // From when it began to fill its memory.
    expect(found["memory&0"].late).toBeLessThan(10_000);
  });

  it("does so while the thread that started it is in a long rollout of its own", async () => {
    const [thrown, exited] = await runScenario(folder, "earlyEndsBesideLongRollouts");
    expect(thrown).toMatchObject({ name: "WorkerError", message: expect.stringMatching(/"a text"/) });
    expect(exited.message).toMatch(/^workers: worker 1 has ended without a word/);
    expect(thrown.late).toBeLessThan(2000);
    expect(exited.late).toBeLessThan(2000);
  });
});

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[^\w\s]/g, "\\$&")}$`);
}
