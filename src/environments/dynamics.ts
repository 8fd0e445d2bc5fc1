import { createGenerator, type Generator, type GeneratorState, generatorFromState } from "../random/index.ts";
import { type Saved, StateError, savedArray, savedRecord, within } from "../state/index.ts";
import type { BatchActions } from "./batch-environment.ts";
import { defaultSeed } from "./default-seed.ts";
import type { Environment, Info } from "./environment.ts";
import { environmentFromBatch, type RestorableBatch } from "./environment-from-batch.ts";
import { playersOf } from "./players-of.ts";
import type { Rendering } from "./rendering.ts";
import type { Space } from "./spaces/space.ts";

/**
 * The laws of an environment, as functions on one row of an array that holds the states of many copies. Written
 * once, they give both the single form ({@link environmentFromDynamics}) and the fast path
 * ({@link batchFromDynamics}), and both of them save and restore their state.
 *
 * `at` is where the copy's state begins in `state`; `index` is the copy's place in `actions`, `rewards` and
 * `terminated`, so that element j of an action of n numbers is `actions[index * n + j]`.
 */
export interface Dynamics<Observation, Action> {
  readonly observationSpace: Space<Observation>;
  /** A discrete, multi-discrete, multi-binary or box space. */
  readonly actionSpace: Space<Action>;
  /** How many float64 numbers the state of a copy has. */
  readonly stateSize: number;
  /** How many players a turn-based game has; default 1. Where there are more, `currentPlayer` is needed. */
  readonly players?: number;
  /** Draws a first state. Numbers of the episode before are still there, and all of them must be written. */
  reset(state: Float64Array, at: number, generator: Generator): void;
  /**
   * Moves the state on by one step; writes the reward, and 1 or 0 for whether the task ended. In a game of several
   * players, the reward of player p is `rewards[index * players + p]`.
   *
   * @param actions members of the action space, and legal ones
   * @param generator the copy's, for environments that are random
   */
  step(
    state: Float64Array,
    at: number,
    actions: BatchActions,
    index: number,
    rewards: Float32Array | Float64Array,
    terminated: Uint8Array,
    generator: Generator,
  ): void;
  /** Writes the observation of the state, flattened, from `offset` on: `observationSpace.size` numbers. */
  observe(state: Float64Array, at: number, observations: Float32Array, offset: number): void;
  /** The observation of the state, for spaces where it takes long to find it in what `observe` writes: see `BatchEnvironment`. */
  observation?(state: Float64Array, at: number): Observation;
  /**
   * Writes 1 for every action that is legal and 0 for the others, from `offset` on: `actionSpace.size` numbers, see
   * `LegalActions`. For discrete and multi-discrete action spaces. Without this method, every action always is.
   */
  legalActions?(state: Float64Array, at: number, mask: Uint8Array, offset: number): void;
  /** What there is to tell of the step that led to the state: see `Info`. The fast path asks where an episode ends. */
  info?(state: Float64Array, at: number): Info;
  /** Who is to move, from 0 to `players` − 1. It is who sees the observation and has the legal actions. */
  currentPlayer?(state: Float64Array, at: number): number;
  /** What is to be seen of the state, as `render` of `Environment` says it. */
  render?(state: Float64Array, at: number): Rendering;
  /** Whether numbers that were read from a checkpoint are a state. Without this method, any are. */
  isState?(state: Float64Array): boolean;
}

/**
 * The single form of an environment. If the first reset has no seed, the seed is 0: nothing in logpi is random
 * without one.
 *
 * @throws TypeError if the action space is a dict or a tuple; otherwise as {@link batchFromDynamics}
 */
export function environmentFromDynamics<Observation, Action>(
  dynamics: Dynamics<Observation, Action>,
): Environment<Observation, Action> {
  return environmentFromBatch(batchFromDynamics(dynamics, 1));
}

/**
 * The fast path of an environment: `count` copies in one array.
 *
 * @throws RangeError unless `players` is a whole number from 1; TypeError for several players without `currentPlayer`, or the
 *   reverse
 */
export function batchFromDynamics<Observation, Action>(
  dynamics: Dynamics<Observation, Action>,
  count: number,
): RestorableBatch {
  const { stateSize } = dynamics;
  const players = playersOf(dynamics, "dynamics");
  const observationSpace = dynamics.observationSpace as Space;
  const actionSpace = dynamics.actionSpace as Space;
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
        generator = createGenerator(seed ?? defaultSeed);
        generators[index] = generator;
      }
      dynamics.reset(states, index * stateSize, generator);
      dynamics.observe(states, index * stateSize, observations, index * observationSize);
    },
    step(actions, observations, rewards, terminated) {
      for (let index = 0; index < count; index += 1) {
        dynamics.step(states, index * stateSize, actions, index, rewards, terminated, generators[index]!);
        dynamics.observe(states, index * stateSize, observations, index * observationSize);
      }
    },
    ...(dynamics.legalActions && {
      legalActions(mask: Uint8Array) {
        for (let index = 0; index < count; index += 1) {
          dynamics.legalActions!(states, index * stateSize, mask, index * actionSpace.size);
        }
      },
    }),
    ...(dynamics.observation && {
      observation: (index: number) => dynamics.observation!(states, index * stateSize),
    }),
    ...(dynamics.info && { info: (index: number) => dynamics.info!(states, index * stateSize) }),
    ...(dynamics.render && { render: (index: number) => dynamics.render!(states, index * stateSize) }),
    ...(dynamics.currentPlayer && {
      players,
      currentPlayer(movers: Int32Array) {
        for (let index = 0; index < count; index += 1) {
          movers[index] = dynamics.currentPlayer!(states, index * stateSize);
        }
      },
    }),
    save: (index) => saveCopy(states.subarray(index * stateSize, (index + 1) * stateSize), generators[index]),
    restore(index, saved) {
      const state = states.subarray(index * stateSize, (index + 1) * stateSize);
      generators[index] = restoreCopy(saved, state, dynamics);
    },
  };
}

const copyNames = ["state", "generator"];

/** What one copy goes on from. */
function saveCopy(state: Float64Array, generator: Generator | undefined) {
  return { state: state.slice(), generator: generator?.save() ?? null };
}

/** Writes the state of a copy and returns its generator. @throws StateError for what is no state */
function restoreCopy(
  saved: Saved,
  state: Float64Array,
  { isState }: Pick<Dynamics<unknown, unknown>, "isState">,
): Generator | undefined {
  const { state: values, generator } = savedRecord(saved, copyNames);
  within("state", () => {
    const numbers = savedArray(values, state);
    if (isState && generator !== null && !isState(numbers)) {
      throw new StateError(`it must be a state of the environment; found ${numbers.join(", ").slice(0, 80)}`);
    }
    state.set(numbers);
  });
  return generator === null ? undefined : generatorFromState(generator as GeneratorState);
}
