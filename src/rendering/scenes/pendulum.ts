import { cos, sin } from "../../math/index.ts";
import { colors } from "../colors.ts";
import type { Drawing } from "../drawing.ts";
import { rod } from "../shapes.ts";

const size = 240;
const length = 90;

export const drawPendulum: Drawing<"pendulum"> = ({ angle }) => {
  const pivot = [size / 2, size / 2] as const;
  const end = [pivot[0] + sin(angle) * -length, pivot[1] - cos(angle) * length] as const;
  return {
    ...{ width: size, height: size, background: colors.paper },
    shapes: [...rod(pivot, end, 18, colors.red), { circle: pivot, radius: 4, color: colors.ink }],
  };
};
