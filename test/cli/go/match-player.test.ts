import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matchPlayer } from "../../../src/cli/go/match-player.ts";
import { goRules } from "../../../src/games/go/index.ts";
import { tinyGoPolicy } from "../../go/tiny-go-model.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi "));
  writeFileSync(join(folder, "policy.safetensors"), tinyGoPolicy(5).save());
});
afterAll(() => rmSync(folder, { recursive: true }));

const rules = goRules({ size: 5 });
const commandOf = (text: string) => {
  const options = { rules, level: 1, timeLimit: 10, backend: "wasm", script: "logpi.js" } as const;
  return matchPlayer(text, options).engine(3).command;
};

describe("a player of a match", () => {
  it.each([
    "/opt/engine --weights net.safetensors",
    "/opt/engine --weights nets/net.safetensors:400",
    "/opt/engine net.safetensors#value",
    "./engine gtp",
    "/opt/engine",
  ])("is the command line %s", (text) => {
    expect(commandOf(text)).toEqual(text.split(" "));
  });

  it("is a network whose file is there, though its name has spaces", () => {
    const name = `${join(folder, "policy.safetensors")}:20`;
    expect(name).toMatch(/\s/);
    expect(commandOf(name).slice(-7)).toEqual(["gtp", "--player", name, "--backend", "wasm", "--seed", "3"]);
  });

  it("is used for game after game where it is one of logpi, and no other engine is", () => {
    const options = { rules, level: 1, timeLimit: 10, backend: "wasm", script: "logpi.js" } as const;
    const isReusable = (text: string) => matchPlayer(text, options).reusable ?? false;
    expect(["random", "search:5", "gnugo", "./engine gtp"].map(isReusable)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("has what tells the weights of its file from others, where it goes by networks", () => {
    const options = { rules, level: 1, timeLimit: 10, backend: "wasm", script: "logpi.js" } as const;
    const file = join(folder, "changing.safetensors");
    const weightsOf = (seed: number) => {
      writeFileSync(file, tinyGoPolicy(5, seed).save());
      return matchPlayer(`${file}:20`, options).weights;
    };
    expect(weightsOf(1)).toMatch(/^[0-9a-f]{16}$/);
    expect(weightsOf(1)).toBe(weightsOf(1));
    expect(weightsOf(2)).not.toBe(weightsOf(1));
    expect(["random", "search:5", "gnugo"].map((name) => matchPlayer(name, options).weights)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is told to be missing before the first game", () => {
    expect(() => commandOf("models/none.safetensors:400")).toThrow("models/none.safetensors");
    expect(() => commandOf("serch")).toThrow("there is no player");
  });
});
