import { describe, expect, it } from "vitest";
import { collectWarnings } from "../../../src/learning/training/warnings.ts";
import { alone, type Team } from "../../../src/workers/index.ts";

/** Members of a team in one thread, who see the same arrays. */
function teamOf(size: number): Team[] {
  const arrays: unknown[] = [];
  return Array.from({ length: size }, (_, rank): Team => {
    let next = 0;
    return {
      ...alone,
      rank,
      size,
      array(type, length) {
        const index = next++;
        arrays[index] ??= new type(length);
        return arrays[index] as ReturnType<typeof alone.array> as never;
      },
    };
  });
}

describe("warnings of a team", () => {
  it("reach the member of rank 0, whichever member has the environment, the first of each kind", () => {
    const [first, second, third] = teamOf(3).map(collectWarnings);
    expect(first.list).toEqual([]);
    third.addOfEnvironment("outside", "copy 5: 1.001");
    third.addOfEnvironment("outside", "copy 4: 2");
    expect(first.list).toEqual(["copy 5: 1.001"]);
    second.addOfEnvironment("outside", "copy 3: 7");
    first.addOfEnvironment("outside", "copy 0: 9");
    expect(first.list).toEqual(["copy 5: 1.001"]);
    first.addOfEnvironment("closing", "copy 0: stuck");
    expect(first.list).toEqual(["copy 5: 1.001", "copy 0: stuck"]);
  });

  it("keep their text over lines and alphabets, and cut what is too long", () => {
    const [first, second, third] = teamOf(3).map(collectWarnings);
    second.addOfEnvironment("outside", "größer\nals 1 😀");
    third.addOfEnvironment("closing", "界".repeat(10_000));
    const [short, long] = first.list;
    expect(short).toBe("größer\nals 1 😀");
    expect(long).toMatch(/^界{1000,1365}$/);
  });
});
