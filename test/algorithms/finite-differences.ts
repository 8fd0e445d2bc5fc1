import { expect } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import * as graph from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";

/** Evaluates expressions in float64. Variables are moved from their initial values: none is 0, and no copy is what it follows. */
export function evaluator(
  outputs: Readonly<Record<string, graph.Expression>>,
  variables: readonly graph.Variable[],
) {
  const backend = createReferenceBackend();
  const program = compile({ outputs }, backend);
  const generator = createGenerator(3);
  for (const each of variables) {
    const values = backend.values(each);
    for (let i = 0; i < values.length; i++) values[i] += 0.5 * generator.normal();
  }
  return {
    backend,
    run() {
      program.run();
      return program.outputs as Readonly<Record<string, Float64Array>>;
    },
  };
}

/**
 * Holds the gradient of a loss against central differences.
 *
 * @param all variables that the loss depends on
 * @param reported what has the same gradient in place of the loss, where parts of that are behind `stopGradient`
 */
export function expectGradient(
  loss: graph.FloatExpression,
  parameters: readonly graph.Variable[],
  all: readonly graph.Variable[],
  reported = loss,
): void {
  const gradients = graph.grad(loss, parameters);
  const { backend, run } = evaluator(
    { loss: reported, ...Object.fromEntries(gradients.map((gradient, i) => [`${i}`, gradient])) },
    all,
  );
  const exact = parameters.map((_, i) => Float64Array.from(run()[`${i}`]));
  const h = 1e-5;
  let largest = 0;
  parameters.forEach((parameter, p) => {
    const values = backend.values(parameter);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      values[i] = value + h;
      const above = run().loss[0];
      values[i] = value - h;
      const below = run().loss[0];
      values[i] = value;
      expect(Math.abs(exact[p][i] - (above - below) / (2 * h)), parameter.attributes.name).toBeLessThan(1e-7);
      largest = Math.max(largest, Math.abs(exact[p][i]));
    }
  });
  expect(largest).toBeGreaterThan(0.1);
}
