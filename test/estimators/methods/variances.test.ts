import { describe, expect, it } from "vitest";
import { normal } from "../../../src/distributions/index.ts";
import {
  type Estimate,
  exactGradient,
  measureValued,
  type Problem,
  scoreFunction,
} from "../../../src/estimators/index.ts";
import { armTerms, disarmTerms } from "../../../src/estimators/methods/arm.ts";
import { measureValuedTerms } from "../../../src/estimators/methods/measure-valued.ts";
import { pathwise, pathwiseTerms } from "../../../src/estimators/methods/pathwise.ts";
import { scoreFunctionTerms } from "../../../src/estimators/methods/score-function.ts";
import { prepareProblem } from "../../../src/estimators/prepare-problem.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { integrationNodes, momentsOf, prepared } from "../nodes.ts";
import { bell, coin, quadratic, wave } from "../problems.ts";

type NormalProblem = ReturnType<typeof quadratic>;

const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const standardNormal = integrationNodes(-12, 12, 30).map(({ x, weight }) => ({
  x,
  weight: weight * density(x),
}));
const normals = standardNormal.map(({ x }) => x);
const weights = standardNormal.map(({ weight }) => weight);
const atNormals = { samples: normals.length, generator: prepared([], normals) };

const scoreFunctionMoments = (problem: NormalProblem, value: { mean: number; deviation: number } | number) =>
  momentsOf(
    scoreFunctionTerms<NormalProblem["parameters"]>(prepareProblem(problem), {
      ...atNormals,
      baseline: { kind: "constant", value },
    }),
    weights,
  );

/** E[f s²] / E[s²]. */
function optimalBaseline({ f, parameters: { mean, deviation } }: NormalProblem) {
  const ratio = (score: (z: number) => number) => {
    const squares = standardNormal.map(({ x, weight }) => weight * score(x) ** 2);
    const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b);
    const values = normals.map((z) => f!(Float64Array.of(mean + deviation * z)));
    return sum(squares.map((square, i) => square * values[i])) / sum(squares);
  };
  return { mean: ratio((z) => z), deviation: ratio((z) => z * z - 1) };
}

/** With respect to the mean: over Weibull distances. */
function measureValuedMean({ f, parameters }: NormalProblem) {
  const distances = integrationNodes(0, 8, 30);
  const problem: Problem<{ mean: number }> = {
    parameters: { mean: parameters.mean },
    density: ({ mean }) => normal(mean, parameters.deviation),
    f,
  };
  const uniforms = distances.map(({ x }) => -Math.expm1((-x * x) / 2));
  const terms = measureValuedTerms(prepareProblem(problem), {
    samples: uniforms.length,
    generator: prepared(uniforms, [0]),
  });
  return momentsOf(
    terms,
    distances.map(({ x, weight }) => weight * x * Math.exp((-x * x) / 2)),
  )[0];
}

/** With respect to the deviation: over Maxwell radii, signs, and shares of the radius. */
function measureValuedDeviation({ f, parameters }: NormalProblem) {
  const problem: Problem<{ deviation: number }> = {
    parameters: { deviation: parameters.deviation },
    density: ({ deviation }) => normal(parameters.mean, deviation),
    f,
  };
  const radii = integrationNodes(0, 9, 3);
  const shares = integrationNodes(0, 1, 1).slice(0, 20);
  const rows = radii.flatMap(({ x: radius, weight }) =>
    [0.25, 0.75].flatMap((sign) =>
      shares.map((share) => ({
        uniforms: [sign, share.x],
        normals: [radius, 0, 0],
        weight: weight * share.weight * radius * radius * Math.exp((-radius * radius) / 2),
      })),
    ),
  );
  const uniforms = rows.flatMap((row) => row.uniforms);
  const gaussians = rows.flatMap((row) => row.normals);
  // Chunk by chunk, for a chunk has at most 1024 rows; the base samples come first and do not matter.
  const chunk = 600;
  const parts = [];
  for (let start = 0; start < rows.length; start += chunk) {
    const generator = prepared(
      uniforms.slice(2 * start, 2 * (start + chunk)),
      gaussians.slice(3 * start, 3 * (start + chunk)),
    );
    const terms = measureValuedTerms(prepareProblem(problem), {
      samples: chunk,
      generator: { ...generator, fillNormal: () => undefined } as never,
    });
    terms.draw();
    parts.push(...terms.gradients);
  }
  const all = { count: rows.length, gradients: Float64Array.from(parts), draw: () => undefined };
  return momentsOf(
    all as never,
    rows.map(({ weight }) => weight),
  )[0];
}

describe("variances of one-sample estimators on (x − k)², x ~ N(μ, 1)", () => {
  for (const d of [-2, -0.5, 0, 1, 3]) {
    it(`match the closed forms at d = ${d}`, () => {
      const problem = quadratic(1 - d);
      const closeTo = (moments: { variance: number }, expected: number) =>
        expect(moments.variance).toBeCloseTo(expected, 8);
      const without = scoreFunctionMoments(problem, 0);
      closeTo(without[0], d ** 4 + 14 * d ** 2 + 15);
      closeTo(without[1], 2 * d ** 4 + 60 * d ** 2 + 74);
      const withMean = scoreFunctionMoments(problem, d * d + 1);
      closeTo(withMean[0], 8 * d ** 2 + 10);
      closeTo(withMean[1], 40 * d ** 2 + 56);
      const optimal = scoreFunctionMoments(problem, optimalBaseline(problem));
      closeTo(optimal[0], 8 * d ** 2 + 6);
      closeTo(optimal[1], 40 * d ** 2 + 24);
      const path = momentsOf(pathwiseTerms(prepareProblem(problem), atNormals), weights);
      closeTo(path[0], 4);
      closeTo(path[1], 4 * d ** 2 + 8);
      closeTo(measureValuedMean(problem), (8 * d ** 2 * (2 - Math.PI / 2)) / Math.PI);
      closeTo(measureValuedDeviation(problem), 4 * d ** 2 + 4);
      for (const { mean } of [without[0], withMean[0], optimal[0], path[0], measureValuedMean(problem)]) {
        expect(mean).toBeCloseTo(2 * d, 9);
      }
      for (const { mean } of [
        without[1],
        withMean[1],
        optimal[1],
        path[1],
        measureValuedDeviation(problem),
      ]) {
        expect(mean).toBeCloseTo(2, 9);
      }
    });
  }
});

describe("variances at μ = σ = 1", () => {
  const rows = (problem: NormalProblem) => {
    const mean = exactGradient(problem).value;
    return [
      scoreFunctionMoments(problem, 0),
      scoreFunctionMoments(problem, mean),
      scoreFunctionMoments(problem, optimalBaseline(problem)),
      momentsOf(pathwiseTerms(prepareProblem(problem), atNormals), weights),
      [measureValuedMean(problem), measureValuedDeviation(problem)],
    ];
  };

  it("of exp(−x²) are those of the table: a mean baseline can raise the variance, and the pathwise estimator can have more than others", () => {
    const variances = rows(bell);
    [0.17575, 0.080673, 0.0722217, 0.211723, 0.0125676].forEach((expected, i) =>
      expect(variances[i][0].variance / expected).toBeCloseTo(1, 4),
    );
    [0.17669, 0.223173, 0.112784, 0.175731, 0.0706647].forEach((expected, i) =>
      expect(variances[i][1].variance / expected).toBeCloseTo(1, 4),
    );
  });

  it("of cos 5x are those of the table", () => {
    const variances = rows(wave);
    [0.5, 0.5, 0.5, 12.5, 0.295717].forEach((expected, i) =>
      expect(variances[i][0].variance / expected).toBeCloseTo(1, 4),
    );
  });
});

describe("variances from a million samples", () => {
  const samples = 1_000_000;
  const [mean, deviation] = [2 * -2, 2];
  const variancesOf = ({ standardErrors, terms }: Estimate<{ mean: number; deviation: number }>) => [
    standardErrors.mean ** 2 * terms,
    standardErrors.deviation ** 2 * terms,
  ];

  it("are within 2 % of the closed forms, and the gradient within 5 of its standard errors (false alarm 6e-7 each)", () => {
    const problem = quadratic(3);
    const runs = [
      [
        scoreFunction(problem, { samples, baseline: { kind: "none" }, generator: createGenerator(1) }),
        87,
        346,
      ],
      [pathwise(problem, { samples, generator: createGenerator(2) }), 4, 24],
      [
        measureValued(problem, { samples: samples / 4, generator: createGenerator(3) }),
        (32 * (2 - Math.PI / 2)) / Math.PI,
        20,
      ],
    ] as const;
    for (const [estimate, toMean, toDeviation] of runs) {
      const [first, second] = variancesOf(estimate);
      expect(Math.abs(first / toMean - 1)).toBeLessThan(0.02);
      expect(Math.abs(second / toDeviation - 1)).toBeLessThan(0.02);
      expect(Math.abs(estimate.gradient.mean - mean)).toBeLessThan(5 * estimate.standardErrors.mean);
      expect(Math.abs(estimate.gradient.deviation - deviation)).toBeLessThan(
        5 * estimate.standardErrors.deviation,
      );
    }
  });
});

describe("Bernoulli, f(b) = (b − .45)², p = .5", () => {
  const problem = coin();

  it("has the gradient .025", () => expect(exactGradient(problem).gradient.logit).toBeCloseTo(0.025, 14));

  it("has the variances of the table, by enumeration", () => {
    const each = momentsOf(
      scoreFunctionTerms(prepareProblem(problem), {
        samples: 2,
        baseline: { kind: "none" },
        generator: prepared([0.25, 0.75]),
      }),
      [1, 1],
    );
    expect(each[0].mean).toBeCloseTo(0.025, 14);
    expect(each[0].variance).toBeCloseTo(0.0159390625, 12);

    const pairs = prepared([0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75]);
    const pairMoments = (kind: "leave-one-out" | "mean-of-all") =>
      momentsOf(
        scoreFunctionTerms(prepareProblem(problem), {
          samples: 8,
          baseline: { kind, of: 2 },
          generator: pairs,
        }),
        [1, 1, 1, 1],
      )[0];
    expect(pairMoments("leave-one-out").mean).toBeCloseTo(0.025, 14);
    expect(pairMoments("leave-one-out").variance).toBeCloseTo(0.000625, 14);
    // A mean that includes the own sample shrinks the gradient by (K − 1)/K.
    expect(pairMoments("mean-of-all").mean).toBeCloseTo(0.0125, 14);

    const nodes = integrationNodes(0, 1, 2);
    const at = { samples: nodes.length, generator: prepared(nodes.map(({ x }) => x)) };
    const weights = nodes.map(({ weight }) => weight);
    const [merged] = momentsOf(armTerms(prepareProblem(problem), at), weights);
    expect(merged.mean).toBeCloseTo(0.025, 12);
    expect(merged.variance).toBeCloseTo(1 / 4800, 12);
    const [averaged] = momentsOf(disarmTerms(prepareProblem(problem), at), weights);
    expect(averaged.mean).toBeCloseTo(0.025, 12);
    expect(averaged.variance).toBeCloseTo(0, 14);
  });
});
