import { describe, expect, it } from "vitest";
import {
  createAtariAnswer,
  createRandomPlayout,
  GoPosition,
  parseVertex,
  vertexOf,
} from "../../../src/games/go/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const rules = { size: 5, komi: 0.5 } as const;

/** What is answered how often in 1,000 draws after moves by turns, Black first. */
function answers(vertices: string): Record<string, number> {
  const position = new GoPosition(rules);
  for (const vertex of vertices.split(" ")) position.play(parseVertex(vertex, position));
  const answer = createAtariAnswer(position, createGenerator(1));
  const counts: Record<string, number> = {};
  for (let i = 0; i < 1000; i++) {
    const move = answer(position);
    const name = move < 0 ? "none" : vertexOf(move, position);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
/** Binomial with 0.9: 1,000 draws are outside of 855 to 945 with a probability below 1e-5. */
const most = (count: number | undefined) => (count ?? 0) > 855 && (count ?? 0) < 945;

describe("an answer to atari", () => {
  it("captures a chain that has played itself into atari", () => {
    // White's stone in the corner has one liberty.
    const counts = answers("B5 E1 E3 A5");
    expect(Object.keys(counts).sort()).toEqual(["A4", "none"]);
    expect(most(counts.A4)).toBe(true);
  });

  it("extends an own chain that has one liberty left, where it has two after that", () => {
    const counts = answers("C3 C4 E1 B3 E5 C2");
    expect(Object.keys(counts).sort()).toEqual(["D3", "none"]);
    expect(most(counts.D3)).toBe(true);
  });

  it("captures what has an own chain in atari, and draws between that and an extension", () => {
    // Black's C3 is in atari from B3, C4 and C2; C2 has B2, C1 and D2 around it, of which Black has two.
    const counts = answers("C3 C4 B2 B3 D2 E5 A1 C2");
    expect(Object.keys(counts).sort()).toEqual(["C1", "none"]);
    const both = answers("C3 C4 B2 C2 D2 E5 A1 B3");
    expect(Object.keys(both).sort()).toEqual(["C1", "D3", "none"]);
    expect(both.C1).toBeGreaterThan(300);
    expect(both.D3).toBeGreaterThan(300);
  });

  it("is none where nothing is in atari, after a pass, and for a chain that an extension does not save", () => {
    expect(answers("C3 D4")).toEqual({ none: 1000 });
    // At the edge, an extension has one liberty.
    expect(answers("A1 C1 E5 A2")).toEqual({ none: 1000 });
    expect(answers("C3 pass")).toEqual({ none: 1000 });
  });

  it("is legal in whole games, which a playout takes back to where they began", () => {
    for (const size of [1, 2, 5, 9]) {
      const position = new GoPosition({ size });
      const generator = createGenerator(size);
      const inner = createAtariAnswer(position, generator);
      let answered = 0;
      const playout = createRandomPlayout(position, generator, (at) => {
        const move = inner(at);
        if (move >= 0) {
          answered++;
          expect(at.explain(move)).toBeUndefined();
        }
        return move;
      });
      for (let game = 0; game < 20; game++) {
        const moves = playout(position, 3 * position.points);
        expect(position.moveCount).toBe(moves);
        for (let i = 0; i < moves; i++) position.undo();
        expect([...position.hash]).toEqual([0, 0]);
      }
      expect(answered > 0).toBe(size > 1);
    }
  });
});
