import { createReferenceBackend } from "../../backends/reference/index.ts";
import { compile } from "../../compiler/index.ts";
import {
  concatenate,
  type FloatExpression,
  grad,
  input,
  multiply,
  reshape,
  sum,
  type Variable,
} from "../../graph/index.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { scaleFor } from "../linear-algebra/extended-vector.ts";
import type { Mdp } from "../model/mdp.ts";
import { sumOf } from "../probabilities.ts";
import { normalizedPolicy } from "./require-policy.ts";
import { requireParameters, type TabularPolicy } from "./tabular-policy.ts";

/** A policy as expressions: any differentiable function of the parameters. */
export interface PolicyExpressions {
  /** θ: flattened and joined in this order. */
  readonly parameters: readonly Variable[];
  /** π_θ(a | s), shape [states, actions]. */
  readonly probabilities: FloatExpression;
}

/**
 * Any differentiable policy, computed in float64. Its first parameters are the initial values of the variables. Rows that
 * sum to 1 within 1e-8 are divided by their sum, and so are their gradients.
 *
 * @throws RangeError when the shape is not [states, actions], or a row does not sum to 1
 * @throws TypeError when there are no variables, or what is given are no expressions
 * @example
 * // A network that reads a feature of the state.
 * const hidden = tanh(matmul(constant(features, [mdp.states, 1]), weights));
 * const policy = expressionPolicy(mdp, {
 *   parameters: [weights, output],
 *   probabilities: softmax(matmul(hidden, output)),
 * });
 */
export function expressionPolicy(mdp: Mdp, expressions: PolicyExpressions): TabularPolicy {
  const { states, actions } = mdp;
  const { parameters: variables, probabilities } = expressions;
  if (!probabilities?.shape) {
    throw new TypeError(
      `expressionPolicy: probabilities is ${valueInText(probabilities)}; it must be an expression of shape [${states}, ${actions}].`,
    );
  }
  const { shape } = probabilities;
  if (shape.length !== 2 || shape[0] !== states || shape[1] !== actions) {
    throw new RangeError(
      `expressionPolicy: probabilities has shape [${shape.join(", ")}]; it must be [${states}, ${actions}], states and actions.`,
    );
  }
  requireVariables(variables);
  const backend = createReferenceBackend();
  const weights = input(shape);
  const gradients = grad(sum(multiply(probabilities, weights)), variables);
  const flat = gradients.map((gradient) => reshape(gradient, [gradient.shape.reduce((a, b) => a * b, 1)]));
  const forward = compile({ outputs: { probabilities } }, backend);
  const backward = compile({ inputs: { weights }, outputs: { gradient: concatenate(flat, 0) } }, backend);
  const values = variables.map((variable) => backend.values(variable));
  const count = values.reduce((total, { length }) => total + length, 0);

  const write = (parameters: Float64Array): void => {
    let at = 0;
    for (const value of values) {
      value.set(parameters.subarray(at, at + value.length));
      at += value.length;
    }
  };
  /** @throws RangeError where what was run last is not finite also with weights of ordinary size */
  const requireDerivative = (): void => {
    const { weights } = backward.inputs;
    const scale = scaleFor(weights);
    weights.set(weights.map((weight) => scale * weight));
    backward.run();
    const { gradient } = backward.outputs;
    const at = gradient.findIndex((slope) => !Number.isFinite(slope));
    if (at < 0 || !weights.every(Number.isFinite)) return;
    throw new RangeError(
      `expressionPolicy: the derivative with respect to parameter ${at} is ${gradient[at]}; the probabilities must have ` +
        "finite derivatives at the parameters.",
    );
  };
  const at = (parameters: Float64Array): TabularPolicy => {
    requireParameters("expressionPolicy: parameters", parameters, count);
    write(parameters);
    forward.run();
    const given = forward.outputs.probabilities.slice();
    const found = normalizedPolicy("probabilities", mdp, given);
    return {
      states,
      actions,
      parameters,
      probabilities: found,
      pullback(weights) {
        write(parameters);
        backward.inputs.weights.set(beforeNormalization(weights, found, given, actions));
        backward.run();
        const gradient = backward.outputs.gradient.slice();
        if (!gradient.every(Number.isFinite)) requireDerivative();
        return gradient;
      },
      withParameters: (others) => at(Float64Array.from(others)),
    };
  };
  return at(joined(values));
}

/** @throws TypeError unless this is a list of one variable or more */
function requireVariables(variables: readonly Variable[]): void {
  const isList = Array.isArray(variables);
  const odd = isList ? variables.findIndex((variable) => variable?.operation !== "variable") : -1;
  if (isList && odd < 0 && variables.length > 0) return;
  const [where, found] = odd < 0 ? ["", variables] : [`[${odd}]`, variables[odd]];
  throw new TypeError(
    `expressionPolicy: parameters${where} is ${valueInText(found)}; parameters must be a list of variables, those of which the ` +
      "probabilities are made. Use policyFromProbabilities for a policy without any.",
  );
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What weights of probabilities come to for the numbers of which they are the shares: ∂(x_a/Σx)/∂x_b. */
function beforeNormalization(
  weights: Float64Array,
  shares: Float64Array,
  numbers: Float64Array,
  actions: number,
): Float64Array {
  const result = new Float64Array(weights.length);
  for (let row = 0; row < weights.length; row += actions) {
    let mean = 0;
    for (let at = row; at < row + actions; at++) mean += shares[at] * weights[at];
    const sum = sumOf(numbers.subarray(row, row + actions));
    for (let at = row; at < row + actions; at++) result[at] = (weights[at] - mean) / sum;
  }
  return result;
}
