import { describe, expect, it } from "vitest";
import { fuzzGo } from "../../scripts/fuzz-go/campaign.ts";

describe("damaged games in SGF, commands and responses of GTP", () => {
  // The same with any number of inputs: npx tsx scripts/fuzz-go.ts COUNT.
  it("are read or refused with a reason, and an engine lives on", async () => {
    const { inputs, outcomes } = await fuzzGo(1500);
    // All of it was tried.
    expect(inputs).toBe(1500);
    expect(Object.keys(outcomes).sort()).toEqual([
      ...["command: carried out", "command: no command", "command: refused"],
      ...["responses: read", "responses: refused"],
      ...["sgf: read, with a game that cannot be", "sgf: read, with games", "sgf: refused"],
    ]);
  });
});
