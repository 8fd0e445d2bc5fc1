import type { Backend } from "../../compiler/backend.ts";
import type { Variable } from "../../graph/index.ts";

/** A result of a program that should be finite was not. A training turns it into a {@link NonFiniteError}. */
export class NotFinite extends Error {
  override readonly name = "NotFinite";
  readonly tensor: string;
  readonly value: number;

  constructor(tensor: string, value: number) {
    super(`${tensor} became ${value}`);
    this.tensor = tensor;
    this.value = value;
  }
}

/** A number that should be finite was not: training stopped, with the weights of the last good update. */
export class NonFiniteError extends Error {
  override readonly name = "NonFiniteError";
  /** What held the number: a loss, a metric, or a parameter. */
  readonly tensor: string;
  /** The update during which it happened, from 1. */
  readonly update: number;

  constructor({ tensor, value }: NotFinite, update: number) {
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
  /** Ends an update: checks every weight, and keeps a copy of them. @throws NotFinite */
  keep(): void;
  /** Puts the last good weights back. */
  putBack(): void;
}

export function guardWeights(backend: Backend<Float32Array>, variables: readonly Variable[]): WeightGuard {
  const good = variables.map((variable) => backend.values(variable).slice());
  return {
    keep() {
      for (const variable of variables) {
        const values = backend.values(variable);
        for (let i = 0; i < values.length; i++) {
          if (!Number.isFinite(values[i]))
            throw new NotFinite(`weight ${variable.attributes.name}`, values[i]);
        }
      }
      for (let i = 0; i < variables.length; i++) good[i].set(backend.values(variables[i]));
    },
    putBack() {
      for (let i = 0; i < variables.length; i++) backend.values(variables[i]).set(good[i]);
    },
  };
}
