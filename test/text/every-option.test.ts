import { describe, expect, it } from "vitest";
import * as algorithms from "../../src/algorithms/index.ts";
import * as backends from "../../src/backends/index.ts";
import { compile, explain } from "../../src/compiler/index.ts";
import * as densities from "../../src/distributions/index.ts";
import * as environments from "../../src/environments/index.ts";
import * as estimators from "../../src/estimators/index.ts";
import * as rollout from "../../src/experience/index.ts";
import * as graph from "../../src/graph/index.ts";
import * as mdps from "../../src/mdp/index.ts";
import * as networks from "../../src/networks/index.ts";
import * as optimizers from "../../src/optimizers/index.ts";
import * as policies from "../../src/policies/index.ts";
import { createGenerator, SeedSequence } from "../../src/random/index.ts";
import * as training from "../../src/runs/index.ts";

const generator = createGenerator(0);
const x = graph.input([2, 2]);
const image = graph.input([1, 4, 4, 1]);
const kernel = graph.input([3, 3, 1, 1]);
const mdp = mdps.gambler({ goal: 4 });
const tabular = mdps.softmaxPolicy(mdp);
const cartPole = environments.make("CartPole-v1");
const policy = policies.createPolicy(cartPole, { generator });
const problem = estimators.defineProblem({
  parameters: { mean: 0 },
  density: ({ mean }) => densities.normal(mean, 1),
  f: ([x]) => x,
});
const switches = estimators.defineProblem({
  parameters: { logits: [0, 0] },
  density: ({ logits }) => densities.independent(densities.bernoulli(logits)),
  f: ([x]) => x,
});
const samples = { samples: 8 };
const first = (training: Iterable<unknown>) => [...training][0];

/**
 * Every function of the package that takes a record of options, called with one more: by its name, and an option of
 * another name than any that it has.
 */
type Call = (options: Readonly<Record<string, unknown>>) => unknown;
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse what is refused here at run time
const calls = (all: (extra: any) => Record<string, () => unknown>): [string, Call][] =>
  Object.keys(all({})).map((name) => [name, (extra) => all(extra)[name]()]);

const everyFunction = calls((extra) => ({
  ppo: () => first(algorithms.ppo("CartPole-v1", { steps: 2048, ...extra })),
  "ppo, third argument": () => first(algorithms.ppo("CartPole-v1", { steps: 2048 }, extra)),
  a2c: () => first(algorithms.a2c("CartPole-v1", { steps: 40, ...extra })),
  "a2c, third argument": () => first(algorithms.a2c("CartPole-v1", { steps: 40 }, extra)),
  reinforce: () => first(algorithms.reinforce("CartPole-v1", { steps: 40, ...extra })),
  "reinforce, third argument": () => first(algorithms.reinforce("CartPole-v1", { steps: 40 }, extra)),
  auditGradient: () => algorithms.auditGradient(cartPole_, policy, { batches: 4, episodes: 2, ...extra }),
  createNativeBackend: () => backends.createNativeBackend(extra),
  estimateEntropy: () => densities.estimateEntropy(densities.normal(0, 1), { generator, ...extra }),
  estimateKl: () =>
    densities.estimateKl(densities.normal(0, 1), densities.normal(0, 2), { generator, ...extra }),
  box: () => environments.box({ low: 0, high: 1, ...extra }),
  discrete: () => environments.discrete(3, extra),
  checkEnvironment: () => environments.checkEnvironment(cartPole, extra),
  requireSoundEnvironment: () => environments.requireSoundEnvironment(cartPole, extra),
  "reset of a built-in environment": () => cartPole.reset(extra),
  "reset of an MDP": () => mdp.create().reset(extra),
  "reset of an environment under a time limit": () =>
    environments.make(environments.timeLimit(mdp, 5)).reset(extra),
  "reset of a guarded environment": () => environments.guardEnvironment(mdp.create()).reset(extra),
  scoreFunction: () => estimators.scoreFunction(problem, { ...samples, ...extra }),
  pathwise: () => estimators.pathwise(problem, { ...samples, ...extra }),
  finiteDifferences: () => estimators.finiteDifferences(problem, { ...samples, ...extra }),
  measureValued: () => estimators.measureValued(problem, { ...samples, ...extra }),
  vimco: () => estimators.vimco(switches, { ...samples, particles: 2, ...extra }),
  arm: () => estimators.arm(switches, { ...samples, ...extra }),
  disarm: () => estimators.disarm(switches, { ...samples, ...extra }),
  rebar: () => estimators.rebar(switches, { ...samples, ...extra }),
  relax: () => estimators.relax(switches, { ...samples, ...extra }),
  gumbelSoftmax: () => estimators.gumbelSoftmax(switches, { ...samples, ...extra }),
  straightThrough: () => estimators.straightThrough(switches, { ...samples, ...extra }),
  dice: () => estimators.dice(problem, { ...samples, ...extra }),
  chainScoreFunction: () =>
    estimators.chainScoreFunction(
      {
        ...{ parameters: { drift: 0 }, steps: 2, start: [0] },
        density: ({ drift }, previous) => densities.normal(graph.add(drift, previous), 1),
        reward: () => 1,
      },
      { ...samples, of: 2, ...extra },
    ),
  evolutionStrategy: () => estimators.evolutionStrategy(([x]) => x, [0], { ...samples, ...extra }),
  compareEstimators: () => estimators.compareEstimators(problem, { budget: 1000, ...extra }),
  compile: () => compile({ outputs: { y: graph.constant(1) }, ...extra }, policy.backend),
  explain: () =>
    explain(compile({ outputs: { y: graph.constant(1) } }, policy.backend), {
      runs: 0,
      ...extra,
    }),
  convolution: () => graph.convolution(image, kernel, extra),
  patches: () => graph.patches(image, 3, extra),
  maxPool: () => graph.maxPool(image, 2, extra),
  averagePool: () => graph.averagePool(image, 2, extra),
  matmul: () => graph.matmul(x, x, extra),
  cumulativeSum: () => graph.cumulativeSum(x, extra),
  sum: () => graph.sum(x, extra),
  max: () => graph.max(x, extra),
  mean: () => graph.mean(x, extra),
  variance: () => graph.variance(x, extra),
  standardDeviation: () => graph.standardDeviation(x, extra),
  createMdp: () =>
    mdps.createMdp({ transitions: [[[1]]], rewards: [[0]], start: [1], discount: 0.5, ...extra }),
  evaluatePolicy: () => mdps.evaluatePolicy(mdp, tabular, extra),
  optimalPolicy: () => mdps.optimalPolicy(mdp, extra),
  policyGradient: () => mdps.policyGradient(mdps.evaluatePolicy(mdp, tabular), "startValue", extra),
  sampleGradient: () => mdps.sampleGradient(mdp, tabular, { episodes: 2, generator, ...extra }),
  gradientAscent: () => first(mdps.gradientAscent(mdp, tabular, { learningRate: 1, updates: 1, ...extra })),
  accessControl: () => mdps.accessControl(extra),
  forest: () => mdps.forest(extra),
  gambler: () => mdps.gambler(extra),
  randomWalk: () => mdps.randomWalk(extra),
  baxterBartlett: () => mdps.baxterBartlett(extra),
  mdpFromEnvironment: () => mdps.mdpFromEnvironment(environments.cliffWalking(), extra),
  grid5x5: () => mdps.grid5x5(extra),
  kakadeTwoState: () => mdps.kakadeTwoState(extra),
  shortCorridor: () => mdps.shortCorridor(extra),
  dense: () => networks.dense("a", { inputs: 1, outputs: 1, generator, ...extra }),
  multilayerPerceptron: () =>
    networks.multilayerPerceptron("a", {
      ...{ widths: [1, 1], activation: "tanh", initializer: "zeros", outputGain: 1, generator },
      ...extra,
    }),
  convolutional: () =>
    networks.convolutional("a", { channels: 1, filters: 1, kernel: 1, generator, ...extra }),
  residualBlock: () => networks.residualBlock("a", { filters: 1, generator, ...extra }),
  embedding: () => networks.embedding("a", { count: 2, size: 1, generator, ...extra }),
  gruCell: () => networks.gruCell("a", { inputs: 1, hidden: 1, generator, ...extra }),
  recurrent: () => networks.recurrent("a", { cell: "gru", inputs: 1, units: 1, generator, ...extra }),
  lstmCell: () => networks.lstmCell("a", { inputs: 1, hidden: 1, generator, ...extra }),
  batchNormalization: () => networks.batchNormalization("a", { size: 1, ...extra }),
  layerNormalization: () => networks.layerNormalization("a", { size: 1, ...extra }),
  "an architecture": () =>
    policies.createPolicy(cartPole, {
      generator,
      architecture: { ...networks.defaultArchitecture, ...extra },
    }),
  adam: () => optimizers.adam({ learningRate: 1, ...extra }),
  rmsprop: () => optimizers.rmsprop({ learningRate: 1, ...extra }),
  sgd: () => optimizers.sgd({ learningRate: 1, ...extra }),
  descend: () => optimizers.descend(graph.constant(1), [], optimizers.sgd({ learningRate: 1 }), extra),
  ascend: () => optimizers.ascend(graph.constant(1), [], optimizers.sgd({ learningRate: 1 }), extra),
  createPolicy: () => policies.createPolicy(cartPole, { generator, ...extra }),
  createValueFunction: () => policies.createValueFunction(cartPole.observationSpace, { generator, ...extra }),
  createActionValueFunction: () =>
    policies.createActionValueFunction(cartPole.observationSpace, cartPole.actionSpace, {
      generator,
      ...extra,
    }),
  loadPolicy: () => policies.loadPolicy(policy.save(), extra),
  SeedSequence: () => new SeedSequence(1, extra),
  "Generator.integers": () => generator.integers(0, 2, extra),
  "Generator.choice": () => generator.choice(3, extra),
  vectorize: () => environments.vectorize("CartPole-v1", extra),
  gridWorld: () => environments.gridWorld({ id: "Grid-v0", map: ["SG"], ...extra }),
  frozenLake: () => environments.frozenLake(extra),
  generateFrozenLake: () => environments.generateFrozenLake(extra),
  cliffWalking: () => environments.cliffWalking(extra),
  taxi: () => environments.taxi(extra),
  blackjack: () => environments.blackjack(extra),
  gaussianBandit: () => environments.gaussianBandit([0, 1], extra),
  createStateDiscounts: () => rollout.createStateDiscounts({ count: 1, discount: 1, ...extra }),
  discountedReturns: () => rollout.discountedReturns({ rewards: [1], discount: 1, ...extra }),
  discountWeights: () => rollout.discountWeights({ discount: 1, weights: new Float64Array(1), ...extra }),
  evaluate: () => training.evaluate(policy, "CartPole-v1", { episodes: 1, ...extra }),
}));

const cartPole_ = "CartPole-v1";

describe.each(everyFunction)("%s", (name, call) => {
  it("refuses an option that it does not have", () => {
    expect(() => call({ colour: 1 })).toThrow(/there is no option colour\. (The (only )?option|There are)/);
    if (name !== "createNativeBackend") expect(() => call({})).not.toThrow(/there is no option/);
  });
});

describe("options that are nearly right", () => {
  it.each([
    [
      "ppo, third argument: there is no option objectve. Did you mean objective?",
      () => algorithms.ppo("CartPole-v1", {}, { objectve: 1 } as never),
    ],
    [
      "evaluate: there is no option epsiodes. Did you mean episodes?",
      () => training.evaluate(policy, "CartPole-v1", { epsiodes: 3 } as never),
    ],
    ["reset: there is no option sead. Did you mean seed?", () => cartPole.reset({ sead: 1 } as never)],
    [
      "reset: the options must be an object such as { seed: 1 }, found 42.",
      () => cartPole.reset(42 as never),
    ],
    ["reset: seed is -1; it must be an integer from 0", () => cartPole.reset({ seed: -1 })],
    ['reset: seed is "7"; it must be an integer from 0', () => mdp.create().reset({ seed: "7" } as never)],
    [
      "reset: options: there is no option level. There are none.",
      () => cartPole.reset({ options: { level: 1 } }),
    ],
    [
      "matmul: there is no option transpose_b. Did you mean transposeB?",
      () => graph.matmul(x, x, { transpose_b: true } as never),
    ],
    [
      "sum: there is no option keepdims. Did you mean keepDimensions?",
      () => graph.sum(x, { keepdims: true } as never),
    ],
    [
      "vectorize: there is no option num_envs. Did you mean count?",
      () => environments.vectorize("CartPole-v1", { num_envs: 3 } as never),
    ],
    ["adam: there is no option lr. Did you mean learningRate?", () => optimizers.adam({ lr: 1 } as never)],
    [
      "scoreFunction: there is no option n_samples. Did you mean samples?",
      () => estimators.scoreFunction(problem, { n_samples: 3 } as never),
    ],
    [
      "loadPolicy: there is no option device. Did you mean backend?",
      () => policies.loadPolicy(policy.save(), { device: "cpu" } as never),
    ],
    [
      'backend: there is none called "natve". There are wasm and native.',
      () => policies.loadPolicy(policy.save(), { backend: "natve" } as never),
    ],
    [
      "architecture: there is no option hidden_sizes. Did you mean hidden?",
      () =>
        policies.createPolicy(cartPole, {
          generator,
          architecture: { ...networks.defaultArchitecture, hidden_sizes: [3] } as never,
        }),
    ],
    [
      "evaluate: the options must be an object such as { episodes: … }, found 100.",
      () => training.evaluate(policy, "CartPole-v1", 100 as never),
    ],
    [
      "longestEpisode is 0; it must be an integer from 1",
      () => training.evaluate(policy, "CartPole-v1", { longestEpisode: 0 }),
    ],
    [
      'episodes is "7"; it must be an integer from 1',
      () => training.evaluate(policy, "CartPole-v1", { episodes: "7" } as never),
    ],
  ])("are refused: %s", (message, call) => {
    expect(call).toThrow(message);
  });
});

describe("train", () => {
  const trainWith = async (settings: object) => {
    for await (const _ of training.train(settings as never)) break;
  };

  it.each([
    [
      { environment: "CartPole-v1", evaluationEpisode: 3 },
      "train: there is no option evaluationEpisode. Did you mean evaluationEpisodes?",
    ],
    [{ env: "CartPole-v1" }, "train: there is no option env. Did you mean environment?"],
    [
      { environment: "CartPole-v1", steps: 100 },
      "train: steps is an option of the algorithm: write options: { steps: … }.",
    ],
    [
      { environment: "CartPole-v1", options: { n_steps: 100 } },
      "ppo: there is no option n_steps. Did you mean rolloutSteps?",
    ],
    [
      "CartPole-v1",
      'train: the options must be an object such as { environment: "CartPole-v1" }, found "CartPole-v1".',
    ],
  ])("refuses %o", async (settings, message) => {
    await expect(trainWith(settings as object)).rejects.toThrow(message);
  });
});
