import { describe, expect, test } from "vitest";
import { measureGames, ourGames } from "../../benchmarks/go/random-games.ts";

describe("random games of Go", () => {
  test("have the length that is known of them, about 111 moves on 9×9 with two passes, whichever ko rule", () => {
    const contestants = (["simple", "positional-superko", "situational-superko"] as const).map((ko) =>
      ourGames(9, ko, 300),
    );
    for (const { movesPerGame, gamesPerSecond } of measureGames(contestants, 1)) {
      // The length of a game has a standard deviation of about 16: the mean of 300 lies outside once in 50,000 times.
      expect(Math.abs(movesPerGame - 111.1)).toBeLessThan(4);
      expect(gamesPerSecond).toBeGreaterThan(0);
    }
  });
});
