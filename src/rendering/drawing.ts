import type { Picture, Scene } from "../environments/index.ts";

type Named<Each, Name> = Each extends { readonly scene: infer Names }
  ? Name extends Names
    ? Each
    : never
  : never;

/** A scene by its name. */
export type SceneOf<Name extends Scene["scene"]> = Named<Scene, Name>;

/** How a scene is drawn. */
export type Drawing<Name extends Scene["scene"]> = (scene: SceneOf<Name>) => Picture;
