import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goEnvironment } from "../../../src/environments/index.ts";
import { GoPosition } from "../../../src/games/go/index.ts";
import {
  createGtpEngine,
  goEvaluator,
  leafSymmetries,
  namedPlayer,
  randomGame,
  searchPlayer,
  standardPlayer,
} from "../../../src/go/index.ts";
import { loadPolicy, resizePolicy, type Spaces } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { tinyGoModel } from "../tiny-go-model.ts";

const bytes = tinyGoModel(6);
let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  file = join(folder, "go-6x6.safetensors");
  writeFileSync(file, bytes);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A position after some moves, and what else a player decides by. */
function turnOn(columns: number, rows: number) {
  const position = new GoPosition({ columns, rows });
  for (const move of [columns + 1, 3, 2 * columns + 2]) position.play(move);
  return { position, generator: createGenerator(5), seconds: undefined, mayResign: false };
}

describe("the player for boards of every size", () => {
  it("searches by the policy and the value network on the board that they are for", async () => {
    const expected = await namedPlayer(`${file}:30`).player(turnOn(6, 6));
    expect(await standardPlayer(file, { simulations: 30 })(turnOn(6, 6))).toBe(expected);
  });

  it("searches by the policy, resized, and random games on boards from 5 to 13 lines", async () => {
    const player = standardPlayer(file, { simulations: 20 });
    const policy = loadPolicy(bytes, { name: "imitation" });
    for (const [columns, rows] of [
      [5, 5],
      [7, 6],
      [13, 13],
    ]) {
      const spaces = goEnvironment({ columns, rows }).create() as Spaces<unknown, unknown>;
      const resized = resizePolicy(policy, spaces, { backend: policy.backend });
      const evaluator = (position: GoPosition) =>
        goEvaluator(position, resized, { symmetries: leafSymmetries, batch: 2 });
      const expected = searchPlayer({ simulations: 20, evaluator, rollout: randomGame })(
        turnOn(columns, rows),
      );
      expect(await player(turnOn(columns, rows))).toBe(await expected);
    }
  });

  it("searches without networks on other boards, and where there are none", async () => {
    const expected = await namedPlayer("search").player(turnOn(4, 4));
    expect(await standardPlayer(file)(turnOn(4, 4))).toBe(expected);
    expect(await standardPlayer(undefined)(turnOn(4, 4))).toBe(expected);
  });

  it("is refused for options that there are not, before the first move", () => {
    for (const simulations of [0, 1.5, Number.NaN])
      expect(() => standardPlayer(undefined, { simulations })).toThrow(
        `standardPlayer: simulations is ${simulations}; it must be an integer from 1`,
      );
    expect(() => standardPlayer(file, { simulation: 5 } as object)).toThrow(
      "standardPlayer: there is no option simulation. Did you mean simulations?",
    );
  });

  it("follows an engine from board to board", async () => {
    const engine = createGtpEngine({ player: standardPlayer(file, { simulations: 5 }) });
    for (const size of [6, 5, 3, 6]) {
      expect(await engine.answer(`boardsize ${size}`)).toBe("=\n\n");
      expect(await engine.answer("genmove black")).toMatch(/^= ([A-F][1-6]|pass)\n\n$/);
    }
  });
});
