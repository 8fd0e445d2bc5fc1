import { type EnvironmentSource, resolveEnvironment } from "../../src/environments/index.ts";
import {
  type Algorithm,
  type CommonParts,
  nonNegativeInteger,
  optionsTable,
  positiveInteger,
  positiveNumber,
  type Report,
} from "../../src/learning/index.ts";
import { defaultArchitecture } from "../../src/networks/index.ts";
import { createPolicy, loadPolicy, type Policy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { decodeState, encodeState } from "../../src/state/index.ts";

/** What else a fake algorithm does in an update, before it reports. */
export type DuringUpdate = (update: number, policy: Policy) => void;

/**
 * An algorithm that learns nothing: every 100 steps it shifts the weights by the learning rate and claims a return
 * of ten times the update; in the first update no episode ends.
 */
export function fakeAlgorithm(duringUpdate: DuringUpdate = () => {}): Algorithm {
  const options = optionsTable({
    steps: positiveInteger(500, "environment steps to train for"),
    seed: nonNegativeInteger(0, "seed of the run"),
    learningRate: positiveNumber(0.01, "what is added to the weights"),
  });
  const train = function* (
    source: EnvironmentSource,
    { steps = 500, seed = 0, learningRate = 0.01 }: Readonly<Record<string, unknown>> = {},
    { reportsBeginning = false, resume }: Pick<CommonParts, "reportsBeginning" | "resume"> = {},
  ): Generator<Report> {
    const policy = createPolicy(resolveEnvironment(source).create(), {
      architecture: { ...defaultArchitecture, hidden: [4] },
      generator: createGenerator(seed as number),
    });
    const reportOf = (update: number, episodes: Report["episodes"], metrics: Report["metrics"]): Report => ({
      ...{ update, steps: 100 * update, totalSteps: steps as number, episodes, metrics },
      warnings: update < 3 ? [] : ["It learns nothing."],
      ...{ players: 1, workers: 1, policy, exactResume: true },
      checkpoint: () => encodeState({ update, weights: policy.save() }),
    });
    const none = { count: 0, meanReturn: Number.NaN, meanLength: Number.NaN, info: {}, infoCounts: {} };
    const saved =
      resume && (decodeState(resume) as { readonly update: number; readonly weights: Uint8Array });
    if (saved) place(policy, loadPolicy(saved.weights));
    const begun = saved?.update ?? 0;
    if (reportsBeginning) yield reportOf(begun, none, {});
    for (let update = begun + 1; 100 * update <= (steps as number); update++) {
      duringUpdate(update, policy);
      shift(policy, learningRate as number);
      const episodes =
        update === 1 ? none : { count: 2, meanReturn: 10 * update, meanLength: 50, info: {}, infoCounts: {} };
      const metrics = { policyLoss: 1 / update, learningRate: learningRate as number };
      yield reportOf(update, episodes, metrics);
    }
  };
  const described = Object.assign(train, {
    description: "Learns nothing.",
    options,
    presets: { cleanrl: { learningRate: 0.025 }, zoo: { steps: 300, learningRate: 0.5 } },
    tuned: { "CartPole-v1": { learningRate: 0.125 } },
  });
  return Object.defineProperty(described, "name", { value: "fake" }) as unknown as Algorithm;
}

function place(policy: Policy, { weights }: Policy): void {
  const saved = weights();
  for (const parameter of policy.parameters) {
    policy.backend.values(parameter).set(saved[parameter.attributes.name].data);
  }
}

/** Adds a number to every weight. */
export function shift(policy: Policy, by: number): void {
  for (const parameter of policy.parameters) {
    const values = policy.backend.values(parameter);
    for (let i = 0; i < values.length; i++) values[i]! += by;
  }
}
