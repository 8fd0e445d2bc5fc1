import { describe, expect, it } from "vitest";
import { placeOfError } from "../../../src/cli/display/place-of-error.ts";

const thrownAt = (frame: string) =>
  new Error("outer", {
    cause: Object.assign(new Error("inner"), { stack: `Error: inner\n    at ${frame}` }),
  });

describe("the place of an error", () => {
  it.each([
    ["Object.step (file:///games/maze.ts:3:20)", "/games/maze.ts:3:20"],
    ["/my games/maze.js:3:20", "/my games/maze.js:3:20"],
    ["async file:///games/maze.ts:3:20", "/games/maze.ts:3:20"],
  ])("is the first in the stack of its innermost cause: %s", (frame, place) => {
    expect(placeOfError(thrownAt(frame))).toBe(place);
  });

  it.each([
    "compileSourceTextModule (node:internal/modules/esm/utils:346:16)",
    "Object.readFileSync (node:fs:441:20)",
    "step (file:///games/node_modules/physics/index.js:1:2)",
    `train (${new URL("../../../src/runs/train.ts", import.meta.url)}:1:2)`,
    "step (<anonymous>)",
  ])("is not told where it is not in a file of the user's: %s", (frame) => {
    expect(placeOfError(thrownAt(frame))).toBeUndefined();
    expect(placeOfError("a word")).toBeUndefined();
  });
});
