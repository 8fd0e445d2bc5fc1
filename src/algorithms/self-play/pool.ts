import { copyPolicy, type Policy } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";
import {
  type Saved,
  StateError,
  type Stateful,
  savedArray,
  savedList,
  savedRecord,
  within,
} from "../../state/index.ts";

/** Earlier policies, as opponents. */
export interface Pool extends Stateful {
  /** How many there are. */
  readonly size: number;
  /** The one that plays: a policy of its own, with the weights of the one that was drawn last. */
  readonly policy: Policy;
  /** The one that was added last, where it is wanted: a policy of its own. */
  readonly latest: Policy | undefined;
  /** Adds the trained policy as it is now. Where there are as many as there may be, the oldest leaves. */
  add(): void;
  /** Draws who plays, each with the same probability. */
  draw(): void;
  /** The same with who was added last. */
  drawLatest(): void;
}

interface PoolOptions {
  /** How many there may be. */
  readonly most: number;
  readonly generator: Generator;
  /** Whether `latest` is wanted. */
  readonly keepsLatest: boolean;
}

/** @param trained the policy that is trained; its weights may still change before the first is added */
export function createPool(trained: Policy, { most, generator, keepsLatest }: PoolOptions): Pool {
  const { backend } = trained;
  const policy = copyPolicy(trained);
  const latest = keepsLatest ? copyPolicy(trained) : undefined;
  const lengths = variablesOf(trained).map((variable) => backend.values(variable).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  /** The weights of each, one variable after another, from the oldest on. */
  const snapshots: Float32Array[] = [];

  const read = (): Float32Array => {
    const weights = new Float32Array(total);
    let at = 0;
    for (const variable of variablesOf(trained)) {
      const values = backend.values(variable);
      weights.set(values, at);
      at += values.length;
    }
    return weights;
  };
  const write = (weights: Float32Array, to: Policy): void => {
    let at = 0;
    variablesOf(to).forEach((variable, i) => {
      backend.values(variable).set(weights.subarray(at, at + lengths[i]));
      at += lengths[i];
    });
  };
  return {
    policy,
    latest,
    get size() {
      return snapshots.length;
    },
    add() {
      snapshots.push(read());
      if (snapshots.length > most) snapshots.shift();
      if (latest) write(snapshots.at(-1)!, latest);
    },
    draw() {
      write(snapshots[generator.integers(0, snapshots.length)], policy);
    },
    drawLatest() {
      write(snapshots.at(-1)!, policy);
    },
    save: () => ({ snapshots: snapshots.map((each) => each.slice()), generator: generator.save() }),
    restore(saved: Saved) {
      const state = savedRecord(saved, ["snapshots", "generator"]);
      const read = within("snapshots", () => savedList(state.snapshots)).map((each, i) =>
        within(`snapshot ${i}`, () => savedArray(each, new Float32Array(total))),
      );
      if (read.length > most)
        throw new StateError(`snapshots: there may be ${most} at most; found ${read.length}`);
      within("generator", () => (generator as Stateful).restore(state.generator));
      snapshots.splice(0, snapshots.length, ...read.map((each) => each.slice()));
      if (latest && snapshots.length > 0) write(snapshots.at(-1)!, latest);
    },
  };
}

const variablesOf = ({ parameters, statistics }: Policy) => [...parameters, ...statistics];
