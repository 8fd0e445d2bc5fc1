import { compile } from "../../compiler/index.ts";
import type { Categorical } from "../../distributions/index.ts";
import { type Input, rowInputs } from "../../graph/index.ts";
import type { Policy } from "../../policies/index.ts";

/** Log-probabilities of the moves of a fixed number of positions; views hold until the next run. */
export interface MoveEvaluator {
  /** `[count, observationSize]`, to be written. */
  observations(): Float32Array;
  /** `[count, moves]`, to be written: not 0 where a move is legal; undefined of policies without masks. */
  legalActions(): Float32Array | undefined;
  run(): void;
  /** `[count, moves]` */
  logProbs(): Float32Array;
}

export function createMoveEvaluator(policy: Policy, count: number): MoveEvaluator {
  const { actions: _, ...rows } = policy.rows;
  const inputs = rowInputs(rows, count) as {
    readonly observations: Input<"float">;
    readonly legalActions?: Input<"float">;
  };
  const { logProbs } = (policy.density(inputs) as Categorical).parameters;
  const program = compile({ inputs, outputs: { logProbs } }, policy.backend);
  program.inputs.legalActions?.fill(1);
  return {
    observations: () => program.inputs.observations,
    legalActions: () => program.inputs.legalActions,
    logProbs: () => program.outputs.logProbs,
    run: () => program.run(),
  };
}
