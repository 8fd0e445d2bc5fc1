import { expect, it } from "vitest";
import {
  addition,
  bernoulliBandit,
  blackjack,
  cliffWalking,
  frozenLake,
  gaussianBandit,
  generateFrozenLake,
  goEnvironment,
  gridWorld,
  lunarLander,
  normalizeObservation,
  tabularEnvironment,
  taxi,
} from "../../src/environments/index.ts";

it.each([
  ["addition: heldOut is 1", () => addition({ heldOut: 1 as never })],
  ['blackjack: sab is "no"', () => blackjack({ sab: "no" as never })],
  ["blackjack: natural is 1", () => blackjack({ natural: 1 as never })],
  ['cliffWalking: isSlippery is "false"', () => cliffWalking({ isSlippery: "false" as never })],
  ['frozenLake: isSlippery is "false"', () => frozenLake({ isSlippery: "false" as never })],
  ['goEnvironment: turned is "no"', () => goEnvironment({ size: 5, turned: "no" as never })],
  ["lunarLander: enableWind is 1", () => lunarLander({ enableWind: 1 as never })],
  [
    'normalizeObservation: update is "no"',
    () => normalizeObservation("CartPole-v1", { update: "no" as never }),
  ],
  ['taxi: isRainy is "no"', () => taxi({ isRainy: "no" as never })],
  ["taxi: ficklePassenger is 0", () => taxi({ ficklePassenger: 0 as never })],
])("what is neither true nor false is refused, as a text would count as true: %s", (message, make) => {
  expect(make).toThrow(`${message}; it must be true or false.`);
});

it.each([
  [
    'bernoulliBandit: a probability is "0.5"; it must be from 0 to 1',
    () => bernoulliBandit(["0.5"] as never),
  ],
  [
    'frozenLake: successRate is "0.5"; it must be from 0 to 1',
    () => frozenLake({ successRate: "0.5" as never }),
  ],
  [
    'generateFrozenLake: frozen is "0.9"; it must be above 0 and at most 1.',
    () => generateFrozenLake({ frozen: "0.9" as never }),
  ],
  [
    'gridWorld: tiles.G: reward is "1"; it must be a finite number',
    () => gridWorld({ id: "Grid-v0", map: ["S.G"], tiles: { G: { reward: "1" as never } } }),
  ],
  ['lunarLander: gravity is "-5"; it must be above -12', () => lunarLander({ gravity: "-5" as never })],
  ['lunarLander: windPower is "5"; it must be from 0', () => lunarLander({ windPower: "5" as never })],
])("a number written as text is refused: %s", (message, make) => {
  expect(make).toThrow(message);
});

it.each([
  [
    "frozenLake: map is null; it must be 4x4 or 8x8, or a list of rows.",
    () => frozenLake({ map: null as never }),
  ],
  [
    "frozenLake: rewards is [1]; it must be a list of three numbers, for the goal, a hole and ice.",
    () => frozenLake({ rewards: [1] as never }),
  ],
  [
    "frozenLake: a reward is NaN; it must be a finite number",
    () => frozenLake({ rewards: [1, Number.NaN, 0] }),
  ],
  [
    'gridWorld: tiles.G: kind is "End"; it must be "end", "back-to-start" or "wall", or left out.',
    () => gridWorld({ id: "Grid-v0", map: ["S.G"], tiles: { G: { kind: "End" as never } } }),
  ],
  [
    "gridWorld: tiles.G: there is no option rewrad. Did you mean reward?",
    () => gridWorld({ id: "Grid-v0", map: ["S.G"], tiles: { G: { rewrad: 1 } as never } }),
  ],
  [
    'gridWorld: tiles: the options must be an object such as { G: { kind: "end", reward: 1 } }, found "x".',
    () => gridWorld({ id: "Grid-v0", map: ["S.G"], tiles: "x" as never }),
  ],
  [
    'frozenLake: map has "X" in row 0; its letters must be S start, F frozen, H hole and G goal.',
    () => frozenLake({ map: ["SFX", "fHF", "FFG"] }),
  ],
  ['frozenLake: map has "f" in row 1', () => frozenLake({ map: ["SFF", "fHF", "FFG"] })],
  [
    'gridWorld: tiles has "WW"; it must be a letter, one character, as it stands in the map.',
    () => gridWorld({ id: "Grid-v0", map: ["SWG"], tiles: { WW: { kind: "wall" } } }),
  ],
  [
    'gridWorld: map has "S\u{1f480}G" in row 0; a cell must be one character, as letters are and emoji are not.',
    () => gridWorld({ id: "Grid-v0", map: ["S\u{1f480}G"] }),
  ],
  [
    "gridWorld: stepReward is NaN; it must be a finite number",
    () => gridWorld({ id: "Grid-v0", map: ["S.G"], stepReward: Number.NaN }),
  ],
])("a map, its tiles and its rewards are checked where they are given: %s", (message, make) => {
  expect(make).toThrow(message);
});

it.each([
  [
    "gaussianBandit: standardDeviation is -1; it must be from 0 on.",
    () => gaussianBandit([1, 2], { standardDeviation: -1 }),
  ],
  [
    "goEnvironment: the options must be an object such as { size: 9 }, found null.",
    () => goEnvironment(null as never),
  ],
  [
    "tabularEnvironment: table is an object; it must be a function that makes the table",
    () => tabularEnvironment({ id: "Table-v0", description: "None.", table: {} as never }),
  ],
])("what is wrong is said where it is given, not where an environment is made: %s", (message, make) => {
  expect(make).toThrow(message);
});
