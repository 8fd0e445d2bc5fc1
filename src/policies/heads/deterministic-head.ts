import { diagonalNormal } from "../../distributions/continuous/diagonal-normal.ts";
import type { Box } from "../../environments/index.ts";
import { tanh } from "../../graph/index.ts";
import type { SavedWeights } from "../../networks/index.ts";
import { boxScale } from "./box-scale.ts";
import type { ActionHead } from "./head.ts";
import { freeLogDeviation, inUnits } from "./normal-heads.ts";

/**
 * A deterministic policy μ(s), and the noise around it that it explores with: of the network's outputs z,
 *
 *     μ = tanh z,    u ~ N(μ, σ),    a = center + halfWidth · u
 *
 * in units of the box, whose bounds clip actions on their way to the environment. The most probable action is that of μ, which
 * lies within the bounds. σ is no parameter: it belongs to the weights as a statistic, 1 at first, and whoever trains the
 * policy sets it. With the units of the box as units, a deviation of 0.1 is a tenth of half the box, whatever its bounds.
 *
 * @throws RangeError when an element of the box has no finite bounds
 */
export function deterministicHead(space: Box, owner: string, saved?: SavedWeights): ActionHead {
  const { size } = space;
  const explorationLogDeviation = freeLogDeviation(size, owner, saved);
  return {
    name: "deterministic",
    outputs: size,
    parameters: [],
    explorationLogDeviation,
    ...inUnits(boxScale(space, "deterministic"), (outputs) =>
      diagonalNormal(tanh(outputs), explorationLogDeviation),
    ),
    action: { shape: [size], dtype: "float", spare: 0 },
  };
}
