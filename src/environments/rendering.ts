/** A picture as pixels. An `ImageData` of a page is one. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 4]`: red, green, blue and alpha of each pixel, 0 to 255, rows from the top. */
  readonly data: Uint8ClampedArray;
}

/** A color as `0xRRGGBB`. */
export type Color = number;

/** In pixels from the left edge and from the top, which are 0; the first pixel has its center at 0.5. */
export type Point = readonly [x: number, y: number];

/** A filled polygon, which may be concave; a line through points, `thickness` pixels wide; or a filled circle. */
export type Shape =
  | { readonly polygon: readonly Point[]; readonly color: Color }
  | { readonly line: readonly Point[]; readonly thickness: number; readonly color: Color }
  | { readonly circle: Point; readonly radius: number; readonly color: Color };

/** A picture as shapes, the later ones above the earlier. */
export interface Picture {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly background: Color;
  readonly shapes: readonly Shape[];
}

/** What a cell of a grid is drawn as. */
export type Tile = "plain" | "start" | "goal" | "hole" | "cliff" | "wall";

/** Rigid bodies over ground, in m, x to the right and y upward; points are `[x, y]`. */
export interface RigidBodiesScene {
  readonly scene: "rigid-bodies";
  /** What is seen of the plane: its lower left corner, and how wide and high it is. */
  readonly view: readonly [left: number, bottom: number, width: number, height: number];
  /** The line of the ground, from the left. */
  readonly ground: readonly Point[];
  /** Corners of further shapes of the ground. */
  readonly boxes: readonly (readonly Point[])[];
  /** Convex bodies by their corners, the later ones above the earlier. */
  readonly bodies: readonly { readonly corners: readonly Point[]; readonly part: BodyPart }[];
  /** Where flags stand. */
  readonly flags: readonly Point[];
}

/** What a body is drawn as; a far limb is behind the others. */
export type BodyPart = "hull" | "limb" | "far limb";

/**
 * What there is to be seen, without how it is drawn: `logpi/rendering` knows that, so that whoever trains and draws nothing
 * does not load it.
 */
export type Scene =
  /** Position in m; angle of the pole from upright, in rad. */
  | { readonly scene: "cart-pole"; readonly position: number; readonly angle: number }
  /** Angle from upright, in rad. */
  | { readonly scene: "pendulum"; readonly angle: number }
  /** Angle of the first link from hanging down, and of the second from the first, in rad. */
  | { readonly scene: "acrobot"; readonly angles: readonly [first: number, second: number] }
  /** Positions in the valley of height sin(3x), from −1.2 to 0.6. */
  | { readonly scene: "mountain-car"; readonly position: number; readonly goal: number }
  | RigidBodiesScene
  /** A grid of `tiles`, row by row, each row of `columns`, and who walks in it, in cell `cell`. */
  | {
      readonly scene: "grid";
      readonly columns: number;
      readonly tiles: readonly Tile[];
      readonly cell: number;
    }
  /** Taxi's grid of 5×5: where the taxi is; the place of the passenger, 4 in the taxi; and the destination. */
  | {
      readonly scene: "taxi";
      readonly row: number;
      readonly column: number;
      readonly passenger: number;
      readonly destination: number;
    }
  /** A board, row by row: 1 where the first player has a piece, −1 where the second one has, 0 elsewhere. */
  | {
      readonly scene: "tic-tac-toe" | "connect-four" | "go";
      readonly columns: number;
      readonly pieces: ArrayLike<number>;
    }
  /** Upper left corner of the ball, and upper ends of the paddles, in pixels of the field of 160 × 160. */
  | {
      readonly scene: "pong";
      readonly ball: readonly [x: number, y: number];
      readonly player: number;
      readonly opponent: number;
      readonly scores: readonly [opponent: number, player: number];
    }
  /** An image of numbers from 0 to 1, row by row: gray, or red, green and blue for each pixel. */
  | {
      readonly scene: "image";
      readonly columns: number;
      readonly channels: 1 | 3;
      readonly values: ArrayLike<number>;
    };

/** What an environment shows of itself: pixels, shapes, or a scene that logpi knows how to draw. */
export type Rendering = Frame | Picture | Scene;
