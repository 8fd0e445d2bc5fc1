import type { Backend } from "../compiler/backend.ts";
import type { Update } from "../compiler/index.ts";
import type { Density } from "../distributions/index.ts";
import type { Accepted, LegalActions, Space } from "../environments/index.ts";
import type { Expression, FloatExpression, RowType, Variable } from "../graph/index.ts";
import type { Architecture, Network } from "../networks/index.ts";
import type { Generator } from "../random/index.ts";
import type { ActOptions, PolicyState } from "./act-options.ts";
import type { Actor } from "./actor.ts";
import type { HeadName } from "./heads/head-names.ts";
import type { ObservationScale } from "./observation-scale.ts";

/** What a policy decides by, a row for each decision. */
export interface Seen {
  /** [batch, observationSize] */
  readonly observations: Expression;
  /** [batch, actions], 1 where an action is legal; for policies with masks, which need it. */
  readonly legalActions?: Expression;
  /** [sequences, stateSize]: with which state each sequence of rows begins; for recurrent policies, which need it. */
  readonly policyStates?: Expression;
  /** [batch]: 1 where an episode begins, whose state is zeros after any finite one; for recurrent policies, default 0. */
  readonly begins?: Expression;
}

/** The rows of experience that a policy learns from. */
export type PolicyRows = {
  readonly observations: RowType<"float">;
  /** As the policy draws them, before `toActions`: indices, or floats for a box. */
  readonly actions: RowType;
  readonly legalActions?: RowType<"float">;
  /** Of recurrent policies. */
  readonly policyStates?: RowType<"float">;
  readonly begins?: RowType<"float">;
};

/** A parameterized policy π_θ(a | s) (notes, eq. 3): a network with a density at its end. */
export interface Policy<Observation = unknown, Action = unknown> {
  /** Begins the names of its weights. */
  readonly name: string;
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  readonly architecture: Architecture;
  /** What the outputs of its network mean: "categorical", "diagonal-normal", "squashed-normal", … */
  readonly head: HeadName;
  /** Whether some actions may be illegal at times, and the policy takes a mask of the legal ones. */
  readonly masked: boolean;
  /** Where the parameters' values are. */
  readonly backend: Backend<Float32Array>;
  readonly parameters: readonly Variable[];
  /**
   * What is no parameter but belongs to the weights: the running averages of batch normalization, what observations are
   * normalized by, and the deviation of exploration; mostly none.
   */
  readonly statistics: readonly Variable[];
  /**
   * log σ of the noise that a policy with the head "deterministic" explores with, [size], in units of the box: for whoever
   * trains it to set. Undefined for others.
   */
  readonly explorationLogDeviation: Variable | undefined;
  /** What normalizes observations where they enter the network; undefined where it sees them as they are. */
  readonly observationScale: ObservationScale | undefined;
  /** The layers below the last ones, which a value function may share; undefined where the architecture has none. */
  readonly tower: Network | undefined;

  /** Numbers of the state of a recurrent policy; 0 for others. */
  readonly stateSize: number;
  /** The state in which an episode begins: zeros, none for a policy that is not recurrent. */
  initialState(): PolicyState;

  /**
   * What a row of experience holds that the policy learns from: observations, actions, masks if it has them, and if it is
   * recurrent, its state and whether an episode begins.
   */
  readonly rows: PolicyRows;

  /**
   * The density of actions at what was seen, for a batch of rows; its values are as the policy draws them. A recurrent policy
   * goes through sequences of steps: of rows [steps · sequences], a step of all sequences after the other.
   */
  density(seen: Seen): Density;
  /** The same with the states after the last step, [sequences, stateSize]; undefined for policies that are not recurrent. */
  advance(seen: Seen): { readonly density: Density; readonly policyStates: FloatExpression | undefined };
  /**
   * Actions as environments take them, of those that the policy draws: a squashed normal draws what tanh squashes. Where
   * nothing is to be changed, the expression itself. Bounds of a box are for the environment to keep.
   */
  toActions(drawn: Expression): Expression;
  /**
   * The same as a network in training computes it: where the architecture has batch normalization, from the statistics of
   * the batch; `updates` then keep the running averages that `density` goes by.
   */
  train(seen: Seen): { readonly density: Density; readonly updates: readonly Update[] };

  /**
   * The most probable action. An observation may lie outside the bounds of a box, as in training.
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
   * @throws RangeError as `act` does
   * @throws TypeError when there is no generator
   */
  sample(
    observation: Accepted<Observation>,
    generator: Generator,
    legalActions?: LegalActions,
  ): { readonly action: Action; readonly logProb: number };
  /** The same with a state. */
  sample(
    observation: Accepted<Observation>,
    generator: Generator,
    options: ActOptions,
  ): { readonly action: Action; readonly logProb: number; readonly state: PolicyState };
  /** The policy made ready for `count` observations at once. */
  actor(count: number): Actor;

  /** A copy of the weights by name, parameters and then statistics, in a fixed order. */
  weights(): Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
  /**
   * The bytes of a safetensors file that holds the weights, the spaces and the architecture, for `loadPolicy`, and the
   * program by which it acts, for `loadPolicy` of `logpi/inference`.
   */
  save(): Uint8Array;
}
