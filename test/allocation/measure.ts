// Run by allocation.test.ts in a process of its own, with --expose-gc and room for young objects.
import { a2c } from "../../src/algorithms/a2c/a2c.ts";
import { compileA2cDescent } from "../../src/algorithms/a2c/descent.ts";
import { actorObjective } from "../../src/algorithms/a2c/objective.ts";
import { a2cOptions } from "../../src/algorithms/a2c/options.ts";
import { clippedSurrogate } from "../../src/algorithms/ppo/losses.ts";
import { ppoOptions } from "../../src/algorithms/ppo/options.ts";
import { compilePpoDescent, ppo } from "../../src/algorithms/ppo/ppo.ts";
import { sacOptions } from "../../src/algorithms/sac/options.ts";
import { compileEvaluation, compileImprovement } from "../../src/algorithms/sac/sac.ts";
import { createSoftActorCritic } from "../../src/algorithms/sac/soft-actor-critic.ts";
import { createBackend } from "../../src/backends/index.ts";
import { vectorize } from "../../src/environments/index.ts";
import { createReplay, createStepCollector } from "../../src/experience/index.ts";
import { createRandomPlayout, GoPosition } from "../../src/games/index.ts";
import { createActorCritic, transitionRows, withDefaults } from "../../src/learning/index.ts";
import { createActor } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { alone } from "../../src/workers/index.ts";

const collect = (globalThis as unknown as { gc: () => void }).gc;
const heapUsed = () => process.memoryUsage().heapUsed;

/**
 * Bytes per call that `work` allocates, and bytes that the heap has grown by in a round of `calls`. The engine still
 * compiles in some of the rounds, which allocates: the least of them is what the work itself needs.
 */
function measure(work: () => void, calls: number) {
  for (let i = 0; i < calls; i++) work();
  heapUsed(); // allocates once
  const rounds = 5;
  let allocated = Number.POSITIVE_INFINITY;
  collect();
  const first = heapUsed();
  for (let round = 0; round < rounds; round++) {
    const start = heapUsed();
    for (let i = 0; i < calls; i++) work();
    allocated = Math.min(allocated, heapUsed() - start);
    collect();
  }
  return { allocatedPerCall: allocated / calls, kept: (heapUsed() - first) / rounds };
}

const count = 8;
const environment = vectorize("CartPole-v1", { count, seed: 1 });
const generator = createGenerator(1);
const backend = createBackend("wasm");
const computing = { backend, team: alone };
const settings = withDefaults(ppoOptions, { environments: count, rolloutSteps: 8, minibatchSize: 8 }, "test");
const actorCritic = createActorCritic([environment], settings, { backend, generator });
const descent = compilePpoDescent(actorCritic, settings, clippedSurrogate, computing);
const minibatch = new Int32Array(8);
const actor = createActor(actorCritic.policy, count, actorCritic.valueFunction);
const generators = generator.spawn(count);
environment.reset(actor.observations);

const ofA2c = withDefaults(a2cOptions, { environments: count, discountStates: true }, "test");
const a2cDescent = compileA2cDescent(actorCritic, ofA2c, actorObjective, computing);
a2cDescent.set({ learningRate: 1e-6 });
const collector = createStepCollector(vectorize("CartPole-v1", { count, seed: 2 }), {
  ...{ ...actorCritic, steps: 5, generators, own: { start: 0, count }, team: alone, into: a2cDescent.rows },
});
const a2cTraining = a2c("CartPole-v1", { steps: 1e9 })[Symbol.iterator]();

const pendulums = vectorize("Pendulum-v1", { count, seed: 3 });
const ofSac = withDefaults(sacOptions, { hidden: [8], batchSize: 8 }, "test");
const agent = createSoftActorCritic(pendulums, ofSac, { backend, generator });
const evaluation = compileEvaluation(agent, ofSac, computing);
const improvement = compileImprovement(agent, ofSac, computing);
const replay = createReplay(transitionRows(agent.policy), 1000);
const replayed = createStepCollector(pendulums, {
  ...{ policy: agent.policy, steps: 5, generators, own: { start: 0, count }, team: alone, keepsNext: true },
});
const keepFive = () => {
  const { nextObservations, ...trajectory } = replayed.collect();
  replay.add({ ...trajectory, nextObservations: nextObservations! }, 5 * count);
};

const ofRecurrent = withDefaults(
  ppoOptions,
  {
    ...{ environments: count, rolloutSteps: 4, minibatchSize: 16 },
    ...{ architecture: { kind: "gru", units: 4 } as const },
  },
  "test",
);
const recurrent = createActorCritic([environment], ofRecurrent, { backend, generator });
const recurrentDescent = compilePpoDescent(recurrent, ofRecurrent, clippedSurrogate, computing);
const recurrentCollector = createStepCollector(vectorize("CartPole-v1", { count, seed: 4 }), {
  ...{
    ...recurrent,
    steps: 4,
    generators,
    own: { start: 0, count },
    team: alone,
    into: recurrentDescent.rows,
  },
});
recurrentDescent.load(recurrentCollector.collect());
const sequences = Int32Array.of(1, 3, 0, 2);
const recurrentActor = createActor(recurrent.policy, count, recurrent.valueFunction);

const minibatchesPerUpdate = 40;
const small = { environments: 4, rolloutSteps: 16, minibatchSize: 16, epochs: 10, steps: 1e9 };
const training = ppo("CartPole-v1", small)[Symbol.iterator]();

const position = new GoPosition({ size: 9 });
const other = position.clone();
const playout = createRandomPlayout(position, generator);
const playGame = () => {
  position.reset();
  playout(position, 400);
  other.copyFrom(position);
  while (position.moveCount > 0) position.undo();
};

console.log(
  JSON.stringify({
    "a minibatch step": measure(() => descent.run(minibatch), 10_000),
    "a step of A2C": measure(() => a2cDescent.run(), 10_000),
    "a rollout of 5 steps of 8 copies": measure(() => collector.collect(), 10_000),
    "an acting step of 8 copies": measure(() => actor.sample(generators), 10_000),
    "a step of 8 environments": measure(() => environment.step(actor.actions, actor.observations), 10_000),
    "an update of a training with A2C": measure(() => a2cTraining.next(), 1000),
    "a minibatch of a training": measure(() => training.next(), 10_000 / minibatchesPerUpdate),
    "5 steps of 8 copies into a replay": measure(keepFive, 10_000),
    "a minibatch of sequences": measure(() => recurrentDescent.run(sequences), 2000),
    "an acting step of 8 copies with states": measure(() => recurrentActor.sample(generators), 2000),
    "a rollout of 4 steps of 8 copies with states": measure(() => recurrentCollector.collect(), 2000),
    "a random game of Go, copied and taken back": measure(playGame, 1000),
    "a gradient step of SAC": measure(() => {
      replay.sample(generator, evaluation.rows);
      generator.fillNormal(evaluation.rows.nextNoise!);
      evaluation.run();
      generator.fillNormal(improvement.rows.noise!);
      improvement.run();
    }, 10_000),
  }),
);
