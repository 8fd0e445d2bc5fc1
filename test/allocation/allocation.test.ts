import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

interface Measured {
  readonly allocatedPerCall: number;
  readonly kept: number;
}

/**
 * In a process of its own, whose young objects have room until the count is taken, and whose engine compiles when it
 * has counted enough calls (`--predictable`), not when another thread finds the time: the bytes do not depend on the load.
 */
const measured = JSON.parse(
  execFileSync(
    process.execPath,
    [
      ...["--expose-gc", "--predictable", "--max-semi-space-size=128", "--min-semi-space-size=128"],
      ...["--import", "tsx"],
      fileURLToPath(new URL("measure.ts", import.meta.url)),
    ],
    { encoding: "utf8" },
  ),
) as Record<string, Measured>;

/** Less than one number in two calls, if it is stored as an object of 16 bytes; reading the heap's size itself needs some. */
const mostPerCall: Readonly<Record<string, number>> = {
  "a minibatch step": 8,
  "a step of A2C": 8,
  "an acting step of 8 copies": 8,
  "a step of 8 environments": 8,
  "a minibatch of sequences": 8,
  "an acting step of 8 copies with states": 8,
  "a random game of Go, copied and taken back": 8,
};

describe("memory", () => {
  it.each(Object.entries(mostPerCall))("%s allocates nothing", (name, most) => {
    expect(measured[name].allocatedPerCall, `bytes per call of ${name}`).toBeLessThan(most);
  });

  it.each(Object.keys(measured))("10,000 times %s keep less than 1 MB", (name) => {
    expect(measured[name].kept, `bytes that ${name} leaves behind`).toBeLessThan(2 ** 20);
  });
});
