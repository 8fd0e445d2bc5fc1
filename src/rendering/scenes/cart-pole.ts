import { cos, sin } from "../../math/index.ts";
import { colors } from "../colors.ts";
import type { Drawing } from "../drawing.ts";
import { rectangle } from "../shapes.ts";

const width = 480;
const height = 200;
/** Pixels of a meter: the picture shows all positions at which an episode goes on, −2.4 m to 2.4 m. */
const meter = 100;
const ground = 165;
const cart = { width: 50, height: 26 };

export const drawCartPole: Drawing<"cart-pole"> = ({ position, angle }) => {
  const x = width / 2 + position * meter;
  const joint = ground - cart.height;
  const tip = [x + sin(angle) * meter, joint - cos(angle) * meter] as const;
  return {
    ...{ width, height, background: colors.paper },
    shapes: [
      { ...rectangle(0, ground, width, 2), color: colors.line },
      { ...rectangle(x - cart.width / 2, joint, cart.width, cart.height), color: colors.ink },
      { line: [[x, joint], tip], thickness: 9, color: colors.wood },
      { circle: [x, joint], radius: 5, color: colors.blue },
    ],
  };
};
