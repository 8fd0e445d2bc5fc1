import { type EpisodeStatistics, episodeStatistics, type Trajectory } from "../../experience/index.ts";
import { type Saved, savedCount, savedList, savedRecord, within } from "../../state/index.ts";
import type { Team } from "../../workers/index.ts";
import { guardWeights, NonFiniteError, NotFinite } from "../descent/non-finite-error.ts";
import type { Learner, Metrics } from "../learner.ts";
import { type CheckpointIdentity, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { createCopyGather } from "./gather-copies.ts";
import { networksOf, weightsOf } from "./initial-weights.ts";
import type { Report } from "./report.ts";
import { warnOfScales } from "./warn-of-scales.ts";
import { type Warnings, warnOfCollapse, warnOfExtraSteps, warnOfLearningRates } from "./warnings.ts";

/** The updates of a training, counted: what goes on from one report to the next. */
export interface Session {
  /** Whether all steps have been trained for. */
  readonly done: boolean;
  /** What there is to say before the first update, of the beginning or of the checkpoint. */
  beginning(): Report;
  /** One update. @throws NonFiniteError after putting the last good weights back */
  learn(trajectory: Trajectory): Report;
  /** For members other than rank 0: gives it the states of their copies, if that is what this step is for. */
  answer(): boolean;
}

export interface SessionOptions {
  readonly identity: CheckpointIdentity;
  /** Copies of the environment that all members have together. */
  readonly copies: number;
  /** How many players the environment has, of which the collector may bring the steps of one only. */
  readonly players: number;
  readonly team: Team;
  readonly warnings: Warnings;
  readonly resume: Uint8Array | undefined;
}

const noEpisodes = episodeStatistics({
  episodeLengths: new Int32Array(0),
  episodeReturns: new Float64Array(0),
  episodeInfo: [],
  players: 1,
});

/** @throws Error when the checkpoint to resume from belongs to another training */
export function createSession(
  learner: Learner,
  { identity, copies, players, team, warnings, resume }: SessionOptions,
): Session {
  const { policy, networks, collector } = learner;
  const variables = new Set(networks.flatMap(({ parameters, statistics }) => [...parameters, ...statistics]));
  const others = networksOf(learner).valueFunction;
  const valueFunction = others.length > 0 && { weights: () => weightsOf(others, policy.backend) };
  const { stepsPerBatch, batchInWords } = collector;
  const wanted = identity.settings.steps;
  const total = stepsPerBatch === undefined ? wanted : Math.ceil(wanted / stepsPerBatch) * stepsPerBatch;
  const own = team.share(copies);
  const gather = createCopyGather(team, collector.copies);
  warnOfLearningRates(warnings, identity.settings);
  const perUpdate =
    stepsPerBatch === undefined
      ? `${copies} whole episodes`
      : (batchInWords ?? `${stepsPerBatch / copies} steps of ${copies} copies`);
  warnOfExtraSteps(warnings, wanted, total, perUpdate);
  let update = 0;
  let steps = 0;
  let exactResume = true;
  let lastCopies: readonly Saved[] | undefined;

  const save = (): Saved => ({
    ...{ update, steps, exactResume, warnings: warnings.list },
    learner: learner.save(),
    copies: lastCopies ?? gather.ask(),
  });
  /**
   * Closes the environments before the last report, which tells if that failed, and keeps what a checkpoint needs of them.
   */
  const finish = (): void => {
    lastCopies = gather.exchange();
    collector.close();
    team.barrier(); // all have said by now what they warn of
  };
  const restore = (saved: Saved): void => {
    const state = savedRecord(saved, ["update", "steps", "exactResume", "warnings", "learner", "copies"]);
    update = within("update", () => savedCount(state.update));
    steps = within("steps", () => savedCount(state.steps));
    for (const warning of within("warnings", () => savedList(state.warnings))) warnings.add(String(warning));
    within("learner", () => learner.restore(state.learner));
    const all = within("copies", () => savedList(state.copies, copies));
    collector.copies.forEach((copy, index) =>
      within(`copy ${own.start + index}`, () => copy.restore(all[own.start + index])),
    );
    exactResume = state.exactResume === true && (update === 0 || !collector.beginsNewEpisodes);
  };
  if (resume) within("resume", () => restore(decodeCheckpoint(resume, identity)));
  const guard = guardWeights(policy.backend, [...variables]);

  const learn = (trajectory: Trajectory): Metrics => {
    if (update === 0) warnOfScales(warnings, policy, identity.settings, trajectory);
    try {
      const metrics = learner.learn(trajectory, Math.min(steps / total, 1));
      guard.keep();
      return metrics;
    } catch (error) {
      guard.putBack();
      throw error instanceof NotFinite ? new NonFiniteError(error, update + 1) : error;
    }
  };

  const report = (episodes: EpisodeStatistics, metrics: Metrics): Report => {
    const ofReport = update;
    return {
      update,
      steps,
      totalSteps: Math.max(total, steps),
      episodes,
      metrics,
      warnings: warnings.list,
      players,
      workers: team.size,
      policy,
      ...(valueFunction && { valueFunction }),
      exactResume,
      checkpoint() {
        if (update === ofReport) return encodeCheckpoint(save(), identity);
        throw new Error(
          `checkpoint: it was asked of the report of update ${ofReport}, and update ${update} has been made since; ask each ` +
            "report before going on to the next",
        );
      },
    };
  };

  return {
    beginning() {
      if (steps >= total) finish();
      return report(noEpisodes, {});
    },
    answer() {
      if (team.rank === 0 || !gather.isAsked) return false;
      gather.exchange();
      return true;
    },
    get done() {
      return steps >= total;
    },
    learn(trajectory) {
      const metrics = learn(trajectory);
      update++;
      steps += trajectory.steps * trajectory.count;
      warnOfCollapse(warnings, policy.actionSpace, identity.settings, metrics.entropy);
      warnOfExtraSteps(warnings, wanted, Math.max(total, steps), perUpdate);
      if (steps >= total) finish();
      return report(episodeStatistics(trajectory), metrics);
    },
  };
}
