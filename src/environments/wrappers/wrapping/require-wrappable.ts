import type { Environment } from "../../environment.ts";
import { type Box, isBox } from "../../spaces/box.ts";

/**
 * @param owner begins the message
 * @throws TypeError unless it is a box
 */
export function requireBox(
  owner: string,
  part: "observationSpace" | "actionSpace",
  { [part]: space }: Environment,
): Box {
  if (isBox(space)) return space;
  throw new TypeError(`${owner}: ${part} is a ${space.kind} space; it must be a box`);
}

/** @throws TypeError unless observations are images, boxes of shape [height, width, channels] */
export function requireImage(owner: string, environment: Environment): Box {
  const space = requireBox(owner, "observationSpace", environment);
  if (space.shape.length === 3) return space;
  throw new TypeError(
    `${owner}: observationSpace has the shape [${space.shape.join(", ")}]; it must be that of an image, [height, width, channels]`,
  );
}

/** @throws TypeError for a game of several players */
export function requireOnePlayer(owner: string, { players = 1 }: Environment): void {
  if (players === 1) return;
  throw new TypeError(`${owner}: it is a game of ${players} players; it must be an environment of one`);
}

/** @throws TypeError for a game of several players or an environment with masks, where an action may not be taken twice */
export function requireRepeatable(owner: string, environment: Environment): void {
  requireOnePlayer(owner, environment);
  if (environment.legalActions === undefined) return;
  throw new TypeError(
    `${owner}: it has legalActions, and an action that is repeated may no longer be legal; it must be an environment without`,
  );
}
