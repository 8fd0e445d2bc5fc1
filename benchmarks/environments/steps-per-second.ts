import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import {
  type BatchEnvironment,
  createActions,
  type Environment,
  findEnvironment,
  make,
} from "../../src/environments/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { python } from "../pytorch-peer.ts";
import { median } from "../timing.ts";

/** Steps per second of environments on one core, of the processor, resets included. */
export interface EnvironmentSpeeds {
  readonly date: string;
  /** Of the machine, when it began. */
  readonly load: number;
  /** The version of Gymnasium; none where it is not to be had. */
  readonly gymnasium?: string | undefined;
  readonly speeds: readonly EnvironmentSpeed[];
}

export interface EnvironmentSpeed {
  readonly id: string;
  /** One copy, as `make` gives it. */
  readonly single: number;
  /** Of {@link copies} copies that are stepped at once. */
  readonly batch: number;
  /** One copy in Gymnasium; none where it lacks what the environment needs, such as Box2D. */
  readonly gymnasium?: number | undefined;
}

export const copies = 1024;

/** Those that Gymnasium has too. */
const shared = [
  "CartPole-v1",
  "Pendulum-v1",
  "MountainCar-v0",
  "MountainCarContinuous-v0",
  "Acrobot-v1",
  "FrozenLake-v1",
  "Taxi-v4",
  "CliffWalking-v1",
  "Blackjack-v1",
  "LunarLander-v3",
  "LunarLanderContinuous-v3",
  "BipedalWalker-v3",
];
const ids = [...shared, "Pong-v0"];
const rounds = 5;
const secondsPerRound = 0.2;

/** Random actions, drawn before. All take turns. */
export function measureEnvironments(): EnvironmentSpeeds {
  const [load] = loadavg();
  const definitions = ids.map(findEnvironment);
  const ours = [
    ...ids.map((id) => stepSingle(make(id))),
    ...definitions.map(({ batch, maxEpisodeSteps }) => stepBatch(batch!(copies), maxEpisodeSteps)),
  ];
  const speeds = ours.map((): number[] => []);
  const peers: Gymnasium[] = [];
  for (let round = 0; round <= rounds; round++) {
    const measured = ours.map((work) => speedOf(work, secondsPerRound));
    if (round === 0) continue; // the engine compiles
    for (const [i, speed] of measured.entries()) speeds[i].push(speed);
    const peer = gymnasium(secondsPerRound);
    if (peer) peers.push(peer);
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    load,
    gymnasium: peers[0]?.version,
    speeds: ids.map((id, i) => ({
      id,
      single: median(speeds[i]),
      batch: median(speeds[ids.length + i]),
      gymnasium: peers[0]?.speeds[id] && median(peers.map((peer) => peer.speeds[id])),
    })),
  };
}

/** Does some steps and says how many. */
type Work = () => number;

function speedOf(work: Work, seconds: number): number {
  const start = process.cpuUsage();
  let steps = 0;
  for (;;) {
    steps += work();
    const { user, system } = process.cpuUsage(start);
    const elapsed = (user + system) / 1e6;
    if (elapsed >= seconds) return steps / elapsed;
  }
}

function stepSingle(environment: Environment): Work {
  const generator = createGenerator(0);
  const actions = Array.from({ length: 1024 }, () => environment.actionSpace.sample(generator));
  environment.reset({ seed: 0 });
  return () => {
    for (const action of actions) {
      const { terminated, truncated } = environment.step(action as never);
      if (terminated || truncated) environment.reset();
    }
    return actions.length;
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
  return () => {
    for (const chosen of actions) {
      batch.step(chosen, observations, rewards, terminated, truncated);
      for (let copy = 0; copy < copies; copy++) {
        ages[copy] += 1;
        if (terminated[copy] === 0 && ages[copy] < limit) continue;
        batch.reset(copy, observations);
        ages[copy] = 0;
      }
    }
    return actions.length * copies;
  };
}

interface Gymnasium {
  readonly version: string;
  readonly speeds: Readonly<Record<string, number>>;
}

/** Undefined where there is no Gymnasium. */
function gymnasium(seconds: number): Gymnasium | undefined {
  const script = new URL("../gymnasium/steps_per_second.py", import.meta.url).pathname;
  const { status, stdout } = spawnSync(python, [script], {
    input: JSON.stringify({ ids: shared, seconds }),
    encoding: "utf8",
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}
