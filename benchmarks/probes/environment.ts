// Steps per second of the processor of an environment: one copy, as `make` gives it, and many that are stepped at once.
// Random actions, drawn before; resets included. Alone in its process, as an environment is in a training: V8 compiles a
// loop over copies for the one environment that it has seen there.
//
//   tsx benchmarks/probes/environment.ts ID COPIES

import {
  type BatchEnvironment,
  createActions,
  type Environment,
  findEnvironment,
  make,
} from "../../src/environments/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { callsIn, median, processorTime } from "../timing.ts";

const turns = 5;
const [id, copies] = [process.argv[2], Number(process.argv[3])];

/** Does some steps. */
interface Work {
  readonly steps: number;
  run(): void;
}

function stepSingle(environment: Environment): Work {
  const generator = createGenerator(0);
  const actions = Array.from({ length: 1024 }, () => environment.actionSpace.sample(generator));
  environment.reset({ seed: 0 });
  return {
    steps: actions.length,
    run() {
      for (const action of actions) {
        const { terminated, truncated } = environment.step(action as never);
        if (terminated || truncated) environment.reset();
      }
    },
  };
}

function stepBatch(batch: BatchEnvironment, limit = Infinity): Work {
  const { observationSpace, actionSpace } = batch;
  const generator = createGenerator(0);
  const actions = Array.from({ length: 8 }, () => {
    const drawn = createActions(actionSpace, copies);
    const samples = Array.from({ length: copies }, () => actionSpace.sample(generator));
    drawn.set(
      samples.flatMap((sample) => (typeof sample === "number" ? sample : Array.from(sample as number[]))),
    );
    return drawn;
  });
  const observations = new Float32Array(copies * observationSpace.size);
  const rewards = new Float64Array(copies);
  const [terminated, truncated] = [new Uint8Array(copies), new Uint8Array(copies)];
  const ages = new Int32Array(copies);
  for (let copy = 0; copy < copies; copy++) batch.reset(copy, observations, copy);
  return {
    steps: actions.length * copies,
    run() {
      for (const chosen of actions) {
        batch.step(chosen, observations, rewards, terminated, truncated);
        for (let copy = 0; copy < copies; copy++) {
          ages[copy] += 1;
          if (terminated[copy] === 0 && ages[copy] < limit) continue;
          batch.reset(copy, observations);
          ages[copy] = 0;
        }
      }
    },
  };
}

async function speedOf({ steps, run }: Work): Promise<number> {
  for (const start = process.cpuUsage(); process.cpuUsage(start).user < 1.5e6; ) run(); // the engine compiles
  const calls = await callsIn(150, (some) => processorTime(run, some));
  const times = Array.from({ length: turns }, () => processorTime(run, calls));
  return (steps / median(times)) * 1e6;
}

const { batch, maxEpisodeSteps } = findEnvironment(id);
const single = await speedOf(stepSingle(make(id)));
const many = await speedOf(stepBatch(batch!(copies), maxEpisodeSteps));
console.log(JSON.stringify({ single, batch: many }));
