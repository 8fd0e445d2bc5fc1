import type { MeasuredBackend } from "./backends.ts";
import { NoPyTorchError, type Peer, startPeer, type Tuning } from "./pytorch-peer.ts";
import { callsIn, median, processorTime } from "./timing.ts";
import type { PreparedWorkload, Target, Workload } from "./workloads/workload.ts";

/** Figures of one workload: plain data, as docs/performance.json has them. */
export interface Comparison {
  readonly name: string;
  readonly title: string;
  readonly operations: number;
  readonly bytes: number;
  readonly target?: Target | undefined;
  /** None without PyTorch. */
  readonly peers: readonly {
    readonly title: string;
    readonly version: string;
    readonly microseconds: number;
  }[];
  readonly backends: readonly {
    readonly title: string;
    readonly name: MeasuredBackend["name"];
    readonly microseconds: number;
    /** Of the time to that of each peer, the medians over the rounds. */
    readonly ratios: readonly number[];
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

/** The peers, in the order of the tables. */
export const peerTitles: Readonly<Record<Tuning, string>> = { plain: "PyTorch", tuned: "PyTorch, tuned" };

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
  const peers = await peersOf(workload, prepared[0]);
  const close = () => {
    for (const peer of peers) peer.close();
  };
  try {
    requireSame(workload, backends, prepared.map(firstResults), peers);
  } catch (error) {
    close();
    throw error;
  }

  const ours = prepared.map(
    ({ program }) =>
      (calls: number) =>
        processorTime(program.run, calls),
  );
  const sides = [...ours, ...peers.map(({ time }) => time)];
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
      const theirs = times.slice(backends.length);
      return {
        name,
        title,
        operations,
        bytes,
        target,
        peers: peers.map(({ title, version }, i) => ({ title, version, microseconds: median(theirs[i]) })),
        backends: backends.map((backend, i) => ({
          title: backend.title,
          name: backend.name,
          microseconds: median(times[i]),
          ratios: theirs.map((peer) => median(times[i].map((time, round) => time / peer[round]))),
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

interface TitledPeer extends Peer {
  readonly title: string;
}

async function peersOf(workload: Workload, prepared: PreparedWorkload): Promise<TitledPeer[]> {
  const peers: TitledPeer[] = [];
  try {
    for (const [tuning, title] of Object.entries(peerTitles)) {
      const peer = await startPeer(workload.peer, prepared, checkedCalls, tuning as Tuning);
      peers.push({ ...peer, title });
    }
  } catch (error) {
    if (!(error instanceof NoPyTorchError)) throw error;
    console.error(`${error.message}: timing logpi alone`);
  }
  return peers;
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
  peers: readonly TitledPeer[],
): void {
  const sides = others.map((checks, i) => ({ title: backends[i + 1].title, checks }));
  for (const { title: side, checks } of [...sides, ...peers]) {
    const theirs = checks.flat();
    if (first.flat().every((value, i) => Math.abs(value - theirs[i]) <= tolerance(value))) continue;
    throw new Error(
      `${title}: the results differ: [${first}] in ${backends[0].title}, [${theirs}] in ${side}`,
    );
  }
}
