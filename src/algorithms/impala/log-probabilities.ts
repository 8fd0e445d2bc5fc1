import { compile } from "../../compiler/index.ts";
import type { Trajectory } from "../../experience/index.ts";
import { type Computing, createRowSource } from "../../learning/index.ts";
import type { Policy } from "../../policies/index.ts";

/** log π(a | s) of the policy of now, for the actions of a trajectory: [rows], in an array that the next call writes again. */
export function compileLogProbabilities(policy: Policy, size: number, { backend }: Computing) {
  const source = createRowSource(policy.rows, { size });
  const { expressions } = source;
  const program = compile(
    {
      inputs: source.inputs,
      outputs: { logProbs: policy.density(expressions).logProb(expressions.actions) },
    },
    backend,
  );
  const rows = source.connect(program.inputs as Readonly<Record<string, Float32Array | Int32Array>>);
  return (trajectory: Pick<Trajectory, "observations" | "actions" | "legalActions">): Float32Array => {
    rows.load(trajectory);
    program.run();
    return program.outputs.logProbs;
  };
}
