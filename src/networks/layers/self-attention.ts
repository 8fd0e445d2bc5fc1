import { is } from "../../graph/expression.ts";
import {
  add,
  concatenate,
  constant,
  cumulativeSum,
  type Expression,
  equal,
  type FloatExpression,
  gatherRows,
  lessEqual,
  minimum,
  multiply,
  pad,
  reshape,
  slice,
  softmax,
  subtract,
  sum,
  toInt,
  transpose,
} from "../../graph/index.ts";
import { requireShape } from "../../graph/shape.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { Memory, Network, Recalled } from "../network.ts";
import { type SavedWeights, weights } from "../weights.ts";
import { checkLayer } from "./check-layer.ts";
import { dense } from "./dense.ts";

export interface SelfAttentionOptions {
  /** Inputs and outputs. */
  readonly width: number;
  /** Heads, which divide the width. */
  readonly heads: number;
  /** Steps of an episode that a step sees, itself included: at least 2. */
  readonly context: number;
  readonly generator: Generator;
  /** Factor on the initial weights of the outputs; default 1. */
  readonly gain?: number;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/** What is added to the score of what a step may not see: its softmax is 0. */
const hidden = -1e30;

/**
 * Causal self-attention (Vaswani et al. 2017): of the last `context` steps of its episode each step takes a mean of values, for
 * each head with weights
 *
 *     softmax over s of  q_t · k_s / √d + b_{t − s}
 *
 * where q, k and v are linear in the inputs, d = width / heads, and b is a number for each distance and head (Shaw et al. 2018;
 * Raffel et al. 2020), initially standard normal, so that heads begin by looking at different distances. Positions have no other encoding: an episode may be longer than the context, and goes on
 * with what is left of it in sight.
 *
 * As a recurrent layer it is evaluated on whole sequences at once, and goes on from a state: the keys and values of the
 * context − 1 steps before, the latest last, and in front of them how many of these there are. Acting is then one query
 * on stored keys. The initial weights are those of {@link dense}; they are named `${name}.input.…`, `${name}.output.…` and
 * `${name}.distance`, [context, heads], which has the distance 0 last.
 */
export function selfAttention(name: string, options: SelfAttentionOptions): Network {
  const names = ["width", "heads", "context", "generator", "gain", "saved"] as const;
  const { width, heads, context, generator, gain = 1, saved } = knownOptions("selfAttention", options, names);
  checkLayer("selfAttention", name, { width, heads }, { generator, saved, gain });
  requireInteger(`selfAttention ${name}: context`, context, 2);
  if (width % heads !== 0) {
    throw new RangeError(
      `selfAttention ${name}: heads is ${heads}; it must divide the width, which is ${width}`,
    );
  }
  const input = dense(`${name}.input`, { inputs: width, outputs: 3 * width, generator, saved });
  const output = dense(`${name}.output`, { inputs: width, outputs: width, gain, generator, saved });
  const ofDistance = weights(`${name}.distance`, [context, heads], saved, () =>
    Float32Array.from({ length: context * heads }, () => generator.normal()),
  );
  const depth = width / heads;
  const kept = context - 1;
  const stateSize = 1 + 2 * kept * width;

  const apply = (inputs: Expression, { states, begins }: Memory): Recalled => {
    const sequences = states.shape[0];
    requireShape(`${name}: the state`, states.shape, [sequences, stateSize]);
    const steps = inputs.shape[0] / sequences;
    if (!Number.isInteger(steps)) {
      throw new RangeError(
        `${name}: there are ${inputs.shape[0]} rows for ${sequences} states; each state needs a sequence of equal length`,
      );
    }
    /** From rows, a step of all sequences after the other, to [sequences, steps, …]. */
    const bySequence = (x: Expression) =>
      transpose(reshape(x, [steps, sequences, x.shape[1]]), [1, 0, 2]) as FloatExpression;
    const projected = bySequence(input.apply(inputs));
    const part = (index: number) => slice(projected, 2, index * width, (index + 1) * width);
    // Where episodes begin nothing is stored.
    const stored = isZero(states) ? 0 : kept;
    const places = stored + steps;
    const [keys, values] = [1, 2].map((index) => {
      if (stored === 0) return part(index) as FloatExpression;
      const before = slice(states, 1, 1 + (index - 1) * kept * width, 1 + index * kept * width);
      return concatenate([reshape(before, [sequences, kept, width]), part(index)], 1) as FloatExpression;
    });
    // [sequences, places]: 1 where there is a step, and 0 where the episode was not that long.
    const age = Array.from({ length: places }, (_, place) => Math.max(0, stored - place));
    const exists = lessEqual(constant(age, [1, places]), slice(states, 1, 0, 1));
    // Which episode of a sequence a step, and a place, belongs to.
    const ofSteps =
      begins && cumulativeSum(reshape(transpose(reshape(begins, [steps, sequences])), [sequences, steps]));
    const ofPlaces = ofSteps && pad(ofSteps, 1, stored, places);

    const hide = (visible: Expression) => multiply(subtract(visible, 1), -hidden);
    let mask: Expression = constant(inSight(steps, stored, context), [1, steps, places]);
    if (stored > 0) mask = add(mask, hide(reshape(exists, [sequences, 1, places])));
    if (ofSteps && ofPlaces) {
      const isSame = equal(
        reshape(ofSteps, [sequences, steps, 1]),
        reshape(ofPlaces, [sequences, 1, places]),
      );
      mask = add(mask, hide(isSame));
    }
    const bias = add(biasOf(ofDistance, steps, stored), reshape(mask, [...mask.shape, 1]));

    const byHead = (x: Expression, ...shape: number[]) => reshape(x, [sequences, ...shape, heads, depth]);
    const query = byHead(multiply(part(0), 1 / Math.sqrt(depth)), steps, 1);
    const scores = add(sum(multiply(query, byHead(keys, 1, places)), { axis: -1 }), bias);
    // From [sequences, steps, places, heads], and back.
    const shares = transpose(softmax(transpose(scores, [0, 1, 3, 2])), [0, 1, 3, 2]);
    const seen = sum(multiply(reshape(shares, [...shares.shape, 1]), byHead(values, 1, places)), { axis: 2 });
    const rows = transpose(reshape(seen, [sequences, steps, width]), [1, 0, 2]);

    const latest = (x: FloatExpression) => {
      const tail = places < kept ? pad(x, 1, kept - places, kept) : slice(x, 1, places - kept, places);
      return reshape(tail, [sequences, kept * width]);
    };
    const isLatest = ofSteps && ofPlaces && equal(ofPlaces, slice(ofSteps, 1, steps - 1, steps));
    const count = sum(isLatest ? multiply(exists, isLatest) : exists, { axis: 1, keepDimensions: true });
    return {
      outputs: output.apply(reshape(rows, [steps * sequences, width])),
      states: concatenate([minimum(count, kept), latest(keys), latest(values)], 1) as FloatExpression,
    };
  };
  const withoutState = (): never => {
    throw new TypeError(
      `${name}: it attends to the steps before, and is given no state here. Take an architecture ` +
        'without a state, such as { kind: "mlp", … }',
    );
  };
  return {
    parameters: [...input.parameters, ...output.parameters, ofDistance],
    statistics: [],
    apply: withoutState,
    train: withoutState,
    recurrence: { stateSize, apply },
  };
}

/** [steps · places]: 0 where a step may see a place by its distance, and {@link hidden} elsewhere. */
function inSight(steps: number, stored: number, context: number): Float64Array {
  return byDistance(steps, stored, (distance) => (distance >= 0 && distance < context ? 0 : hidden));
}

/** [steps, places, heads]: what is added to scores by distance. */
function biasOf(ofDistance: Expression, steps: number, stored: number): Expression {
  const [context, heads] = ofDistance.shape;
  // When acting, all of it in its order.
  if (steps === 1)
    return reshape(slice(ofDistance, 0, context - 1 - stored, context), [1, stored + 1, heads]);
  const last = context - 1;
  const rows = byDistance(steps, stored, (distance) => last - Math.min(Math.max(distance, 0), last));
  return reshape(gatherRows(ofDistance, toInt(constant(rows, [rows.length]))), [
    steps,
    stored + steps,
    heads,
  ]);
}

/** [steps · places]: a number for how many steps a place is before a step, below 0 where it is behind. */
function byDistance(steps: number, stored: number, value: (distance: number) => number): Float64Array {
  const places = stored + steps;
  return Float64Array.from({ length: steps * places }, (_, at) => {
    const place = at % places;
    return value(stored + (at - place) / places - place);
  });
}

/** Whether a state is known to be zeros before anything is computed. */
function isZero(node: Expression): boolean {
  if (is(node, "slice")) return isZero(node.inputs[0]!);
  return is(node, "constant") && Array.prototype.every.call(node.attributes.values, (value) => value === 0);
}
