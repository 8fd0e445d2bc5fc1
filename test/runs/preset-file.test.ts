import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatPresetFile, readPresetFile } from "../../src/runs/preset-file.ts";
import { resolveSettings } from "../../src/runs/settings.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
  path = join(folder, "best.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const a2c = { algorithm: "a2c", environment: "CartPole-v1", options: { learningRate: 0.002, hidden: [32] } };

describe("the file of a preset", () => {
  it("is read as it was written", () => {
    writeFileSync(path, formatPresetFile(a2c));
    expect(readPresetFile(path)).toEqual(a2c);
  });

  it("gives a training its algorithm and options, in the place of the tuned ones, and options go before it", () => {
    writeFileSync(path, formatPresetFile(a2c));
    const settings = { environment: "Pendulum-v1", preset: path, options: { hidden: [8] } };
    const { algorithm, preset, options } = resolveSettings(settings);
    expect([algorithm.name, preset]).toEqual(["a2c", path]);
    // 500,000 is the default: the settings tuned for Pendulum have a million.
    expect(options).toMatchObject({ learningRate: 0.002, hidden: [8], steps: 500_000 });
  });

  it.each([
    ["", "it is no preset: Unexpected end of JSON input. logpi tune writes such files."],
    [
      "[]",
      'it is no preset: found []; it must be a record with format "logpi-preset-1", algorithm and options',
    ],
    ["3", 'it is no preset: found 3; it must be a record with format "logpi-preset-1"'],
    ['{"format": "logpi-preset-1", "algorithm": "ppo", "options": []}', "options: expected Object, found []"],
    ["{}", 'it is no preset: format is missing; it must be a record with format "logpi-preset-1"'],
    ['{"format": "logpi-run-1"}', 'format: expected "logpi-preset-1", found "logpi-run-1"'],
    ['{"format": "logpi-preset-1", "algorithm": 3, "options": {}}', "algorithm: expected string, found 3"],
    [
      '{"format": "logpi-preset-1", "algorithm": "ppo"}',
      "options is missing; it must be a record with format",
    ],
    [
      '{"format": "logpi-preset-1", "algorithm": "ppo", "options": {}, "option": 3}',
      "there is no field option; it must be a record with format",
    ],
    ['{"format": "logpi-preset-1", "algorithm": "pop", "options": {}}', "Did you mean ppo?"],
    [
      '{"format": "logpi-preset-1", "algorithm": "ppo", "options": { "discount": 2, "epocs": 1 }}',
      /preset .*best\.json, ppo: there is no option epocs.*\n?.*option discount is 2; it must be a number from 0 to 1/s,
    ],
  ])("is refused where it holds %s", (text, message) => {
    writeFileSync(path, text);
    expect(() => resolveSettings({ environment: "CartPole-v1", preset: path })).toThrow(message);
  });

  it("is refused where it is not there, and where it is another algorithm's", () => {
    const settings = { environment: "CartPole-v1", preset: path };
    expect(() => resolveSettings(settings)).toThrow(`preset: ${path}: there is no such file.`);
    writeFileSync(path, formatPresetFile(a2c));
    expect(() => resolveSettings({ ...settings, algorithm: "ppo" })).toThrow(
      `preset: ${path} has options of a2c, not of ppo.`,
    );
  });
});
