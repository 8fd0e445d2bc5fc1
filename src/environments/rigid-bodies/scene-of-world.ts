import type { BodyPart, Point, RigidBodiesScene } from "../rendering.ts";
import type { World } from "./world.ts";

/** What a scene says beside where the ground and the bodies are. */
export interface Seen extends Pick<RigidBodiesScene, "view" | "flags"> {
  /** What each body is, by its number; those of lower numbers are drawn above. */
  readonly parts: readonly BodyPart[];
}

/** What is to be seen of a world that was read. Of the ground only what is within the view. */
export function sceneOfWorld({ bodies, ground }: World, { view, flags, parts }: Seen): RigidBodiesScene {
  const { design, numbers, at } = ground;
  const [left, , width] = view;
  const first = Math.max(0, Math.floor(left / design.spacing));
  const last = Math.min(design.points - 1, Math.ceil((left + width) / design.spacing));
  const line = Array.from({ length: last - first + 1 }, (_, i): Point => {
    const point = first + i;
    return [point * design.spacing, numbers[at + point]];
  });
  const boxes = Array.from({ length: numbers[at + design.points] }, (_, box): readonly Point[] => {
    const from = at + design.points + 1 + 4 * box;
    const [lowX, lowY, highX, highY] = numbers.subarray(from, from + 4);
    return [
      [lowX, lowY],
      [highX, lowY],
      [highX, highY],
      [lowX, highY],
    ];
  });
  return {
    scene: "rigid-bodies",
    ...{ view, flags, ground: line },
    boxes: boxes.filter(([[lowX], [highX]]) => highX >= left && lowX <= left + width),
    bodies: bodies
      .map(({ vertices }, body) => ({
        corners: Array.from(
          { length: vertices.length / 2 },
          (_, i): Point => [vertices[2 * i], vertices[2 * i + 1]],
        ),
        part: parts[body],
      }))
      .reverse(),
  };
}
