import type { Backend } from "../../compiler/backend.ts";
import { compile } from "../../compiler/index.ts";
import type { TransitionTrajectory } from "../../experience/index.ts";
import { add, input, multiply, subtract } from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import type { Reppo } from "./agent.ts";

/** Soft values of what each step of a rollout led to, by the policy and the critic of now. */
export type NextValues = (
  rollout: TransitionTrajectory,
  generator: Generator,
  /** Receives the features that are expected of each step's next observation and an action there: [T, N, size]. */
  nextFeatures: Float32Array,
) => {
  /** [T, N]: Q(s′, a′) − α log π(a′ | s′), expected of a′; they hold until the next call. */
  readonly nextValues: Float32Array;
  /** α */
  readonly temperature: number;
};

/** @param batch rows that are evaluated at once */
export function compileNextValues(agent: Reppo, batch: number, backend: Backend<Float32Array>): NextValues {
  const { policy, critic, actions, temperature } = agent;
  const { size } = policy.observationSpace;
  const observations = input([batch, size]);
  const noise = agent.noise && input([batch, ...agent.noise.shape]);
  const { value, logProb, features } = actions.expected(
    policy.density({ observations }),
    critic,
    observations,
    noise,
  );
  const values = subtract(value, multiply(temperature, logProb));
  const program = compile(
    {
      inputs: { observations, ...(noise && { noise }) },
      outputs: { values, features, temperature: add(temperature, 0) },
    },
    backend,
  );
  let nextValues = new Float32Array(0);
  return ({ steps, count, nextObservations }, generator, nextFeatures) => {
    const rows = steps * count;
    if (nextValues.length !== rows) nextValues = new Float32Array(rows);
    for (let start = 0; start < rows; start += batch) {
      const end = Math.min(start + batch, rows);
      program.inputs.observations.set(nextObservations.subarray(start * size, end * size));
      if (program.inputs.noise) generator.fillNormal(program.inputs.noise);
      program.run();
      const found = end - start;
      nextValues.set(program.outputs.values.subarray(0, found), start);
      nextFeatures.set(program.outputs.features.subarray(0, found * critic.size), start * critic.size);
    }
    return { nextValues, temperature: program.outputs.temperature[0] };
  };
}
