import type { Backend } from "../../compiler/backend.ts";
import { compile } from "../../compiler/index.ts";
import { add, square, sum, type Variable } from "../../graph/index.ts";

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

/** @throws NotFinite unless the value is finite */
export function requireFiniteResult(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new NotFinite(name, value);
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

/** @param variables at least one */
export function guardWeights(backend: Backend<Float32Array>, variables: readonly Variable[]): WeightGuard {
  const fetch = () => variables.map((variable) => backend.values(variable));
  let views = fetch();
  /** Fetched anew when the memory has grown: the old ones are detached then, and their length is 0. */
  const weights = (): readonly Float32Array[] => {
    if (views[0].length === 0) views = fetch();
    return views;
  };
  const good = views.map((values) => values.slice());
  const total = compile(
    { outputs: { squares: variables.map((variable) => sum(square(variable))).reduce(add) } },
    backend,
  );
  return {
    keep() {
      total.run();
      // Only where the sum overflows are all finite although it is not.
      if (!Number.isFinite(total.outputs.squares[0])) requireFinite(variables, weights());
      weights().forEach((values, i) => good[i].set(values));
    },
    putBack() {
      weights().forEach((values, i) => values.set(good[i]));
    },
  };
}

/** @throws NotFinite at the first weight that is not finite */
function requireFinite(variables: readonly Variable[], weights: readonly Float32Array[]): void {
  weights.forEach((values, i) => {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new NotFinite(`weight ${variables[i].attributes.name}`, wrong);
  });
}
