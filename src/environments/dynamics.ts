import { createGenerator, type Generator, type GeneratorState, generatorFromState } from "../random/index.ts";
import { type Saved, savedArray, savedRecord, within } from "../state/index.ts";
import type { BatchActions, BatchEnvironment } from "./batch-environment.ts";
import { checkSeedOnly } from "./check-reset-options.ts";
import type { Environment } from "./environment.ts";
import type { Accepted } from "./spaces/accepted.ts";
import type { Box } from "./spaces/box.ts";
import type { Space } from "./spaces/space.ts";

/**
 * The laws of an environment, as functions on one row of an array that holds the states of many copies. Written
 * once, they give both the single form ({@link environmentFromDynamics}) and the fast path
 * ({@link batchFromDynamics}).
 *
 * `at` is where the copy's state begins in `state`; `index` is the copy's place in `actions`, `rewards` and
 * `terminated`.
 */
export interface Dynamics<Action> {
  readonly observationSpace: Box;
  readonly actionSpace: Space<Action>;
  /** How many float64 numbers the state of a copy has. */
  readonly stateSize: number;
  /** How many numbers an action has. */
  readonly actionSize: number;
  /** Draws a first state. */
  reset(state: Float64Array, at: number, generator: Generator): void;
  /** Moves the state on by one step; writes the reward, and 1 or 0 for whether the task ended. */
  step(
    state: Float64Array,
    at: number,
    actions: BatchActions,
    index: number,
    rewards: Float32Array | Float64Array,
    terminated: Uint8Array,
  ): void;
  /** Writes the observation of the state, from `offset` on. */
  observe(state: Float64Array, at: number, observations: Float32Array, offset: number): void;
}

/** The seed of an environment that is reset for the first time and was given none. */
const DEFAULT_SEED = 0;

/**
 * The single form of an environment. If the first reset has no seed, the seed is 0: nothing in logpi is random
 * without one.
 */
export function environmentFromDynamics<Action>(
  dynamics: Dynamics<Action>,
): Environment<Float32Array, Action> {
  const { observationSpace, actionSpace } = dynamics;
  const state = new Float64Array(dynamics.stateSize);
  const actions: BatchActions =
    actionSpace.kind === "discrete" ? new Int32Array(1) : new Float32Array(dynamics.actionSize);
  const reward = new Float64Array(1);
  const terminated = new Uint8Array(1);
  let generator: Generator | undefined;
  let running = false;

  const observe = (): Float32Array => {
    const observation = new Float32Array(observationSpace.size);
    dynamics.observe(state, 0, observation, 0);
    return observation;
  };

  return {
    observationSpace,
    actionSpace,
    reset(options) {
      checkSeedOnly(options);
      const seed = options?.seed;
      if (seed !== undefined || generator === undefined) generator = createGenerator(seed ?? DEFAULT_SEED);
      dynamics.reset(state, 0, generator);
      running = true;
      return { observation: observe() as Accepted<Float32Array> };
    },
    step(action) {
      if (!running) throw new Error("step: no episode is running. Call reset() first, and after every end.");
      const problem = actionSpace.explain(action);
      if (problem !== undefined) throw new RangeError(`action: ${problem}.`);
      if (typeof action === "number") actions[0] = action;
      else actions.set(action as ArrayLike<number>);
      dynamics.step(state, 0, actions, 0, reward, terminated);
      running = terminated[0] === 0;
      return { observation: observe(), reward: reward[0], terminated: terminated[0] === 1, truncated: false };
    },
    save: () => ({ ...saveCopy(state, generator), running }),
    restore(saved) {
      const { running: wasRunning, ...copy } = savedRecord(saved, [...copyNames, "running"]);
      generator = restoreCopy(copy, state);
      running = wasRunning === true;
    },
  };
}

/** The fast path of an environment: `count` copies in one array. */
export function batchFromDynamics<Action>(dynamics: Dynamics<Action>, count: number): BatchEnvironment {
  const { observationSpace, actionSpace, stateSize } = dynamics;
  const observationSize = observationSpace.size;
  const states = new Float64Array(count * stateSize);
  const generators: (Generator | undefined)[] = new Array(count).fill(undefined);

  return {
    count,
    observationSpace,
    actionSpace,
    reset(index, observations, seed) {
      let generator = generators[index];
      if (seed !== undefined || generator === undefined) {
        generator = createGenerator(seed ?? DEFAULT_SEED);
        generators[index] = generator;
      }
      dynamics.reset(states, index * stateSize, generator);
      dynamics.observe(states, index * stateSize, observations, index * observationSize);
    },
    step(actions, observations, rewards, terminated) {
      for (let index = 0; index < count; index += 1) {
        dynamics.step(states, index * stateSize, actions, index, rewards, terminated);
        dynamics.observe(states, index * stateSize, observations, index * observationSize);
      }
    },
    save: (index) => saveCopy(states.subarray(index * stateSize, (index + 1) * stateSize), generators[index]),
    restore(index, saved) {
      generators[index] = restoreCopy(saved, states.subarray(index * stateSize, (index + 1) * stateSize));
    },
  };
}

const copyNames = ["state", "generator"];

/** What one copy goes on from. */
function saveCopy(state: Float64Array, generator: Generator | undefined) {
  return { state: state.slice(), generator: generator?.save() ?? null };
}

/** Writes the state of a copy and returns its generator. */
function restoreCopy(saved: Saved, state: Float64Array): Generator | undefined {
  const { state: values, generator } = savedRecord(saved, copyNames);
  state.set(within("state", () => savedArray(values, state)));
  return generator === null ? undefined : generatorFromState(generator as GeneratorState);
}
