import { describe, expectTypeOf, test } from "vitest";
import {
  type Bernoulli,
  bernoulli,
  categorical,
  createSampler,
  type Density,
  gamma,
  independent,
  laplace,
  mixture,
  type Normal,
  normal,
  product,
  squashedNormal,
  type Transformed,
} from "../../src/distributions/index.ts";
import { constant, type Expression, type FloatExpression } from "../../src/graph/index.ts";

describe("densities", () => {
  test("know their parameters by name", () => {
    expectTypeOf(normal(0, 1).parameters.standardDeviation).toEqualTypeOf<FloatExpression>();
    expectTypeOf(gamma(1, 1).parameters).toHaveProperty("rate");
    expectTypeOf(gamma(1, 1).parameters).not.toHaveProperty("mean");
    expectTypeOf(bernoulli(0).name).toEqualTypeOf<"bernoulli">();
  });

  test("diverge from those of their family only", () => {
    expectTypeOf(normal(0, 1).kl).parameter(0).toEqualTypeOf<Normal>();
    // @ts-expect-error: another family
    laplace(0, 1).kl(normal(0, 1));
  });

  test("are densities, whatever they are made of", () => {
    expectTypeOf(categorical(constant([0, 1], [2]))).toExtend<Density>();
    expectTypeOf(independent(normal(0, 1)).base).toEqualTypeOf<Normal>();
    expectTypeOf(mixture(constant([0, 1], [2]), gamma(1, 1)).components.parameters).toHaveProperty("shape");
    expectTypeOf(squashedNormal(constant([0], [1]), 0)).toEqualTypeOf<Transformed>();
  });

  test("have as a product what their parts are, by name or one after another", () => {
    const named = product({ speed: normal(0, 1), stop: bernoulli(0) });
    expectTypeOf(named.parts.speed).toEqualTypeOf<Normal>();
    expectTypeOf(named.parts).toEqualTypeOf<{ readonly speed: Normal; readonly stop: Bernoulli }>();
    expectTypeOf(named.split(constant([0, 1], [2]))).toEqualTypeOf<{
      readonly speed: Expression;
      readonly stop: Expression;
    }>();
    expectTypeOf(named.unpack([0, 1])).toEqualTypeOf<{
      readonly speed: number[];
      readonly stop: number[];
    }>();
    // @ts-expect-error: there is no such part
    named.parts.lane;

    const listed = product([normal(0, 1), bernoulli(0)]);
    expectTypeOf(listed.parts).toEqualTypeOf<readonly [Normal, Bernoulli]>();
    expectTypeOf(listed.unpack([0, 1])).toEqualTypeOf<readonly [number[], number[]]>();
    expectTypeOf(listed).toExtend<Density>();
    // @ts-expect-error: not a density
    product({ speed: 3 });
  });

  test("give samples in the floats of their backend", () => {
    expectTypeOf(createSampler(normal(0, 1), 3).values).toEqualTypeOf<Float64Array | Int32Array>();
  });
});
