import type { Frame, Picture, Rendering, Scene } from "../environments/index.ts";
import { valueInText } from "../text/value-in-text.ts";
import { drawPicture } from "./draw-picture.ts";
import type { Drawing } from "./drawing.ts";
import { drawAcrobot } from "./scenes/acrobot.ts";
import { drawConnectFour, drawGo, drawTicTacToe } from "./scenes/board.ts";
import { drawCartPole } from "./scenes/cart-pole.ts";
import { drawGrid } from "./scenes/grid.ts";
import { drawImage } from "./scenes/image.ts";
import { drawMountainCar } from "./scenes/mountain-car.ts";
import { drawPendulum } from "./scenes/pendulum.ts";
import { drawPong } from "./scenes/pong.ts";
import { drawRigidBodies } from "./scenes/rigid-bodies.ts";
import { drawTaxi } from "./scenes/taxi.ts";

type Name = Scene["scene"];

/** How each scene is drawn, and how many steps of it are shown in a second: those of the environment's own time, where it has one. */
const scenes: { readonly [N in Name]: readonly [draw: Drawing<N>, framesPerSecond: number] } = {
  "cart-pole": [drawCartPole, 50],
  pendulum: [drawPendulum, 20],
  acrobot: [drawAcrobot, 10],
  "mountain-car": [drawMountainCar, 30],
  "rigid-bodies": [drawRigidBodies, 50],
  grid: [drawGrid, 4],
  taxi: [drawTaxi, 4],
  "tic-tac-toe": [drawTicTacToe, 1],
  "connect-four": [drawConnectFour, 1],
  go: [drawGo, 2],
  pong: [drawPong, 15],
  image: [drawImage, 10],
};

/** Steps in a second of what an environment draws itself. */
const usualFramesPerSecond = 30;

/**
 * The pixels of what an environment's `render` returned. The same rendering gives the same pixels on every engine.
 *
 * @throws TypeError for what is no rendering
 * @example
 * const environment = make("CartPole-v1");
 * environment.reset({ seed: 1 });
 * const { width, height, data } = toFrame(environment.render!());
 */
export function toFrame(rendering: Rendering): Frame {
  requireRendering(rendering);
  if ("data" in rendering) return rendering;
  return drawPicture("shapes" in rendering ? rendering : draw(rendering));
}

/** How many steps of what is rendered are to be shown in a second. */
export function framesPerSecondOf(rendering: Rendering): number {
  return "scene" in rendering ? scenes[rendering.scene][1] : usualFramesPerSecond;
}

function draw(scene: Scene): Picture {
  const [drawing] = scenes[scene.scene];
  return (drawing as (scene: Scene) => Picture)(scene);
}

/** @throws TypeError */
function requireRendering(rendering: unknown): void {
  const found = (typeof rendering === "object" && rendering !== null ? rendering : {}) as Partial<
    Frame & Picture & { scene: string }
  >;
  const { scene, shapes, data, width = 0, height = 0 } = found;
  if (typeof scene === "string" && Object.hasOwn(scenes, scene)) return;
  const isSized = [width, height].every((size) => Number.isInteger(size) && size >= 1);
  if (isSized && (Array.isArray(shapes) || data?.length === width * height * 4)) return;
  const names = Object.keys(scenes).join(", ");
  const what = typeof scene === "string" ? `the scene ${valueInText(scene)}` : valueInText(rendering);
  throw new TypeError(
    `render: found ${what}; it must be pixels { width, height, data } with 4 bytes for each pixel, shapes ` +
      `{ width, height, background, shapes }, or one of the scenes ${names}.`,
  );
}
