import { expect, it } from "vitest";
import { summarize, summaryInText } from "../../../src/cli/go/match-summary.ts";

it("a match that was stopped before its first game says nothing of the players", () => {
  const summary = summarize([]);
  expect(summary).toMatchObject({ games: 0, share: 0.5, shareInterval: [0, 1], elo: 0 });
  expect(summary.eloInterval).toEqual([-Infinity, Infinity]);
  expect(summaryInText(summary, "a", "b").join()).toContain(
    "Elo difference: 0 (95 % interval -Infinity to +Infinity)",
  );
});
