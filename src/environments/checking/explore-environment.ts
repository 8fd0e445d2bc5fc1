import { createGenerator, type Generator } from "../../random/index.ts";
import { hasObservation, type Mismatch, mismatchesInReset, mismatchesInStep } from "../contract.ts";
import type { Environment, StepResult } from "../environment.ts";
import { isDiscrete } from "../spaces/discrete.ts";
import { choicesOf, explainMaskedSpace, writeLegalActions } from "../spaces/legal-actions.ts";
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
}

/** The course of an exploration. */
export interface Exploration {
  /** One for each reset and each step, in order. */
  readonly moments: readonly Moment[];
  /** Whether all the steps could be taken. */
  readonly complete: boolean;
}

/**
 * Acts at random for that many steps, over as many episodes as they make. The seed is that of the first episode, and
 * of the actions. Hands every break of the contract to `add`, and stops where there is no going on.
 */
export function exploreEnvironment(
  environment: Environment,
  { seed, steps }: { readonly seed: number; readonly steps: number },
  add: (finding: Finding) => void,
): Exploration {
  const { observationSpace } = environment;
  const generator = createGenerator(seed);
  const moments: Moment[] = [];
  let step = 0;
  let handedOut: { readonly observation: unknown; readonly flat: Float32Array } | undefined;

  const addHere = (mismatch: Mismatch): void => add({ step, ...mismatch });
  const flatten = (observation: unknown): Float32Array => {
    const flat = new Float32Array(observationSpace.size);
    observationSpace.flatten(observation, flat);
    return flat;
  };

  /** Looks at a result and keeps it; false if it cannot be gone on with. */
  const examine = (result: unknown, mismatches: readonly Mismatch[]): boolean => {
    mismatches.forEach(addHere);
    if (!hasObservation(result)) return false;
    const { observation, reward = 0, terminated = false, truncated = false } = result as Partial<StepResult>;
    const problem = observationSpace.explain(observation);
    if (problem !== undefined) addHere({ ...MEMBERSHIP, found: `one outside: ${problem}` });
    if (handedOut !== undefined && !sameFloats(flatten(handedOut.observation), handedOut.flat))
      addHere(ALIASING);
    const flat = flatten(observation);
    handedOut = { observation, flat };
    moments.push({ step, observation: flat, reward, terminated, truncated });
    return true;
  };
  const reset = (seedOfReset?: number): boolean => {
    const result = environment.reset(seedOfReset === undefined ? undefined : { seed: seedOfReset });
    return examine(result, mismatchesInReset(result));
  };
  const act = (): boolean => {
    const action = chooseAction(environment, generator, addHere);
    step += 1;
    const result = environment.step(action);
    return examine(result, mismatchesInStep(result));
  };

  let goesOn = true;
  try {
    goesOn = reset(seed);
    while (goesOn && step < steps) {
      if (isEnd(moments[moments.length - 1])) goesOn = reset();
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

/** Are the two arrays equal, element by element, NaN equal to itself? */
export function sameFloats(a: Float32Array, b: Float32Array): boolean {
  return a.every((element, i) => Object.is(element, b[i]));
}

const MEMBERSHIP = { part: "observation", expected: "a member of observationSpace" };

const ALIASING: Mismatch = {
  part: "observation",
  expected: "an array that nobody writes to once it is handed out (return a new one each time)",
  found: "that the observation from before has changed",
};

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
    const [expected, found] = problem.replace(/^expected /, "").split(", found ");
    add({ part: "legalActions", expected, found });
    return actionSpace.sample(generator);
  }
  let start = 0;
  const chosen = choices.map((count) => {
    const legal = Array.from(mask.subarray(start, start + count)).flatMap((isLegal, i) =>
      isLegal ? [i] : [],
    );
    start += count;
    return legal[generator.integers(0, legal.length)];
  });
  return isDiscrete(actionSpace) ? actionSpace.start + chosen[0] : Int32Array.from(chosen);
}
