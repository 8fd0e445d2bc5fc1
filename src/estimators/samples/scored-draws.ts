import { constant, type Expression, type FloatExpression, stopGradient } from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import { type Model, rowGradients, rowLogProb } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import { oncePer } from "../once-per.ts";
import type { PreparedProblem } from "../prepare-problem.ts";
import { supportedEstimators } from "../supported-estimators.ts";
import { hasEnds, movingSupport } from "./bounds.ts";
import { checkScore, outsideRange } from "./check-numbers.ts";
import { compileDraws, type Draws } from "./draws.ts";
import { type Enumeration, enumerate } from "./enumerate.ts";
import { guideTable } from "./guide-table.ts";
import type { Samples } from "./samples.ts";
import { independent, type Sampling } from "./sampling.ts";

/** Samples and their scores, a chunk at a time. */
export interface ScoredDraws {
  /** [rows, width]. */
  readonly samples: Samples;
  /** ∇ log p(x | θ): what belongs to a sample begins at its entry of `starts`, one number for each parameter. */
  readonly scores: Float64Array;
  /** [rows]. */
  readonly starts: Int32Array;
  draw(): void;
}

export function createScoredDraws(
  problem: PreparedProblem,
  model: Model,
  generator: Generator,
  sampling: Sampling = independent,
): ScoredDraws {
  const others = () => `use ${supportedEstimators(model.density).join(", ")}`;
  refuseMovingSupport(movingSupport(model), others);
  const table = sampling.kind === "independent" ? enumerate(problem) : undefined;
  return table ? tabulatedDraws(table, model, generator) : computedDraws(model, generator, sampling);
}

/**
 * @param owner whose support moves with θ
 * @throws NotApplicableError where there is one: the score is not all of the gradient
 */
export function refuseMovingSupport(owner: string | undefined, remedy: () => string): void {
  if (owner === undefined) return;
  throw new NotApplicableError(
    `score: the support of ${owner} depends on the parameters, so the score misses what happens at its ends; ${remedy()}`,
  );
}

function tabulatedDraws(table: Enumeration, model: Model, generator: Generator): ScoredDraws {
  const size = model.parameters.length;
  const { rows, width } = model;
  const samples =
    table.samples instanceof Int32Array ? new Int32Array(rows * width) : new Float64Array(rows * width);
  const starts = new Int32Array(rows);
  const uniforms = new Float64Array(rows);
  const choose = guideTable(table.probabilities);
  if (choose === undefined) throw outsideRange(model);
  return {
    samples,
    scores: table.scores,
    starts,
    draw() {
      generator.fillUniform(uniforms);
      for (let row = 0; row < rows; row++) {
        const value = choose(uniforms[row]);
        for (let i = 0; i < width; i++) samples[row * width + i] = table.samples[value * width + i];
        starts[row] = value * size;
      }
    },
  };
}

const scorePrograms = /* @__PURE__ */ oncePer((model: Model) =>
  compileDraws(model, (samples) => scoreOf(model, samples)),
);

function computedDraws(model: Model, generator: Generator, sampling: Sampling): ScoredDraws {
  const drawn = scorePrograms(model)(generator, sampling);
  const draw = () => {
    drawn.draw();
    checkScores(model, drawn);
  };
  const size = model.parameters.length;
  const starts = Int32Array.from({ length: model.rows }, (_, row) => row * size);
  return { samples: drawn.samples, scores: drawn.outputs.scores, starts, draw };
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
