import { is } from "../../graph/expression.ts";
import {
  add,
  broadcastTo,
  concatenate,
  cumulativeSum,
  type Expression,
  exp,
  type FloatExpression,
  less,
  logNormalCdf,
  logSoftmax,
  logSumExp,
  max,
  multiply,
  type Operand,
  oneHot,
  reshape,
  select,
  slice,
  square,
  stopGradient,
  subtract,
  sum,
  toFloat,
  toInt,
} from "../../graph/index.ts";
import { formatShape, sameShape, sizeOf } from "../../graph/shape.ts";
import type { Generator } from "../../random/index.ts";
import { defineDensity } from "../define-density.ts";
import type { Density, Support } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { outside } from "../numerics/on-support.ts";
import type { Noise } from "../sampling/noise.ts";
import { find, keepOrigin } from "./origin.ts";

export interface Mixture<Component extends Density> extends Density {
  readonly parameters: { readonly logits: FloatExpression };
  readonly components: Component;
}

/**
 * A mixture of densities of one family: log p(x) = log Σ w_k p_k(x), with weights w = softmax(logits).
 *
 * Samples choose a component and are then its; the choice has no pathwise gradient.
 *
 * @param logits [...batch, components]
 * @param components a density of batch shape [...batch, components]
 * @throws RangeError when these do not fit
 */
export function mixture<Component extends Density>(
  logits: Expression,
  components: Component,
): Mixture<Component> {
  const { batchShape: all, eventShape } = components;
  if (!sameShape(all, logits.shape) || all.length === 0) {
    throw new RangeError(
      `mixture: logits have shape ${formatShape(logits.shape)} and the components' batch ${formatShape(all)}; both must be ` +
        "[...batch, components]",
    );
  }
  const batchShape = all.slice(0, -1);
  const count = all.at(-1)!;
  const logWeights = logSoftmax(logits);
  const axis = -1 - eventShape.length;
  const weights = reshape(exp(logWeights), [...all, ...eventShape.map(() => 1)]);
  const average = (x: Expression) => sum(multiply(weights, x), { axis });
  /** Values of the mixture as values of each component: an axis of extent 1 before the event. */
  const forEach = (values: Expression) => {
    const lead = values.shape.slice(0, values.shape.length - eventShape.length);
    return reshape(values, [...lead, 1, ...eventShape]);
  };
  const spread = (x: Expression) => broadcastTo(x, [...all, ...eventShape]);
  const name = `mixture of ${components.name}`;
  const { noise } = components;
  const perComponent = sizeOf(noise.shape) / sizeOf(batchShape);
  return defineDensity<Mixture<Component>>({
    ...components,
    name,
    parameters: { logits: logits as FloatExpression },
    components,
    batchShape,
    support: hullOf(components, axis),
    logProb: (values) => {
      const terms = add(components.logProb(forEach(values)), logWeights);
      // Where no component has the value, the softmax of the terms, which is the gradient, would be NaN.
      const most = max(terms, { axis: -1 });
      const isInside = less(-Infinity, most);
      const isTermInside = reshape(isInside, [...isInside.shape, 1]);
      return select(isInside, logSumExp(select(isTermInside, terms, 0)), outside(most));
    },
    entropy: noClosedForm(name, "entropy"),
    kl: noClosedForm(name, "kl"),
    mean: () => average(spread(components.mean())),
    variance: () => {
      const means = spread(components.mean());
      const center = sum(multiply(weights, means), { axis, keepDimensions: true });
      return average(add(spread(components.variance()), square(subtract(means, center))));
    },
    mode: noClosedForm(name, "mode"),
    noise: withChoice(noise, batchShape, perComponent),
    pathwise: false,
    sample: (draws) => {
      const lead = draws.shape.slice(0, -1);
      const samples = lead.slice(0, lead.length - batchShape.length);
      const own = reshape(slice(draws, -1, 1, perComponent + 1), [...samples, ...noise.shape]);
      const choice = slice(draws, -1, 0, 1);
      const uniform = noise.kind === "normal" ? exp(logNormalCdf(choice)) : choice;
      const reached = cumulativeSum(exp(logWeights));
      const total = slice(reached, -1, count - 1, count);
      const chosen = toInt(sum(less(reached, multiply(uniform, total)), { axis: -1 }));
      const picked = reshape(oneHot(chosen, count), [...lead, count, ...eventShape.map(() => 1)]);
      const value = chosenOf(toFloat(components.sample(own)), picked, axis);
      return components.dtype === "int" ? toInt(value) : stopGradient(value);
    },
    // They are for the parameters of one component.
    decompositions: undefined,
    choice: undefined,
  });
}

/** The component that is picked, with what it was before a transform that is the same for all. */
function chosenOf(drawn: Expression, picked: Expression, axis: number): FloatExpression {
  if (is(drawn, "concatenate") && drawn.attributes.axis === drawn.shape.length - 1) {
    return concatenate(
      drawn.inputs.map((part) => chosenOf(part, picked, axis)),
      -1,
    ) as FloatExpression;
  }
  const value = sum(select(picked, drawn, 0), { axis });
  const origin = find(drawn);
  if (origin === undefined || sizeOf(origin.transform.shape ?? []) > 1) return value;
  return keepOrigin(value, origin.transform, chosenOf(origin.x, picked, axis));
}

/** The least support that holds those of all components. */
function hullOf(
  { support, batchShape, eventShape }: Pick<Density, "support" | "batchShape" | "eventShape">,
  axis: number,
): Support {
  if (support.kind === "simplex") return support;
  if (support.kind === "product") {
    const component = batchShape.length - 1;
    const parts = support.parts.map((part) => {
      const own = { batchShape, eventShape: part.shape.slice(batchShape.length), support: part.support };
      const hull = hullOf(own, -1 - own.eventShape.length);
      return { ...part, support: hull, shape: part.shape.filter((_, at) => at !== component) };
    });
    return { kind: "product", parts };
  }
  // One bound per entry is the same for every component.
  const outermost = (bound: Operand | readonly number[], sign: 1 | -1) =>
    typeof bound === "object" && "operation" in bound
      ? multiply(max(multiply(broadcastTo(bound, [...batchShape, ...eventShape]), sign), { axis }), sign)
      : bound;
  const high = outermost(support.high, 1);
  if (support.kind === "integers") return { ...support, high };
  const shape = [...batchShape, ...eventShape];
  const component = shape.length + axis;
  const ofEach = (bound: Expression) =>
    Array.from({ length: shape[component] }, (_, i) =>
      reshape(
        slice(broadcastTo(bound, shape), component, i, i + 1),
        shape.filter((_, at) => at !== component),
      ),
    );
  const bounds = [support.low, support.high, ...(support.inner ?? [])];
  const inner = bounds.flatMap((bound) => (typeof bound === "object" ? ofEach(bound) : []));
  return {
    ...{ kind: "interval", low: outermost(support.low, -1) as Operand, high: high as Operand },
    ...(inner.length > 0 && { inner }),
  };
}

/** The components' noise with one entry before it that chooses among them: [...batch, 1 + per component]. */
function withChoice(noise: Noise, batchShape: readonly number[], perComponent: number): Noise {
  const shape = [...batchShape, perComponent + 1];
  if (noise.kind !== "drawn") return { kind: noise.kind, shape };
  return {
    ...noise,
    shape,
    draw(generator: Generator, values, array) {
      const size = sizeOf(batchShape);
      const own = new Float64Array(size * perComponent);
      const width = perComponent + 1;
      for (let start = 0; start < array.length; start += size * width) {
        noise.draw(generator, values, own);
        for (let entry = 0; entry < size; entry++) {
          array[start + entry * width] = 1 - generator.random();
          const from = own.subarray(entry * perComponent, (entry + 1) * perComponent);
          array.set(from, start + entry * width + 1);
        }
      }
    },
  };
}
