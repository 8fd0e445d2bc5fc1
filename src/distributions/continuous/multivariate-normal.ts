import {
  abs,
  add,
  broadcastTo,
  concatenate,
  constant,
  divide,
  type Expression,
  equal,
  type FloatExpression,
  less,
  log,
  multiply,
  reshape,
  select,
  slice,
  square,
  subtract,
  sum,
  toExpression,
} from "../../graph/index.ts";
import { broadcastShapes, formatShape } from "../../graph/shape.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { itakuraSaito } from "../numerics/divergence-terms.ts";
import { outsideOfEvent } from "../numerics/on-support.ts";
import { constantValues } from "../parameters/constant-values.ts";
import { parameter, vectorParameter } from "../parameters/parameters.ts";
import { halfLogTwoPi } from "./normal.ts";

export interface MultivariateNormal extends Density {
  readonly name: "multivariateNormal";
  readonly parameters: { readonly mean: FloatExpression; readonly factor: FloatExpression };
  /** Σ = L Lᵀ: [...batch, dimensions, dimensions]. */
  covariance(): FloatExpression;
}

/**
 * The normal density of vectors with full covariance Σ = L Lᵀ:
 * log p(x) = −½ |L⁻¹(x − μ)|² − Σ log Lᵢᵢ − ½ d log 2π. `choleskyFactor` finds L for a known Σ.
 *
 * @param mean μ: [...batch, dimensions]
 * @param factor L, lower triangular with a diagonal above 0: [...batch, dimensions, dimensions]; what lies above the diagonal
 * is not read
 * @throws RangeError when the shapes do not fit, or a known factor has a number that is not finite or a diagonal not above 0
 */
export function multivariateNormal(mean: Expression, factor: Expression): MultivariateNormal {
  const mu = vectorParameter("multivariateNormal", "mean", mean, "finite");
  const given = toExpression(factor);
  const dimensions = mu.shape.at(-1)!;
  if (given.shape.at(-1) !== dimensions || given.shape.at(-2) !== dimensions) {
    throw new RangeError(
      `multivariateNormal: factor has shape ${formatShape(given.shape)}; a mean of shape ${formatShape(mu.shape)} needs ` +
        `[..., ${dimensions}, ${dimensions}]`,
    );
  }
  checkFactor(given, dimensions);
  const lower = parameter("multivariateNormal", "factor", select(lowerTriangle(dimensions), given, 0), "any");
  const batchShape = broadcastShapes("multivariateNormal", mu.shape.slice(0, -1), given.shape.slice(0, -2));
  const diagonal = diagonalOf(lower);
  const logVolume = () => broadcastTo(sum(log(diagonal), { axis: -1 }), batchShape);
  const vector = [...batchShape, dimensions];
  return defineDensity<MultivariateNormal>({
    name: "multivariateNormal",
    parameters: { mean: mu, factor: lower },
    batchShape,
    eventShape: [dimensions],
    discrete: false,
    dtype: "float",
    support: { kind: "interval", low: -Infinity, high: Infinity },
    logProb: (values) => {
      const areNumbers = less(abs(values), Infinity);
      const areFinite = equal(sum(areNumbers, { axis: -1 }), dimensions);
      const whitened = solveLower(lower, subtract(select(areNumbers, values, 0), mu));
      const squares = sum(square(whitened), { axis: -1 });
      const logProb = subtract(multiply(squares, -0.5), add(logVolume(), dimensions * halfLogTwoPi));
      return select(areFinite, logProb, outsideOfEvent(values, 1));
    },
    entropy: () => add(logVolume(), dimensions * (0.5 + halfLogTwoPi)),
    kl: ({ parameters: other }) => {
      const apart = sum(square(solveLower(other.factor, subtract(mu, other.mean))), { axis: -1 });
      // With M = L′⁻¹ L: ½ (|M|² − d) − Σ log Mᵢᵢ, from M − 1 = L′⁻¹ (L − L′), column by column.
      const change = subtract(lower, other.factor);
      const columns = Array.from({ length: dimensions }, (_, column) =>
        sum(square(solveLower(other.factor, columnOf(change, column))), { axis: -1 }),
      );
      const spread = columns.reduce((a, b) => add(a, b));
      const volumes = sum(itakuraSaito(diagonal, diagonalOf(other.factor)), { axis: -1 });
      return add(volumes, multiply(add(spread, apart), 0.5));
    },
    mean: () => broadcastTo(mu, vector),
    variance: () => broadcastTo(sum(square(lower), { axis: -1 }), vector),
    covariance: () => {
      const rows = reshape(lower, [...lower.shape.slice(0, -1), 1, dimensions]);
      const others = reshape(lower, [...lower.shape.slice(0, -2), 1, dimensions, dimensions]);
      return sum(multiply(rows, others), { axis: -1 });
    },
    mode: () => broadcastTo(mu, vector),
    noise: { kind: "normal", shape: vector },
    pathwise: true,
    sample: (noise) => {
      const rows = reshape(noise, [...noise.shape.slice(0, -1), 1, dimensions]);
      return add(mu, sum(multiply(lower, rows), { axis: -1 }));
    },
  });
}

/** @throws RangeError when the factor is known and its lower triangle is not finite, or its diagonal not above 0 */
function checkFactor(factor: Expression, dimensions: number): void {
  constantValues(factor)?.forEach((value, at) => {
    const row = Math.floor(at / dimensions) % dimensions;
    const column = at % dimensions;
    if (column > row || (Number.isFinite(value) && (column < row || value > 0))) return;
    const allowed = column < row ? "it must be a finite number" : "the diagonal must be above 0 and finite";
    throw new RangeError(
      `multivariateNormal: factor[${row}][${column}] is ${value}; ${allowed}: for a known covariance take choleskyFactor`,
    );
  });
}

function lowerTriangle(dimensions: number): Expression {
  const entries = Array.from({ length: dimensions ** 2 }, (_, at) =>
    Number(at % dimensions <= Math.floor(at / dimensions)),
  );
  return constant(entries, [dimensions, dimensions]);
}

function diagonalOf(matrix: Expression): FloatExpression {
  const dimensions = matrix.shape.at(-1)!;
  const entries = Array.from({ length: dimensions ** 2 }, (_, at) => Number(at % (dimensions + 1) === 0));
  return sum(multiply(matrix, constant(entries, [dimensions, dimensions])), { axis: -1 });
}

function columnOf(matrix: Expression, column: number): Expression {
  return reshape(slice(matrix, -1, column, column + 1), matrix.shape.slice(0, -1));
}

/** L⁻¹ y by forward substitution, one column of L at a time, for [..., d, d] and [..., d]. */
function solveLower(lower: Expression, y: Expression): Expression {
  const dimensions = y.shape.at(-1)!;
  const solved: Expression[] = [];
  let rest = y;
  for (let i = 0; i < dimensions; i++) {
    // The rows from i on: those above are solved.
    const column = columnOf(slice(lower, -2, i, dimensions), i);
    const entry = divide(slice(rest, -1, 0, 1), slice(column, -1, 0, 1));
    solved.push(entry);
    if (i === dimensions - 1) break;
    const below = slice(column, -1, 1, dimensions - i);
    rest = subtract(slice(rest, -1, 1, dimensions - i), multiply(entry, below));
  }
  return concatenate(solved, -1);
}
