import { expect, it } from "vitest";
import {
  addition,
  bernoulliBandit,
  blackjack,
  cliffWalking,
  frozenLake,
  goEnvironment,
  gridWorld,
  lunarLander,
  normalizeObservation,
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
])("a map, its tiles and its rewards are checked where they are given: %s", (message, make) => {
  expect(make).toThrow(message);
});
