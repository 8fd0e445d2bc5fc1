import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import { a2c, ppo, trpo } from "../../src/algorithms/index.ts";
import { processorName } from "../machine.ts";
import { peerEnvironment, python } from "../pytorch-peer.ts";
import { median } from "../timing.ts";
import { stepsPerSecond } from "./steps-per-second.ts";

/** Whole trainings on CartPole-v1 beside those of Stable-Baselines3, by the settings of RL Baselines3 Zoo. */
export interface BesideStableBaselines3 {
  readonly date: string;
  readonly processor: string;
  /** Of the machine, when it began. */
  readonly load: number;
  /** The version of Stable-Baselines3; none where it is not to be had. */
  readonly version?: string | undefined;
  /** Steps per second of the processor, rollouts and updates together. */
  readonly speeds: readonly {
    readonly algorithm: string;
    readonly stepsPerSecond: Partial<Record<"wasm" | "native", number>>;
    readonly peer?: number | undefined;
  }[];
}

type Name = "wasm" | "native";

const common = { workers: 1, steps: 2 ** 40, seed: 1 };
const trainings = {
  ppo: (backend: Name) => ppo("CartPole-v1", { ...ppo.presets.zoo, ...common, backend }),
  a2c: (backend: Name) => a2c("CartPole-v1", { ...a2c.presets.zoo, ...common, backend }),
  trpo: (backend: Name) => trpo("CartPole-v1", { ...trpo.presets.zoo, ...common, backend }),
};
const rounds = 3;
const [seconds, secondsOfPeer] = [0.5, 1];

/** All take turns. */
export function measureBesideStableBaselines3(backends: readonly Name[]): BesideStableBaselines3 {
  const [load] = loadavg();
  const names = Object.keys(trainings) as (keyof typeof trainings)[];
  const ours = names.map(() => backends.map((): number[] => []));
  const theirs: Peer[][] = names.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, name] of names.entries()) {
      for (const [j, backend] of backends.entries()) {
        const speed = stepsPerSecond(trainings[name](backend), seconds);
        if (round > 0) ours[i][j].push(speed); // the engine compiles during the first
      }
      const peer = round > 0 ? peerSpeed(name) : undefined;
      if (peer) theirs[i].push(peer);
    }
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: processorName(),
    load,
    version: theirs[0][0]?.version,
    speeds: names.map((algorithm, i) => ({
      algorithm,
      stepsPerSecond: Object.fromEntries(backends.map((backend, j) => [backend, median(ours[i][j])])),
      peer: theirs[i].length > 0 ? median(theirs[i].map((peer) => peer.stepsPerSecond)) : undefined,
    })),
  };
}

interface Peer {
  readonly version: string;
  readonly stepsPerSecond: number;
}

/** Undefined where there is no Stable-Baselines3. */
function peerSpeed(algorithm: string): Peer | undefined {
  const script = new URL("../stable-baselines3/steps_per_second.py", import.meta.url).pathname;
  const { status, stdout } = spawnSync(python, [script], {
    input: JSON.stringify({ algorithm, seconds: secondsOfPeer }),
    encoding: "utf8",
    env: peerEnvironment("plain"),
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}
