import { defineDensity } from "../../distributions/define-density.ts";
import type { Density } from "../../distributions/density.ts";
import { add, type Expression, type FloatExpression, subtract } from "../../graph/index.ts";

/** The density of what a policy draws, except that log-density and entropy are those of the action that it becomes. */
export interface ActionDensity<Base extends Density> extends Density {
  /** Of what is drawn. Its divergence from another is that of the actions too. */
  readonly drawn: Base;
}

/** How the action follows from what is drawn, for each row. */
export interface Stretch {
  /** log |da/du|, summed over the elements, of what was drawn: [batch]. */
  logDerivative(drawn: Expression): FloatExpression | number;
  /** E[log |da/du|]: [batch], or the same number for all. */
  meanLogDerivative(): FloatExpression | number;
}

export function actionDensity<Base extends Density>(
  name: string,
  drawn: Base,
  { logDerivative, meanLogDerivative }: Stretch,
): ActionDensity<Base> {
  return defineDensity<ActionDensity<Base>>({
    ...drawn,
    name,
    drawn,
    logProb: (values) => subtract(drawn.logProb(values), logDerivative(values)),
    entropy: () => add(drawn.entropy(), meanLogDerivative()),
    kl: (other) => drawn.kl(other.drawn),
  });
}
