import type { Frame, Picture, Rendering, Scene } from "../environments/index.ts";
import { valueInText } from "../text/value-in-text.ts";
import { requireFields } from "./checks.ts";
import { fillPicture } from "./draw-picture.ts";
import { requireFrame } from "./require-frame.ts";
import { requirePicture } from "./require-picture.ts";
import { scenes } from "./scenes/scenes.ts";

/** Steps in a second of what an environment draws itself. */
const usualFramesPerSecond = 30;

/**
 * The pixels of what an environment's `render` returned. The same rendering gives the same pixels on every engine.
 *
 * @throws TypeError for what is no rendering; the message names the field that is wrong
 * @example
 * const environment = make("CartPole-v1");
 * environment.reset({ seed: 1 });
 * const { width, height, data } = toFrame(environment.render!());
 */
export function toFrame(rendering: Rendering): Frame {
  requireKind(rendering);
  if (isScene(rendering)) return drawScene(rendering);
  if ("data" in rendering) {
    requireFrame("render: ", rendering);
    return rendering;
  }
  requirePicture("render: ", rendering);
  return fillPicture(rendering);
}

/**
 * How many steps of what is rendered are to be shown in a second.
 *
 * @throws TypeError for what is neither pixels, nor shapes, nor a scene
 */
export function framesPerSecondOf(rendering: Rendering): number {
  requireKind(rendering);
  return isScene(rendering) ? scenes[rendering.scene][1] : usualFramesPerSecond;
}

function drawScene(scene: Scene): Frame {
  const [draw, , fields] = scenes[scene.scene];
  requireFields(`render: the scene "${scene.scene}": `, fields, scene);
  return fillPicture((draw as (scene: Scene) => Picture)(scene));
}

function isScene(rendering: Rendering): rendering is Scene {
  return "scene" in rendering && typeof rendering.scene === "string";
}

/** @throws TypeError for what is neither pixels, nor shapes, nor a scene that is known, whatever they hold */
function requireKind(rendering: unknown): void {
  const found = (typeof rendering === "object" && rendering !== null ? rendering : {}) as { scene?: unknown };
  const { scene } = found;
  const isNamed = typeof scene === "string";
  if (isNamed ? Object.hasOwn(scenes, scene) : "data" in found || "shapes" in found) return;
  const names = Object.keys(scenes).join(", ");
  const what = isNamed ? `the scene ${valueInText(scene)}` : valueInText(rendering);
  throw new TypeError(
    `render: found ${what}; it must be pixels { width, height, data } with 4 bytes for each pixel, shapes ` +
      `{ width, height, background, shapes }, or one of the scenes ${names}.`,
  );
}
