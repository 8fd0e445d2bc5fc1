import {
  add,
  exp,
  type FloatExpression,
  grad,
  mean,
  multiply,
  scalarRow,
  subtract,
  sum,
  variable,
} from "../../graph/index.ts";
import {
  type Computing,
  compileSum,
  createParameterVector,
  createRowSource,
  requireFiniteResult,
  shardsOf,
} from "../../learning/index.ts";
import { conjugateGradient, dot } from "../../optimizers/index.ts";
import type { Policy } from "../../policies/index.ts";

export interface NaturalGradientOptions {
  /** Rows of a batch. */
  readonly size: number;
  readonly conjugateGradientSteps: number;
  readonly damping: number;
}

/** The relative accuracy of products with F, which are computed in float32: see `conjugateGradient`. */
const accuracy = 1e-5;

/**
 * The surrogate L(θ) = E[π_θ(a | s) / π_old(a | s) A] around the policy that acted, its gradient g (at θ_old that of the
 * notes' eq. 11 with A in the place of Q), and the natural gradient x with (F + damping) x = g, where
 *
 *     F = ∇² E[KL(π_old(· | s) ‖ π_θ(· | s))]  at θ_old
 *
 * is the Fisher information of the policy, averaged over the states that were seen (Kakade 2001). F is never formed:
 * conjugate gradient needs its products F v = ∇ (vᵀ ∇ E[KL]) only.
 *
 * @param old a policy of the same architecture, for the weights of before an update
 */
export function compileNaturalGradient(
  policy: Policy,
  old: Policy,
  { size, conjugateGradientSteps: iterations, damping }: NaturalGradientOptions,
  computing: Computing,
) {
  const { parameters } = policy;
  const { backend } = computing;
  const own = createParameterVector(parameters, backend);
  const before = createParameterVector(old.parameters, backend);
  const shards = shardsOf(size, own.length);
  const rows = { ...policy.rows, logProbs: scalarRow, advantages: scalarRow };
  const source = createRowSource(rows, { size }, shards);
  /** The mean over all rows, from those over the rows of each shard. */
  const share = (node: FloatExpression) => multiply(node, 1 / shards);
  const directions = parameters.map(({ attributes, shape }) =>
    variable(`direction of ${attributes.name}`, shape, new Float32Array(attributes.initial.length)),
  );
  const directionVector = createParameterVector(directions, backend);

  const surrogate = compileSum(
    {
      source,
      sums({ logProbs, advantages, ...seen }) {
        const density = policy.density(seen);
        const ratio = exp(subtract(density.logProb(seen.actions), logProbs));
        return {
          surrogate: share(mean(multiply(ratio, advantages))),
          kl: share(mean(old.density(seen).kl(density))),
          entropy: share(mean(density.entropy())),
        };
      },
    },
    computing,
  );
  const gradient = compileSum(
    {
      source,
      sums({ logProbs, advantages, ...seen }) {
        const ratio = exp(subtract(policy.density(seen).logProb(seen.actions), logProbs));
        return grad(share(mean(multiply(ratio, advantages))), parameters);
      },
    },
    computing,
  );
  const product = compileSum(
    {
      source,
      sums({ logProbs: _, advantages: __, ...seen }) {
        const kl = share(mean(old.density(seen).kl(policy.density(seen))));
        const along = grad(kl, parameters).map((each, i) => sum(multiply(each, directions[i])));
        return grad(along.reduce(add), parameters);
      },
    },
    computing,
  );

  const multiplyByFisher = (v: Float64Array, result: Float64Array): void => {
    directionVector.write(v);
    product.run();
    join(product.sums, result);
    for (let i = 0; i < result.length; i++) result[i] += damping * v[i];
    requireFiniteResult("curvature", dot(v, result));
  };

  const evaluate = () => {
    surrogate.run();
    const { surrogate: value, kl, entropy } = surrogate.sums;
    return { surrogate: value[0], kl: kl[0], entropy: entropy[0] };
  };

  return {
    rows: surrogate.rows,
    load: surrogate.load,
    parameters: own,
    /** Makes the policy of now the old one. Returns its weights. */
    remember(): Float64Array {
      const weights = new Float64Array(own.length);
      own.read(weights);
      before.write(weights);
      return weights;
    },
    /**
     * At the old policy: x, and xᵀ (F + damping) x. To second order, and without damping, that is twice the KL divergence of a
     * step of x.
     *
     * @throws NotFinite when the gradient or a product with F is not finite
     * @throws RangeError when the products say that F + damping is not positive semidefinite
     */
    naturalGradient() {
      gradient.run();
      const g = new Float64Array(own.length);
      join(gradient.sums, g);
      requireFiniteResult("gradient", dot(g, g));
      const x = conjugateGradient(multiplyByFisher, g, { iterations, accuracy });
      const ofX = new Float64Array(own.length);
      multiplyByFisher(x, ofX);
      return { direction: x, curvature: dot(x, ofX) };
    },
    /** At the policy of now, which may be one that is only tried: what comes of it need not be finite. */
    evaluate,
    /** The same of a policy that is to stay. @throws NotFinite when one of the three is not finite */
    evaluateStaying() {
      const measured = evaluate();
      for (const [name, value] of Object.entries(measured)) requireFiniteResult(name, value);
      return measured;
    },
  };
}

/** One array after another. */
function join(sums: readonly Float32Array[], vector: Float64Array): void {
  let at = 0;
  for (const values of sums) {
    vector.set(values, at);
    at += values.length;
  }
}
