import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leafErrors } from "../../../scripts/train-go/leaf-errors.ts";
import { loadNetworks } from "../../../src/go/index.ts";
import { randomGames, sgfOf } from "../positions/random-games.ts";
import { tinyGoModel } from "../tiny-go-model.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  writeFileSync(join(folder, "model.safetensors"), tinyGoModel(5));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the errors of what a search goes by at its leaves", () => {
  it("are those of both parts and of their mixture, at every position or some, by the stones on the board", () => {
    const networks = loadNetworks(join(folder, "model.safetensors"));
    const sgf = sgfOf(randomGames(6));
    const all = leafErrors({ networks, sgf, every: 1, seed: 1 });
    expect(all.map(({ stones }) => stones)).toEqual(["all", "0–12", "12–24", "24–36", "36–48", "48–"]);
    expect(all[0].positions).toBe(all.slice(1).reduce((sum, { positions }) => sum + positions, 0));
    // The square of a mean is no more than the mean of the squares.
    for (const { network, games, mixed } of all.slice(0, 2)) {
      for (const error of [network, games, mixed]) expect(error >= 0 && error <= 4).toBe(true);
      expect(mixed).toBeLessThanOrEqual(Math.max(network, games));
    }
    const some = leafErrors({ networks, sgf, every: 3, seed: 1 });
    expect(some[0].positions).toBe(Math.ceil(all[0].positions / 3));
    expect(leafErrors({ networks, sgf, every: 3, seed: 1 })).toEqual(some);
  });
});
