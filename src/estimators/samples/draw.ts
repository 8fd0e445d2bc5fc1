import {
  constant,
  type Expression,
  type FloatExpression,
  type Input,
  input,
  stopGradient,
} from "../../graph/index.ts";
import { type Generator, type GeneratorState, generatorFromState } from "../../random/index.ts";
import { compileRows, type Model, rowGradients, rowLogProb, sampleInput, setParameters } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import type { Parameters, Problem } from "../problem.ts";
import { supportedEstimators } from "../supported-estimators.ts";
import { hasEnds, movingSupport } from "./bounds.ts";
import { checkDensity, checkScore, outsideRange } from "./check-numbers.ts";
import { type Enumeration, enumerate } from "./enumerate.ts";
import type { Samples } from "./samples.ts";
import { fillSampling, type Sampling } from "./sampling.ts";

/** Samples and their scores, a chunk at a time. */
export interface ScoredDraws {
  /** [rows, width]. */
  readonly samples: Samples;
  /** ∇ log p(x | θ) of each: [rows, parameters]. */
  readonly scores: Float64Array;
  draw(): void;
}

/** Up to so many values of a discrete density are scored once, and then only looked up. */
const mostTabulated = 1024;

export const independent: Sampling = { kind: "independent" };

export function createScoredDraws<P extends Parameters>(
  problem: Problem<P>,
  model: Model,
  generator: Generator,
  sampling: Sampling = independent,
): ScoredDraws {
  refuseMovingSupport(model);
  const table = sampling.kind === "independent" ? enumerate(problem, mostTabulated) : undefined;
  return table ? tabulatedDraws(table, model, generator) : computedDraws(model, generator, sampling);
}

/** @throws NotApplicableError where the score is not all of the gradient */
export function refuseMovingSupport(model: Model): void {
  const owner = movingSupport(model);
  if (owner === undefined) return;
  throw new NotApplicableError(
    `score: the support of ${owner} depends on the parameters, so the score misses what ` +
      `happens at its ends; use ${supportedEstimators(model.density).join(", ")}`,
  );
}

function tabulatedDraws(table: Enumeration, model: Model, generator: Generator): ScoredDraws {
  const size = model.parameters.length;
  const { rows, width } = model;
  const samples =
    table.samples instanceof Int32Array ? new Int32Array(rows * width) : new Float64Array(rows * width);
  const scores = new Float64Array(rows * size);
  const reached = table.probabilities.slice();
  for (let i = 1; i < reached.length; i++) reached[i] += reached[i - 1];
  if (!(Math.abs(reached[reached.length - 1] - 1) < 1e-6)) throw outsideRange(model);
  return {
    samples,
    scores,
    draw() {
      for (let row = 0; row < rows; row++) {
        const value = firstReaching(reached, generator.random());
        for (let i = 0; i < width; i++) samples[row * width + i] = table.samples[value * width + i];
        for (let i = 0; i < size; i++) scores[row * size + i] = table.scores[value * size + i];
      }
    },
  };
}

/** The first value whose running sum of probabilities is above u · (their sum), for u from [0, 1). */
function firstReaching(reached: Float64Array, u: number): number {
  const level = u * reached[reached.length - 1];
  let low = 0;
  let high = reached.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached[middle] > level) high = middle;
    else low = middle + 1;
  }
  return low;
}

function computedDraws(model: Model, generator: Generator, sampling: Sampling): ScoredDraws {
  const drawn = createDraws(model, generator, sampling, (samples) => scoreOf(model, samples));
  const draw = () => {
    drawn.draw();
    checkScores(model, drawn);
  };
  return { samples: drawn.samples, scores: drawn.outputs.scores, draw };
}

/** Expressions of ∇ log p of samples, and of log p where the support has ends. */
export function scoreOf(model: Model, samples: Expression): Record<"scores" | "logProb", FloatExpression> {
  const logProb = rowLogProb(model, stopGradient(samples));
  const scores = rowGradients(model, logProb);
  return { scores, logProb: hasEnds(model.density) ? logProb : constant(0) };
}

/** Throws unless the scores of a chunk are finite, and those of its own samples: at an end of the support there is none. */
export function checkScores(model: Model, { samples, outputs }: Draws<"scores" | "logProb">): void {
  checkScore(model, { samples, before: 0 }, outputs.scores);
  const row = outputs.logProb.indexOf(-Infinity);
  if (row < 0) return;
  const x = Array.from(samples.subarray(row * model.width, (row + 1) * model.width)).join(", ");
  throw new NotApplicableError(
    `score: a sample of the ${model.density.name} is rounded to x = [${x}], an end of its support, where its score is lost; ` +
      "keep the parameters away from what float64 cannot tell from the ends, or estimate another way",
  );
}

/** Samples as an expression of noise and θ, and what is computed from them, a chunk at a time. */
export interface Draws<Name extends string, Extra extends string = never> {
  readonly samples: Samples;
  /** What `build` or the density take beside noise and parameters. */
  readonly inputs: Readonly<Record<Extra, Float64Array>>;
  readonly outputs: Readonly<Record<Name, Float64Array>>;
  draw(): void;
  /** Puts other parameters in the place of the model's, and computes again from the randomness of the last draw. */
  recompute(parameters: Float64Array): void;
}

/** @param build expressions of the samples; gradients go through the samples to θ, unless it stops them */
export function createDraws<Name extends string, Extra extends string = never>(
  model: Model,
  generator: Generator,
  sampling: Sampling,
  build: (samples: Expression) => Readonly<Record<Name, FloatExpression>>,
  extra: Readonly<Record<Extra, Input<"float">>> = {} as Record<Extra, Input<"float">>,
): Draws<Name, Extra> {
  const { density, rows } = model;
  if (sampling.kind !== "independent" && density.noise.kind === "drawn") {
    throw new NotApplicableError(
      `sampling: the ${density.name} is drawn by rejection, which has no noise to make ${sampling.kind}; ` +
        "use independent sampling",
    );
  }
  const noise = input(density.noise.shape);
  const samples = density.sample(noise);
  const results = build(samples);
  const inputs: Record<string, Input<"float">> = { ...extra, noise };
  const program = compileRows(model, inputs, { samples, ...(results as Record<string, FloatExpression>) });
  const needed = density.noise.kind === "drawn" ? density.noise.parameters : [];
  const names = needed.map((_, i) => `${i}`);
  const ofNoise = compileRows(model, extra, Object.fromEntries(names.map((name, i) => [name, needed[i]])));
  const values = names.map((name) => ofNoise.outputs[name] as Float64Array);

  const array = program.inputs.noise;
  const extras = Object.keys(extra) as Extra[];
  const computeParameters = () => {
    for (const name of extras) ofNoise.inputs[name].set(program.inputs[name]);
    ofNoise.run();
  };
  const views = program.outputs as Readonly<Record<string, Samples>>;
  const run = () => {
    program.run();
    checkDensity(model, views.samples);
  };
  const samplesAgain = sampleInput(model);
  const range = compileRows(
    model,
    { ...extra, samples: samplesAgain },
    { logProb: rowLogProb(model, samplesAgain) },
  );
  /** Samples may be finite where the parameters are out of range, as with a negative standard deviation. */
  const checkRange = (parameters: Float64Array) => {
    setParameters(model, range, parameters);
    for (const name of extras) (range.inputs as Record<string, Float64Array>)[name].set(program.inputs[name]);
    range.inputs.samples.set(views.samples);
    range.run();
    const { logProb } = range.outputs;
    // None of its own samples in its support: those of a negative rate are negative.
    const isStrange = logProb.every((each) => each === -Infinity);
    if (isStrange || logProb.some(Number.isNaN)) throw outsideRange(model, parameters);
  };
  const fill = (from: Generator, parameters: Float64Array) => {
    try {
      fillSampling(sampling, density.noise, from, array, rows, values);
    } catch (cause) {
      throw outsideRange(model, parameters, cause as Error);
    }
  };
  let draws = 0;
  computeParameters();
  let before: GeneratorState | undefined;
  return {
    samples: views.samples,
    inputs: program.inputs as Readonly<Record<Extra, Float64Array>>,
    outputs: Object.fromEntries(Object.keys(results).map((name) => [name, views[name]])) as Record<
      Name,
      Float64Array
    >,
    draw() {
      if (density.noise.kind === "drawn") before = generator.save();
      if (extras.length > 0) computeParameters();
      fill(generator, model.parameters);
      run();
      if (++draws === 1) checkRange(model.parameters);
    },
    recompute(parameters) {
      setParameters(model, program, parameters);
      if (before !== undefined) {
        // What is drawn by rejection depends on the parameters: drawn again, from the same place in the stream.
        setParameters(model, ofNoise, parameters);
        ofNoise.run();
        fill(generatorFromState(before), parameters);
      }
      run();
      if (draws === 1) checkRange(parameters);
    },
  };
}
