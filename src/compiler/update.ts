import type { Expression, Variable } from "../graph/expression.ts";

/** The variable takes the value of an expression of its shape. */
export interface Assign {
  readonly kind: "assign";
  readonly target: Variable;
  readonly value: Expression;
}

/** What every optimizer's step names. Scalars are expressions, so that schedules and clipping stay in the graph. */
interface Descent {
  readonly parameter: Variable;
  /** Gradient of what is minimized; same shape as the parameter. */
  readonly gradient: Expression;
  readonly learningRate: Expression;
  /** Scalar by which the gradient is multiplied first (clipping of its norm). */
  readonly gradientScale: Expression;
}

/** Gradient descent, with momentum when there is a velocity. */
export interface SgdStep extends Descent {
  readonly kind: "sgd";
  readonly velocity: Variable | undefined;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/** RMSProp (Tieleman and Hinton 2012), with momentum when there is a velocity. */
export interface RmspropStep extends Descent {
  readonly kind: "rmsprop";
  readonly squares: Variable;
  readonly velocity: Variable | undefined;
  readonly decay: number;
  readonly epsilon: number;
  readonly momentum: number;
}

/** Adam (Kingma and Ba 2015); with weight decay AdamW (Loshchilov and Hutter 2019). */
export interface AdamStep extends Descent {
  readonly kind: "adam";
  readonly firstMoment: Variable;
  readonly secondMoment: Variable;
  /** Scalar variable that counts this update from 1; an earlier update of the same program raises it. */
  readonly step: Variable;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/**
 * A change of variables that a program makes at the end of a run, when all its expressions have been computed from
 * the old values. Updates happen in the order given. A descent step whose learning rate or gradient scale is not
 * finite changes nothing.
 */
export type Update = Assign | SgdStep | RmspropStep | AdamStep;

export type DescentStep = Exclude<Update, Assign>;

/** The expressions that an update reads. */
export function updateInputs(update: Update): Expression[] {
  if (update.kind === "assign") return [update.value];
  return [update.gradient, update.learningRate, update.gradientScale];
}

/** The variables that an update changes or keeps its state in. */
export function updateVariables(update: Update): Variable[] {
  switch (update.kind) {
    case "assign":
      return [update.target];
    case "sgd":
      return [update.parameter, ...(update.velocity ? [update.velocity] : [])];
    case "rmsprop":
      return [update.parameter, update.squares, ...(update.velocity ? [update.velocity] : [])];
    case "adam":
      return [update.parameter, update.firstMoment, update.secondMoment, update.step];
  }
}
