import {
  add,
  constant,
  type Expression,
  type FloatExpression,
  multiply,
  sigmoid,
  slice,
  subtract,
  tanh,
  type Variable,
} from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import type { SavedWeights } from "../weights.ts";
import { checkLayer } from "./check-layer.ts";
import { dense } from "./dense.ts";
import type { Initializer } from "./initializers.ts";

export interface RecurrentCellOptions {
  readonly inputs: number;
  /** Length of the state. */
  readonly hidden: number;
  readonly generator: Generator;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/** A gated recurrent unit: h′ = f(x, h). */
export interface GruCell {
  readonly parameters: readonly Variable[];
  /** From inputs [batch, inputs] and state [batch, hidden] to the next state. */
  apply(inputs: Expression, state: Expression): FloatExpression;
  /** What the gates take of the inputs, [batch, 3 · hidden]: for the inputs of many steps at once. */
  project(inputs: Expression): FloatExpression;
  /** The same as `apply`, from what `project` gave. */
  next(projected: Expression, state: Expression): FloatExpression;
}

/** The state of a long short-term memory, each [batch, hidden]. */
export interface LstmState {
  /** What other layers see, h. */
  readonly hidden: FloatExpression;
  /** What it remembers, c. */
  readonly cell: FloatExpression;
}

/** A long short-term memory: (h′, c′) = f(x, h, c). */
export interface LstmCell {
  readonly parameters: readonly Variable[];
  /** From inputs [batch, inputs] and state to the next state. */
  apply(inputs: Expression, state: LstmState): LstmState;
  /** What the gates take of the inputs, [batch, 4 · hidden]: for the inputs of many steps at once. */
  project(inputs: Expression): FloatExpression;
  /** The same as `apply`, from what `project` gave. */
  next(projected: Expression, state: LstmState): LstmState;
}

/** What a gate is computed from: layers of inputs and of state, for all gates at once, side by side. */
function gates(name: string, count: number, { inputs, hidden, generator, saved }: RecurrentCellOptions) {
  checkLayer("recurrent", name, { inputs, units: hidden }, { generator, saved });
  const bound = 1 / Math.sqrt(hidden);
  const initializer: Initializer = (rows, columns) =>
    Float32Array.from({ length: rows * columns }, () => generator.uniform(-bound, bound));
  const layer = (part: string, width: number) =>
    dense(`${name}.${part}`, { inputs: width, outputs: count * hidden, generator, initializer, saved });
  const fromInputs = layer("input", inputs);
  const fromState = layer("state", hidden);
  const gate = (all: Expression, index: number) =>
    slice(all, 1, index * hidden, (index + 1) * hidden) as FloatExpression;
  return { parameters: [...fromInputs.parameters, ...fromState.parameters], fromInputs, fromState, gate };
}

/**
 * A gated recurrent unit (Cho et al. 2014) by PyTorch's equations,
 *
 *   r = σ(Wᵣx + bᵣ + Uᵣh + cᵣ),  z = σ(W_z x + b_z + U_z h + c_z),
 *   n = tanh(Wₙx + bₙ + r ∘ (Uₙh + cₙ)),  h′ = (1 − z) ∘ n + z ∘ h.
 *
 * `${name}.input.weight` has the columns of Wᵣ, W_z and Wₙ, in this order, and `${name}.state.weight` those of U. Initial
 * weights are uniform within ±1/√hidden, biases 0.
 */
export function gruCell(name: string, options: RecurrentCellOptions): GruCell {
  knownOptions("gruCell", options, ["inputs", "hidden", "generator", "saved"]);
  const { parameters, fromInputs, fromState, gate } = gates(name, 3, options);
  const next = (x: Expression, state: Expression) => {
    const h = fromState.apply(state);
    const reset = sigmoid(add(gate(x, 0), gate(h, 0)));
    const keep = sigmoid(add(gate(x, 1), gate(h, 1)));
    const candidate = tanh(add(gate(x, 2), multiply(reset, gate(h, 2))));
    return add(candidate, multiply(keep, subtract(state, candidate)));
  };
  const project = fromInputs.apply;
  return { parameters, project, next, apply: (inputs, state) => next(project(inputs), state) };
}

/**
 * A long short-term memory (Hochreiter and Schmidhuber 1997, with a forget gate) by PyTorch's equations,
 *
 *   i, f, o = σ(Wx + b + Uh + c) each,  g = tanh(W_g x + b_g + U_g h + c_g),  c′ = f ∘ c + i ∘ g,  h′ = o ∘ tanh(c′).
 *
 * The gates lie side by side in the order i, f, g, o. Initial weights are uniform within ±1/√hidden, biases 0.
 */
export function lstmCell(name: string, options: RecurrentCellOptions): LstmCell {
  knownOptions("lstmCell", options, ["inputs", "hidden", "generator", "saved"]);
  const { parameters, fromInputs, fromState, gate } = gates(name, 4, options);
  const next = (projected: Expression, { hidden, cell }: LstmState): LstmState => {
    const all = add(projected, fromState.apply(hidden));
    const [write, keep, read] = [0, 1, 3].map((index) => sigmoid(gate(all, index)));
    const remembered = add(multiply(keep, cell), multiply(write, tanh(gate(all, 2))));
    return { hidden: multiply(read, tanh(remembered)), cell: remembered };
  };
  const project = fromInputs.apply;
  return { parameters, project, next, apply: (inputs, state) => next(project(inputs), state) };
}

/** A state of zeros, from which a sequence begins. */
export function zeroState(batch: number, hidden: number): FloatExpression {
  return constant(new Float32Array(batch * hidden), [batch, hidden]);
}
