import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { withDefaults } from "../src/algorithms/options.ts";
import { clippedSurrogate, compilePpoStep } from "../src/algorithms/ppo.ts";
import { ppoOptions } from "../src/algorithms/ppo-options.ts";
import { box, discrete, type Space } from "../src/environments/index.ts";
import { defaultArchitecture } from "../src/networks/index.ts";
import { createPolicy, createValueFunction } from "../src/policies/index.ts";
import { createGenerator } from "../src/random/index.ts";
import { median, timed } from "./statistics.ts";

interface Workload {
  readonly name: string;
  readonly observations: number;
  readonly hidden: readonly number[];
  readonly actionSpace: Space;
  readonly batch: number;
  /** The ratio to PyTorch that the wasm backend should reach. */
  readonly target: number;
}

const workloads: Workload[] = [
  {
    name: "4-64-64-2, batch 64",
    observations: 4,
    hidden: [64, 64],
    actionSpace: discrete(2),
    batch: 64,
    target: 0.19,
  },
  {
    name: "4-64-64-2, batch 256",
    observations: 4,
    hidden: [64, 64],
    actionSpace: discrete(2),
    batch: 256,
    target: 0.5,
  },
  {
    name: "17-256-256-6, batch 64",
    observations: 17,
    hidden: [256, 256],
    actionSpace: box({ low: -1, high: 1, shape: [6] }),
    batch: 64,
    target: 1,
  },
  {
    name: "17-256-256-6, batch 2048",
    observations: 17,
    hidden: [256, 256],
    actionSpace: box({ low: -1, high: 1, shape: [6] }),
    batch: 2048,
    target: 2.2,
  },
];

const learningRate = 3e-4;
const rounds = 15;
/** Work per timing: long enough for the clock, short enough to interleave. */
const millisecondsPerRound = 150;

function prepare({ observations, hidden, actionSpace, batch }: Workload) {
  const generator = createGenerator(1);
  const architecture = { ...defaultArchitecture, hidden };
  const observationSpace = box({ low: -1, high: 1, shape: [observations] });
  const policy = createPolicy<unknown, unknown>(
    { observationSpace, actionSpace },
    { architecture, generator },
  );
  const valueFunction = createValueFunction(observationSpace, { architecture, generator });
  const settings = withDefaults(
    ppoOptions,
    { environments: 1, rolloutSteps: batch, minibatchSize: batch, hidden, entropyWeight: 0.01 },
    "benchmark",
  );
  const step = compilePpoStep(policy, valueFunction, settings, clippedSurrogate);
  for (const name of ["observations", "advantages", "returns", "oldValues"] as const) {
    generator.fillNormal(step.inputs[name]);
  }
  const continuous = actionSpace.kind === "box";
  const { actions } = step.inputs;
  for (let i = 0; i < actions.length; i++)
    actions[i] = continuous ? generator.normal() : generator.integers(0, 2);
  step.inputs.oldLogProbs.fill(continuous ? -8.5 : -0.7);
  step.inputs.indices.set(generator.permutation(batch));
  step.inputs.learningRate[0] = learningRate;
  step.inputs.clipRange[0] = 0.2;

  const weights = [...policy.parameters, ...valueFunction.parameters].map(
    (parameter) => [parameter.attributes.name, parameter.shape, policy.backend.values(parameter)] as const,
  );
  const inputs = Object.entries(step.inputs).map(([name, data]) => {
    const rows = name === "indices" ? [batch] : data.length === 1 ? [] : [batch, data.length / batch];
    return [name, rows.length === 2 && rows[1] === 1 ? [batch] : rows, data] as const;
  });
  const tensors = Object.fromEntries(
    [...weights, ...inputs].map(([name, shape, data]) => [
      name,
      { shape, dtype: data instanceof Int32Array ? "int32" : "float32", data: Array.from(data) },
    ]),
  );
  return { step, description: JSON.stringify({ continuous, learningRate, tensors }) };
}

interface Peer {
  ask(line: string): Promise<string>;
  close(): void;
}

/** PyTorch in a process of its own, answering one line per line; undefined where it does not run. */
async function startPyTorch(): Promise<Peer | undefined> {
  const script = new URL("pytorch/ppo_step.py", import.meta.url).pathname;
  const child: ChildProcess = spawn("/usr/bin/python3", [script], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  child.on("error", () => undefined);
  child.stdin!.on("error", () => undefined);
  return {
    async ask(line) {
      child.stdin!.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error("PyTorch did not answer");
      return value;
    },
    close: () => child.kill(),
  };
}

export interface PpoStepResult {
  readonly name: string;
  /** Floating-point operations of the matrix products. */
  readonly operations: number;
  readonly microseconds: number;
  readonly pytorchMicroseconds: number | undefined;
  readonly ratio: number | undefined;
  readonly target: number;
}

/** Forward, weight gradients, and input gradients of all layers but the first, of both networks. */
function operationsOf({ observations, hidden, actionSpace, batch }: Workload): number {
  const network = (outputs: number) => {
    const widths = [observations, ...hidden, outputs];
    return widths.slice(1).reduce((sum, width, i) => sum + (i === 0 ? 2 : 3) * widths[i] * width, 0);
  };
  return 2 * batch * (network(actionSpace.size) + network(1));
}

/**
 * One PPO minibatch step on compiled graphs against the same step in PyTorch, interleaved in one run. Needs Debian's
 * python3-torch and libopenblas0-pthread; without them it says so and times logpi alone.
 */
export async function benchmarkPpoStep(): Promise<PpoStepResult[]> {
  const results: PpoStepResult[] = [];
  for (const workload of workloads) {
    const { step, description } = prepare(workload);
    let peer = await startPyTorch();
    step.run();
    const ours = [step.outputs.policyLoss[0], step.outputs.valueLoss[0], step.outputs.entropy[0]];
    try {
      const theirs: number[] = JSON.parse(await peer!.ask(description));
      ours.forEach((loss, i) => {
        if (Math.abs(loss - theirs[i]) > 1e-4 * Math.max(1, Math.abs(loss))) {
          throw new Error(`${workload.name}: losses differ: ${ours} here, ${theirs} in PyTorch`);
        }
      });
    } catch (error) {
      if (!(error as Error).message.includes("did not answer")) throw error;
      console.error(
        "PyTorch is not here (apt-get install python3-torch libopenblas0-pthread): timing logpi alone",
      );
      peer = undefined;
    }

    const ownCount = Math.max(1, Math.round((millisecondsPerRound * 1000) / timed(() => step.run(), 3)));
    const peerCount =
      peer && Math.max(1, Math.round((millisecondsPerRound * 1000) / Number(await peer.ask("3"))));
    const own: number[] = [];
    const others: number[] = [];
    for (let round = 0; round < rounds; round++) {
      own.push(timed(() => step.run(), ownCount));
      if (peer) others.push(Number(await peer.ask(String(peerCount))));
    }
    peer?.close();
    const microseconds = median(own);
    const pytorchMicroseconds = peer && median(others);
    results.push({
      name: workload.name,
      operations: operationsOf(workload),
      microseconds,
      pytorchMicroseconds,
      ratio: peer && median(own.map((time, i) => time / others[i])),
      target: workload.target,
    });
  }
  return results;
}
