import { expectTypeOf, test } from "vitest";
import { normal } from "../../src/distributions/index.ts";
import { compareEstimators, defineProblem, scoreFunction } from "../../src/estimators/index.ts";
import type { FloatExpression } from "../../src/graph/index.ts";

test("a problem needs no annotations, and the gradient has the form of the parameters", () => {
  const problem = defineProblem({
    parameters: { mean: [0, 1], deviation: 2 },
    density: ({ mean, deviation }) => {
      expectTypeOf(mean).toEqualTypeOf<FloatExpression>();
      return normal(mean, deviation);
    },
    f: ([x, y]) => {
      expectTypeOf(x).toEqualTypeOf<number>();
      return x * y;
    },
  });
  const { gradient, standardErrors } = scoreFunction(problem, { samples: 10 });
  expectTypeOf(gradient.mean).toEqualTypeOf<number[]>();
  expectTypeOf(standardErrors.deviation).toEqualTypeOf<number>();
  // @ts-expect-error: there is no such parameter.
  gradient.variance;
  expectTypeOf(compareEstimators(problem).parameters).toEqualTypeOf<readonly string[]>();
});
