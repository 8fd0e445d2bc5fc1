import { type DiagonalNormal, diagonalNormal } from "../../distributions/continuous/diagonal-normal.ts";
import type { Box } from "../../environments/index.ts";
import {
  add,
  constant,
  type Expression,
  type FloatExpression,
  multiply,
  slice,
  softplus,
  subtract,
  type Variable,
} from "../../graph/index.ts";
import type { SavedWeights } from "../../networks/index.ts";
import { weights } from "../../networks/weights.ts";
import { actionDensity } from "./action-density.ts";
import { type BoxScale, boxUnits } from "./box-scale.ts";
import type { ActionHead } from "./head.ts";

/*
 * Heads whose actions the bounds of the box clip on their way to the environment: densities are of the unclipped ones.
 */

/**
 * Independent normals in the units of the environment. Their means are the network's outputs, their standard deviations
 * parameters, initially 1.
 */
export function diagonalNormalHead({ size }: Box, owner: string, saved?: SavedWeights): ActionHead {
  return { name: "diagonal-normal", ...freeDeviation(size, owner, saved), action: rowOf(size) };
}

/**
 * The same in units of the box, where its bounds are −1 and 1: whatever they are, the first actions lie around its center,
 * and about a third of them beyond the bounds. Elements without finite bounds keep their own units.
 */
export function rescaledNormalHead(space: Box, owner: string, saved?: SavedWeights): ActionHead {
  const { density, ...rest } = freeDeviation(space.size, owner, saved);
  return {
    name: "rescaled-normal",
    ...rest,
    ...inUnits(boxUnits(space), (outputs) => density(outputs)),
    action: rowOf(space.size),
  };
}

/**
 * Normals in units of the box whose standard deviations depend on the observation: the network's outputs are their means, and
 * log σ, kept between −5 and 2.001 by {@link boundedDeviation}.
 */
export function stateDependentNormalHead(space: Box): ActionHead {
  const { size } = space;
  return {
    name: "state-dependent-normal",
    outputs: 2 * size,
    parameters: [],
    ...inUnits(boxUnits(space), (outputs) => normalOf(outputs, size)),
    action: rowOf(size),
  };
}

/** The normals of outputs that are means and then log σ. */
export function normalOf(outputs: Expression, size: number): DiagonalNormal {
  const logDeviation = boundedDeviation(slice(outputs, -1, size, 2 * size) as FloatExpression);
  return diagonalNormal(slice(outputs, -1, 0, size), logDeviation);
}

/**
 * Between which numbers log σ stays, but that it may pass the upper one by less than 0.001: with less, float32 loses u − μ
 * beside μ; with more, nearly all actions are bounds.
 */
const leastLogDeviation = -5;
const mostLogDeviation = 2;

/** The identity between the bounds, all but near them, and a slope that is nowhere 0 (Chua et al. 2018). */
function boundedDeviation(x: FloatExpression): FloatExpression {
  const below = subtract(mostLogDeviation, softplus(subtract(mostLogDeviation, x)));
  return add(leastLogDeviation, softplus(subtract(below, leastLogDeviation)));
}

/** log σ for each element, which does not depend on the observation; initially 0. */
export function freeLogDeviation(size: number, owner: string, saved?: SavedWeights): Variable {
  return weights(`${owner}.logStandardDeviation`, [size], saved);
}

function freeDeviation(size: number, owner: string, saved?: SavedWeights) {
  const logDeviation = freeLogDeviation(size, owner, saved);
  return {
    outputs: size,
    parameters: [logDeviation],
    density: (mean: Expression) => diagonalNormal(mean, logDeviation),
  };
}

const rowOf = (size: number) => ({ shape: [size], dtype: "float", spare: 0 }) as const;

/** Densities of actions, and how what is drawn becomes one, center + halfWidth · u. */
export function inUnits(scale: BoxScale, density: (outputs: Expression) => DiagonalNormal) {
  const { center, halfWidth, logVolume } = scale;
  if (center.every((each) => each === 0) && halfWidth.every((each) => each === 1)) return { density };
  const stretch = { logDerivative: () => logVolume, meanLogDerivative: () => logVolume };
  return {
    density: (outputs: Expression) => actionDensity("rescaledNormal", density(outputs), stretch),
    toActions: stretchedTo(scale),
  };
}

/** center + halfWidth · y. */
export function stretchedTo({ center, halfWidth }: BoxScale): (y: Expression) => FloatExpression {
  const middle = constant(center, [center.length]);
  const scale = constant(halfWidth, [center.length]);
  return (y) => add(middle, multiply(scale, y));
}
