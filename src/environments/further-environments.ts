import { tenArmedBandit } from "./bandits/ten-armed-bandit.ts";
import { bipedalWalker, bipedalWalkerHardcore } from "./box2d/bipedal-walker.ts";
import { lunarLander, lunarLanderContinuous } from "./box2d/lunar-lander.ts";
import { acrobot } from "./classic-control/acrobot.ts";
import { mountainCar } from "./classic-control/mountain-car.ts";
import { mountainCarContinuous } from "./classic-control/mountain-car-continuous.ts";
import type { EnvironmentDefinition } from "./environment-definition.ts";
import { connectFour } from "./games/connect-four.ts";
import { goGames } from "./games/go.ts";
import { fourRooms } from "./grid-worlds/four-rooms.ts";
import { gridWorld4x3 } from "./grid-worlds/grid-world-4x3.ts";
import { pong } from "./pong/pong.ts";
import { addition } from "./sequences/addition.ts";
import { blackjack } from "./toy-text/blackjack.ts";
import { cliffWalking } from "./toy-text/cliff-walking.ts";
import { frozenLake } from "./toy-text/frozen-lake.ts";
import { taxi } from "./toy-text/taxi.ts";

const byId = {
  "MountainCar-v0": mountainCar,
  "MountainCarContinuous-v0": mountainCarContinuous,
  "Acrobot-v1": acrobot,
  "FrozenLake-v1": frozenLake(),
  "FrozenLake8x8-v1": frozenLake({ map: "8x8" }),
  "Taxi-v4": taxi(),
  "CliffWalking-v1": cliffWalking(),
  "CliffWalkingSlippery-v1": cliffWalking({ isSlippery: true }),
  "Blackjack-v1": blackjack(),
  "LunarLander-v3": lunarLander(),
  "LunarLanderContinuous-v3": lunarLanderContinuous(),
  "BipedalWalker-v3": bipedalWalker,
  "BipedalWalkerHardcore-v3": bipedalWalkerHardcore,
  "TenArmedBandit-v0": tenArmedBandit,
  "Addition-v0": addition(),
  "AdditionHeldOut-v0": addition({ heldOut: true }),
  "GridWorld-4x3-v0": gridWorld4x3,
  "FourRooms-v0": fourRooms,
  "Pong-v0": pong(),
  "Pong-point-v0": pong({ episode: "point" }),
  "Pong-numbers-v0": pong({ observation: "numbers" }),
  "Pong-point-numbers-v0": pong({ episode: "point", observation: "numbers" }),
  "ConnectFour-v0": connectFour,
};

/** Those whose types are known by their ids. */
export type FurtherEnvironments = typeof byId;

/** Environments that a page does not load unless it names them. */
export const furtherEnvironments: readonly EnvironmentDefinition[] = [
  ...Object.values<EnvironmentDefinition>(byId),
  ...(goGames as readonly EnvironmentDefinition[]),
];
