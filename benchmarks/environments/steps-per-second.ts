import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import { processorName } from "../machine.ts";
import { probe } from "../probe.ts";
import { python } from "../pytorch-peer.ts";
import { median } from "../timing.ts";

/** Steps per second of environments on one core, of the processor, resets included. */
export interface EnvironmentSpeeds {
  readonly date: string;
  readonly processor: string;
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
const rounds = 3;

/** Each in processes of its own, in turn with Gymnasium's. */
export function measureEnvironments(): EnvironmentSpeeds {
  const [load] = loadavg();
  let version: string | undefined;
  const speeds = ids.map((id): EnvironmentSpeed => {
    const ours: Record<"single" | "batch", number>[] = [];
    const peers: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(probe("environment.ts", ["single", "batch"], { parameters: [id, `${copies}`] }));
      const peer = shared.includes(id) ? gymnasium(id) : undefined;
      version ??= peer?.version;
      if (peer?.speeds[id] !== undefined) peers.push(peer.speeds[id]);
    }
    return {
      id,
      single: median(ours.map(({ single }) => single)),
      batch: median(ours.map(({ batch }) => batch)),
      gymnasium: peers.length > 0 ? median(peers) : undefined,
    };
  });
  const date = new Date().toISOString().slice(0, 10);
  return { date, processor: processorName(), load, gymnasium: version, speeds };
}

interface Gymnasium {
  readonly version: string;
  readonly speeds: Readonly<Record<string, number>>;
}

/** Undefined where there is no Gymnasium. */
function gymnasium(id: string): Gymnasium | undefined {
  const script = new URL("../gymnasium/steps_per_second.py", import.meta.url).pathname;
  const { status, stdout } = spawnSync(python, [script], {
    input: JSON.stringify({ ids: [id], seconds: 1 }),
    encoding: "utf8",
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}
