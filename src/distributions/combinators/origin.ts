import { type Expression, type FloatExpression, is } from "../../graph/expression.ts";
import {
  add,
  broadcastTo,
  negate,
  reshape,
  slice,
  softplus,
  stopGradient,
  subtract,
  transpose,
} from "../../graph/index.ts";
import { sigmoidTransform, type Transform } from "./transform.ts";

/** What samples were before a transform, of their shape: rounding the samples may lose it (tanh 20 is 1 in float64). */
export interface Origin {
  readonly transform: Transform;
  readonly x: FloatExpression;
}

/** Whether a gradient is stopped between the samples and where they were looked for. */
interface Found extends Origin {
  readonly isStopped: boolean;
}

const origins = new WeakMap<Expression, Found>();

/** Samples together with the values before their transform, which `originOf` returns. */
export function keepOrigin<E extends Expression>(samples: E, transform: Transform, x: Expression): E {
  origins.set(samples, { transform, x: broadcastTo(x, samples.shape) as FloatExpression, isStopped: false });
  return samples;
}

/**
 * What values were before the transform, where they are samples through which no gradient flows: as what they are now,
 * moved, cut or joined along the last axis. The gradient of the result is that of the inverse, which the parameters of a
 * transform have. Undefined for all other values: a gradient with respect to them would be lost.
 */
export function originOf(values: Expression, transform: Transform): FloatExpression | undefined {
  const found = find(values);
  if (found === undefined || found.transform !== transform || !found.isStopped) return undefined;
  const inverse = transform.invert(values);
  const x = add(stopGradient(found.x), subtract(inverse, stopGradient(inverse)));
  const before = find(stopGradient(found.x)); // where transforms follow one another
  if (before !== undefined) origins.set(x, before);
  return x;
}

/** log x and log(1 − x) of samples between 0 and 1 as they were drawn; undefined for other values. */
export function logsOfShare(values: Expression): readonly [FloatExpression, FloatExpression] | undefined {
  const logit = originOf(values, sigmoidTransform);
  if (logit === undefined) return undefined;
  return [negate(softplus(negate(logit))), negate(softplus(logit))];
}

/** The last transform that made these values. */
export function find(values: Expression): Found | undefined {
  const known = origins.get(values);
  if (known !== undefined) return known;
  if (is(values, "stopGradient")) {
    const found = find(values.inputs[0]);
    return found && { ...found, x: stopGradient(found.x) as FloatExpression, isStopped: true };
  }
  if (is(values, "reshape")) return moved(values.inputs[0], (x) => reshape(x, values.shape));
  if (is(values, "transpose")) {
    return moved(values.inputs[0], (x) => transpose(x, values.attributes.permutation));
  }
  if (!is(values, "slice") || values.attributes.axis !== values.shape.length - 1) return undefined;
  const { start } = values.attributes;
  const cut = cutOf(values.inputs[0], start, start + values.shape.at(-1)!);
  if (!is(cut, "slice")) return find(cut);
  const { attributes, inputs, shape } = cut;
  return moved(inputs[0], (x) => slice(x, -1, attributes.start, attributes.start + shape.at(-1)!));
}

function moved(source: Expression, move: (x: FloatExpression) => Expression): Found | undefined {
  const found = find(source);
  return found && { ...found, x: move(found.x) as FloatExpression };
}

/** Entries `start` to `end` along the last axis, as the one of several joined tensors that has them. */
function cutOf(source: Expression, start: number, end: number): Expression {
  const extent = source.shape.at(-1)!;
  if (start === 0 && end === extent) return source;
  if (is(source, "stopGradient")) return stopGradient(cutOf(source.inputs[0], start, end));
  if (is(source, "reshape") && source.inputs[0].shape.at(-1) === extent) {
    const cut = cutOf(source.inputs[0], start, end);
    return reshape(cut, source.shape.with(-1, end - start));
  }
  const isLast = (axis: number) => axis === source.shape.length - 1;
  if (is(source, "slice") && isLast(source.attributes.axis)) {
    return cutOf(source.inputs[0], source.attributes.start + start, source.attributes.start + end);
  }
  if (is(source, "concatenate") && isLast(source.attributes.axis)) {
    let before = 0;
    for (const part of source.inputs) {
      const width = part.shape.at(-1)!;
      if (start >= before && end <= before + width) return cutOf(part, start - before, end - before);
      before += width;
    }
  }
  return slice(source, -1, start, end);
}
