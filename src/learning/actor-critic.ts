import type { Backend } from "../compiler/backend.ts";
import type { Space, VectorEnvironment } from "../environments/index.ts";
import { boxEntries } from "../environments/spaces/box-entries.ts";
import type { Variable } from "../graph/index.ts";
import type { Architecture, MlpArchitecture } from "../networks/index.ts";
import {
  createObservationScale,
  createPolicy,
  createValueFunction,
  defaultArchitectureFor,
  type HeadName,
  isImage,
  type ObservationScale,
  type Policy,
  type ValueFunction,
} from "../policies/index.ts";
import type { Generator } from "../random/index.ts";
import type { Trained } from "./learner.ts";

/** Environments to act in, which are alike. */
type Environments = readonly Pick<VectorEnvironment, "observationSpace" | "actionSpace" | "legalActions">[];

/** A policy, and the value function that is learned with it. */
export interface ActorCritic {
  readonly policy: Policy;
  readonly valueFunction: ValueFunction;
  /** Both of them. */
  readonly networks: readonly Trained[];
}

/** The options that say how networks are built. */
export interface ArchitectureSettings extends Required<Pick<MlpArchitecture, "hidden" | "activation">> {
  readonly architecture: Architecture | "auto";
  readonly valueArchitecture: Architecture | "auto";
  readonly sharedTower: boolean;
}

/** The options that say how a policy and a value function are made. */
export interface ActorCriticSettings extends ArchitectureSettings {
  /** Default "auto": that of the action space. */
  readonly head?: HeadName | "auto";
  /** Default false. */
  readonly normalizeObservations?: boolean | "auto";
}

export interface ActorCriticParts {
  readonly backend: Backend<Float32Array>;
  /** Draws the initial weights: the policy's, then the value function's. */
  readonly generator: Generator;
}

/**
 * Policy and value function in one backend: with networks of their own, or on one tower, whose parameters both then have.
 *
 * @param environments the ones to act in, which are alike
 * @throws RangeError when an architecture is not possible, or there is no tower to share
 */
export function createActorCritic(
  environments: Environments,
  settings: ActorCriticSettings,
  parts: ActorCriticParts,
): ActorCritic {
  const [{ observationSpace }] = environments;
  const policy = createPolicyFor(environments, settings, parts);
  const { architecture, observationScale } = policy;
  const { generator } = parts;
  const { sharedTower } = settings;
  const ofValue = settings.valueArchitecture === "auto" ? architecture : settings.valueArchitecture;
  if (sharedTower) requireSameTower(architecture, ofValue);
  const common = { generator, observationScale };
  const tower = sharedTower ? requireTower(policy.tower, "policy") : undefined;
  const valueFunction = createValueFunction(observationSpace, { architecture: ofValue, ...common, tower });
  if (sharedTower) requireTower(valueFunction.tower, "value function");
  refuseBatchNormalization([valueFunction], observationScale);
  return { policy, valueFunction, networks: [policy, valueFunction] };
}

/**
 * The policy of such a pair alone, for algorithms without a value function.
 *
 * @throws RangeError when the architecture is not possible
 */
export function createPolicyFor(
  environments: Environments,
  settings: ActorCriticSettings,
  { backend, generator }: ActorCriticParts,
): Policy {
  const [{ observationSpace, actionSpace }] = environments;
  const observationScale = observationScaleFor(observationSpace, settings);
  const policy = createPolicy(
    { observationSpace, actionSpace },
    {
      architecture: architectureFor(observationSpace, settings, observationScale !== undefined),
      head: settings.head === "auto" ? undefined : settings.head,
      // One that has no masks beside others that have may take every action.
      masked: environments.some(({ legalActions }) => legalActions !== undefined),
      ...{ observationScale, generator, backend },
    },
  );
  refuseBatchNormalization([policy], observationScale);
  return policy;
}

/**
 * The parameters of the value function that the policy does not have: what may change where the policy has steps of its own,
 * which a value function that moved a shared tower would undo.
 */
export function ownValueParameters({
  policy,
  valueFunction,
}: Pick<ActorCritic, "policy" | "valueFunction">): readonly Variable[] {
  return valueFunction.parameters.filter((parameter) => !policy.parameters.includes(parameter));
}

/** What normalizes observations, if the options ask for it and there are numbers to normalize. */
export function observationScaleFor(
  space: Space,
  { normalizeObservations = false }: Pick<ActorCriticSettings, "normalizeObservations">,
): ObservationScale | undefined {
  const wanted = normalizeObservations === "auto" ? !isImage(space) : normalizeObservations;
  return wanted && boxEntries(space).includes(1) ? createObservationScale(space) : undefined;
}

/** The architecture that the options ask for. @param normalizes whether observations come to the network normalized */
export function architectureFor(
  observationSpace: Space,
  { architecture, hidden, activation }: Pick<ArchitectureSettings, "architecture" | "hidden" | "activation">,
  normalizes: boolean,
): Architecture {
  return architecture === "auto"
    ? defaultArchitectureFor(observationSpace, { hidden, activation }, normalizes)
    : architecture;
}

/**
 * For loops that do not update the running averages of batch normalization: networks would stay normalized by initial values.
 *
 * @throws RangeError when one of the networks has such averages; the scale of observations is none
 */
export function refuseBatchNormalization(
  networks: readonly Trained[],
  observationScale: Trained | undefined,
): void {
  const known = new Set(observationScale?.statistics);
  const statistic = networks.flatMap(({ statistics }) => statistics).find((each) => !known.has(each));
  if (statistic === undefined) return;
  throw new RangeError(
    `option architecture has batch normalization (${statistic.attributes.name}), for loops that train on batches of data; ` +
      'take the normalization "layer" or "none"',
  );
}

function requireTower<Tower>(tower: Tower | undefined, owner: string): Tower {
  if (tower !== undefined) return tower;
  throw new RangeError(
    `option sharedTower is true, and the ${owner} has no tower. Take an architecture with hidden layers, or build them by ` +
      "tower() of the function's argument",
  );
}

/** Architectures that are functions are not compared: what they build is not known before. */
function requireSameTower(architecture: Architecture, ofValue: Architecture): void {
  if (typeof architecture === "function" || typeof ofValue === "function") return;
  const [own, other] = [architecture, ofValue].map((each) => JSON.stringify({ ...each, head: undefined }));
  if (own === other) return;
  throw new RangeError(
    `option sharedTower is true, and architecture is ${own}, valueArchitecture ${other}; they may differ in their heads only`,
  );
}
