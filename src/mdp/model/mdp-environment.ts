import { checkSeedOnly } from "../../environments/check-reset-options.ts";
import {
  type BatchEnvironment,
  type Discrete,
  discrete,
  type Environment,
} from "../../environments/index.ts";
import {
  createGenerator,
  type Generator,
  type GeneratorState,
  generatorFromState,
} from "../../random/index.ts";
import { type Saved, StateError, savedCount, savedRecord, within } from "../../state/index.ts";
import { draw } from "./draw.ts";
import type { Mdp } from "./mdp.ts";

/** The seed of an environment that is reset for the first time and was given none, as everywhere. */
const defaultSeed = 0;

/**
 * The two forms in which an MDP is acted in. Observations are states and one-hot when flattened. The reward of a step
 * is R(s, a). Entering a terminal state terminates. One number is drawn from the generator for each first state, and
 * one for each step.
 */
export function mdpEnvironment(mdpOf: () => Mdp) {
  return {
    create: () => singleEnvironment(mdpOf()),
    batch: (count: number) => batchEnvironment(mdpOf(), count),
  };
}

function singleEnvironment(mdp: Mdp): Environment<number, number> {
  const { observationSpace, actionSpace } = spacesOf(mdp);
  let generator: Generator | undefined;
  let state = 0;
  let running = false;
  return {
    observationSpace,
    actionSpace,
    reset(options) {
      checkSeedOnly(options);
      const seed = options?.seed;
      if (seed !== undefined || generator === undefined) generator = createGenerator(seed ?? defaultSeed);
      state = draw(mdp.start, 0, mdp.states, generator.random());
      running = true;
      return { observation: state };
    },
    step(action) {
      if (!running) throw new Error("step: no episode is running. Call reset() first, and after every end.");
      const problem = actionSpace.explain(action);
      if (problem !== undefined) throw new RangeError(`action: ${problem}.`);
      const pair = state * mdp.actions + action;
      if (mdp.legalActions?.[pair] === 0) {
        throw new RangeError(`action ${action} is not legal in state ${state}; see legalActions.`);
      }
      const reward = mdp.rewards[pair];
      state = mdp.transitions.next(state, action, generator!.random());
      const terminated = mdp.terminal[state] === 1;
      running = !terminated;
      return { observation: state, reward, terminated, truncated: false };
    },
    save: () => ({ state, generator: generator?.save() ?? null, running }),
    restore(saved) {
      const record = savedRecord(saved, ["state", "generator", "running"]);
      state = readState(record.state, mdp);
      generator = readGenerator(record.generator);
      running = record.running === true;
    },
    ...(mdp.legalActions && { legalActions: () => legalIn(mdp, state).slice() }),
  };
}

function batchEnvironment(mdp: Mdp, count: number): BatchEnvironment {
  const { observationSpace, actionSpace } = spacesOf(mdp);
  const state = new Int32Array(count);
  const generators: (Generator | undefined)[] = new Array(count).fill(undefined);
  const observe = (copy: number, observations: Float32Array): void => {
    observations.fill(0, copy * mdp.states, (copy + 1) * mdp.states);
    observations[copy * mdp.states + state[copy]] = 1;
  };
  return {
    count,
    observationSpace,
    actionSpace,
    reset(copy, observations, seed) {
      let generator = generators[copy];
      if (seed !== undefined || generator === undefined) {
        generator = createGenerator(seed ?? defaultSeed);
        generators[copy] = generator;
      }
      state[copy] = draw(mdp.start, 0, mdp.states, generator.random());
      observe(copy, observations);
    },
    step(actions, observations, rewards, terminated) {
      for (let copy = 0; copy < count; copy++) {
        rewards[copy] = mdp.rewards[state[copy] * mdp.actions + actions[copy]];
        state[copy] = mdp.transitions.next(state[copy], actions[copy], generators[copy]!.random());
        terminated[copy] = mdp.terminal[state[copy]];
        observe(copy, observations);
      }
    },
    save: (copy) => ({ state: state[copy], generator: generators[copy]?.save() ?? null }),
    restore(copy, saved) {
      const record = savedRecord(saved, ["state", "generator"]);
      state[copy] = readState(record.state, mdp);
      generators[copy] = readGenerator(record.generator);
    },
    ...(mdp.legalActions && {
      legalActions(mask: Uint8Array) {
        for (let copy = 0; copy < count; copy++) mask.set(legalIn(mdp, state[copy]), copy * mdp.actions);
      },
    }),
  };
}

/** @throws StateError unless it is one of the states */
function readState(saved: Saved, { states }: Mdp): number {
  const state = within("state", () => savedCount(saved));
  if (state < states) return state;
  throw new StateError(`state: it must be below ${states}; found ${state}`);
}

function readGenerator(saved: Saved): Generator | undefined {
  return saved === null ? undefined : generatorFromState(saved as GeneratorState);
}

function spacesOf({ states, actions }: Mdp): { observationSpace: Discrete; actionSpace: Discrete } {
  return { observationSpace: discrete(states), actionSpace: discrete(actions) };
}

function legalIn({ legalActions, actions }: Mdp, state: number): Uint8Array {
  return legalActions!.subarray(state * actions, (state + 1) * actions);
}
