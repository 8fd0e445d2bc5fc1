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
 * Times workloads on every backend and in PyTorch. All take turns: each round times every side of every workload once, so
 * that a disturbance spoils a few rounds of each and not all rounds of one. Where PyTorch is not to be had it says why and
 * times the rest.
 *
 * @throws Error when the sides of a workload do not compute the same
 */
export async function compare(
  workloads: readonly Workload[],
  backends: readonly MeasuredBackend[],
  { rounds, milliseconds }: Effort,
): Promise<Comparison[]> {
  const matches: Match[] = [];
  try {
    for (const workload of workloads) matches.push(await prepareMatch(workload, backends, milliseconds));
    for (let round = 0; round < rounds; round++) for (const match of matches) await match.round();
    return matches.map((match) => match.comparison());
  } finally {
    for (const match of matches) match.close();
  }
}

/** One workload, made ready on every side. */
interface Match {
  round(): Promise<void>;
  /** Of the rounds until now. */
  comparison(): Comparison;
  close(): void;
}

async function prepareMatch(
  workload: Workload,
  backends: readonly MeasuredBackend[],
  milliseconds: number,
): Promise<Match> {
  const prepared = backends.map(({ create }) => workload.prepare(create()));
  const peer = await peerOf(workload, prepared[0]);
  const close = () => peer?.close();
  try {
    requireSame(workload, backends, prepared.map(firstResults), peer);
  } catch (error) {
    close();
    throw error;
  }

  const ours = prepared.map(
    ({ program }) =>
      (calls: number) =>
        processorTime(program.run, calls),
  );
  const sides = peer ? [...ours, peer.time] : ours;
  const calls: number[] = [];
  for (const time of sides) calls.push(await callsIn(milliseconds, time));
  const times = sides.map((): number[] => []);
  const peaks = backends.map((): number[] => []);
  return {
    async round() {
      for (const [i, time] of sides.entries()) times[i].push(await time(calls[i]));
      backends.forEach((backend, i) => peaks[i].push(measurePeak(backend)));
    },
    comparison() {
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
    },
    close,
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

/** What each of the first calls computes. */
function firstResults({ program, read }: PreparedWorkload): number[][] {
  return Array.from({ length: checkedCalls }, () => {
    program.run();
    return read();
  });
}

/** Float32 sums in another order differ in the last digits, and after a few updates a little more. */
const tolerance = (value: number) => 1e-5 + 1e-4 * Math.abs(value);

function requireSame(
  { title }: Workload,
  backends: readonly MeasuredBackend[],
  [first, ...others]: readonly (readonly number[])[][],
  peer: Peer | undefined,
): void {
  const sides = others.map((results, i) => ({ name: backends[i + 1].title, results }));
  for (const { name, results } of [...sides, ...(peer ? [{ name: "PyTorch", results: peer.checks }] : [])]) {
    const theirs = results.flat();
    if (first.flat().every((value, i) => Math.abs(value - theirs[i]) <= tolerance(value))) continue;
    throw new Error(
      `${title}: the results differ: [${first}] in ${backends[0].title}, [${theirs}] in ${name}`,
    );
  }
}
