import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

interface Measured {
  readonly allocatedPerCall: number;
  readonly kept: number;
}

/** In a process of its own, whose young objects have room until the count is taken. */
const measured = JSON.parse(
  execFileSync(
    process.execPath,
    [
      ...["--expose-gc", "--max-semi-space-size=128", "--min-semi-space-size=128", "--import", "tsx"],
      fileURLToPath(new URL("measure.ts", import.meta.url)),
    ],
    { encoding: "utf8" },
  ),
) as Record<string, Measured>;

/**
 * A number that leaves a function which is not inlined is an object of 16 bytes; which functions are is up to the engine.
 * An array, a closure or an iterator in a loop takes more than these bounds leave.
 */
const mostPerCall: Readonly<Record<string, number>> = {
  "a minibatch step": 16,
  "an acting step of 8 copies": 8 * 16,
  "a step of 8 environments": 8 * 64,
};

describe("memory", () => {
  it.each(Object.entries(mostPerCall))("%s allocates nothing", (name, most) => {
    expect(measured[name].allocatedPerCall, `bytes per call of ${name}`).toBeLessThan(most);
  });

  it.each(Object.keys(measured))("10,000 times %s keep less than 1 MB", (name) => {
    expect(measured[name].kept, `bytes that ${name} leaves behind`).toBeLessThan(2 ** 20);
  });
});
