import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GoPosition } from "../../../src/games/go/index.ts";
import { loadNetworks, namedPlayer, saveGoModel } from "../../../src/go/index.ts";
import { savePolicies } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { tinyGoPolicy, tinyGoValue } from "../tiny-go-model.ts";

const value = tinyGoValue(5);
const [imitation, reinforced] = [tinyGoPolicy(5), tinyGoPolicy(5, 2)];

let folder: string;
const file = (name: string) => join(folder, `${name}.safetensors`);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  writeFileSync(file("all"), saveGoModel({ imitation, reinforced, value }));
  writeFileSync(file("other-prior"), saveGoModel({ imitation, reinforced, prior: "reinforced" }));
  writeFileSync(file("imitation"), imitation.save());
  writeFileSync(file("value"), value.save());
  writeFileSync(file("foreign"), savePolicies({ one: imitation, two: reinforced }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const turn = () => ({
  position: new GoPosition({ size: 5 }),
  ...{ generator: createGenerator(0), seconds: undefined, mayResign: false },
});

describe("a file of the networks that play Go", () => {
  it("searches by the imitation and the value network, and by the reinforced policy where it says so", () => {
    const all = loadNetworks(file("all"));
    expect(all.policy.weights()).toEqual(imitation.weights());
    expect(all.valueFunction).toBeDefined();
    expect(all.board).toEqual({ columns: 5, rows: 5 });
    const other = loadNetworks(file("other-prior"));
    expect(other.policy.weights()).toEqual(reinforced.weights());
    expect(other.valueFunction).toBeUndefined();
  });

  it("searches by the apprentice where there is one, and plays by it before the imitation", () => {
    const apprentice = tinyGoPolicy(5, 3);
    writeFileSync(file("four"), saveGoModel({ imitation, apprentice, reinforced, value }));
    expect(loadNetworks(file("four")).policy.weights()).toEqual(apprentice.weights());
    expect(loadNetworks(file("four"), { search: false }).policy.weights()).toEqual(reinforced.weights());
    writeFileSync(file("two"), saveGoModel({ imitation, apprentice }));
    expect(loadNetworks(file("two"), { search: false }).policy.weights()).toEqual(apprentice.weights());
  });

  it("plays by the reinforced policy without a search", async () => {
    expect(loadNetworks(file("all"), { search: false }).policy.weights()).toEqual(reinforced.weights());
    writeFileSync(file("reinforced"), reinforced.save());
    const [all, alone] = [file("all"), file("reinforced")].map((name) => namedPlayer(name));
    expect(await all.player(turn())).toBe(await alone.player(turn()));
  });

  it("gives a network by its name as a file of its own would", async () => {
    const named = loadNetworks(`${file("all")}#imitation`, { search: false });
    expect(named.policy.weights()).toEqual(imitation.weights());
    expect(named.valueFunction).toBeUndefined();
    for (const how of ["", "@0.5", ":20"]) {
      const [alone, one] = [file("imitation"), `${file("all")}#imitation`].map((name) =>
        namedPlayer(name + how),
      );
      expect(await one.player(turn())).toBe(await alone.player(turn()));
    }
    const names = [
      `${file("imitation")}+${file("value")}`,
      `${file("all")}#imitation+${file("all")}`,
      file("all"),
    ];
    const moves = await Promise.all(names.map((name) => namedPlayer(`${name}:30`).player(turn())));
    expect(moves).toEqual([moves[0], moves[0], moves[0]]);
  });

  it("says which networks there are where another one is named, or none that it could know", () => {
    expect(() => namedPlayer(`${file("all")}#policy:20`)).toThrow(
      `${file("all")} has no network policy, but imitation, reinforced, value; name one of them, as in ${file("all")}#imitation`,
    );
    expect(() => namedPlayer(file("foreign"))).toThrow("has no player, but one, two; name one of them");
    expect(() => namedPlayer(`${file("imitation")}+${file("foreign")}:5`)).toThrow(
      "has no value, but one, two",
    );
    expect(() => namedPlayer(`${file("imitation")}#imitation`)).toThrow(
      "has a single network, which has no name; leave #imitation out",
    );
    expect(() => namedPlayer(`${file("all")}#value`)).toThrow(
      /#value is no policy of Go: it sees box \[5,5,14\]/,
    );
  });

  it("has networks of one board and one kind of planes", () => {
    expect(() => saveGoModel({ value })).toThrow('no policy to search by, which is to be "reinforced"');
    expect(() => saveGoModel({ imitation, reinforced: tinyGoPolicy(7) })).toThrow(
      "reinforced is for another board than imitation",
    );
    expect(() => saveGoModel({ imitation: tinyGoPolicy(7), value })).toThrow(
      "is no value network beside that policy",
    );
    expect(() => saveGoModel({ imitation: value })).toThrow("imitation is no policy of Go");
  });
});
