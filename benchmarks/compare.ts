import type { MeasuredBackend } from "./backends.ts";
import { NoPyTorchError, type Peer, startPeer } from "./pytorch-peer.ts";
import { callsIn, median, processorTime } from "./timing.ts";
import type { PreparedWorkload, Target, Workload } from "./workloads/workload.ts";

/** Figures of one workload: plain data, as docs/performance.json has them. */
export interface Comparison {
  readonly name: string;
  readonly title: string;
  readonly operations: number;
  readonly bytes: number;
  readonly target?: Target | undefined;
  readonly pytorch?: { readonly version: string; readonly microseconds: number } | undefined;
  readonly backends: readonly {
    readonly title: string;
    readonly name: MeasuredBackend["name"];
    readonly microseconds: number;
    /** Of the time to PyTorch's, the median over the rounds. */
    readonly ratio?: number | undefined;
    /** Of the peak of the instruction set, measured beside it in the same round. */
    readonly share: number;
  }[];
}

export interface Effort {
  /** How often each side is timed, in turn. */
  readonly rounds: number;
  /** How long each timing takes. */
  readonly milliseconds: number;
}

/** Calls whose results are compared before anything is timed: so the updates of the first ones are compared too. */
const checkedCalls = 3;

/**
 * Times a workload on every backend and in PyTorch, interleaved. Where PyTorch is not to be had it says why and times
 * the rest.
 *
 * @throws Error when the sides do not compute the same
 */
export async function compare(
  workload: Workload,
  backends: readonly MeasuredBackend[],
  { rounds, milliseconds }: Effort,
): Promise<Comparison> {
  const prepared = backends.map(({ create }) => workload.prepare(create()));
  const peer = await peerOf(workload, prepared[0]);
  const results = prepared.map((work) =>
    Array.from({ length: checkedCalls }, () => {
      work.program.run();
      return work.read();
    }),
  );
  backends.slice(1).forEach(({ title }, i) => requireSame(workload, results[0], title, results[i + 1]));
  if (peer) requireSame(workload, results[0], "PyTorch", peer.checks);

  const sides = [
    ...prepared.map(
      ({ program }) =>
        (calls: number) =>
          processorTime(program.run, calls),
    ),
    ...(peer ? [peer.time] : []),
  ];
  const calls: number[] = [];
  for (const time of sides) calls.push(await callsIn(milliseconds, time));
  const times: number[][] = sides.map(() => []);
  const peaks: number[][] = backends.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, time] of sides.entries()) times[i].push(await time(calls[i]));
    backends.forEach((backend, i) => peaks[i].push(measurePeak(backend)));
  }
  peer?.close();

  const { name, title, operations, bytes, target } = workload;
  const pytorch = peer && times[backends.length];
  return {
    name,
    title,
    operations,
    bytes,
    target,
    pytorch: peer && pytorch && { version: peer.version, microseconds: median(pytorch) },
    backends: backends.map((backend, i) => ({
      title: backend.title,
      name: backend.name,
      microseconds: median(times[i]),
      ratio: pytorch && median(times[i].map((time, round) => time / pytorch[round])),
      share: median(times[i].map((time, round) => operations / time / 1000 / peaks[i][round])),
    })),
  };
}

/** Billions of operations per second in a bare loop: the best of a few short runs. */
export function measurePeak({ peak }: MeasuredBackend): number {
  const rounds = 300_000;
  let best = 0;
  for (let repetition = 0; repetition < 5; repetition++) {
    let operations = 0;
    const microseconds = processorTime(() => {
      operations = peak(rounds);
    }, 1);
    best = Math.max(best, operations / microseconds / 1000);
  }
  return best;
}

async function peerOf(workload: Workload, prepared: PreparedWorkload): Promise<Peer | undefined> {
  try {
    return await startPeer(workload.peer, prepared, checkedCalls);
  } catch (error) {
    if (!(error instanceof NoPyTorchError)) throw error;
    console.error(`${error.message}: timing logpi alone`);
    return undefined;
  }
}

/** Float32 sums in another order differ in the last digits, and after a few updates a little more. */
const tolerance = (value: number) => 1e-5 + 1e-4 * Math.abs(value);

function requireSame(
  { title }: Workload,
  ours: readonly (readonly number[])[],
  other: string,
  theirs: readonly (readonly number[])[],
): void {
  ours.flat().forEach((value, i) => {
    if (Math.abs(value - theirs.flat()[i]) <= tolerance(value)) return;
    throw new Error(`${title}: the results differ: [${ours}] in wasm, [${theirs}] with ${other}`);
  });
}
