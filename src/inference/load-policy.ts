import { sourceHash } from "../backends/compiled/opcodes.ts";
import { bytesOfText } from "../backends/wasm/bytes-of-text.ts";
import { kernelsIn } from "../backends/wasm/kernels-in.ts";
import { type Accepted, type LegalActions, type Space, spaceFromJson } from "../environments/spaces/index.ts";
import { choicesOf } from "../environments/spaces/legal-actions.ts";
import { decodeSafetensors } from "../networks/safetensors.ts";
import type { ActingProgram, Place } from "../policies/acting-program.ts";
import { decodeAction } from "../policies/decode-action.ts";
import { placeLegalActions } from "../policies/place-legal-actions.ts";
import { type PolicyDescription, policyFormat } from "../policies/policy-description.ts";
import { type RandomSource, requireRandom } from "../policies/require-random.ts";
import { seeObservation } from "../policies/see-observation.ts";
import { actingKernelsText } from "./kernels.ts";

/** A policy that acts, and that cannot be trained further. */
export interface ActingPolicy<Observation = unknown, Action = unknown> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  /**
   * The most probable action, the same as the policy's that was saved. An observation may lie outside the bounds of a
   * box, as in training.
   *
   * @param legalActions for policies with masks, which need it; see {@link LegalActions}
   * @throws RangeError when the observation is not of the type and shape of the observation space, or not finite; when
   *   `legalActions` is missing, superfluous, or no mask with something legal in each choice
   */
  act(observation: Accepted<Observation>, legalActions?: LegalActions): Action;
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
}

let compiled: WebAssembly.Module | undefined;

/**
 * The policy that `policy.save()` wrote, only to act: the same actions to the bit from a fraction of the code.
 *
 * @throws Error when the bytes are damaged or foreign, or were written by another version of logpi
 */
export function loadPolicy<Observation = unknown, Action = unknown>(
  bytes: Uint8Array,
): ActingPolicy<Observation, Action> {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.format !== policyFormat) {
    throw new Error(
      `loadPolicy: the file's format is ${metadata.format ?? "not stated"}, not "${policyFormat}"`,
    );
  }
  const read = (key: keyof PolicyDescription): unknown => {
    try {
      return JSON.parse(metadata[key] ?? "");
    } catch (cause) {
      throw new Error(`loadPolicy: the file's entry "${key}" is missing or damaged`, { cause });
    }
  };
  const program = read("program") as ActingProgram;
  if (program.kernels !== sourceHash) {
    throw new Error(
      "loadPolicy: the file was saved by another version of logpi. Load it with loadPolicy of `logpi`, and save it again",
    );
  }
  const observationSpace = spaceFromJson(read("observationSpace")) as Space<Observation>;
  const actionSpace = spaceFromJson(read("actionSpace")) as Space<Action>;

  compiled ??= new WebAssembly.Module(bytesOfText(actingKernelsText));
  const { memory, run } = kernelsIn(compiled);
  const { choosing, sampling, noise, legalActions: mask } = program;
  const codes = [choosing.words, sampling.words];
  const code = program.end;
  const missing = code + 4 * codes.flat().length - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));

  const floats = ([address, length]: Place) => new Float32Array(memory.buffer, address, length);
  const integers = ([address, length]: Place) => new Int32Array(memory.buffer, address, length);
  for (const [name, place] of Object.entries(program.weights)) {
    const weights = tensors[name]?.data;
    if (weights?.length !== place[1] || !weights.every(Number.isFinite)) {
      throw new Error(`loadPolicy: weights "${name}" are missing, or not ${place[1]} finite numbers`);
    }
    floats(place).set(weights);
  }
  for (const [address, values] of program.constants) floats([address, values.length]).set(values);
  integers([code, codes.flat().length]).set(codes.flat());

  const observations = floats(program.observations);
  const legal = mask && floats(mask);
  const choices = choicesOf(actionSpace as Space);
  const randomness = floats(noise.place);
  const logProbs = floats(sampling.logProbs);
  const actionsOf = program.discrete ? integers : floats;
  const chosen = actionsOf(choosing.actions);
  const drawn = actionsOf(sampling.actions);

  const see = (observation: Accepted<Observation>, legalActions?: LegalActions) => {
    seeObservation(observationSpace, observation, observations);
    placeLegalActions(legal, legalActions, choices);
  };
  const execute = (start: number, words: readonly number[]) => {
    if (run(start, words.length) !== 0) throw new Error("policy: the program in the file is damaged");
  };

  return {
    observationSpace,
    actionSpace,
    act(observation, legalActions) {
      see(observation, legalActions);
      execute(code, choosing.words);
      return decodeAction(actionSpace, chosen) as Action;
    },
    sample(observation, random, legalActions) {
      requireRandom(random, "random");
      see(observation, legalActions);
      for (let i = 0; i < randomness.length; i++) {
        randomness[i] = noise.kind === "uniform" ? 1 - random.random() : random.normal();
      }
      execute(code + 4 * choosing.words.length, sampling.words);
      return { action: decodeAction(actionSpace, drawn) as Action, logProb: logProbs[0] };
    },
  };
}
