import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoted } from "../../../src/cli/display/quoted.ts";

describe("a quoted path", () => {
  it.each([
    ["runs/CartPole-v1-ppo-1", "runs/CartPole-v1-ppo-1"],
    ["/home/me/my runs/one", '"/home/me/my runs/one"'],
    ["-run", "./-run"],
    ["", '""'],
    ["cost $5", "'cost $5'"],
    ['it\'s "$1"', "'it'\\''s \"$1\"'"],
    ["läufe/1", '"läufe/1"'],
    ["a;rm -rf b", '"a;rm -rf b"'],
  ])("%s is written %s", (path, expected) => {
    expect(quoted(path)).toBe(expected);
  });

  it("is read back by a shell as it was", () => {
    const character = fc.constantFrom(..."ab -.'\"$`\\!;&|<>*?(){}[]#~ä\t\n");
    const path = fc.array(character, { maxLength: 12 }).map((characters) => characters.join(""));
    // By one shell for all of them, of which each is ended by a NUL, as no path has one.
    const paths = fc.sample(path, { seed: 40, numRuns: 1000 });
    const script = `printf '%s\\0' ${paths.map(quoted).join(" ")}`;
    const read = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" });
    expect(read.split("\0").slice(0, -1)).toEqual(
      paths.map((path) => (path.startsWith("-") ? `./${path}` : path)),
    );
  });
});
