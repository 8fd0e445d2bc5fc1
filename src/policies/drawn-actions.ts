import { isBox } from "../environments/index.ts";
import { log1p } from "../math/elementary/log1p.ts";
import type { ActionArray } from "./decode-action.ts";
import { boxScale, boxUnits } from "./heads/box-scale.ts";
import type { Policy } from "./policy.ts";

/** How near to the bounds the units of a box are taken: nothing that is drawn reaches them. */
const most = 1 - 2 ** -20;

/**
 * How a policy would have drawn an action of its environment: the inverse of its `toActions`, in place. Choices are drawn as
 * they are. Actions beyond the bounds, or at them, are taken as just within where the policy draws none others.
 *
 * @returns a function of an array with the actions, and of where the action begins
 */
export function drawnActions({
  actionSpace,
  head,
}: Pick<Policy, "actionSpace" | "head">): (actions: ActionArray, at: number) => void {
  if (!isBox(actionSpace) || head === "diagonal-normal") return () => {};
  const bounded = head === "squashed-normal" || head === "beta";
  const { center, halfWidth } = bounded ? boxScale(actionSpace, head) : boxUnits(actionSpace);
  // A Beta draws l of 2 sigmoid(l) − 1 = tanh(l / 2), a squashed normal x of tanh(x).
  const factor = head === "beta" ? 2 : 1;
  return (actions, at) => {
    for (let i = 0; i < center.length; i++) {
      const unit = (actions[at + i] - center[i]) / halfWidth[i];
      if (!bounded) actions[at + i] = unit;
      else {
        const inside = Math.min(Math.max(unit, -most), most);
        actions[at + i] = (factor * (log1p(inside) - log1p(-inside))) / 2;
      }
    }
  };
}
