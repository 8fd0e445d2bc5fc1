import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { type Frame, make, type Scene } from "../../src/environments/index.ts";
import { framesPerSecondOf, toFrame } from "../../src/rendering/index.ts";

/** The mean place of the pixels of a color. */
function centerOf(frame: Frame, color: number): readonly [x: number, y: number] {
  let [count, sumX, sumY] = [0, 0, 0];
  const pixels = new DataView(frame.data.buffer);
  for (let pixel = 0; pixel < frame.width * frame.height; pixel++) {
    if (pixels.getUint32(4 * pixel) >>> 8 !== color) continue;
    count += 1;
    sumX += (pixel % frame.width) + 0.5;
    sumY += Math.floor(pixel / frame.width) + 0.5;
  }
  return [sumX / count, sumY / count];
}

const draw = (scene: Scene) => toFrame(scene);
const [wood, yellow, ink] = [0xcb9664, 0xe8b93a, 0x2b2d33];

describe("toFrame", () => {
  it("draws the cart where it is, 100 pixels to the meter, and the pole by its angle", () => {
    const upright = draw({ scene: "cart-pole", position: 1, angle: 0 });
    expect([upright.width, upright.height]).toEqual([480, 200]);
    const [x, y] = centerOf(upright, wood);
    expect(Math.abs(x - 340)).toBeLessThan(1);
    const leaning = centerOf(draw({ scene: "cart-pole", position: 1, angle: Math.PI / 6 }), wood);
    expect(leaning[0] - x).toBeGreaterThan(20);
    expect(leaning[1] - y).toBeGreaterThan(4);
  });

  it("draws the pendulum upright at 0 and counterclockwise with its angle, as Gymnasium does", () => {
    const red = 0xc8503c;
    const at = (angle: number) => centerOf(draw({ scene: "pendulum", angle }), red);
    expect(at(0)[1]).toBeLessThan(90);
    expect(at(Math.PI)[1]).toBeGreaterThan(150);
    expect(at(Math.PI / 2)[0]).toBeLessThan(90);
  });

  it("draws the links of the acrobot from the fixed joint down, and the second by its angle to the first", () => {
    const [blue, green] = [0x3f72af, 0x5a9e5f];
    const hanging = draw({ scene: "acrobot", angles: [0, 0] });
    const [x, y] = centerOf(hanging, blue);
    expect([Math.abs(x - 120) < 1, Math.abs(y - 146) < 4]).toEqual([true, true]);
    expect(centerOf(hanging, green)[1]).toBeGreaterThan(190);
    const bent = draw({ scene: "acrobot", angles: [0, Math.PI / 2] });
    expect(centerOf(bent, green)[0]).toBeGreaterThan(140);
  });

  it("draws the car on the ground of the valley, and the flag at the goal", () => {
    const blue = 0x3f72af;
    const bottom = draw({ scene: "mountain-car", position: -Math.PI / 6, goal: 0.5 });
    const [x, y] = centerOf(bottom, blue);
    expect(x).toBeCloseTo(((-Math.PI / 6 + 1.2) / 1.8) * 480, 0);
    expect(y).toBeGreaterThan(265);
    expect(centerOf(bottom, yellow)[0]).toBeGreaterThan((1.7 / 1.8) * 480);
    expect(centerOf(draw({ scene: "mountain-car", position: 0.4, goal: 0.5 }), blue)[1]).toBeLessThan(100);
  });

  it("draws rigid bodies in the window that is seen, higher ones further up, above the ground and its flags", () => {
    const [blue, faint] = [0x3f72af, 0xdcdde0];
    const square = (x: number, y: number): [number, number][] => [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y + 1],
    ];
    const frame = draw({
      ...{ scene: "rigid-bodies", view: [10, 2, 12, 8], flags: [[15, 4]], boxes: [square(20, 4)] },
      ground: [
        [8, 4],
        [24, 4],
      ],
      bodies: [{ corners: square(12, 7), part: "hull" }],
    });
    // 40 pixels to the meter: the square's center is 2.5 m from the left and 2.5 m from the top.
    expect([frame.width, frame.height]).toEqual([480, 320]);
    expect(centerOf(frame, blue)).toEqual([100, 100]);
    expect(centerOf(frame, faint)[1]).toBeGreaterThan(240);
    expect(centerOf(frame, yellow)[0]).toBeGreaterThan(200);
    const [x, y] = centerOf(frame, 0x9a9da6); // of the line of the ground and the box
    expect(x).toBeGreaterThan(240);
    expect(y).toBeLessThan(240);
  });

  it.each([
    ...["CartPole-v1", "Pendulum-v1", "Acrobot-v1", "MountainCar-v0", "MountainCarContinuous-v0"],
    ...["LunarLander-v3", "LunarLanderContinuous-v3", "BipedalWalker-v3", "BipedalWalkerHardcore-v3"],
    "Pong-v0",
  ])("draws %s, otherwise after a step, in at most 16 colors", (id) => {
    const environment = make(id);
    environment.reset({ seed: 1 });
    const before = toFrame(environment.render!());
    const { actionSpace } = environment;
    const action = actionSpace.kind === "discrete" ? 1 : new Array(actionSpace.size).fill(1);
    for (let step = 0; step < 5; step++) environment.step(action);
    const after = toFrame(environment.render!());
    expect(Buffer.from(after.data).equals(Buffer.from(before.data))).toBe(false);
    expect(new Set(new Uint32Array(after.data.buffer)).size).toBeLessThanOrEqual(16);
    expect(framesPerSecondOf(environment.render!())).toBeGreaterThan(0);
  });

  it("draws Pong's frame with the field from row 34, the ball as far as it is in it, and the score", () => {
    const [white, green] = [0xffffff, 0x5a9e5f];
    const scene = { scene: "pong", player: 100, opponent: 0, scores: [0, 0] } as const;
    const frame = draw({ ...scene, ball: [30, 50] });
    expect([frame.width, frame.height]).toEqual([160, 210]);
    expect(centerOf(frame, white)).toEqual([31, 34 + 52]);
    expect(centerOf(draw({ ...scene, ball: [159, 0] }), white)).toEqual([159.5, 36]);
    expect(centerOf(draw({ ...scene, ball: [163, 0] }), white)[0]).toBeNaN();
    const { data } = draw({ ...scene, ball: [0, 0], scores: [0, 8] });
    const colorAt = (x: number, y: number) => data.slice(4 * (160 * y + x), 4 * (160 * y + x) + 3);
    expect(colorAt(141, 34 + 108)).toEqual(
      Uint8ClampedArray.of(green >> 16, (green >> 8) & 255, green & 255),
    );
    // The segment in the middle of a digit is what 8 has and 0 has not.
    expect(colorAt(125, 12)).not.toEqual(colorAt(55, 12));
  });

  it("draws who walks in a grid in their cell, and the cells by what they are", () => {
    const tiles = ["start", "plain", "wall", "hole", "cliff", "goal"] as const;
    const frame = draw({ scene: "grid", columns: 3, tiles, cell: 4 });
    expect([frame.width, frame.height]).toEqual([96, 64]);
    expect(centerOf(frame, yellow)).toEqual([48, 48]);
    const colors = [0xffffff, 0xdbeaf5, ink, 0x33557f, 0xc8503c, 0x5a9e5f];
    for (const [cell, color] of colors.entries()) {
      if (cell !== 4 && cell !== 2)
        expect(centerOf(frame, color)).toEqual([32 * (cell % 3) + 16, cell < 3 ? 16 : 48]);
    }
  });

  it("draws the discs of connect four and the stones of Go where they are", () => {
    const pieces = [0, 0, -1, 0, 1, 0];
    const red = 0xc8503c;
    expect(centerOf(draw({ scene: "connect-four", columns: 3, pieces }), yellow)).toEqual([60, 60]);
    expect(centerOf(draw({ scene: "connect-four", columns: 3, pieces }), red)).toEqual([100, 20]);
    const [x, y] = centerOf(draw({ scene: "go", columns: 3, pieces }), 0xffffff);
    expect([Math.abs(x - 60.5) < 0.5, Math.abs(y - 12.5) < 0.5]).toEqual([true, true]);
    expect(centerOf(draw({ scene: "tic-tac-toe", columns: 3, pieces }), red)[0]).toBeCloseTo(160, 0);
  });

  it("magnifies an image, gray or in colors", () => {
    const values = [0, 1, 0.5, 0];
    const gray = draw({ scene: "image", columns: 2, channels: 1, values });
    expect([gray.width, gray.height]).toEqual([160, 160]);
    expect(centerOf(gray, 0xffffff)).toEqual([120, 40]);
    expect(centerOf(gray, 0x808080)).toEqual([40, 120]);
    const colored = draw({ scene: "image", columns: 2, channels: 3, values: [1, 0, 0, 0, 0.5, 0] });
    expect([centerOf(colored, 0xff0000), centerOf(colored, 0x008000)]).toEqual([[40, 40], [120, 40]]); // biome-ignore format: pairs
  });

  it("shows the cells of maps by what they are: ends that pay less than the best are holes", () => {
    const tilesOf = (id: string) => {
      const environment = make(id);
      environment.reset({ seed: 1 });
      const scene = environment.render!() as Extract<Scene, { scene: "grid" }>;
      return scene.tiles.map((tile) => tile[0]).join("");
    };
    expect(tilesOf("FrozenLake-v1")).toBe("spppphphppphhppg");
    expect(tilesOf("CliffWalking-v1").slice(36)).toBe("sccccccccccg");
    expect(tilesOf("GridWorld-4x3-v0")).toBe("pppgpwphsppp");
  });

  it.each(
    [
      ["FrozenLake8x8-v1", "Taxi-v4", "CliffWalkingSlippery-v1", "FourRooms-v0", "GridWorld-4x3-v0"],
      ["TicTacToe-v0", "ConnectFour-v0", "Go-5x5-v0"],
    ].flat(),
  )("draws %s, otherwise after steps", (id) => {
    const environment = make(id);
    environment.reset({ seed: 1 });
    const before = toFrame(environment.render!());
    // Somebody moves sooner or later, wherever they stand and slip to.
    const changed = [0, 1, 2, 3, 0, 1, 2, 3].some((action) => {
      environment.step(action);
      return !Buffer.from(toFrame(environment.render!()).data).equals(Buffer.from(before.data));
    });
    expect(changed).toBe(true);
  });

  it("takes pixels as they are, and shapes of a user's own", () => {
    const pixels = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
    expect(toFrame(pixels)).toBe(pixels);
    const shapes = { width: 1, height: 1, background: 0x010203, shapes: [] };
    expect(Array.from(toFrame(shapes).data)).toEqual([1, 2, 3, 255]);
    expect(framesPerSecondOf(shapes)).toBe(30);
  });

  it.each([
    [undefined, "found undefined"],
    ["a picture", 'found "a picture"'],
    [{ scene: "cartpole" }, 'found the scene "cartpole"; it must be pixels'],
    [{ scene: 3 }, "found an object; it must be pixels"],
    [{ width: 2, height: 2 }, "one of the scenes cart-pole, pendulum"],
  ])("refuses what is no rendering, for its pixels and for its speed: %j", (rendering, message) => {
    for (const read of [toFrame, framesPerSecondOf]) {
      expect(() => read(rendering as never)).toThrow(TypeError);
      expect(() => read(rendering as never)).toThrow(message);
    }
  });

  it.each([
    [
      { width: 2, height: 2, data: new Uint8ClampedArray(4) },
      "data has 4 bytes; it must have 16, 4 for each",
    ],
    [{ width: 1, height: 1, data: [0, 0, 0, NaN] }, "data is [0, 0, 0, NaN]; it must be a Uint8ClampedArray"],
    [{ width: 1, height: 1, data: new Float32Array(4) }, "data is Float32Array of 4; it must be a"],
    [{ data: new Uint8ClampedArray(4) }, "width is undefined; it must be an integer from 1"],
  ])("refuses pixels that are not all there: %j", (pixels, message) => {
    expect(() => toFrame(pixels as never)).toThrow(`render: ${message}`);
  });

  it("takes pixels of a class that is another realm's, or that Node reads from a file", () => {
    const data = runInNewContext("new Uint8ClampedArray(4)") as Uint8ClampedArray;
    for (const each of [data, Buffer.alloc(4)]) {
      const pixels = { width: 1, height: 1, data: each as Uint8ClampedArray };
      expect(toFrame(pixels)).toBe(pixels);
    }
  });

  const canvas = { width: 9, height: 9, background: 0 };
  const red = 0xff0000;
  const square = [[0, 0], [1, 0], [1, 1], [0, 1]]; // biome-ignore format: as a list of pairs
  it.each([
    [{ ...canvas, width: 0.5, shapes: [] }, "width is 0.5; it must be an integer from 1."],
    [
      { width: 9, height: 9, shapes: [] },
      "background is undefined; it must be an integer from 0x000000 to 0xffffff, such as 0xff0000 for red.",
    ],
    [{ ...canvas, shapes: { polygon: square } }, "shapes is an object with keys polygon; it must be a list."],
    [
      { ...canvas, shapes: [{ rect: square, color: red }] },
      "shapes[0] is an object with keys rect, color; it must be { polygon, color }, { line, thickness, color } or " +
        "{ circle, radius, color }.",
    ],
    [{ ...canvas, shapes: [null] }, "shapes[0] is null; it must be { polygon, color }"],
    [
      { ...canvas, shapes: [{ polygon: square, color: "#ff0000" }] },
      'shapes[0].color is "#ff0000"; it must be an',
    ],
    [
      { ...canvas, shapes: [{ polygon: square, color: 0xffff0000 }] },
      "shapes[0].color is 4294901760; it must",
    ],
    [
      { ...canvas, shapes: [{ polygon: [...square, [NaN, 1]], color: red }] },
      "shapes[0].polygon[4] is [NaN, 1]; it must be two finite numbers [x, y].",
    ],
    [
      { ...canvas, shapes: [{ line: square, color: red }] },
      "shapes[0].thickness is undefined; it must be a finite",
    ],
    [
      { ...canvas, shapes: [{ circle: [1, 1], radius: -1, color: red }] },
      "shapes[0].radius is -1; it must be a finite",
    ],
  ])("refuses shapes that cannot be drawn: %j", (picture, message) => {
    expect(() => toFrame(picture as never)).toThrow(TypeError);
    expect(() => toFrame(picture as never)).toThrow(`render: ${message}`);
  });

  const bodies = {
    ...{ view: [0, 0, 12, 8], ground: [[0, 1]], boxes: [], flags: [] },
    bodies: [{ corners: square, part: "hull" }],
  };
  const pong = { ball: [1, 1], player: 0, opponent: 0, scores: [0, 0] };
  const taxi = { row: 0, column: 0, passenger: 4, destination: 3 };
  it.each([
    ["cart-pole", { position: NaN, angle: 0 }, "position is NaN; it must be a finite number."],
    ["cart-pole", { position: 0 }, "angle is undefined; it must be a finite number."],
    ["pendulum", { angle: "0" }, 'angle is "0"; it must be a finite number.'],
    ["acrobot", { angles: [0] }, "angles is [0]; it must be two finite numbers."],
    ["mountain-car", { position: 0, goal: Infinity }, "goal is Infinity; it must be a finite number."],
    [
      "rigid-bodies",
      { ...bodies, view: [0, 0, 0, 8] },
      "view is [0, 0, 0, 8]; it must be four finite numbers",
    ],
    ["rigid-bodies", { ...bodies, ground: [] }, "ground is []; it must be a list of 1 or more."],
    [
      "rigid-bodies",
      { ...bodies, boxes: [[[0]]] },
      "boxes[0][0] is [0]; it must be two finite numbers [x, y].",
    ],
    [
      "rigid-bodies",
      { ...bodies, bodies: [...bodies.bodies, { corners: square, part: "arm" }] },
      'bodies[1].part is "arm"; it must be one of: hull, limb, far limb.',
    ],
    [
      "rigid-bodies",
      { ...bodies, bodies: [3] },
      "bodies[0] is 3; it must be an object with corners and part.",
    ],
    ["grid", {}, "columns is undefined; it must be an integer from 1."],
    ["grid", { columns: 2, cell: 0 }, "tiles is undefined; it must be a list."],
    [
      "grid",
      { columns: 2, tiles: ["plain", "lava"], cell: 0 },
      'tiles[1] is "lava"; it must be one of: plain, start',
    ],
    [
      "grid",
      { columns: 1, tiles: ["plain", "goal"], cell: 2 },
      "cell is 2; it must be an integer from 0 to 1.",
    ],
    ["taxi", { ...taxi, row: 5 }, "row is 5; it must be an integer from 0 to 4."],
    ["taxi", { ...taxi, destination: 4 }, "destination is 4; it must be an integer from 0 to 3."],
    [
      "tic-tac-toe",
      { columns: 3, pieces: [] },
      "pieces has 0 elements; it must have whole rows of 3, one or more.",
    ],
    ["connect-four", { columns: 2, pieces: [0, null] }, "pieces[1] is null; it must be a finite number."],
    ["go", { columns: 0, pieces: [0] }, "columns is 0; it must be an integer from 1."],
    ["pong", { ...pong, ball: [1, NaN] }, "ball is [1, NaN]; it must be two finite numbers."],
    ["pong", { ...pong, scores: [0, -1] }, "scores[1] is -1; it must be an integer from 0."],
    [
      "image",
      { columns: 3, channels: 1, values: [0, 1, 0, 1] },
      "values has 4 elements; it must have whole rows of 3, one or more.",
    ],
    ["image", { columns: 1, channels: 2, values: [0, 1] }, "channels is 2; it must be 1 or 3."],
    [
      "image",
      { columns: 1, channels: 3, values: Float32Array.of(0, NaN, 1) },
      "values[1] is NaN; it must be a finite",
    ],
  ])("refuses the scene %s of %j", (scene, fields, message) => {
    const rendering = { scene, ...fields } as never;
    expect(() => toFrame(rendering)).toThrow(TypeError);
    expect(() => toFrame(rendering)).toThrow(`render: the scene "${scene}": ${message}`);
  });

  it("draws a view that is much wider than it is high", () => {
    const { height } = draw({ scene: "rigid-bodies", ...bodies, view: [0, 0, 5000, 1] } as never);
    expect(height).toBe(1);
  });
});
