import { describe, expect, it } from "vitest";
import { chainsOf, deadChains, GoPosition, ownershipOf } from "../../../src/games/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

/** A position whose stones stand as in a picture: X is Black, O is White. */
function positionOf(...rows: readonly string[]): GoPosition {
  const position = new GoPosition({ columns: rows[0].length, rows: rows.length });
  const stones = Uint8Array.from([...rows.join("")], (sign) => ".XO".indexOf(sign));
  position.setUp(stones, 1);
  return position;
}

/** A picture of a position in which chains are named by letters, a for the first. */
function chainsIn(position: GoPosition): string {
  const letters = new Array<string>(position.points).fill(".");
  for (const [index, chain] of chainsOf(position).entries()) {
    for (const point of chain) letters[point] = "abcdefgh"[index];
  }
  return letters.join("");
}

describe("dead stones", () => {
  it("are no stones of groups with two eyes", () => {
    const position = positionOf(".X.XO", "XXXXO", "OOOOO", ".O.O.", "OOOOO");
    expect(deadChains(position, createGenerator(1))).toEqual([]);
    const shares = ownershipOf(position, createGenerator(1), 50);
    expect(Array.from(shares, Math.round)).toEqual([
      ...[1, 1, 1, 1, 0],
      ...[1, 1, 1, 1, 0],
      ...new Array(15).fill(0),
    ]);
  });

  it("are those in the area of a group that has two eyes without them", () => {
    const dead = positionOf(".X.X.", "XXXXX", "OOOOO", ".O.O.", "X.OOO");
    expect(deadChains(dead, createGenerator(1))).toEqual([[20]]);
    expect(deadChains(positionOf("X....", ".....", ".OOO.", ".O.OO", ".OO.O"), createGenerator(1))).toEqual([
      [0],
    ]);
  });

  it("leave a position as it was, and are the same for the same seed", () => {
    const position = positionOf("X....", ".OO..", ".....");
    const before = position.save();
    const [first, second] = [1, 1].map((seed) => ownershipOf(position, createGenerator(seed), 20));
    expect(second).toEqual(first);
    expect(position.save()).toEqual(before);
  });

  it("are not told by a number of games that cannot be played", () => {
    const position = positionOf("...", "...");
    for (const games of [0, -1, 1.5, Number.NaN])
      expect(() => ownershipOf(position, createGenerator(1), games)).toThrow(
        `ownershipOf: games is ${games}; it must be an integer from 1`,
      );
  });

  it("are looked for by chains, which are stones of a color that touch each other", () => {
    expect(chainsIn(positionOf("XX.O", ".XOO", "O.XX"))).toBe("aa.b.abbc.dd");
    expect(chainsOf(positionOf("...", "..."))).toEqual([]);
  });
});
