import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { priorErrors } from "../../../scripts/train-go/prior-errors.ts";
import type { GoPosition } from "../../../src/games/go/index.ts";
import {
  gameFromSgf,
  goEvaluator,
  leafSymmetries,
  loadNetworks,
  parseSgf,
  positionBefore,
} from "../../../src/go/index.ts";
import { randomGames, sgfOf } from "../positions/random-games.ts";
import { tinyGoModel } from "../tiny-go-model.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  writeFileSync(join(folder, "model.safetensors"), tinyGoModel(5));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("a policy is judged by the moves of each player of a match apart", () => {
  const networks = loadNetworks(join(folder, "model.safetensors"));
  const lines = sgfOf(randomGames(2)).trimEnd().split("\n");
  const named = (line: string, black: string, white: string) =>
    line.replace(/^\(;(?:PB\[[^\]]*\]|PW\[[^\]]*\])*/, `(;PB[${black}]PW[${white}]`);
  const sgf = [named(lines[0]!, "A", "B"), named(lines[1]!, "B", "A")].join("\n");
  const found = priorErrors(networks, sgf);
  expect(found.map(({ player }) => player).sort()).toEqual(["A", "B"]);
  const expected: number[] = [];
  for (const [index, root] of parseSgf(sgf).entries()) {
    const game = gameFromSgf(root);
    for (const [ply, { color, move }] of game.moves.entries()) {
      if ((color === 1) !== (index === 0)) continue;
      const position: GoPosition = positionBefore(game);
      for (const { color, move } of game.moves.slice(0, ply)) {
        position.setToPlay(color);
        position.play(move);
      }
      position.setToPlay(color);
      const { policy, features } = networks;
      const evaluator = goEvaluator(position, policy, { features, symmetries: leafSymmetries, batch: 1 });
      evaluator.see(0);
      evaluator.evaluate(1);
      expected.push(evaluator.priors[move]!);
    }
  }
  const { moves, logLikelihood, unlikely } = found.find(({ player }) => player === "A")!;
  expect(moves).toBe(expected.length);
  expect(logLikelihood).toBeCloseTo(expected.reduce((sum, p) => sum + Math.log(p), 0) / moves, 10);
  expect(unlikely).toBe(expected.filter((p) => p < 0.01).length / moves);
});
