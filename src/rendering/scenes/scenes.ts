import type { Scene } from "../../environments/index.ts";
import {
  type Check,
  finite,
  integer,
  isNumbers,
  list,
  nameIn,
  one,
  pair,
  point,
  record,
  rows,
} from "../checks.ts";
import type { Drawing, SceneOf } from "../drawing.ts";
import { drawAcrobot } from "./acrobot.ts";
import { drawConnectFour, drawGo, drawTicTacToe } from "./board.ts";
import { drawCartPole } from "./cart-pole.ts";
import { drawGrid, tileColors } from "./grid.ts";
import { drawImage } from "./image.ts";
import { drawMountainCar } from "./mountain-car.ts";
import { drawPendulum } from "./pendulum.ts";
import { drawPong } from "./pong.ts";
import { drawRigidBodies, partColors } from "./rigid-bodies.ts";
import { drawTaxi } from "./taxi.ts";

type FieldsOf<Name extends Scene["scene"]> = {
  readonly [Field in Exclude<keyof SceneOf<Name>, "scene">]: Check;
};

const view = one(
  (value) => isNumbers(value, 4) && value[2] > 0 && value[3] > 0,
  "four finite numbers [left, bottom, width, height], the size above 0",
);
const cell: Check = (value, of) => integer(0, (of.tiles as readonly unknown[]).length - 1)(value, of);
const score = integer(0);
const scores: Check = (value, of) => pair(value, of) ?? list(score)(value, of);
const board = { columns: integer(1), pieces: rows(finite, ({ columns }) => columns) };

/**
 * How each scene is drawn; how many steps of it are shown in a second: those of the environment's own time, where it has
 * one; and what its fields must be, which are looked at in this order.
 */
export const scenes: {
  readonly [Name in Scene["scene"]]: readonly [
    draw: Drawing<Name>,
    framesPerSecond: number,
    fields: FieldsOf<Name>,
  ];
} = {
  "cart-pole": [drawCartPole, 50, { position: finite, angle: finite }],
  pendulum: [drawPendulum, 20, { angle: finite }],
  acrobot: [drawAcrobot, 10, { angles: pair }],
  "mountain-car": [drawMountainCar, 30, { position: finite, goal: finite }],
  "rigid-bodies": [
    drawRigidBodies,
    50,
    {
      ...{ view, ground: list(point, 1), boxes: list(list(point)), flags: list(point) },
      bodies: list(record({ corners: list(point), part: nameIn(partColors) })),
    },
  ],
  grid: [
    drawGrid,
    4,
    { columns: integer(1), tiles: rows(nameIn(tileColors), ({ columns }) => columns), cell },
  ],
  taxi: [
    drawTaxi,
    4,
    {
      ...{ row: integer(0, 4), column: integer(0, 4) },
      ...{ passenger: integer(0, 4), destination: integer(0, 3) },
    },
  ],
  "tic-tac-toe": [drawTicTacToe, 1, board],
  "connect-four": [drawConnectFour, 1, board],
  go: [drawGo, 2, board],
  pong: [drawPong, 15, { ball: pair, player: finite, opponent: finite, scores }],
  image: [
    drawImage,
    10,
    {
      ...{ columns: integer(1), channels: one((value) => value === 1 || value === 3, "1 or 3") },
      values: rows(finite, ({ columns, channels }) => columns * channels),
    },
  ],
};
