import {
  add,
  concatenate,
  constant,
  type Expression,
  type FloatExpression,
  input,
} from "../../graph/index.ts";
import type { Trained } from "../../learning/index.ts";
import { type Architecture, createNetwork, dense } from "../../networks/index.ts";
import type { ObservationScale } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";
import type { Histogram } from "./histogram.ts";

/** Q(s, a) as a histogram on features of both, which also foretell the next ones and the reward. */
export interface HistogramCritic extends Trained {
  /** Features of a row. */
  readonly size: number;
  /** [batch, size] of observations [batch, observationSize] and actions, [batch, actionSize]: of a box between −1 and 1, discrete ones one-hot. */
  features(observations: Expression, actions: Expression): FloatExpression;
  /** [batch, bins] */
  logits(observations: Expression, actions: Expression): FloatExpression;
  /** [batch]: the mean of the histogram. */
  values(observations: Expression, actions: Expression): FloatExpression;
  /** [batch, size + 1]: what the features of the next step, and then the reward, are expected to be. */
  foretold(observations: Expression, actions: Expression): FloatExpression;
}

export interface HistogramCriticOptions {
  readonly observationSize: number;
  readonly actionSize: number;
  readonly architecture: Architecture;
  readonly histogram: Histogram;
  readonly generator: Generator;
  readonly observationScale: ObservationScale | undefined;
}

/** What the histogram of 0 is multiplied by, which gives the logits that a critic begins with: it then says 0 everywhere. */
const certainty = 40;

const remedy =
  "it sees an observation and then an action, and its features are those of the last hidden layer. Take the kind " +
  '"mlp", or a function that marks its hidden layers by tower(), as valueArchitecture';

/** @throws RangeError for architectures that are neither "mlp" nor a function, or have no hidden layers, and so no features */
export function createHistogramCritic(options: HistogramCriticOptions): HistogramCritic {
  const { observationSize, actionSize, architecture, histogram, generator, observationScale } = options;
  const inputs = observationSize + actionSize;
  if (typeof architecture !== "function" && architecture.kind !== "mlp") {
    throw new RangeError(`reppo: the critic's architecture is of the kind "${architecture.kind}"; ${remedy}`);
  }
  const network = createNetwork("critic", architecture, { inputs, outputs: histogram.bins }, generator);
  const { tower } = network;
  if (tower === undefined || network.recurrence) {
    throw new RangeError(`reppo: the critic's architecture has no hidden layers, or is recurrent; ${remedy}`);
  }
  const size = tower.apply(input([1, inputs])).shape[1];
  const foretelling = dense("critic.foretold", { inputs: size, outputs: size + 1, generator });
  const ofZero = new Float32Array(histogram.bins);
  histogram.write([0], ofZero);
  const beginning = constant(
    ofZero.map((each) => certainty * each),
    [1, histogram.bins],
  );
  const joined = (observations: Expression, actions: Expression) =>
    concatenate([observationScale?.apply(observations) ?? observations, actions], -1);
  const logits = (observations: Expression, actions: Expression) =>
    add(network.apply(joined(observations, actions)), beginning);
  return {
    size,
    parameters: [...network.parameters, ...foretelling.parameters],
    statistics: network.statistics,
    features: (observations, actions) => tower.apply(joined(observations, actions)),
    logits,
    values: (observations, actions) => histogram.mean(logits(observations, actions)),
    foretold: (observations, actions) => foretelling.apply(tower.apply(joined(observations, actions))),
  };
}
