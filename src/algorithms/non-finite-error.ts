import type { Backend } from "../backends/backend.ts";
import type { Variable } from "../graph/index.ts";

/** A number that should be finite was not: training stopped, with the weights of the last good update. */
export class NonFiniteError extends Error {
  override readonly name = "NonFiniteError";
  /** What held the number: a loss, a metric, or a parameter. */
  readonly tensor: string;
  /** The update during which it happened, from 1. */
  readonly update: number;

  constructor(tensor: string, update: number, value: number) {
    super(
      `${tensor} became ${value} in update ${update}; training stopped and the weights are those of update ` +
        `${update - 1}. Lower the learning rate, clip gradients more, or look for extreme rewards and observations`,
    );
    this.tensor = tensor;
    this.update = update;
  }
}

/** Watches over the weights of a training: keeps a copy of the last good ones. */
export interface WeightGuard {
  /**
   * Checks named results of the update that is going on.
   * @throws NonFiniteError after putting the last good weights back
   */
  check(results: Readonly<Record<string, ArrayLike<number>>>, update: number): void;
  /** Ends an update: checks every weight, and keeps a copy of them. @throws NonFiniteError as `check` */
  keep(update: number): void;
}

export function guardWeights(backend: Backend<Float32Array>, parameters: readonly Variable[]): WeightGuard {
  const good = parameters.map((parameter) => backend.values(parameter).slice());
  const fail = (tensor: string, update: number, value: number): never => {
    parameters.forEach((parameter, i) => backend.values(parameter).set(good[i]));
    throw new NonFiniteError(tensor, update, value);
  };
  const check = (name: string, values: ArrayLike<number>, update: number) => {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) fail(name, update, values[i]);
    }
  };
  return {
    check(results, update) {
      for (const name in results) check(name, results[name], update);
    },
    keep(update) {
      parameters.forEach((parameter) =>
        check(`weight ${parameter.attributes.name}`, backend.values(parameter), update),
      );
      parameters.forEach((parameter, i) => good[i].set(backend.values(parameter)));
    },
  };
}
