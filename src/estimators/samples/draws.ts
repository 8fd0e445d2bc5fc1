import { type Expression, type FloatExpression, type Input, input } from "../../graph/index.ts";
import { type Generator, type GeneratorState, generatorFromState } from "../../random/index.ts";
import { compileRows, type Model, rowLogProb, sampleInput, setParameters } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import { checkDensity, outsideRange } from "./check-numbers.ts";
import type { Samples } from "./samples.ts";
import { fillSampling, type Sampling } from "./sampling.ts";

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

/**
 * Compiles programs for draws. All draws that are created from one compilation use its memory: what a draw gives is there until
 * the next draw of any of them, and only one of them may `recompute`.
 *
 * @param build expressions of the samples; gradients go through the samples to θ, unless it stops them
 * @param extra what `build` or the density take beside noise and parameters
 */
export function compileDraws<Name extends string, Extra extends string = never>(
  model: Model,
  build: (samples: Expression) => Readonly<Record<Name, FloatExpression>>,
  extra: Readonly<Record<Extra, Input<"float">>> = {} as Record<Extra, Input<"float">>,
): (generator: Generator, sampling: Sampling) => Draws<Name, Extra> {
  const { density } = model;
  const noise = input(density.noise.shape);
  const samples = density.sample(noise);
  const results = build(samples);
  const own: Readonly<Record<string, Input<"float">>> = extra;
  const program = compileRows(
    model,
    { noise, own },
    { samples, ...(results as Record<string, FloatExpression>) },
  );
  const needed = density.noise.kind === "drawn" ? density.noise.parameters : [];
  const ofNoise = compileRows(model, { own }, needed);
  const values = [...ofNoise.outputs];

  const array = program.inputs.noise;
  const extras = Object.keys(own);
  const computeParameters = () => {
    for (const name of extras) ofNoise.inputs.own[name].set(program.inputs.own[name]);
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
    { own, samples: samplesAgain },
    { logProb: rowLogProb(model, samplesAgain) },
  );
  /** Samples may be finite where the parameters are out of range, as with a negative standard deviation. */
  const checkRange = (parameters: Float64Array) => {
    setParameters(model, range, parameters);
    for (const name of extras) range.inputs.own[name].set(program.inputs.own[name]);
    range.inputs.samples.set(views.samples);
    range.run();
    const { logProb } = range.outputs;
    // None of its own samples in its support: those of a negative rate are negative.
    const isStrange = logProb.every((each) => each === -Infinity);
    if (isStrange || logProb.some(Number.isNaN)) throw outsideRange(model, parameters);
  };

  return (generator, sampling) => {
    if (sampling.kind !== "independent" && density.noise.kind === "drawn") {
      throw new NotApplicableError(
        `sampling: the ${density.name} is drawn by rejection, which has no noise to make ${sampling.kind}; ` +
          "use independent sampling",
      );
    }
    const fill = (from: Generator, parameters: Float64Array) => {
      try {
        fillSampling(sampling, density.noise, from, array, model.rows, values);
      } catch (cause) {
        throw outsideRange(model, parameters, cause as Error);
      }
    };
    let draws = 0;
    computeParameters();
    let before: GeneratorState | undefined;
    return {
      samples: views.samples,
      inputs: program.inputs.own as Readonly<Record<Extra, Float64Array>>,
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
  };
}
