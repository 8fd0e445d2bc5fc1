import { createGenerator, type Generator } from "../../random/index.ts";
import { hasObservation, type Mismatch, mismatchesInReset, mismatchesInStep } from "../contract.ts";
import type { Environment, ResetOptions, StepResult } from "../environment.ts";
import { explainPlayer } from "../players-of.ts";
import { choicesOf, explainMaskedSpace, writeLegalActions } from "../spaces/legal-actions.ts";
import { sampleLegalAction } from "../spaces/sample-legal-action.ts";
import { thrownMessage } from "../thrown-message.ts";
import type { Finding } from "./environment-report.ts";

/** What one call of `reset` or `step` led to. */
export interface Moment {
  /** How many steps were taken until then, over all episodes. */
  readonly step: number;
  /** Flattened. */
  readonly observation: Float32Array;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  /** Of each player, in a game of several. */
  readonly rewards: readonly number[];
  /** Who is to move; 0 where there is one player, and where the task has ended. */
  readonly mover: number;
}

/** How to explore. */
export interface ExplorationOptions {
  /** Of the actions. */
  readonly seed: number;
  readonly steps: number;
  /** How to begin: by a reset, or where the environment stands. Default: by a reset with the seed of the actions. */
  readonly begin?: ResetOptions | "as it is";
}

/** The course of an exploration. */
export interface Exploration {
  /** One for each reset and each step, in order. */
  readonly moments: readonly Moment[];
  /** Whether all the steps could be taken. */
  readonly complete: boolean;
}

/**
 * Acts at random for that many steps, over as many episodes as they make. Hands every break of the contract to `add`, and
 * stops where there is no going on.
 */
export function exploreEnvironment(
  environment: Environment,
  { seed, steps, begin = { seed } }: ExplorationOptions,
  add: (finding: Finding) => void,
): Exploration {
  const { observationSpace, players = 1 } = environment;
  const generator = createGenerator(seed);
  const moments: Moment[] = [];
  let step = 0;
  let mover = 0;

  const addHere = (mismatch: Mismatch): void => add({ step, ...mismatch });
  const flatten = (observation: unknown): Float32Array => {
    const flat = new Float32Array(observationSpace.size);
    observationSpace.flatten(observation, flat);
    return flat;
  };

  /** Asks who is to move. */
  const turn = (): void => {
    mover = 0;
    if (players === 1) return;
    const player: unknown = environment.currentPlayer!();
    const problem = explainPlayer(player, players);
    if (problem === undefined) mover = player as number;
    else addHere(mismatchOf("currentPlayer", problem));
  };

  /** Looks at a result and keeps it; false if it cannot be gone on with. */
  const examine = (result: unknown, mismatches: readonly Mismatch[]): boolean => {
    mismatches.forEach(addHere);
    if (!hasObservation(result)) return false;
    const given = result as Partial<StepResult>;
    const { observation, reward = 0, rewards = [], terminated = false, truncated = false } = given;
    const problem = observationSpace.explain(observation);
    if (problem !== undefined) addHere({ ...MEMBERSHIP, found: `one outside: ${problem}` });
    if (!terminated) turn();
    const floats = flatten(observation);
    const ofPlayers = Array.from(rewards);
    moments.push({ step, observation: floats, reward, rewards: ofPlayers, terminated, truncated, mover });
    return true;
  };
  const reset = (options?: ResetOptions): boolean => {
    const result = environment.reset(options);
    return examine(result, mismatchesInReset(result));
  };
  const act = (): boolean => {
    const action = chooseAction(environment, generator, addHere);
    step += 1;
    const result = environment.step(action);
    return examine(result, mismatchesInStep(result, players, mover));
  };

  let goesOn = true;
  try {
    if (begin === "as it is") turn();
    else goesOn = reset(begin);
    while (goesOn && step < steps) {
      if (moments.length > 0 && isEnd(moments[moments.length - 1])) goesOn = reset();
      if (goesOn) goesOn = act();
    }
  } catch (error) {
    goesOn = false;
    addHere({ part: "the call", expected: "a result", found: `an error: ${thrownMessage(error)}` });
  }
  return { moments, complete: goesOn };
}

/** Is the episode over? */
export function isEnd({ terminated, truncated }: Moment): boolean {
  return terminated || truncated;
}

/** Do the two show the same, in all that is seen? */
export function sameMoment(a: Moment, b: Moment): boolean {
  return (
    a.step === b.step &&
    a.reward === b.reward &&
    a.terminated === b.terminated &&
    a.truncated === b.truncated &&
    a.mover === b.mover &&
    a.rewards.every((reward, player) => reward === b.rewards[player]) &&
    sameFloats(a.observation, b.observation)
  );
}

/** Are the two arrays equal, element by element, NaN equal to itself? */
function sameFloats(a: Float32Array, b: Float32Array): boolean {
  return a.every((element, i) => Object.is(element, b[i]));
}

const MEMBERSHIP = { part: "observation", expected: "a member of observationSpace" };

/** Of a problem as `explain` of a space has it. */
function mismatchOf(part: string, problem: string): Mismatch {
  const [expected, found] = problem.replace(/^expected /, "").split(", found ");
  return { part, expected, found };
}

/** A random action, of the legal ones if the environment says which these are. */
function chooseAction(
  environment: Environment,
  generator: Generator,
  add: (mismatch: Mismatch) => void,
): unknown {
  const { actionSpace } = environment;
  if (environment.legalActions === undefined) return actionSpace.sample(generator);
  const choices = choicesOf(actionSpace);
  const mask = new Uint8Array(actionSpace.size);
  const problem =
    explainMaskedSpace(actionSpace) ?? writeLegalActions(environment.legalActions(), choices, mask);
  if (problem !== undefined) {
    add(mismatchOf("legalActions", problem));
    return actionSpace.sample(generator);
  }
  return sampleLegalAction(actionSpace, mask, generator);
}
