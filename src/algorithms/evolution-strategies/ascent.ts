import {
  add,
  type FloatExpression,
  multiply,
  type RowType,
  sqrt,
  square,
  subtract,
  sum,
  type Variable,
} from "../../graph/index.ts";
import { type Computing, compileDescent, type OptionsOf } from "../../learning/index.ts";
import { adam, sgd } from "../../optimizers/index.ts";
import type { evolutionStrategiesOptions } from "./options.ts";

type Settings = Pick<
  OptionsOf<typeof evolutionStrategiesOptions>,
  "optimizer" | "weightDecay" | "maxGradientNorm"
>;

/**
 * One step of an optimizer along a gradient that is known, less that of ½ λ |μ|², at every run.
 *
 * @returns the step, and what loads the gradient into it: of all parameters, one after another
 */
export function compileAscent(parameters: readonly Variable[], settings: Settings, computing: Computing) {
  const { optimizer, weightDecay, maxGradientNorm } = settings;
  const nameOf = ({ attributes }: Variable) => attributes.name;
  const rowOf = ({ shape }: Variable): RowType<"float"> => ({ shape, dtype: "float", spare: 0 });
  const total = (each: (parameter: Variable) => FloatExpression) => parameters.map(each).reduce(add);
  const descent = compileDescent(
    {
      rows: Object.fromEntries(parameters.map((each) => [nameOf(each), rowOf(each)])),
      feed: { size: 1 },
      scalars: ["learningRate"],
      ...{ parameters, maxGradientNorm },
      optimizer: optimizer === "adam" ? adam : sgd,
      losses(gradients) {
        const along = total((each) => sum(multiply(each, gradients[nameOf(each)])));
        const squares = total((each) => sum(square(each)));
        return {
          loss: subtract(multiply(squares, weightDecay / 2), along),
          weightNorm: sqrt(squares),
        };
      },
    },
    computing,
  );
  const load = (gradient: Float64Array): void => {
    let at = 0;
    for (const each of parameters) {
      const row = descent.rows[nameOf(each)];
      for (let i = 0; i < row.length; i++) row[i] = gradient[at++];
    }
  };
  return { descent, load };
}
