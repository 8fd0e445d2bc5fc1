import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Color, Frame, Point, Shape } from "../../src/environments/index.ts";
import { drawPicture } from "../../src/rendering/index.ts";

const letters = new Map<number, string>([
  [0x000000, "."],
  [0xff8001, "A"],
  [0x2040c0, "B"],
]);
const [a, b]: Color[] = [0xff8001, 0x2040c0];

/** The picture as rows of letters, one for each color. */
function rows({ width, height, data }: Frame): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const [red, green, blue, alpha] = data.subarray(4 * (y * width + x));
      const letter = letters.get(red * 65536 + green * 256 + blue);
      return (alpha === 255 && letter) || "?";
    }).join(""),
  );
}

const draw = (width: number, height: number, ...shapes: Shape[]) =>
  rows(drawPicture({ width, height, background: 0, shapes }));

const size = 12;
const coordinate = fc.double({ min: -4, max: size + 4, noNaN: true });
const point = fc.tuple(coordinate, coordinate);

describe("drawPicture", () => {
  it("fills a rectangle to the pixel, edges at the left and above included", () => {
    const square: readonly Point[] = [[1, 1], [3, 1], [3, 3], [1, 3]]; // biome-ignore format: as a list of pairs
    expect(draw(4, 4, { polygon: square, color: a })).toEqual(["....", ".AA.", ".AA.", "...."]);
    const onCenters = square.map(([x, y]): Point => [x + 0.5, y + 0.5]);
    expect(draw(4, 4, { polygon: onCenters, color: a })).toEqual(["....", ".AA.", ".AA.", "...."]);
  });

  it("fills triangles, and draws later shapes above earlier ones", () => {
    const polygon: readonly Point[] = [[0, 0], [5, 0], [0, 5]]; // biome-ignore format: as a list of pairs
    expect(
      draw(5, 4, { polygon, color: a }, { polygon: polygon.map(([x, y]): Point => [x - 2, y]), color: b }),
    ).toEqual(["BBAA.", "BAA..", "AA...", "A...."]);
  });

  it("draws a line of a thickness, flat at its ends and round at its corners", () => {
    const line: readonly Point[] = [[1, 2], [5, 2]]; // biome-ignore format: as a list of pairs
    expect(draw(6, 4, { line, thickness: 2, color: a })).toEqual(["......", ".AAAA.", ".AAAA.", "......"]);
    expect(draw(6, 4, { line: [...line, [5, 4]], thickness: 2, color: a })).toEqual([
      "......",
      ".AAAAA",
      ".AAAAA",
      "....AA",
    ]);
  });

  it("fills the pixels whose centers are in a circle", () => {
    expect(draw(5, 5, { circle: [2.5, 2.5], radius: 1.9, color: b })).toEqual([
      ".....",
      ".BBB.",
      ".BBB.",
      ".BBB.",
      ".....",
    ]);
  });

  it("colors exactly the centers that are inside, by the even-odd rule, wherever the polygon is", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 7 }), (polygon) => {
        const drawn = draw(size, size, { polygon, color: a });
        const pixels = Array.from({ length: size }, (_, i) => i + 0.5);
        expect(drawn).toEqual(
          pixels.map((y) => pixels.map((x) => (isInside(polygon, x, y) ? "A" : ".")).join("")),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("lets polygons with an edge in common neither overlap nor leave a gap", () => {
    fc.assert(
      fc.property(coordinate, coordinate, (top, bottom) => {
        const left: readonly Point[] = [[0, 0], [top, 0], [bottom, size], [0, size]]; // biome-ignore format: pairs
        const right: readonly Point[] = [[top, 0], [size, 0], [size, size], [bottom, size]]; // biome-ignore format: pairs
        const only = (polygon: readonly Point[]) => draw(size, size, { polygon, color: a }).join("");
        const [inLeft, inRight] = [only(left), only(right)];
        if (top < 0 || bottom < 0 || top > size || bottom > size) return;
        expect(inLeft).toBe(inRight.replaceAll(/./g, (letter) => (letter === "A" ? "." : "A")));
      }),
      { numRuns: 60 },
    );
  });

  it("refuses what is no picture", () => {
    const picture = {
      width: 2,
      height: 2,
      background: 0,
      shapes: [{ circle: [NaN, 1], radius: 1, color: a }],
    };
    expect(() => drawPicture(picture as never)).toThrow(
      new TypeError(
        "drawPicture: picture.shapes[0].circle is [NaN, 1]; it must be two finite numbers [x, y].",
      ),
    );
  });

  it("clips what is outside, and draws nothing for a line or polygon without extent", () => {
    expect(draw(2, 2, { circle: [0, 0], radius: 100, color: a })).toEqual(["AA", "AA"]);
    expect(draw(2, 2, { circle: [9, 9], radius: 1, color: a })).toEqual(["..", ".."]);
    expect(draw(2, 2, { line: [[1, 1], [1, 1]], thickness: 2, color: a })).toEqual(["..", ".."]); // biome-ignore format: a pair
    expect(draw(2, 2, { polygon: [], color: a })).toEqual(["..", ".."]);
  });
});

/** Crossings to the left of a point, counted. */
function isInside(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0; i < polygon.length; i++) {
    const [x1, y1] = polygon[i];
    const [x2, y2] = polygon[(i + 1) % polygon.length];
    if (y1 <= y !== y2 <= y && x1 + ((y - y1) / (y2 - y1)) * (x2 - x1) <= x) inside = !inside;
  }
  return inside;
}
