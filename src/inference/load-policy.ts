import { kernelsIn } from "../backends/wasm/kernels-in.ts";
import type { Accepted, LegalActions, Space } from "../environments/spaces/index.ts";
import { choicesOf } from "../environments/spaces/legal-actions.ts";
import type { Bytes } from "../files/bytes-in.ts";
import { type ActOptions, actOptionsOf, type PolicyState, placeState } from "../policies/act-options.ts";
import { actionSizeOf, decodeAction, decodeSample, noAction } from "../policies/decode-action.ts";
import { type PolicyFile, readEntry, readPolicyFile } from "../policies/files/policy-file.ts";
import { type ActingProgram, type Place, programVersion } from "../policies/files/program-format.ts";
import { placeLegalActions } from "../policies/place-legal-actions.ts";
import { type RandomSource, requireRandom } from "../policies/require-random.ts";
import { seeObservation } from "../policies/see-observation.ts";
import { bytesOfText } from "../text/bytes-of-text.ts";
import { describeValue } from "../text/describe-value.ts";
import { actingKernelsText } from "./kernels.ts";
import type { ProgramSetting } from "./read-program.ts";
import { verifyProgram } from "./verify-program.ts";

/** A policy that acts, and that cannot be trained further. */
export interface ActingPolicy<Observation = unknown, Action = unknown> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  /** Numbers of the state of a recurrent policy; 0 for others. */
  readonly stateSize: number;
  /** The state in which an episode begins: zeros, none for a policy that is not recurrent. */
  initialState(): PolicyState;
  /**
   * The most probable action, the same as the policy's that was saved. An observation may lie outside the bounds of a
   * box, as in training.
   *
   * @param legalActions for policies with masks, which need it; see {@link LegalActions}
   * @throws RangeError when the observation is not of the type and shape of the observation space, or not finite; when
   *   `legalActions` is missing, superfluous, or no mask with something legal in each choice; and when the policy is
   *   recurrent
   */
  act(observation: Accepted<Observation>, legalActions?: LegalActions): Action;
  /**
   * The same with a state, which a recurrent policy needs and goes on from; other policies have an empty one.
   *
   * @throws RangeError as above, and when the state is not of this policy
   */
  act(
    observation: Accepted<Observation>,
    options: ActOptions,
  ): { readonly action: Action; readonly state: PolicyState };
  /**
   * An action drawn from the policy, with log π(a | s).
   *
   * @param random where randomness comes from; a generator of `logpi/random` draws what the policy's `sample` draws
   * @throws RangeError as `act` does
   * @throws TypeError when there is no such source
   */
  sample(
    observation: Accepted<Observation>,
    random: RandomSource,
    legalActions?: LegalActions,
  ): { readonly action: Action; readonly logProb: number };
  /** The same with a state. */
  sample(
    observation: Accepted<Observation>,
    random: RandomSource,
    options: ActOptions,
  ): { readonly action: Action; readonly logProb: number; readonly state: PolicyState };
}

export interface LoadActingPolicyOptions {
  /** Which policy, of a file that `savePolicies` wrote. */
  readonly name?: string | undefined;
}

let compiled: WebAssembly.Module | undefined;

/**
 * The policy that `policy.save()` or `savePolicies` wrote, only to act: the same actions to the bit from a fraction of the code. Every part of
 * the file is checked before anything runs, so that a file from anywhere can do no more than act within its spaces.
 *
 * @param source the bytes of the file
 * @throws TypeError when they are no bytes, and for other options than `name`
 * @throws Error saying what is wrong when they are damaged or foreign, or were written by another version of logpi; when
 *   the file has several policies and none is named, or none of that name
 */
export function loadPolicy<Observation = unknown, Action = unknown>(
  source: Bytes,
  options: LoadActingPolicyOptions = {},
): ActingPolicy<Observation, Action> {
  requireOptions(options);
  const file = readPolicyFile(source, options.name);
  const { observationSpace, actionSpace } = file;
  const { program, end } = readEntry(file.entries, "program", (value) => {
    requireThisVersion(value);
    return verifyProgram(value, settingOf(file));
  });

  compiled ??= new WebAssembly.Module(bytesOfText(actingKernelsText));
  const { memory, run } = kernelsIn(compiled);
  const { choosing, sampling, noise } = program;
  const words = [...choosing.words, ...sampling.words];
  const missing = end + 4 * words.length - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));

  const floats = ([address, length]: Place) => new Float32Array(memory.buffer, address, length);
  const integers = ([address, length]: Place) => new Int32Array(memory.buffer, address, length);
  for (const [name, place] of Object.entries(program.weights)) floats(place).set(file.tensors[name].data);
  for (const [address, bits] of program.constants) integers([address, bits.length]).set(bits);
  integers([end, words.length]).set(words);

  const observations = floats(program.observations);
  const legal = program.legalActions && floats(program.legalActions);
  const state = program.state ? floats(program.state) : new Float32Array(0);
  const stateSize = state.length;
  const next = (run: typeof choosing | typeof sampling) => run.nextState && floats(run.nextState);
  const [nextOfChoosing, nextOfSampling] = [next(choosing), next(sampling)];
  const choices = choicesOf(actionSpace);
  const randomness = floats(noise.place);
  const logProbs = floats(sampling.logProbs);
  const actionsOf = actionSpace.kind === "box" ? floats : integers;
  const chosen = actionsOf(choosing.actions);
  const drawn = actionsOf(sampling.actions);

  const see = (observation: Accepted<Observation>, options: Partial<ActOptions>) => {
    seeObservation(observationSpace, observation, observations);
    placeState(state, options.state); // first: a state that is not in a record looks like a mask
    placeLegalActions(legal, options.legalActions, choices);
  };
  const execute = (start: number, count: number) => {
    // Words that have been verified fail only where they look up an entry by a number that they have computed.
    if (run(end + 4 * start, count) !== 0) throw noAction();
  };

  type Acting = ActingPolicy<Observation, Action>;
  return {
    observationSpace: observationSpace as Space<Observation>,
    actionSpace: actionSpace as Space<Action>,
    stateSize,
    initialState: () => new Float32Array(stateSize),
    act: ((observation, given) => {
      const options = actOptionsOf(given);
      see(observation, options);
      execute(0, choosing.words.length);
      const action = decodeAction(actionSpace, chosen) as Action;
      return options.state ? { action, state: stateAfter(nextOfChoosing) } : action;
    }) as Acting["act"],
    sample: ((observation, random, given) => {
      requireRandom(random, "random");
      const options = actOptionsOf(given);
      see(observation, options);
      for (let i = 0; i < randomness.length; i++) {
        randomness[i] = noise.kind === "uniform" ? 1 - random.random() : random.normal();
      }
      execute(choosing.words.length, sampling.words.length);
      const { action, logProb } = decodeSample(actionSpace, drawn, logProbs[0]);
      const result = { action: action as Action, logProb };
      return options.state ? { ...result, state: stateAfter(nextOfSampling) } : result;
    }) as Acting["sample"],
  };
}

/** Without the nearest names, which would be a good part of the code: there is one option. */
function requireOptions(options: unknown): void {
  const isKnown = (name: string) => name === "name";
  if (typeof options === "object" && options !== null && Object.keys(options).every(isKnown)) return;
  throw new TypeError(
    `loadPolicy: the options must be { name }, or left out; found ${describeValue(options)}`,
  );
}

/** A copy: the next run writes there again. */
const stateAfter = (next: Float32Array | undefined): PolicyState => next?.slice() ?? new Float32Array(0);

function requireThisVersion(program: unknown): void {
  if ((program as Partial<ActingProgram> | null)?.version === programVersion) return;
  throw new Error(
    "it was made by another version of logpi. Load the file with loadPolicy of `logpi`, and save it again",
  );
}

function settingOf({ observationSpace, actionSpace, masked, tensors, size }: PolicyFile): ProgramSetting {
  return {
    observationSize: observationSpace.size,
    maskSize: masked ? choicesOf(actionSpace).reduce((total, count) => total + count, 0) : 0,
    actionSize: actionSizeOf(actionSpace),
    weights: Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data.length])),
    fileSize: size,
  };
}
