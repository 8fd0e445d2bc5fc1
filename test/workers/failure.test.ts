import { describe, expect, it } from "vitest";
import { readFailure, WorkerError, writeFailure } from "../../src/workers/failure.ts";
import { createSharedMemory } from "../../src/workers/sharing/shared-memory.ts";
import { joinTeam, TeamEnded } from "../../src/workers/team.ts";

describe("the failure of a member", () => {
  it("is read as it was written, whatever its text", () => {
    const memory = createSharedMemory();
    expect(readFailure(memory)).toBeUndefined();
    const error = new RangeError('"θ" is 𝄞\n\u0000');
    expect(writeFailure(memory, 3, error)).toBe(true);
    expect(readFailure(memory)).toEqual({
      rank: 3,
      name: "RangeError",
      message: error.message,
      stack: error.stack,
    });
  });

  it("is the first one only", () => {
    const memory = createSharedMemory();
    expect(writeFailure(memory, 1, new Error("first"))).toBe(true);
    expect(writeFailure(memory, 2, new Error("second"))).toBe(false);
    expect(readFailure(memory)).toMatchObject({ rank: 1, message: "first" });
  });

  it("fits, however long its text is", () => {
    const memory = createSharedMemory();
    writeFailure(memory, 1, new Error("\u0001".repeat(100_000)));
    expect(readFailure(memory)?.message.length).toBeGreaterThan(1000);
  });

  it("may be a value that is no error", () => {
    const memory = createSharedMemory();
    writeFailure(memory, 1, "a string");
    expect(readFailure(memory)).toMatchObject({ name: "Error", message: "a string" });
  });

  it("reaches the others at their next barrier, with its cause", () => {
    const memory = createSharedMemory();
    joinTeam(memory, 1, 2).fail(new RangeError("no such action"));
    const meet = () => joinTeam(memory, 0, 2).barrier();
    expect(meet).toThrow(WorkerError);
    expect(meet).toThrow("no such action (in worker 1)");
    try {
      meet();
    } catch (error) {
      expect(error).toMatchObject({ rank: 1, cause: { name: "RangeError", message: "no such action" } });
    }
  });

  it("ends the team without an error when a member leaves without one", () => {
    const memory = createSharedMemory();
    joinTeam(memory, 1, 2).leave();
    expect(() => joinTeam(memory, 0, 2).barrier()).toThrow(TeamEnded);
  });
});
