import { cos, sin } from "../../math/index.ts";
import { colors } from "../colors.ts";
import type { Drawing } from "../drawing.ts";
import { rectangle, rod } from "../shapes.ts";

const size = 240;
/** Pixels of a link, which is a meter long. */
const link = 52;

export const drawAcrobot: Drawing<"acrobot"> = ({ angles: [first, second] }) => {
  const pivot = [size / 2, size / 2] as const;
  const joint = [pivot[0] + sin(first) * link, pivot[1] + cos(first) * link] as const;
  const end = [joint[0] + sin(first + second) * link, joint[1] + cos(first + second) * link] as const;
  return {
    ...{ width: size, height: size, background: colors.paper },
    shapes: [
      // The height that the end has to reach.
      { ...rectangle(0, pivot[1] - link - 1, size, 2), color: colors.line },
      ...rod(pivot, joint, 10, colors.blue),
      ...rod(joint, end, 10, colors.green),
      { circle: pivot, radius: 3, color: colors.ink },
      { circle: joint, radius: 3, color: colors.ink },
    ],
  };
};
