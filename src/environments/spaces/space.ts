import type { Generator } from "../../random/index.ts";
import type { Accepted } from "./accepted.ts";
import type { SpaceJson } from "./space-json.ts";

/** The kinds of space there are; every space carries its own as a tag. */
export type SpaceKind = "box" | "discrete" | "multi-discrete" | "multi-binary" | "dict" | "tuple";

/**
 * A set of observations or of actions (after Gymnasium's `gymnasium.spaces`). Spaces are immutable; make them
 * with {@link box}, {@link discrete}, {@link multiDiscrete}, {@link multiBinary}, {@link dict} and {@link tuple}.
 *
 * Networks see every value as `size` floats: `flatten` writes them and `unflatten` reads them back.
 */
export interface Space<Value = unknown> {
  readonly kind: SpaceKind;

  /** How many floats a flattened value has. */
  readonly size: number;

  /** Is the value a member: of the right type and shape, finite and within the bounds? */
  contains(value: unknown): value is Accepted<Value>;

  /** Why the value is no member ("expected …, found …"), or `undefined` when it is one. */
  explain(value: unknown): string | undefined;

  /** A random member, drawn from `generator`. */
  sample(generator: Generator): Value;

  /**
   * Writes the value as `size` floats into `target`, from `offset` (default 0) on: a box as it is, a discrete
   * value as a one-hot, a dict in the order of its keys.
   *
   * @throws if the value's type or shape is wrong. Bounds and finiteness are not looked at: see `contains`.
   */
  flatten(value: Accepted<Value>, target: Float32Array, offset?: number): void;

  /** The inverse of `flatten`: reads `size` floats from `offset` (default 0) on. A one-hot is read by its largest entry. */
  unflatten(source: ArrayLike<number>, offset?: number): Value;

  /** A description that survives JSON; {@link spaceFromJson} is its inverse. */
  toJSON(): SpaceJson;
}

/** The type of the members of a space: `ValueOf<Discrete>` is `number`. */
export type ValueOf<S extends Space> = ReturnType<S["sample"]>;
