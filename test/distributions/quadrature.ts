/** Nodes and weights with ∫ f ≈ Σ wᵢ f(xᵢ). */
export interface Rule {
  readonly nodes: number[];
  readonly weights: number[];
}

/**
 * The double exponential rule (Takahasi and Mori 1974) on each side of a center: ends may be infinite or singular, and f
 * may have a kink at the center.
 */
export function doubleExponential(low: number, center: number, high: number, step = 1 / 32): Rule {
  const rule: Rule = { nodes: [], weights: [] };
  for (const [end, side] of [
    [low, -1],
    [high, 1],
  ] as const) {
    const length = Math.abs(end - center);
    for (let t = -6; t <= 6; t += step) {
      const u = (Math.PI / 2) * Math.sinh(t);
      const slope = (Math.PI / 2) * Math.cosh(t);
      // From the center outwards: distance e^u on a half line, length/(1 + e^−2u) on a segment.
      const [distance, weight] = Number.isFinite(length)
        ? [length / (1 + Math.exp(-2 * u)), (length * slope) / (2 * Math.cosh(u) ** 2)]
        : [Math.exp(u), Math.exp(u) * slope];
      const x = center + side * distance;
      if (weight > 1e-300 && weight < 1e300 && x !== end && x !== center) {
        rule.nodes.push(x);
        rule.weights.push(weight * step);
      }
    }
  }
  return rule;
}

/** Whole numbers from 0 on, each with weight 1. */
export function enumeration(count: number): Rule {
  return { nodes: Array.from({ length: count }, (_, k) => k), weights: new Array(count).fill(1) };
}

export const integrate = ({ weights }: Rule, f: (index: number) => number) =>
  weights.reduce((total, weight, i) => {
    const value = f(i);
    return value === 0 ? total : total + weight * value;
  }, 0);
