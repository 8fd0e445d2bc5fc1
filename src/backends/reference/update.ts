import type { DescentStep } from "../../compiler/update.ts";
import type { Variable } from "../../graph/expression.ts";

/** One step of an optimizer in float64: the definitions that the kernels are tested against. */
export function descend(
  step: DescentStep,
  gradient: ArrayLike<number>,
  learningRate: number,
  gradientScale: number,
  values: (variable: Variable) => Float64Array,
): void {
  if (!Number.isFinite(learningRate) || !Number.isFinite(gradientScale)) return;
  const parameter = values(step.parameter);
  switch (step.kind) {
    case "sgd": {
      const velocity = step.velocity && values(step.velocity);
      for (let i = 0; i < parameter.length; i++) {
        const slope = gradient[i] * gradientScale + step.weightDecay * parameter[i];
        let direction = slope;
        if (velocity) {
          velocity[i] = step.momentum * velocity[i] + slope;
          direction = step.nesterov ? slope + step.momentum * velocity[i] : velocity[i];
        }
        parameter[i] -= learningRate * direction;
      }
      return;
    }
    case "rmsprop": {
      const squares = values(step.squares);
      const velocity = step.velocity && values(step.velocity);
      for (let i = 0; i < parameter.length; i++) {
        const slope = gradient[i] * gradientScale;
        squares[i] = step.decay * squares[i] + (1 - step.decay) * slope * slope;
        let direction = slope / (Math.sqrt(squares[i]) + step.epsilon);
        if (velocity) {
          velocity[i] = step.momentum * velocity[i] + direction;
          direction = velocity[i];
        }
        parameter[i] -= learningRate * direction;
      }
      return;
    }
    case "adam": {
      const first = values(step.firstMoment);
      const second = values(step.secondMoment);
      const count = values(step.step)[0];
      const correction1 = 1 - step.beta1 ** count;
      const correction2 = 1 - step.beta2 ** count;
      for (let i = 0; i < parameter.length; i++) {
        const slope = gradient[i] * gradientScale;
        first[i] = step.beta1 * first[i] + (1 - step.beta1) * slope;
        second[i] = step.beta2 * second[i] + (1 - step.beta2) * slope * slope;
        parameter[i] -= learningRate * step.weightDecay * parameter[i];
        parameter[i] -=
          (learningRate * (first[i] / correction1)) / (Math.sqrt(second[i] / correction2) + step.epsilon);
      }
    }
  }
}
